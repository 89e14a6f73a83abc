import {
  type BandOfPerson,
  type SettledHistories,
  settledBefore,
  settledHistories,
} from '../mobilisation/settled-histories.ts'
import type { SufficientPolicy } from '../mobilisation/sufficient-policy.ts'
import { settledPast } from '../store/histories.ts'
import { priorKey } from './group-rates.ts'
import type { Installation } from './installation.ts'

type Learning = Pick<SufficientPolicy, 'odds' | 'halfLifeMs' | 'inviteWeight' | 'fairness'>

const keyOf = ({ odds: { prior }, halfLifeMs, inviteWeight, fairness: { callsWithinMs } }: Learning): string =>
  JSON.stringify([priorKey(prior), halfLifeMs, inviteWeight, callsWithinMs])

/** The settled past as of an instant. */
export interface Settled extends SettledHistories {
  readonly before: Date
}

interface Kept {
  settled?: Settled & { readonly key: string }
  reading?: Promise<void>
}

const kept = new WeakMap<Installation['database'], Kept>()

const keptOf = ({ database }: Installation): Kept => {
  const own = kept.get(database) ?? {}
  kept.set(database, own)
  return own
}

const read = async ({ database }: Installation, before: Date, policy: Learning): Promise<Settled> => {
  const { odds, halfLifeMs, inviteWeight, fairness } = policy
  const { callsWithinMs } = fairness
  const parts: (readonly BandOfPerson[])[] = []
  const terms = { at: before, prior: odds.prior, halfLifeMs, inviteWeight, callsWithinMs }
  for await (const part of settledPast(database, terms)) parts.push(part)
  return { ...settledHistories(parts, { before, halfLifeMs, callsWithinMs }), before }
}

/**
 * Reads the past of everybody into memory, once a day and policy: from then on decisions ask the rows only for what is
 * newer. Until it is read they ask for all of it. The one before serves on while the next is read.
 */
export const readPastAhead = (installation: Installation, policy: Learning): Promise<void> => {
  const own = keptOf(installation)
  const before = settledBefore(installation.clock.now())
  const key = keyOf(policy)
  const isThere = own.settled?.key === key && own.settled.before.getTime() === before.getTime()
  if (isThere) return Promise.resolve()
  own.reading ??= read(installation, before, policy)
    .then((settled) => {
      own.settled = { ...settled, key }
    })
    .finally(() => {
      delete own.reading
    })
  return own.reading
}

/** What is in memory, where it was made by this policy and holds nothing that came after the instant. */
export const settledPastFor = (installation: Installation, at: Date, policy: Learning): Settled | undefined => {
  const { settled } = keptOf(installation)
  return settled !== undefined && settled.key === keyOf(policy) && settled.before <= settledBefore(at)
    ? settled
    : undefined
}
