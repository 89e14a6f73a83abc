import type { Kind, ResponderId } from '../roster/responder.ts'
import type { Site } from '../roster/site.ts'
import { invitees, type RosterPerson, whyNotAsked } from './assignment.ts'
import type { DrillProgramme } from './drill-plan.ts'

/** Somebody who was invited to a drill to help its people. */
export interface InvitedFacilitator {
  readonly responderId: string
  readonly answer: 'yes' | 'no' | 'arrived' | null
  /** Another was invited in their stead, or it is known that there is nobody. */
  readonly settled: boolean
  /** When they were invited in the stead of another; null for one of the first. */
  readonly standsInSince: Date | null
}

/**
 * From when on a facilitator who has said nothing counts as one who does not come; null where that has passed at `now`
 * already, when they are told: nobody is given up in the minute in which they hear of it.
 */
export const silentFrom = (
  startsAt: Date,
  terms: Pick<DrillProgramme, 'inviteBeforeMs' | 'substituteBeforeMs'>,
  now: Date,
): Date | null => {
  const from = new Date(startsAt.getTime() - (terms.substituteBeforeMs ?? terms.inviteBeforeMs / 2))
  return from > now ? from : null
}

/** In whose stead somebody is invited, and why. */
export interface Substitution {
  readonly inSteadOf: string
  readonly because: 'said-no' | 'silent'
  readonly kind: Kind | null
  /** Null: nobody of their kind is left. */
  readonly responderId: ResponderId | null
}

const whyReplaced = (
  { answer, standsInSince }: InvitedFacilitator,
  { now, silentAt }: { readonly now: Date; readonly silentAt: Date | null },
): Substitution['because'] | null => {
  if (answer === 'no') return 'said-no'
  if (answer !== null || silentAt === null || now < silentAt) return null
  return standsInSince === null || standsInSince < silentAt ? 'silent' : null
}

/**
 * Whom to invite in the stead of facilitators who said no and, from `silentAt` on, of those who said nothing; who was
 * invited later than that still has to read it. For each the next of the same kind who may be asked and was not, by the order in which facilitators are chosen. Nobody
 * stands in for two, and for nobody do two stand in.
 */
export const substitutions = (
  site: Pick<Site, 'siteCode' | 'position' | 'landmass' | 'villageCode'>,
  programme: Pick<DrillProgramme, 'teamWants'>,
  invited: readonly InvitedFacilitator[],
  everybodyInvited: ReadonlySet<string>,
  roster: readonly RosterPerson[],
  times: { readonly startsAt: Date; readonly now: Date; readonly silentAt: Date | null },
): readonly Substitution[] => {
  const taken = new Set(everybodyInvited)
  const kinds = new Map<string, Kind>(roster.map(({ id, kind }) => [id, kind]))
  const found: Substitution[] = []
  for (const person of invited) {
    const { responderId: inSteadOf, settled } = person
    const because = whyReplaced(person, times)
    if (settled || because === null) continue
    const kind = kinds.get(inSteadOf) ?? null
    const others = roster.filter(
      (person) =>
        person.kind === kind &&
        !taken.has(person.id) &&
        person.siteCode !== site.siteCode &&
        whyNotAsked(person, times.startsAt, times.now) === null,
    )
    const [next] = kind === null ? [] : invitees(site, { ...programme, team: { [kind]: 1 } }, [], others).invitees
    if (next !== undefined) taken.add(next.responderId)
    found.push({ inSteadOf, because, kind, responderId: next?.responderId ?? null })
  }
  return found
}
