import { type CallLine, callLine } from '../mobilisation/call-line.ts'
import { mayOrder } from '../mobilisation/eligibility.ts'
import type { HeadCount } from '../mobilisation/hazard-event.ts'
import type { ReachPolicy, RoadsUnder } from '../mobilisation/pace.ts'
import type { SufficientPolicy } from '../mobilisation/sufficient-policy.ts'
import { type Ways, waysTo } from '../mobilisation/ways.ts'
import type { Kind } from '../roster/responder.ts'
import type { RosterIndex } from '../roster/roster-index.ts'
import type { CallOutLoaded, Destination } from '../store/call-outs.ts'
import { reachUnder } from './frozen-reach.ts'
import type { Installation } from './installation.ts'
import { openCrossings } from './open-crossings.ts'

/** Of a round, what the order of its people goes by: nothing that other call-outs or answers change. */
export interface LineGround {
  readonly callOut: Pick<CallOutLoaded, 'mode' | 'policy' | 'style'>
  /** What strikes, and how hard. */
  readonly event: RoadsUnder
  readonly need: HeadCount
  readonly jurisdiction: string
  readonly mutualAid: readonly string[]
  readonly destination: Destination
}

export interface LineRound {
  readonly line: CallLine
  readonly ways: Ways
  readonly reach: ReachPolicy
}

/** The line of people to a destination, over the crossings that are open, by the speeds and crossings of the call-out. */
export const openLine = async (
  installation: Installation,
  roster: RosterIndex,
  { callOut: { mode, policy: frozen }, event, need, jurisdiction, mutualAid, destination }: LineGround,
  { searchWithinMin, fairness }: SufficientPolicy,
): Promise<LineRound> => {
  const { reach, crossings: declared } = await reachUnder(installation, frozen.reachHash)
  const crossings = await openCrossings(installation, mode, event, declared)
  const kinds = new Set(Object.keys(need) as Kind[])
  const ways = waysTo(destination, crossings, event, kinds, reach)
  const line = callLine({
    nearby: roster.nearby(destination.position, frozen.searchRadiusKm, kinds),
    ways,
    kinds,
    isAside: (responder) => !mayOrder(responder, { jurisdiction, mutualAid }),
    withinMin: searchWithinMin,
    fairWithinMin: fairness.fairWithinMin,
  })
  return { line, ways, reach }
}

/** Reads a line as far as so many people: what a choice asks for later is there then. */
export const readAlong = ({ stepAt }: CallLine, people: number): void => {
  let met = 0
  for (let nth = 0; met < people; nth += 1) {
    const step = stepAt(nth)
    if (step === undefined) return
    met += step.people.length + step.aside.length
  }
}
