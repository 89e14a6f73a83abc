import type { Kind } from '../roster/responder.ts'
import type { CallLine, InReach } from './call-line.ts'
import { type Asked, isOwn, whyIneligible } from './eligibility.ts'
import { inFairOrder } from './fairness.ts'
import { codeElsewhere, type Elsewhere, NOWHERE } from './precedence.ts'
import type { Prospect, Prospects } from './prospect.ts'
import type { Picked, Skipped } from './selection.ts'
import type { SufficientPolicy } from './sufficient-policy.ts'
import type { Candidate } from './sufficient-wave.ts'
import { isStale, type Lateness, type PositionPolicy, tierOf } from './tier.ts'

/** Somebody picked, with what they were picked by. */
export interface Chosen extends Picked {
  readonly odds: number
}

export interface LineAsked {
  readonly line: CallLine
  readonly prospects: Prospects
  readonly policy: Pick<SufficientPolicy, 'target' | 'fairness'>
  /** Who is not to be called, whatever is sought. */
  readonly asked: Omit<Asked, 'kinds' | 'alreadyCalled' | 'calledElsewhere' | 'landmass'>
  readonly blocked: ReadonlySet<string>
  /** Whom other call-outs hold. */
  readonly elsewhere?: Elsewhere
  /** Which positions are relied on; left out: all. */
  readonly positions?: PositionPolicy | undefined
}

/** Somebody in reach, with the turn in which they are called. */
export interface Placed extends Prospect, Lateness {
  readonly tier: number
  /** The code of the other call-out that holds them. */
  readonly elsewhere?: string
}

type Mutable<Shape> = { -readonly [Name in keyof Shape]: Shape[Name] }

/** Built field by field: of thousands of people, objects that are spread into each other cost more than their choice. */
const said = ({ responder, km, reach, odds, aid, stale, elsewhere }: Placed): Mutable<Chosen> => {
  const { minutes, fromMinutes, toMinutes, via } = reach
  const one: Mutable<Chosen> = {
    responderId: responder.id,
    kind: responder.kind,
    km,
    minutes,
    fromMinutes,
    toMinutes,
    via,
    odds,
  }
  if (aid) one.aid = aid
  if (stale) one.stale = stale
  if (elsewhere !== undefined) one.elsewhere = elsewhere
  return one
}

export const shown = (placed: Placed): Chosen => {
  const one = said(placed)
  const { skills } = placed.responder
  if (skills.length > 0) one.skills = skills
  return one
}

/** The same of somebody passed over: that they were, and not what for. */
export const passedOver = (one: Placed, reason: Skipped['reason']): Skipped => {
  const passed: Mutable<Chosen> & { reason?: Skipped['reason'] } = said(one)
  passed.reason = reason
  return passed as Skipped
}

const ALL_RELIED_ON: PositionPolicy = { staleAfterMs: null, vagueBeyondM: null }

export const candidateOf = ({ responderId, responder, minutes, odds, resting, tier }: Placed): Candidate => ({
  responderId,
  kind: responder.kind,
  skills: responder.skills,
  minutes,
  odds,
  resting: resting !== null,
  tier,
})

/** The people in line who may be called, each with their turn. */
export const eligibleLine = (given: LineAsked) => {
  const { line, prospects, policy, blocked, elsewhere = NOWHERE, positions = ALL_RELIED_ON } = given
  const asked = { ...given.asked, calledElsewhere: elsewhere.keep }
  const isAnybodyElsewhere = elsewhere.take.size + elsewhere.last.size + elsewhere.keep.size > 0
  const placed = (prospect: Prospect): Placed => {
    const { responder, km, reach, responderId, minutes, marks, odds, resting } = prospect
    const stale = isStale(responder, positions, asked.now)
    const aid = !isOwn(responder, asked)
    const committed = elsewhere.last.has(responderId)
    const tier = tierOf({ resting, stale, aid, committed })
    const one: Mutable<Placed> = {
      responder,
      km,
      reach,
      responderId,
      minutes,
      marks,
      odds,
      resting,
      stale,
      aid,
      committed,
      tier,
    }
    return isAnybodyElsewhere ? Object.assign(one, codeElsewhere(elsewhere, responderId)) : one
  }
  /** Field by field, as in `said`: of those in reach most are often of another jurisdiction. */
  const skippedOf = ({ responder, km, reach }: InReach, reason: Skipped['reason']): Skipped => {
    const { minutes, fromMinutes, toMinutes, via } = reach
    const { id: responderId, kind } = responder
    const one: Skipped = { responderId, kind, km, minutes, fromMinutes, toMinutes, via, reason }
    return isAnybodyElsewhere ? Object.assign(one, codeElsewhere(elsewhere, responderId)) : one
  }

  /** Walks the steps, the eligible of each in fair order; those who are not are added to `skipped`. */
  const stepsOf = function* (
    kinds: ReadonlySet<Kind>,
    { without, among }: { readonly without: ReadonlySet<string>; readonly among?: ReadonlySet<string> | undefined },
    skipped: Skipped[],
  ): Generator<readonly Placed[], undefined, unknown> {
    const alreadyCalled = { has: (id: string) => blocked.has(id) || without.has(id) }
    const now = { ...asked, kinds, alreadyCalled, landmass: null }
    const passOver = (people: readonly InReach[]): void => {
      for (const person of people) {
        if (among !== undefined && !among.has(person.responder.id)) continue
        const reason = whyIneligible(person.responder, now)
        if (reason !== null && reason !== 'kind-not-needed') skipped.push(skippedOf(person, reason))
      }
    }
    for (let nth = 0; ; nth += 1) {
      const step = line.stepAt(nth)
      if (step === undefined) {
        passOver(line.asideBeyond())
        return
      }
      const able: Placed[] = []
      for (const person of step.people) {
        const { responder } = person
        if (among !== undefined && !among.has(responder.id)) continue
        const reason = whyIneligible(responder, now)
        if (reason === null) able.push(placed(prospects.prospectOf(person)))
        else if (reason !== 'kind-not-needed') skipped.push(skippedOf(person, reason))
      }
      passOver(step.aside)
      yield inFairOrder(able, policy.fairness)
    }
  }

  return { placed: (person: InReach): Placed => placed(prospects.prospectOf(person)), stepsOf }
}
