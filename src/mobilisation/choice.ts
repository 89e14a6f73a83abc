import type { Kind, ResponderId } from '../roster/responder.ts'
import type { SkillCount } from '../roster/skill.ts'
import type { InReach } from './call-line.ts'
import {
  type Chosen,
  candidateOf,
  eligibleLine,
  type LineAsked,
  type Placed,
  passedOver,
  shown,
} from './eligible-line.ts'
import type { HeadCount } from './hazard-event.ts'
import { lookAhead } from './look-ahead.ts'
import type { Prospects } from './prospect.ts'
import type { Choose } from './replan.ts'
import type { Picked, Selection, Skipped } from './selection.ts'
import { holdersOf, type Skilled, skillsLacking } from './skills-filled.ts'
import { skillsSought } from './skills-sought.ts'
import { type Candidate, sufficientWave, type Wave } from './sufficient-wave.ts'
import { whyLater } from './tier.ts'
import { withinTarget } from './within-target.ts'

/** Somebody called whose answer is awaited. */
export interface Awaited {
  readonly kind: Kind
  readonly skills?: readonly string[] | undefined
  /** At the call. */
  readonly odds: number
  /** The part of the deadline that has run, 0 to 1. */
  readonly elapsed: number
}

export interface Sought {
  readonly need: HeadCount
  /** How many with a skill; left out: nothing. */
  readonly skills?: SkillCount
  /** Kinds of which people may be called now; left out: all that are needed, and for a skill all that the need names. */
  readonly kinds?: ReadonlySet<Kind>
  readonly without: ReadonlySet<string>
  /** Others are left out. */
  readonly among?: ReadonlySet<string> | undefined
  readonly coming?: readonly (Skilled & { readonly kind: Kind })[]
  readonly awaited?: readonly Awaited[]
}

export interface Sufficient extends Selection {
  readonly picked: readonly Chosen[]
  readonly wave: Wave
  /** Kinds of which nobody is left in reach who could be called. */
  readonly usedUp: ReadonlySet<Kind>
  /** Wanted skills that nobody left in reach has. */
  readonly usedUpSkills: ReadonlySet<string>
}

/** Ways of choosing among the people in line for one place. */
export interface Choice {
  /** The smallest set of people that reaches the target (sufficient-wave.ts). */
  sufficient(sought: Sought): Sufficient
  /**
   * As many of each kind as are wanted, who are next in turn; those of later tiers (tier.ts) where there are no others.
   * Among some few it does not matter.
   */
  readonly inTurn: Choose
  /**
   * Walks the line about as far as the first choice for a need will, so that `unread` names those about whom it will ask.
   * False for a need so large that it is not worth it.
   */
  readAhead(need: HeadCount, skills: SkillCount): boolean
  /** What is known of somebody in reach. */
  prospectOf(person: InReach): Placed
  /** Somebody's odds of a yes within the deadline, wherever they are. */
  oddsOf: Prospects['oddsOf']
  /** Of whom something must be read before what was chosen counts. */
  unread(): readonly ResponderId[]
}

const kindsOf = (counts: HeadCount): ReadonlySet<Kind> =>
  new Set((Object.entries(counts) as [Kind, number][]).flatMap(([kind, count]) => (count > 0 ? [kind] : [])))

const countOf = (kind: string, people: readonly { readonly kind: Kind }[]): number =>
  people.filter((one) => one.kind === kind).length

/** Read again only once so many more people are known: each try costs a search. */
const GROWTH = 1.25
/** The same for whether those who settle a skill are known. */
const SKILLS_GROWTH = 1.1

