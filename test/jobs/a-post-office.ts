import { type Needs, sendNotices } from '../../jobs/send-notices.ts'
import { createSlots } from '../../jobs/slots.ts'
import type { SendOutcome } from '../../src/mobilisation/notice.ts'

export const NOW = new Date('2026-11-22T06:30:00Z')

interface Letter {
  readonly id: string
  readonly attempt: number
  readonly channel: 'sms' | 'email'
}
interface Text {
  readonly kept: { readonly subject: string | null; readonly body: string }
}

export const letter = (id: string, channel: Letter['channel'] = 'sms'): Letter => ({ id, attempt: 1, channel })
export const accepted = (id: string): SendOutcome => ({ kind: 'accepted', providerRef: `p-${id}` })

interface Sending {
  readonly send?: (notice: Letter) => Promise<SendOutcome>
}

/** A post office in memory: claims give one batch each, and everything that was done is written down. */
export const anOffice = (
  batches: readonly (readonly Letter[])[],
  { send = async ({ id }) => accepted(id), ...changes }: Partial<Needs<Letter, Text>> & Sending = {},
) => {
  const done: string[] = []
  const left = [...batches]
  let beat: () => Promise<unknown> = () => Promise.resolve()
  const ids = (letters: readonly Letter[]): string => letters.map(({ id }) => id).join(' ')
  const needs: Needs<Letter, Text> = {
    claim: async ({ lane, channel }, limit, now, leaseUntil) => {
      done.push(`claim ${lane} ${channel} ${limit} ${leaseUntil.getTime() - now.getTime()}`)
      return left.shift() ?? []
    },
    render: ({ id }) => ({ kept: { subject: null, body: `text of ${id}` } }),
    beginSending: async ({ id }, { body }, now, leaseUntil) => {
      done.push(`begin ${id} with ${body} for ${leaseUntil.getTime() - now.getTime()}`)
      return { kind: 'go', tries: 1 }
    },
    prepare: async (notice) => {
      done.push(`prepare ${notice.id}`)
      return {
        send: () => {
          done.push(`send ${notice.id}`)
          return send(notice)
        },
        letGo: () => done.push(`let go ${notice.id}`),
      }
    },
    recordOutcome: async ({ id }, { state, dueAt }) => {
      done.push(`record ${id} ${state}${dueAt === null ? '' : ` ${dueAt.getTime() - NOW.getTime()}`}`)
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
    slots: {
      live: { sms: createSlots(1), email: createSlots(1) },
      exercise: { sms: createSlots(1), email: createSlots(1) },
    },
    stopping: () => false,
    sent: ({ id }, outcome, recorded) => done.push(`sent ${id} ${outcome.kind} ${recorded}`),
    ...changes,
  }
  const run = () => sendNotices(needs, { now: () => NOW })({ lane: 'live', channel: 'sms' })
  return { done, run, needs, beat: () => beat() }
}
