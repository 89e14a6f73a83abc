import type { SufficientPolicy } from '../mobilisation/sufficient-policy.ts'
import { type GroupAnswers, groupAnswers } from '../store/group-answers.ts'
import type { Installation } from './installation.ts'

/**
 * The rates of kinds and regencies are those of the beginning of the hour or the minute, in every process alike: they
 * take a fifth of a second to read, more than all else of a decision. A first plan goes by the hour's, which are read
 * ahead; a review by the minute's, so that the silences of its own call-out count.
 */
const RATES_AS_OF = { hour: 3_600_000, minute: 60_000 } as const
export type RatesAsOf = keyof typeof RATES_AS_OF

/** So many instants and policies at most. */
const KEPT = 50
const kept = new WeakMap<Installation['database'], Map<string, Promise<GroupAnswers>>>()

/** In one order: a policy that lay in the rows names its kinds in another. */
export const priorKey = (prior: SufficientPolicy['odds']['prior']): string =>
  JSON.stringify(Object.entries(prior).toSorted(([one], [other]) => (one < other ? -1 : 1)))

/** Read once for each hour or minute, however many call-outs begin in it. */
export const answersOfGroups = (
  installation: Installation,
  at: Date,
  { odds: { prior }, halfLifeMs, inviteWeight }: Pick<SufficientPolicy, 'odds' | 'halfLifeMs' | 'inviteWeight'>,
  asOf: RatesAsOf,
): Promise<GroupAnswers> => {
  const begin = new Date(Math.floor(at.getTime() / RATES_AS_OF[asOf]) * RATES_AS_OF[asOf])
  const key = JSON.stringify([begin, priorKey(prior), halfLifeMs, inviteWeight])
  const known = kept.get(installation.database) ?? new Map<string, Promise<GroupAnswers>>()
  kept.set(installation.database, known)
  const before = known.get(key)
  if (before !== undefined) return before
  if (known.size >= KEPT) known.clear()
  const reading = groupAnswers(installation.database, { at: begin, prior, halfLifeMs, inviteWeight })
  known.set(key, reading)
  // A failure is not kept.
  reading.catch(() => known.delete(key))
  return reading
}
