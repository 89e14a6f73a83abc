import type { Log } from '../../log.ts'
import type { BindCommand, Pdu } from './pdu.ts'
import { openSession, type Session, type SessionEnd, type SessionOptions } from './session.ts'
import type { Timers } from './timers.ts'

/** A session that stands, and how many of its places are taken. */
export interface Standing {
  readonly session: Session
  reserved: number
}

/** One session that is built again whenever it ends, until it is closed. */
export interface Link {
  /** Null while none is bound. */
  readonly standing: Standing | null
  /** Whether one may be bound any moment: not after an attempt failed, until the next one succeeds. */
  readonly coming: boolean
  close(): Promise<void>
}

export interface LinkEvents {
  /** `standing` or `coming` is another one now. */
  changed(): void
  delivered(pdu: Pdu, session: object): Promise<number>
  ended(session: object): void
}

const FIRST_PAUSE_MS = 1_000
const LONGEST_PAUSE_MS = 15_000
// Of one that took us in and dropped us: it is there, and people wait for their messages.
const LONGEST_DROPPED_PAUSE_MS = 5_000
// An SMSC that does not want us must not be asked every second; one that has not noticed our end yet soon does.
const REFUSED_PAUSE_MS = 15_000
const LONGEST_REFUSED_PAUSE_MS = 60_000
const LIVED_MS = 10_000

/**
 * Keeps one session up. A session that stood for 10 s is built anew within a second; otherwise the pause doubles from
 * 1 s to 15 s (to 5 s where it was bound), after a refusal from 15 s to 1 min, each between half and all of it, so that
 * many processes do not come at once.
 */
export const openLink = (
  options: Omit<SessionOptions, 'bind'>,
  bind: BindCommand,
  events: LinkEvents,
  timers: Timers,
  log: Log,
): Link => {
  let standing: Standing | null = null
  let coming = true
  let closed = false
  let failures = 0
  let session: Session
  let stopPause: () => void = () => undefined
  let said = ''

  const pauseMs = (refused: boolean, wasBound: boolean): number => {
    const first = refused ? REFUSED_PAUSE_MS : FIRST_PAUSE_MS
    const longest = refused ? LONGEST_REFUSED_PAUSE_MS : wasBound ? LONGEST_DROPPED_PAUSE_MS : LONGEST_PAUSE_MS
    return Math.min(longest, first * 2 ** Math.max(0, failures - 1)) * (0.5 + timers.random() / 2)
  }
  // Once for each reason, not once for each attempt.
  const tell = (level: 'info' | 'warn' | 'error', message: string, reason: string): void => {
    if (said !== `${message} ${reason}`) log[level](message, { bind, reason })
    said = `${message} ${reason}`
  }

  const open = (): void => {
    const token = {}
    let boundMs: number | null = null
    const leave = (): void => {
      standing = null
      coming = !closed
    }
    const ended = ({ reason, refused }: SessionEnd): void => {
      events.ended(token)
      if (closed) return
      leave()
      const lived = boundMs !== null && timers.now().getTime() - boundMs >= LIVED_MS
      failures = lived ? 0 : failures + 1
      if (refused === null) tell('warn', 'SMPP session ended', reason)
      else tell('error', 'SMPP bind refused: look at systemId, password, systemType and the sessions allowed', reason)
      coming = failures <= 1 && refused === null && boundMs !== null
      stopPause = timers.after(pauseMs(refused !== null, boundMs !== null), open)
      events.changed()
    }
    session = openSession(
      { ...options, bind },
      {
        bound: () => {
          boundMs = timers.now().getTime()
          standing = { session, reserved: 0 }
          coming = true
          tell('info', 'SMPP session bound', '')
          events.changed()
        },
        leaving: () => {
          leave()
          events.changed()
        },
        ended,
        delivered: (pdu) => events.delivered(pdu, token),
      },
      timers,
    )
  }
  open()
  return {
    get standing() {
      return standing
    },
    get coming() {
      return coming
    },
    close: async () => {
      closed = true
      standing = null
      coming = false
      stopPause()
      await session.unbind()
    },
  }
}
