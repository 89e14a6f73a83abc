import type { Answers } from '../mobilisation/answer-history.ts'
import type { CallOutId } from '../mobilisation/hazard-event.ts'
import { type History, type Known, NO_HISTORY } from '../mobilisation/prospect.ts'
import type { SufficientPolicy } from '../mobilisation/sufficient-policy.ts'
import type { Kind, ResponderId } from '../roster/responder.ts'
import { answersByKind, historiesOf } from '../store/histories.ts'
import type { Installation } from './installation.ts'

/** What is known of people as of an instant; more is read as choices ask for it. */
export interface KnownPeople extends Known {
  read(ids: readonly ResponderId[]): Promise<void>
}

const MINUTE_MS = 60_000

/** So many minutes and policies at most. */
const KEPT = 50
const kept = new WeakMap<Installation, Map<string, Promise<ReadonlyMap<Kind, Answers>>>>()

/** Of the beginning of the minute: read once in each, however many call-outs begin in it. */
const kindAnswers = (
  installation: Installation,
  at: Date,
  { odds: { prior }, halfLifeMs, inviteWeight }: SufficientPolicy,
): Promise<ReadonlyMap<Kind, Answers>> => {
  const minute = new Date(Math.floor(at.getTime() / MINUTE_MS) * MINUTE_MS)
  const key = JSON.stringify([minute, prior, halfLifeMs, inviteWeight])
  const known = kept.get(installation) ?? new Map<string, Promise<ReadonlyMap<Kind, Answers>>>()
  kept.set(installation, known)
  const before = known.get(key)
  if (before !== undefined) return before
  if (known.size >= KEPT) known.clear()
  const reading = answersByKind(installation.database, { at: minute, prior, halfLifeMs, inviteWeight })
  known.set(key, reading)
  // A failure is not kept.
  reading.catch(() => known.delete(key))
  return reading
}

/** What is known for a call-out's choices: nothing of itself, as if nobody had been called for it. */
export const knownPeople = async (
  installation: Installation,
  callOutId: CallOutId,
  at: Date,
  policy: SufficientPolicy,
): Promise<KnownPeople> => {
  const kinds = await kindAnswers(installation, at, policy)
  const histories = new Map<ResponderId, History>()
  const { callsWithinMs } = policy.fairness
  const { halfLifeMs, inviteWeight } = policy
  const terms = { at, callOutId, callsWithinMs, prior: policy.odds.prior, halfLifeMs, inviteWeight }
  return {
    at,
    historyOf: (id) => histories.get(id),
    answersOf: (kind) => kinds.get(kind) ?? {},
    read: async (ids) => {
      const found = await historiesOf(installation.database, ids, terms)
      for (const id of ids) histories.set(id, found.get(id) ?? NO_HISTORY)
    },
  }
}
