import type { Supply } from '../../jobs/review-call-out.ts'
import type { Replacement } from '../mobilisation/escalation.ts'
import type { HeadCount } from '../mobilisation/hazard-event.ts'
import type { Choose } from '../mobilisation/replan.ts'
import { type Nearby, type Picked, selectResponders } from '../mobilisation/selection.ts'
import type { Kind } from '../roster/responder.ts'
import type { RosterIndex } from '../roster/roster-index.ts'
import type { CallOutLoaded, Destination, PersonLoaded } from '../store/call-outs.ts'

/** Who may be chosen, and from where. */
interface Round {
  readonly callOut: Pick<CallOutLoaded, 'mode' | 'policy'>
  readonly jurisdiction: string
  readonly mutualAid: readonly string[]
  readonly destination: Destination
  readonly blocked: ReadonlySet<string>
  readonly now: Date
}

function* onlyThose<Near extends { readonly responder: { readonly id: string } }>(
  nearby: Iterable<Near, unknown, unknown>,
  among: ReadonlySet<string>,
): Generator<Near, void, unknown> {
  for (const near of nearby) if (among.has(near.responder.id)) yield near
}

/** A choice among the people round a destination, as the index has them now. */
export const chooserFor = (roster: RosterIndex, round: Round): Choose => {
  const { callOut, destination, blocked } = round
  return (want, without, among) => {
    const nearby: Iterable<Nearby, unknown, unknown> = roster.nearby(
      destination.position,
      callOut.policy.searchRadiusKm,
    )
    return selectResponders(among === undefined ? nearby : onlyThose(nearby, among), want, {
      jurisdiction: round.jurisdiction,
      mutualAid: round.mutualAid,
      landmass: destination.landmass,
      alreadyCalled: new Set([...blocked, ...without]),
      needsPhone: callOut.mode === 'actual',
      now: round.now,
    })
  }
}

const countOf = (kinds: readonly Kind[]): HeadCount => {
  const counts: Partial<Record<Kind, number>> = {}
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

/** People for the places of those who fell out, each chosen for the place that its former holder was called to. */
export const supplyFrom = async (
  people: readonly PersonLoaded[],
  replacements: readonly Replacement[],
  chooserOf: (threadId: string | null) => Promise<Choose | undefined>,
): Promise<Supply> => {
  const threadOf = new Map(people.map(({ responderId, threadId }) => [responderId, threadId]))
  const picked: Picked[] = []
  const lacking = new Set<Kind>()
  for (const threadId of new Set(replacements.map(({ replaces }) => threadOf.get(replaces) ?? null))) {
    const choose = await chooserOf(threadId)
    if (choose === undefined) continue
    const mine = replacements.filter(({ replaces }) => (threadOf.get(replaces) ?? null) === threadId)
    const chosen = choose(countOf(mine.map(({ kind }) => kind)), new Set(picked.map(({ responderId }) => responderId)))
    picked.push(...chosen.picked)
    for (const kind of Object.keys(chosen.missing) as Kind[]) lacking.add(kind)
  }
  // A kind is used up only when not even one more was found: the last few are still called.
  const found = new Set(picked.map(({ kind }) => kind))
  return { picked, usedUp: new Set([...lacking].filter((kind) => !found.has(kind))) }
}
