import { reasonOf } from '../errors.ts'
import type { Log } from '../log.ts'
import type { CallOutId, EventId } from '../mobilisation/hazard-event.ts'
import type { Lane, Wake } from '../queue/job.ts'
import type { Queues } from '../queue/queues.ts'
import type { Mode } from '../wording/mode.ts'

/** A real call has lanes of its own; an exercise or a test never stands in its way. */
export const laneOf = (mode: Mode): Extract<Lane, 'live' | 'exercise'> => (mode === 'actual' ? 'live' : 'exercise')

/** Senders of one channel that a heap of notices is worth, at most. */
const MOST_SENDERS = 2
const NOTICES_PER_SENDER = 25

export const assessWake = (eventId: EventId, mode: Mode): Wake => ({
  job: 'assess-event',
  lane: laneOf(mode),
  id: `assess-${eventId}`,
  payload: { eventId },
})

export const reviewWake = (callOutId: CallOutId, dueAt: Date, lane: Lane): Wake => ({
  job: 'review-call-out',
  lane,
  id: `review-${callOutId}-${dueAt.getTime()}`,
  payload: { callOutId },
})

export const endWake = (callOutId: CallOutId, lane: Lane): Wake => ({
  job: 'end-call-out',
  lane,
  id: `end-${callOutId}`,
  payload: { callOutId },
})

export const reportWake = (reportId: string): Wake => ({
  job: 'take-report',
  lane: 'live',
  id: `report-${reportId}`,
  payload: { reportId },
})

export const occurrenceWake = (occurrenceId: string, dueAt: Date): Wake => ({
  job: 'run-occurrence',
  lane: 'upkeep',
  id: `occurrence-${occurrenceId}-${dueAt.getTime()}`,
  payload: { occurrenceId },
})

/**
 * Senders for `due` notices of a lane, for each channel. Their ids hold the instant: a sender that hangs in a process
 * which lost its way must not swallow the wakes of others. Those too many for a process end at once.
 */
export const senderWakes = (lane: 'live' | 'exercise', due: number, at: Date): readonly Wake[] =>
  (['sms', 'email'] as const).flatMap((channel) =>
    Array.from({ length: Math.min(MOST_SENDERS, Math.ceil(due / NOTICES_PER_SENDER)) }, (_, nth) => ({
      job: 'send-notices',
      lane,
      id: `send-${lane}-${channel}-${nth}-${at.getTime()}`,
      payload: { lane, channel },
    })),
  )

/** Wakes jobs where it can: the rows are saved, so a queue that is away costs no more than the time until the sweep. */
export const quietly =
  (queues: Pick<Queues, 'wake'>, log: Log) =>
  async (wakes: readonly Wake[]): Promise<void> => {
    if (wakes.length === 0) return
    try {
      await queues.wake(wakes)
    } catch (thrown) {
      log.warn('the queue could not be reached: the sweep will find the rows', {
        jobs: wakes.map(({ job }) => job),
        reason: reasonOf(thrown),
      })
    }
  }

/** Of a flood of events so many are woken in each half of a second, in a lane: planning takes its time. */
const ASSESSED_AT_ONCE = 16
const SPAN_MS = 500

/**
 * Lets through all wakes but those for more events than a lane could begin with: asking a queue costs more than keeping
 * an event does. The sweep finds the others within 2 s, and a flood takes longer than that to be planned.
 */
const sparing = (nowMs: () => number) => {
  const spans = new Map<Lane, { woken: number; readonly sinceMs: number }>()
  const spanOf = (lane: Lane) => {
    const span = spans.get(lane)
    const atMs = nowMs()
    if (span !== undefined && atMs - span.sinceMs < SPAN_MS) return span
    const next = { woken: 0, sinceMs: atMs }
    spans.set(lane, next)
    return next
  }
  return (wakes: readonly Wake[]): readonly Wake[] =>
    wakes.filter(({ job, lane }) => {
      if (job !== 'assess-event') return true
      const span = spanOf(lane)
      span.woken += 1
      return span.woken <= ASSESSED_AT_ONCE
    })
}

/**
 * Gathers the wakes of one turn of the event loop into one question to the queue; each waits for its answer. Of a flood
 * of events only the first are woken.
 */
export const gathered = (wake: (wakes: readonly Wake[]) => Promise<void>, nowMs = () => performance.now()) => {
  const spared = sparing(nowMs)
  let gathering: { readonly wakes: Wake[]; readonly done: Promise<void> } | undefined
  return (wakes: readonly Wake[]): Promise<void> => {
    if (gathering === undefined) {
      const own: Wake[] = []
      const done = new Promise<void>((resolve, reject) => {
        setImmediate(() => {
          gathering = undefined
          wake(spared(own)).then(resolve, reject)
        })
      })
      gathering = { wakes: own, done }
    }
    gathering.wakes.push(...wakes)
    return gathering.done
  }
}
