import type { Submission } from './compose.ts'
import { type BindCommand, type Body, isResponse, type Pdu } from './pdu.ts'
import { STATUS, statusText } from './status.ts'
import type { Timers } from './timers.ts'
import { NO_TLVS } from './tlv.ts'
import { type Answer, openUnanswered } from './unanswered.ts'
import { openWire, type SmscAddress } from './wire.ts'

export interface SessionOptions {
  readonly smsc: SmscAddress
  readonly bind: BindCommand
  readonly systemId: string
  readonly password: string
  readonly systemType: string
  /** To reach the SMSC, TLS included; and as long again for its answer to the bind. */
  readonly connectMs: number
  /** From a submission to its answer. */
  readonly answerMs: number
  /** After so long a silence we ask whether it still lives. */
  readonly enquireEveryMs: number
  /** And after so long without an octet upon that, it does not. */
  readonly enquireAnswerMs: number
}

export interface SessionEnd {
  readonly reason: string
  /** The status that the bind was refused with. */
  readonly refused: number | null
}

export interface SessionEvents {
  bound(): void
  /** The SMSC wants us to go: no further submissions; what is unanswered may still be answered. */
  leaving(): void
  /** Once, after every unanswered request was called lost. */
  ended(end: SessionEnd): void
  /** The status to answer it with. Never rejects. */
  delivered(pdu: Pdu): Promise<number>
}

/** One bind to the SMSC. */
export interface Session {
  /** Submits; `late` is told when the answer comes after it was called lost, while the session lives. */
  submit(submission: Submission, late: (answer: Answer) => void): Promise<Answer>
  query(body: Body): Promise<Answer>
  /** Ends it at once. */
  drop(reason: string): void
  /** Says goodbye, waits a moment for the answer, and closes. */
  unbind(): Promise<void>
}

// Deliveries that are being kept at once; further ones are brought again.
const MOST_DELIVERIES = 200
const GOODBYE_MS = 2_000
const LEAVING_MS = 5_000
const HELD_UP_MS = 1_000
const HIGHEST_SEQUENCE = 0x7fff_ffff
const NOT_SENT: Answer = { kind: 'not-sent', reason: 'the session had ended' }

