import type { Site } from '../roster/site.ts'
import { drillTypeName } from './drill-words.ts'
import type { DrillTerms } from './occurrence.ts'

/** Whom the events that drills begin are said to come from. */
export const EXERCISE_SOURCE = 'kentongan-drills'

/** An event as an operator would post it, in mode `exercise`: from here on nothing tells it from theirs. */
export interface ExerciseMessage {
  readonly id: string
  readonly revision: 1
  readonly mode: 'exercise'
  readonly messageType: 'alert'
  readonly hazard: string
  readonly severity: 'moderate'
  readonly urgency: 'immediate'
  readonly certainty: 'observed'
  readonly occurredAt: string
  readonly expiresAt: string
  readonly headline: string
  readonly description: string
  readonly area: {
    readonly geometry: { readonly type: 'Point'; readonly coordinates: readonly [number, number] }
    readonly radiusKm?: number
    readonly villageCodes: readonly string[]
  }
  readonly need?: Readonly<Record<string, number>>
  readonly musterPoint: { readonly name: string; readonly coordinates: readonly [number, number] }
}

/** Where people gather: the gardu where its place is known, the village's own place otherwise. */
export const musterOf = ({ name, gardu, position }: Pick<Site, 'name' | 'gardu' | 'position'>) =>
  gardu === null ? { name, coordinates: position } : { name: `Gardu ${name}`, coordinates: gardu }

/**
 * The event that a drill at `site` rehearses. It depends on the occurrence alone, never on the time of asking, so that
 * posting it again after a crash is the same message and calls nobody twice. Without a team the call-out policy's own
 * need is rehearsed.
 */
export const exerciseMessage = (
  occurrence: { readonly id: string; readonly programmeId: string; readonly startsAt: Date; readonly endsAt: Date },
  {
    type,
    hazard,
    alsoHazards = [],
    team,
    rehearse,
  }: Pick<DrillTerms, 'type' | 'hazard' | 'alsoHazards' | 'team' | 'rehearse'>,
  site: Site,
): ExerciseMessage => ({
  id: `drill-${occurrence.id}`,
  revision: 1,
  mode: 'exercise',
  messageType: 'alert',
  // Of several the one that the village lives with.
  hazard: [hazard, ...alsoHazards].find((one) => site.hazards.includes(one)) ?? hazard,
  severity: 'moderate',
  urgency: 'immediate',
  certainty: 'observed',
  occurredAt: occurrence.startsAt.toISOString(),
  expiresAt: occurrence.endsAt.toISOString(),
  headline: `${drillTypeName(type)} ${site.name}`,
  description: `${rehearse === 'alert' ? 'Uji alarm' : 'Gladi panggilan'}, program ${occurrence.programmeId}`,
  area: {
    geometry: { type: 'Point', coordinates: site.position },
    ...(site.serviceRadiusKm === null ? {} : { radiusKm: site.serviceRadiusKm }),
    villageCodes: [site.villageCode],
  },
  ...(Object.keys(team).length === 0 ? {} : { need: { ...team } }),
  musterPoint: musterOf(site),
})
