import type { Kind, ResponderId } from '../roster/responder.ts'
import { oddsLeft } from './answer-history.ts'
import type { CallLine } from './call-line.ts'
import { type Asked, whyIneligible } from './eligibility.ts'
import { inFairOrder } from './fairness.ts'
import type { HeadCount } from './hazard-event.ts'
import type { Prospect, Prospects } from './prospect.ts'
import type { Choose } from './replan.ts'
import type { Picked, Selection, Skipped } from './selection.ts'
import type { SufficientPolicy } from './sufficient-policy.ts'
import { type Candidate, sufficientWave, type Wave } from './sufficient-wave.ts'
import { withinTarget } from './within-target.ts'

/** Somebody called whose answer is awaited. */
export interface Awaited {
  readonly kind: Kind
  /** At the call. */
  readonly odds: number
  /** The part of the deadline that has run, 0 to 1. */
  readonly elapsed: number
}

export interface Sought {
  readonly need: HeadCount
  /** Kinds of which people may be called now; left out: all that are needed. */
  readonly kinds?: ReadonlySet<Kind>
  readonly without: ReadonlySet<string>
  /** Others are left out. */
  readonly among?: ReadonlySet<string> | undefined
  readonly coming?: readonly { readonly kind: Kind }[]
  readonly awaited?: readonly Awaited[]
}

/** Somebody picked, with what they were picked by. */
export interface Chosen extends Picked {
  readonly odds: number
}

export interface Sufficient extends Selection {
  readonly picked: readonly Chosen[]
  readonly wave: Wave
  /** Kinds of which nobody is left in reach who could be called. */
  readonly usedUp: ReadonlySet<Kind>
}

/** Ways of choosing among the people in line for one place. */
export interface Choice {
  /** The smallest set of people that reaches the target (sufficient-wave.ts). */
  sufficient(sought: Sought): Sufficient
  /**
   * As many of each kind as are wanted, who are next in turn; resting ones where there are no others. Among some few it
   * does not matter whether they rest.
   */
  readonly inTurn: Choose
  /** Somebody's odds of a yes within the deadline, wherever they are. */
  oddsOf: Prospects['oddsOf']
  /** Of whom something must be read before what was chosen counts. */
  unread(): readonly ResponderId[]
}

export interface ChoiceAsked {
  readonly line: CallLine
  readonly prospects: Prospects
  readonly policy: Pick<SufficientPolicy, 'target' | 'fairness'>
  /** Who is not to be called, whatever is sought. */
  readonly asked: Omit<Asked, 'kinds' | 'alreadyCalled' | 'landmass'>
  readonly blocked: ReadonlySet<string>
}

const shown = ({ responder, km, reach, odds }: Prospect): Chosen => ({
  responderId: responder.id,
  kind: responder.kind,
  km,
  ...reach,
  odds,
})

const kindsOf = (counts: HeadCount): ReadonlySet<Kind> =>
  new Set((Object.entries(counts) as [Kind, number][]).flatMap(([kind, count]) => (count > 0 ? [kind] : [])))

const candidateOf = ({ responderId, responder, minutes, odds, resting }: Prospect): Candidate => ({
  responderId,
  kind: responder.kind,
  skills: [],
  minutes,
  odds,
  resting: resting !== null,
})

const countOf = (kind: string, people: readonly { readonly kind: Kind }[]): number =>
  people.filter((one) => one.kind === kind).length

/** Read again only once so many more people are known: each try costs a search. */
const GROWTH = 1.25

