import { createSeats } from '../../jobs/seats.ts'
import { type Load, type Needs, sendNotices } from '../../jobs/send-notices.ts'
import type { SendOutcome } from '../../src/mobilisation/notice.ts'

export const NOW = new Date('2026-11-22T06:30:00Z')

interface Letter {
  readonly id: string
  readonly attempt: number
  readonly plannedAt: Date
}
interface Text {
  readonly kept: { readonly subject: string | null; readonly body: string }
}

export const letter = (id: string): Letter => ({ id, attempt: 1, plannedAt: NOW })
export const accepted = (id: string): SendOutcome => ({ kind: 'accepted', providerRef: `p-${id}` })

interface Steering {
  readonly send?: (notice: Letter, gateway: string) => Promise<SendOutcome>
  /** Room of each gateway: 4 for one called `g`. */
  readonly rooms?: Readonly<Record<string, () => number>>
  readonly places?: number
}

/** A post office in memory: claims give one batch each, and everything that was done is written down. */
export const anOffice = (
  batches: readonly (readonly Letter[])[],
  {
    send = async ({ id }) => accepted(id),
    rooms = { g: () => 4 },
    places = 1,
    ...changes
  }: Partial<Needs<Letter, Text>> & Steering = {},
) => {
  const done: string[] = []
  const left = [...batches]
  let beat: () => Promise<unknown> = () => Promise.resolve()
  const ids = (letters: readonly Letter[]): string => letters.map(({ id }) => id).join(' ')
  const ways = Object.entries(rooms).map(([gateway, room]) => {
    const seats = createSeats(places)
    return { gateway, room, restMs: () => (room() === 0 ? 3_000 : 0), take: () => seats.take('live') }
  })
  const needs: Needs<Letter, Text> = {
    ways: () => ways,
    claim: async ({ lane, channel }, gateway, limit, now, leaseUntil) => {
      done.push(`claim ${lane} ${channel} ${gateway} ${limit} ${leaseUntil.getTime() - now.getTime()}`)
      return { notices: left.shift() ?? [], againInMs: null }
    },
    render: ({ id }) => ({ kept: { subject: null, body: `text of ${id}` } }),
    begin: async ({ id }, gateway, { body }) => {
      done.push(`begin ${id} at ${gateway} with ${body}`)
      return { kind: 'go', tries: 1 }
    },
    prepare: async (notice, _message, gateway) => {
      done.push(`prepare ${notice.id}`)
      return {
        send: () => {
          done.push(`send ${notice.id}`)
          return send(notice, gateway)
        },
        letGo: () => done.push(`let go ${notice.id}`),
      }
    },
    record: async ({ id }, { state, dueAt, elsewhereUntil }) => {
      const dates = [dueAt, elsewhereUntil].flatMap((at) => (at === null ? [] : [at.getTime() - NOW.getTime()]))
      done.push(['record', id, state, ...dates].join(' '))
      return true
    },
    refuse: async ({ id }, reason) => done.push(`refuse ${id}: ${reason}`),
    release: async (letters) => done.push(`release ${ids(letters)}`),
    keepLease: async (letters, leaseUntil) => done.push(`keep ${ids(letters)} ${leaseUntil.getTime() - NOW.getTime()}`),
    heartbeat: (everyMs, given) => {
      done.push(`heart ${everyMs}`)
      beat = given
      return () => done.push('heart stops')
    },
    pause: async (ms) => done.push(`pause ${ms}`),
    stopping: () => false,
    sent: ({ id }, outcome, recorded) => done.push(`sent ${id} ${outcome.kind} ${recorded}`),
    ...changes,
  }
  const run = (load: Load = { lane: 'live', channel: 'sms' }) => sendNotices(needs, { now: () => NOW })(load)
  return { done, run, needs, beat: () => beat() }
}
