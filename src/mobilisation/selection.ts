import type { Reach } from '../geo/travel.ts'
import type { Kind, Responder, ResponderId } from '../roster/responder.ts'
import type { SkillCount } from '../roster/skill.ts'
import { type Asked, type Ineligible, whyIneligible } from './eligibility.ts'
import type { HeadCount } from './hazard-event.ts'
import type { Later } from './tier.ts'

/** A responder at a distance from the place where people are wanted. */
export interface Nearby {
  readonly responder: Responder
  readonly km: number
}

/** How long somebody needs, and how likely they come; not worked out by every way of choosing. */
interface Prospects extends Partial<Reach> {
  /** Odds of a yes within the deadline, 0 to 1. */
  readonly odds?: number
  /** The code of the other call-out that holds them: that loses them where they are picked. */
  readonly elsewhere?: string
  /** Of a neighbouring jurisdiction, by mutual aid; left out for the own. */
  readonly aid?: boolean
  /** The register's position is old or vague; left out where it is relied on. */
  readonly stale?: boolean
}

export interface Picked extends Prospects {
  readonly responderId: ResponderId
  readonly kind: Kind
  readonly km: number
  /** What they can do; left out where they have no skill. */
  readonly skills?: readonly string[]
  /** Where it was not the place of their kind that brought them in. */
  readonly because?: 'skill' | 'team'
  /** Of whoever is called for a team: the code of its KSB. */
  readonly team?: string
}

/**
 * Why somebody who was looked at is not called: may not be; cannot get there; rests, others being enough (or is later in line: tier.ts); or would have
 * been called next, others being enough.
 */
export type PassedOver = Ineligible | 'no-crossing' | Later | 'enough-called'

export interface Skipped extends Prospects {
  readonly responderId: ResponderId
  readonly kind?: Kind
  readonly km: number
  readonly reason: PassedOver
}

export interface Selection {
  /** Of each kind in the order in which they are called. */
  readonly picked: readonly Picked[]
  /** How many of each kind could not be found within the radius; kinds that were all found are absent. */
  readonly missing: HeadCount
  /** The same for skills; left out where none was sought. */
  readonly missingSkills?: SkillCount
  /** People who were looked at and passed over, and why. */
  readonly skipped: readonly Skipped[]
  /** How many people were looked at. */
  readonly considered: number
}

/** Somebody picked by how near they live. */
export const pickedAt = ({ responder: { id, kind, skills }, km }: Nearby): Picked => ({
  responderId: id,
  kind,
  km,
  ...(skills.length === 0 ? {} : { skills }),
})

/** Kinds asked for with a count above 0. */
const openKinds = (want: HeadCount): Map<Kind, number> =>
  new Map((Object.entries(want) as [Kind, number][]).filter(([, count]) => count > 0))

/**
 * Picks the nearest eligible people of each kind until each count is met or `nearby` ends.
 *
 * `nearby` must run nearest first with equal distances in a fixed order (src/geo/nearest orders them by index), so that
 * the same pool always gives the same answer; it is read no further than needed. Reports what is missing; never widens.
 */
export const selectResponders = (
  nearby: Iterable<Nearby, unknown, unknown>,
  want: HeadCount,
  asked: Omit<Asked, 'kinds'>,
): Selection => {
  const open = openKinds(want)
  const picked: Picked[] = []
  const skipped: Skipped[] = []
  let considered = 0
  if (open.size > 0)
    for (const { responder, km } of nearby) {
      considered += 1
      const reason = whyIneligible(responder, { ...asked, kinds: open })
      if (reason === null) {
        picked.push(pickedAt({ responder, km }))
        const wanted = open.get(responder.kind)
        if (wanted !== undefined && wanted > 1) open.set(responder.kind, wanted - 1)
        else open.delete(responder.kind)
        if (open.size === 0) break
      } else if (reason !== 'kind-not-needed')
        skipped.push({ responderId: responder.id, kind: responder.kind, km, reason })
    }
  return { picked, missing: Object.fromEntries(open), skipped, considered }
}