export const choiceAlong = ({ line, prospects, policy, asked, blocked }: ChoiceAsked): Choice => {
  /** Walks the steps, the eligible of each in fair order; those who are not are added to `skipped`. */
  const eligibleSteps = function* (
    kinds: ReadonlySet<Kind>,
    { without, among }: Pick<Sought, 'without' | 'among'>,
    skipped: Skipped[],
  ): Generator<readonly Prospect[], undefined, unknown> {
    const alreadyCalled = { has: (id: string) => blocked.has(id) || without.has(id) }
    for (let nth = 0; ; nth += 1) {
      const step = line.stepAt(nth)
      if (step === undefined) return
      const able: Prospect[] = []
      for (const person of step) {
        const { responder, km, reach } = person
        if (among !== undefined && !among.has(responder.id)) continue
        const reason = whyIneligible(responder, { ...asked, kinds, alreadyCalled, landmass: null })
        if (reason === null) able.push(prospects.prospectOf(person))
        else if (reason !== 'kind-not-needed') skipped.push({ responderId: responder.id, km, ...reach, reason })
      }
      yield inFairOrder(able, policy.fairness)
    }
  }

  const sufficient = ({
    need,
    kinds = kindsOf(need),
    without,
    among,
    coming = [],
    awaited = [],
  }: Sought): Sufficient => {
    const wantedOf = (kind: Kind): number => need[kind] ?? 0
    const skipped: Skipped[] = []
    const known: Prospect[] = []
    const candidates: Candidate[] = []
    const reach = withinTarget(need, kinds, policy.target)
    reach.meet(coming.map(({ kind }) => ({ kind, odds: 1 })))
    reach.meet(awaited.map(({ kind, odds, elapsed }) => ({ kind, odds: oddsLeft(odds, elapsed) })))
    const tryNow = (): Wave =>
      sufficientWave({
        need: { kinds: need, skills: {} },
        coming: coming.map(({ kind }) => ({ kind, skills: [] })),
        pending: awaited.map(({ kind, odds, elapsed }) => ({ kind, skills: [], odds: oddsLeft(odds, elapsed) })),
        candidates,
        target: policy.target,
      })
    /**
     * Whether nobody farther away would change the answer. All nearer rested ones of a kind are called before them, so
     * once there are as many as are called in all, a set with somebody farther is larger (smallest-set.ts).
     */
    const isSettled = ({ called, limits }: Wave): boolean =>
      limits.every(({ name }) => !kinds.has(name as Kind)) &&
      called.every(({ resting }) => !resting) &&
      (called.length === 0 ||
        [...kinds].every(
          (kind) =>
            countOf(kind, coming) >= wantedOf(kind) ||
            candidates.filter((one) => one.kind === kind && !one.resting).length >= called.length,
        ))
    let wave = tryNow()
    let settled = isSettled(wave)
    let triedWith = 0
    const steps = eligibleSteps(kinds, { without, among }, skipped)
    while (!settled) {
      const { value: step } = steps.next()
      if (step === undefined) break
      known.push(...step)
      reach.meet(step.map(({ responder: { kind }, odds }) => ({ kind, odds })))
      candidates.push(...step.map(candidateOf))
      const mayDo = [...kinds].every((kind) => countOf(kind, coming) + countOf(kind, candidates) >= wantedOf(kind))
      if (!mayDo || candidates.length < triedWith * GROWTH) continue
      triedWith = candidates.length
      if (!reach.mayBeReached()) continue
      wave = tryNow()
      settled = isSettled(wave)
    }
    if (!settled) wave = tryNow()
    const chosen = new Set<ResponderId>(wave.called.map(({ responderId }) => responderId))
    const missing = [...kinds].flatMap((kind): [Kind, number][] => {
      const lacks = wantedOf(kind) - countOf(kind, coming) - countOf(kind, candidates)
      return settled || lacks <= 0 ? [] : [[kind, lacks]]
    })
    return {
      picked: known.filter(({ responderId }) => chosen.has(responderId)).map(shown),
      missing: Object.fromEntries(missing),
      skipped: [
        ...skipped,
        ...line
          .cutOff()
          .map(({ responder, km }): Skipped => ({ responderId: responder.id, km, reason: 'no-crossing' })),
        ...known
          .filter(({ responderId }) => !chosen.has(responderId))
          .map((one): Skipped => {
            const { kind: _kind, ...rest } = shown(one)
            return { ...rest, reason: one.resting ?? 'enough-called' }
          }),
      ],
      considered: skipped.length + known.length + line.cutOff().length,
      wave,
      usedUp: new Set(settled ? [] : [...kinds].filter((kind) => countOf(kind, candidates) === 0)),
    }
  }

  const inTurn: Choose = (want, without, among) => {
    const open = new Map(Object.entries(want).filter(([, count]) => count > 0) as [Kind, number][])
    const kinds = new Set(open.keys())
    const [picked, skipped, resting]: [Picked[], Skipped[], Prospect[]] = [[], [], []]
    const take = (one: Prospect): void => {
      const wanted = open.get(one.responder.kind)
      if (wanted === undefined) return
      picked.push(shown(one))
      if (wanted > 1) open.set(one.responder.kind, wanted - 1)
      else open.delete(one.responder.kind)
    }
    if (open.size > 0)
      for (const step of eligibleSteps(kinds, { without, among }, skipped)) {
        for (const one of step) {
          if (one.resting !== null && among === undefined) resting.push(one)
          else take(one)
        }
        if (open.size === 0) break
      }
    for (const one of resting) take(one)
    return { picked, missing: Object.fromEntries(open), skipped, considered: picked.length + skipped.length }
  }

  return { sufficient, inTurn, oddsOf: prospects.oddsOf, unread: prospects.unread }
}
