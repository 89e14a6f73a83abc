import type { Chooser } from '../../jobs/assess-event.ts'
import { callLine } from '../mobilisation/call-line.ts'
import { type Choice, choiceAlong } from '../mobilisation/choice.ts'
import type { HeadCount } from '../mobilisation/hazard-event.ts'
import { selectOwnFirst } from '../mobilisation/own-first.ts'
import type { RoadsUnder } from '../mobilisation/pace.ts'
import { prospects } from '../mobilisation/prospect.ts'
import { type Choose, overcalling } from '../mobilisation/replan.ts'
import { type Nearby, selectResponders } from '../mobilisation/selection.ts'
import type { SufficientPolicy } from '../mobilisation/sufficient-policy.ts'
import { waysTo } from '../mobilisation/ways.ts'
import type { Kind } from '../roster/responder.ts'
import type { RosterIndex } from '../roster/roster-index.ts'
import type { CallOutLoaded, Destination } from '../store/call-outs.ts'
import { reachUnder } from './frozen-reach.ts'
import type { Installation } from './installation.ts'
import type { KnownPeople } from './known-people.ts'
import { openCrossings } from './open-crossings.ts'

/** Who may be chosen, and from where. */
export interface Round {
  readonly callOut: Pick<CallOutLoaded, 'mode' | 'policy' | 'style'>
  /** What strikes, and how hard. */
  readonly event: RoadsUnder
  readonly need: HeadCount
  readonly jurisdiction: string
  readonly mutualAid: readonly string[]
  readonly destination: Destination
  readonly blocked: ReadonlySet<string>
  readonly now: Date
}

/** How the smallest sufficient set is sought for a call-out; null for a rota, and where the policy chooses otherwise. */
export const sufficientPolicyOf = ({ policy, style }: Round['callOut']): SufficientPolicy | null =>
  style === 'rota' ? null : (policy.wave ?? null)

function* onlyThose<Near extends { readonly responder: { readonly id: string } }>(
  nearby: Iterable<Near, unknown, unknown>,
  among: ReadonlySet<string>,
): Generator<Near, void, unknown> {
  for (const near of nearby) if (among.has(near.responder.id)) yield near
}

/** The nearest people round a destination on its own land, as the index has them now. */
export const nearestRound = (roster: RosterIndex, round: Round): Choose => {
  const { callOut, destination, blocked } = round
  return (want, without, among) => {
    const nearby = (): Iterable<Nearby, unknown, unknown> =>
      roster.nearby(destination.position, callOut.policy.searchRadiusKm)
    const asked = {
      jurisdiction: round.jurisdiction,
      mutualAid: round.mutualAid,
      landmass: destination.landmass,
      alreadyCalled: new Set([...blocked, ...without]),
      needsPhone: callOut.mode === 'actual',
      now: round.now,
    }
    return among === undefined
      ? selectOwnFirst(nearby, want, asked)
      : selectResponders(onlyThose(nearby(), among), want, asked)
  }
}

/** A choice along the line of reach to a destination, by what is known of people. */
export const choiceRound = async (
  installation: Installation,
  roster: RosterIndex,
  round: Round,
  policy: SufficientPolicy,
  known: KnownPeople,
): Promise<Choice> => {
  const { callOut, destination, event, blocked, jurisdiction, mutualAid, now } = round
  const kinds = new Set(Object.keys(round.need) as Kind[])
  const frozen = await reachUnder(installation, callOut.policy.reachHash)
  const crossings = await openCrossings(installation, callOut.mode, event, frozen.crossings)
  const line = callLine({
    nearby: roster.nearby(destination.position, callOut.policy.searchRadiusKm),
    ways: waysTo(destination, crossings, event, kinds, frozen.reach),
    kinds,
    withinMin: policy.searchWithinMin,
    fairWithinMin: policy.fairness.fairWithinMin,
  })
  return choiceAlong({
    line,
    prospects: prospects(known, policy.odds, policy.fairness),
    policy,
    asked: { jurisdiction, mutualAid, needsPhone: callOut.mode === 'actual', now },
    blocked,
    positions: frozen.reach.positions,
  })
}

/** Reads of whom a choice must know; false when it knew everybody. */
export const learning =
  (choice: Pick<Choice, 'unread'>, known: KnownPeople): Chooser['learn'] =>
  async () => {
    const unread = choice.unread()
    if (unread.length > 0) await known.read(unread)
    return unread.length > 0
  }

/** The ways of choosing round one place of a plan, by the call-out's own policy. */
export const chooserFor = async (
  installation: Installation,
  roster: RosterIndex,
  round: Round,
  knownBy: (policy: SufficientPolicy) => Promise<KnownPeople>,
): Promise<Chooser> => {
  const policy = sufficientPolicyOf(round.callOut)
  if (policy === null) {
    const choose = nearestRound(roster, round)
    return { choose, callFor: overcalling(choose, round.callOut.policy.overcall), learn: async () => false }
  }
  const known = await knownBy(policy)
  const choice = await choiceRound(installation, roster, round, policy, known)
  return {
    choose: choice.inTurn,
    callFor: (need, without, among) => choice.sufficient({ need, without, among }),
    learn: learning(choice, known),
  }
}
