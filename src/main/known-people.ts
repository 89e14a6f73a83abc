import type { CallOutId } from '../mobilisation/hazard-event.ts'
import { type History, type Known, NO_HISTORY } from '../mobilisation/prospect.ts'
import { bothHistories, settledBefore } from '../mobilisation/settled-histories.ts'
import type { SufficientPolicy } from '../mobilisation/sufficient-policy.ts'
import type { ResponderId } from '../roster/responder.ts'
import { historiesOf, openHistoriesOf, openlyCalled, type PastTerms } from '../store/histories.ts'
import { answersOfGroups, type RatesAsOf } from './group-rates.ts'
import type { Installation } from './installation.ts'
import { readPastAhead, type Settled, settledPastFor } from './settled-past.ts'

/** What is known of people as of an instant; more is read as choices ask for it. */
export interface KnownPeople extends Known {
  read(ids: readonly ResponderId[]): Promise<void>
  /** Whether everything is known already. */
  readonly ofAll: boolean
}

/** Ours: histories are read by so many statements at once at most, of no fewer people each. */
const MOST_READS = 3
const LEAST_READ = 500

/** Ours: people whom running call-outs called are read at once up to so many; of more, those whom a choice looks at. */
const MOST_OPEN = 300

type Histories = Pick<KnownPeople, 'historyOf' | 'read' | 'ofAll'>

/** Reads the past of people as it is asked for. */
const readAsAsked = (
  readSome: (ids: readonly ResponderId[]) => Promise<ReadonlyMap<ResponderId, History>>,
  before: (id: ResponderId) => History,
): Histories => {
  const histories = new Map<ResponderId, History>()
  return {
    ofAll: false,
    historyOf: (id) => histories.get(id),
    read: async (ids) => {
      const share = Math.max(LEAST_READ, Math.ceil(ids.length / MOST_READS))
      const shares = Array.from({ length: Math.ceil(ids.length / share) }, (_, nth) =>
        ids.slice(nth * share, (nth + 1) * share),
      )
      // Side by side: a database with several processors reads thousands of pasts in a fraction of the time.
      const found = await Promise.all(shares.map(readSome))
      for (const [nth, some] of shares.entries())
        for (const id of some) {
          const own = found[nth]?.get(id)
          histories.set(id, own === undefined ? before(id) : bothHistories(before(id), own))
        }
    },
  }
}

/** All in memory but for what running call-outs, few as they are, asked and heard. */
const allKnown = (open: ReadonlyMap<ResponderId, History>, settled: Settled, at: Date): Histories => {
  const histories = new Map<ResponderId, History>()
  return {
    ofAll: true,
    historyOf: (id) => {
      const known = histories.get(id)
      if (known !== undefined) return known
      const [before, since] = [settled.historyOf(id, at), open.get(id)]
      const both = since === undefined ? before : bothHistories(before, since)
      histories.set(id, both)
      return both
    },
    read: async () => undefined,
  }
}

const historiesFor = async (
  { database }: Installation,
  settled: Settled | undefined,
  terms: PastTerms,
): Promise<Histories> => {
  if (settled === undefined)
    return readAsAsked(
      (ids) => historiesOf(database, ids, terms),
      () => NO_HISTORY,
    )
  const called = await openlyCalled(database, settled.before, terms, MOST_OPEN)
  if (called === null)
    return readAsAsked(
      (ids) => openHistoriesOf(database, ids, settled.before, terms),
      (id) => settled.historyOf(id, terms.at),
    )
  return allKnown(await openHistoriesOf(database, called, settled.before, terms), settled, terms.at)
}

/** What is known for a call-out's choices: nothing of itself, as if nobody had been called for it. */
export const knownPeople = async (
  installation: Installation,
  callOutId: CallOutId,
  at: Date,
  policy: SufficientPolicy,
  ratesAsOf: RatesAsOf,
): Promise<KnownPeople> => {
  const { halfLifeMs, inviteWeight, fairness, odds } = policy
  const { callsWithinMs } = fairness
  // The same with the past in memory and without: drills of these two days tell something later.
  const drillsBefore = settledBefore(at)
  const terms = { at, callOutId, callsWithinMs, prior: odds.prior, halfLifeMs, inviteWeight, drillsBefore }
  const [groups, histories] = await Promise.all([
    answersOfGroups(installation, at, policy, ratesAsOf),
    historiesFor(installation, settledPastFor(installation, at, policy), terms),
  ])
  return { at, ...histories, answersOf: groups.of, answersIn: groups.in }
}

/** Reads ahead what the first event would otherwise wait for; where that fails, the event reads it. */
export const readKnownAhead = async (installation: Installation): Promise<void> => {
  const { clock, configuration } = installation
  const policy = configuration.policy.callOut.wave ?? null
  if (policy === null) return
  await answersOfGroups(installation, clock.now(), policy, 'hour')
  await readPastAhead(installation, policy)
}
