import type { CallOutId } from '../mobilisation/hazard-event.ts'
import { type History, type Known, NO_HISTORY } from '../mobilisation/prospect.ts'
import type { SufficientPolicy } from '../mobilisation/sufficient-policy.ts'
import type { ResponderId } from '../roster/responder.ts'
import { type GroupAnswers, groupAnswers, historiesOf } from '../store/histories.ts'
import type { Installation } from './installation.ts'

/** What is known of people as of an instant; more is read as choices ask for it. */
export interface KnownPeople extends Known {
  read(ids: readonly ResponderId[]): Promise<void>
}

/**
 * The rates of kinds and regencies are those of the beginning of the hour or the minute, in every process alike: they
 * take a fifth of a second to read, more than all else of a decision. A first plan goes by the hour's, which are read
 * ahead; a review by the minute's, so that the silences of its own call-out count.
 */
const RATES_AS_OF = { hour: 3_600_000, minute: 60_000 } as const
type RatesAsOf = keyof typeof RATES_AS_OF

/** So many instants and policies at most. */
const KEPT = 50
const kept = new WeakMap<Installation['database'], Map<string, Promise<GroupAnswers>>>()

/** Read once for each hour or minute, however many call-outs begin in it. */
const answersOfGroups = (
  installation: Installation,
  at: Date,
  { odds: { prior }, halfLifeMs, inviteWeight }: Pick<SufficientPolicy, 'odds' | 'halfLifeMs' | 'inviteWeight'>,
  asOf: RatesAsOf,
): Promise<GroupAnswers> => {
  const begin = new Date(Math.floor(at.getTime() / RATES_AS_OF[asOf]) * RATES_AS_OF[asOf])
  const key = JSON.stringify([begin, prior, halfLifeMs, inviteWeight])
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

/** Reads the rates of this hour before an event asks for them; where that fails, the event tries again. */
export const readRatesAhead = (installation: Installation): void => {
  const { clock, configuration } = installation
  const policy = configuration.policy.callOut.wave ?? null
  if (policy !== null) answersOfGroups(installation, clock.now(), policy, 'hour').catch(() => undefined)
}

/** Ours: histories are read by so many statements at once at most, of no fewer people each. */
const MOST_READS = 3
const LEAST_READ = 500

/** What is known for a call-out's choices: nothing of itself, as if nobody had been called for it. */
export const knownPeople = async (
  installation: Installation,
  callOutId: CallOutId,
  at: Date,
  policy: SufficientPolicy,
  ratesAsOf: RatesAsOf,
): Promise<KnownPeople> => {
  const groups = await answersOfGroups(installation, at, policy, ratesAsOf)
  const histories = new Map<ResponderId, History>()
  const { callsWithinMs } = policy.fairness
  const { halfLifeMs, inviteWeight } = policy
  const terms = { at, callOutId, callsWithinMs, prior: policy.odds.prior, halfLifeMs, inviteWeight }
  return {
    at,
    historyOf: (id) => histories.get(id),
    answersOf: groups.of,
    answersIn: groups.in,
    read: async (ids) => {
      const share = Math.max(LEAST_READ, Math.ceil(ids.length / MOST_READS))
      const shares = Array.from({ length: Math.ceil(ids.length / share) }, (_, nth) =>
        ids.slice(nth * share, (nth + 1) * share),
      )
      // Side by side: a database with several processors reads thousands of pasts in a fraction of the time.
      const found = await Promise.all(shares.map((some) => historiesOf(installation.database, some, terms)))
      for (const [nth, some] of shares.entries())
        for (const id of some) histories.set(id, found[nth]?.get(id) ?? NO_HISTORY)
    },
  }
}