/** Chooses along a line. */
export const choiceAlong = (given: LineAsked): Choice => {
  const { line, prospects, policy } = given
  const { placed, stepsOf } = eligibleLine(given)

  const sufficient = ({
    need,
    skills = {},
    kinds = Object.keys(skills).length === 0 ? kindsOf(need) : new Set(Object.keys(need) as Kind[]),
    without,
    among,
    coming = [],
    awaited = [],
  }: Sought): Sufficient => {
    const wantedOf = (kind: Kind): number => need[kind] ?? 0
    const skipped: Skipped[] = []
    const known: Placed[] = []
    const candidates: Candidate[] = []
    const later = new Set<ResponderId>()
    const fills = coming.map(({ kind, skills: own = [] }) => ({ kind, skills: own }))
    const bySkill = skillsSought({ kinds: need, skills }, fills, awaited, policy.target)
    const reach = withinTarget(need, kinds, policy.target)
    reach.meet(coming.map(({ kind }) => ({ kind, odds: 1 })))
    reach.meet(bySkill.pending)
    const tryNow = (): Wave =>
      sufficientWave({
        need: { kinds: need, skills },
        coming: fills,
        pending: bySkill.pending,
        candidates,
        target: policy.target,
      })
    const bySkills = Object.keys(skills).length > 0
    /** Whether a set with somebody who was not met yet is larger than one of so many. */
    const isFarEnough = (people: number): boolean => reach.isBeyond(people, bySkills)
    /** Whether all but that is settled: every sought kind is brought to the target, by people of the first tier alone. */
    const isOfFirst = ({ called, limits }: Wave): boolean =>
      limits.every(({ by, name }) => by === 'kind' && !kinds.has(name as Kind)) &&
      called.every(({ responderId }) => !later.has(responderId))
    /** Whether nobody farther away would change the answer. */
    const isSettled = (wave: Wave): boolean =>
      isOfFirst(wave) &&
      (wave.called.length === 0 || (isFarEnough(wave.called.length) && bySkill.isSettled(candidates)))
    let wave = tryNow()
    let settled = isSettled(wave)
    let [triedWith, askedWith] = [0, 0]
    let hasSet = false
    const steps = stepsOf(kinds, { without, among }, skipped)
    while (!settled) {
      const { value: step } = steps.next()
      if (step === undefined) break
      known.push(...step)
      reach.meet(step.map(({ responder: { kind }, odds, tier }) => ({ kind, odds, tier })))
      candidates.push(...step.map(candidateOf))
      for (const { responderId, tier } of step) if (tier > 0) later.add(responderId)
      // Who is met later never makes the set larger: once there is one, the next is worth seeking where it would settle.
      if (hasSet ? !isFarEnough(wave.called.length) : candidates.length < triedWith * GROWTH) continue
      if (!reach.mayBeReached()) continue
      if (bySkills) {
        // A search by skills is dear, and so is this: before those who may settle it are known it is not worth it.
        if (!hasSet && !isFarEnough(reach.about())) continue
        if (candidates.length < askedWith * SKILLS_GROWTH) continue
        askedWith = candidates.length
        if (!bySkill.mayDo(candidates) || !bySkill.isSettled(candidates)) continue
      }
      triedWith = candidates.length
      wave = tryNow()
      settled = isSettled(wave)
      hasSet = isOfFirst(wave)
    }
    if (!settled) wave = tryNow()
    const chosen = new Map(wave.called.map(({ responderId, because }) => [responderId, because]))
    const missing = [...kinds].flatMap((kind): [Kind, number][] => {
      const lacks = wantedOf(kind) - countOf(kind, coming) - countOf(kind, candidates)
      return settled || lacks <= 0 ? [] : [[kind, lacks]]
    })
    return {
      picked: known.flatMap((one): readonly Chosen[] => {
        const because = chosen.get(one.responderId)
        return because === undefined ? [] : [{ ...shown(one), ...(because === 'skill' ? { because } : {}) }]
      }),
      missing: Object.fromEntries(missing),
      ...(Object.keys(skills).length === 0
        ? {}
        : { missingSkills: settled ? {} : skillsLacking(bySkill.lacking, candidates) }),
      skipped: [
        ...skipped,
        ...line
          .cutOff()
          .map(({ responder: { id, kind }, km }): Skipped => ({ responderId: id, kind, km, reason: 'no-crossing' })),
        ...known
          .filter(({ responderId }) => !chosen.has(responderId))
          .map((one) => passedOver(one, whyLater(one) ?? 'enough-called')),
      ],
      considered: skipped.length + known.length + line.cutOff().length,
      wave,
      usedUp: new Set(settled ? [] : [...kinds].filter((kind) => countOf(kind, candidates) === 0)),
      usedUpSkills: new Set(
        settled ? [] : Object.keys(bySkill.lacking).filter((skill) => holdersOf(skill, candidates) === 0),
      ),
    }
  }

  const inTurn: Choose = (want, without, among) => {
    const open = new Map(Object.entries(want).filter(([, count]) => count > 0) as [Kind, number][])
    const kinds = new Set(open.keys())
    const [picked, skipped, later]: [Picked[], Skipped[], Placed[]] = [[], [], []]
    const take = (one: Placed): void => {
      const wanted = open.get(one.responder.kind)
      if (wanted === undefined) return
      picked.push(shown(one))
      if (wanted > 1) open.set(one.responder.kind, wanted - 1)
      else open.delete(one.responder.kind)
    }
    if (open.size > 0)
      for (const step of stepsOf(kinds, { without, among }, skipped)) {
        for (const one of step) {
          if (one.tier > 0 && among === undefined) later.push(one)
          else take(one)
        }
        if (open.size === 0) break
      }
    for (const one of later.toSorted((left, right) => left.tier - right.tier)) take(one)
    return { picked, missing: Object.fromEntries(open), skipped, considered: picked.length + skipped.length }
  }

  const readAhead: Choice['readAhead'] = (need, skills) => {
    const ahead = lookAhead(need, skills)
    const steps = stepsOf(new Set(Object.keys(need) as Kind[]), { without: new Set() }, [])
    while (ahead.isSmall() && !ahead.isEnough()) {
      const { value: step } = steps.next()
      if (step === undefined) break
      ahead.meet(step)
    }
    return ahead.isSmall()
  }

  return {
    sufficient,
    inTurn,
    readAhead,
    prospectOf: placed,
    oddsOf: prospects.oddsOf,
    unread: prospects.unread,
  }
}