export const openSession = (options: SessionOptions, events: SessionEvents, timers: Timers): Session => {
  let state: 'opening' | 'bound' | 'leaving' | 'ended' = 'opening'
  let sequence = 0
  let deliveries = 0
  let heardMs = timers.now().getTime()
  let enquiredMs: number | null = null
  let enquiry = 0
  const nowMs = (): number => timers.now().getTime()
  const unanswered = openUnanswered(options.answerMs)
  let onGone: () => void = () => undefined
  let onQuiet: () => void = () => undefined

  const end = (reason: string, refused: number | null = null): void => {
    if (state === 'ended') return
    state = 'ended'
    stopDeadline()
    stopTick()
    wire.destroy()
    unanswered.loseAll(reason)
    onGone()
    events.ended({ reason, refused })
  }
  let stopTick: () => void = () => undefined
  let stopDeadline = timers.after(options.connectMs, () => end(`not reached within ${options.connectMs} ms`))

  const nextSequence = (): number => {
    sequence = sequence === HIGHEST_SEQUENCE ? 1 : sequence + 1
    return sequence
  }
  const write = (body: Body, at: number, status = STATUS.ok as number, tlvs = NO_TLVS): boolean =>
    wire.write({ body, status, sequence: at, tlvs })

  const request = (body: Body, tlvs = NO_TLVS, late: ((answer: Answer) => void) | null = null): Promise<Answer> => {
    const at = nextSequence()
    return write(body, at, STATUS.ok, tlvs) ? unanswered.wait(at, nowMs(), late) : Promise.resolve(NOT_SENT)
  }

  const leave = (goodbye: number): void => {
    if (state !== 'bound') return
    state = 'leaving'
    events.leaving()
    const go = (): void => {
      write({ command: 'unbind_resp' }, goodbye)
      // After the octets are on their way.
      setImmediate(() => end('the SMSC unbound us'))
    }
    stopDeadline = timers.after(LEAVING_MS, go)
    unanswered.whenEmpty(() => {
      stopDeadline()
      go()
    })
  }

  const deliver = (pdu: Pdu): void => {
    const answer = (status: number): void => {
      write({ command: 'deliver_sm_resp', messageId: '' }, pdu.sequence, status)
    }
    if (deliveries >= MOST_DELIVERIES) {
      answer(STATUS.queueFull)
      return
    }
    deliveries += 1
    const done = (status: number): void => {
      deliveries -= 1
      answer(status)
      if (deliveries === 0) onQuiet()
    }
    events.delivered(pdu).then(done, () => done(STATUS.tryAgain))
  }

  const answered = ({ body, status, sequence: at }: Pdu): void => {
    if (body.command === `${options.bind}_resp` || (state === 'opening' && body.command === 'generic_nack')) {
      if (state !== 'opening') return
      if (status !== STATUS.ok) end(`bind refused: ${statusText(status)}`, status)
      else {
        state = 'bound'
        stopDeadline()
        tick()
        events.bound()
      }
      return
    }
    const known = unanswered.answer(at, { kind: 'answered', status, body }, nowMs())
    // It could not read what we sent, and what it was is not said.
    if (!known && body.command === 'generic_nack' && at !== enquiry)
      end(`the SMSC answered ${statusText(status)} to nothing of ours`)
  }

  const asked = (pdu: Pdu): void => {
    switch (pdu.body.command) {
      case 'enquire_link':
        write({ command: 'enquire_link_resp' }, pdu.sequence)
        return
      case 'unbind':
        leave(pdu.sequence)
        return
      case 'deliver_sm':
        deliver(pdu)
        return
      case 'unreadable':
        write({ command: 'generic_nack' }, pdu.sequence, STATUS.invalidCommandLength)
        return
      default:
        write({ command: 'generic_nack' }, pdu.sequence, STATUS.invalidCommand)
    }
  }

  const wire = openWire(options.smsc, {
    standing: () => {
      stopDeadline()
      stopDeadline = timers.after(options.connectMs, () => end(`bind not answered within ${options.connectMs} ms`))
      const { systemId, password, systemType } = options
      write({ command: options.bind, systemId, password, systemType }, nextSequence())
    },
    heard: () => {
      heardMs = nowMs()
      enquiredMs = null
    },
    pdu: (pdu) => {
      if (isResponse(pdu.body)) answered(pdu)
      else asked(pdu)
    },
    ended: (why) => end(why),
  })

  // Often enough that no deadline is missed by much, seldom enough to cost nothing.
  const tickMs = Math.max(20, Math.min(1_000, Math.floor(Math.min(options.answerMs, options.enquireEveryMs) / 8)))
  let tickDueMs = Number.POSITIVE_INFINITY
  const tick = (): void => {
    const now = nowMs()
    const held = now - tickDueMs > HELD_UP_MS
    tickDueMs = now + tickMs
    stopTick = timers.after(tickMs, tick)
    // We were held up: answers may lie unread, so one more round is waited for; but not a second one.
    if (!held || wasHeld) look(now)
    wasHeld = held && !wasHeld
  }
  let wasHeld = false
  const look = (now: number): void => {
    if (unanswered.expire(now) === 'nothing-answered') {
      end(`no answer to any message within ${options.answerMs} ms`)
      return
    }
    if (enquiredMs !== null && now - enquiredMs >= options.enquireAnswerMs) {
      end(`silent for ${Math.round((now - heardMs) / 1_000)} s`)
      return
    }
    if (enquiredMs === null && now - heardMs >= options.enquireEveryMs) {
      enquiredMs = now
      enquiry = nextSequence()
      write({ command: 'enquire_link' }, enquiry)
    }
  }

  return {
    submit: async ({ message, tlvs }, late) =>
      state === 'bound' ? request({ command: 'submit_sm', message }, tlvs, late) : NOT_SENT,
    query: async (body) => (state === 'bound' ? request(body) : NOT_SENT),
    drop: (reason) => end(reason),
    unbind: () =>
      new Promise((resolve) => {
        onGone = resolve
        if (state === 'ended') {
          resolve()
          return
        }
        if (state !== 'bound') {
          end('closed')
          return
        }
        state = 'leaving'
        stopTick()
        stopDeadline = timers.after(GOODBYE_MS, () => end('closed'))
        onQuiet = () => {
          onQuiet = () => undefined
          request({ command: 'unbind' }).then(
            () => end('closed'),
            () => end('closed'),
          )
        }
        // What is being kept is acknowledged first: else it would be brought again.
        if (deliveries === 0) onQuiet()
      }),
  }
}
