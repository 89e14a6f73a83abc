import { type Area, contains } from '../geo/area.ts'
import type { Position } from '../geo/position.ts'
import type { Site } from '../roster/site.ts'
import { WAIT_FOR_WORD } from '../wording/instruction.ts'
import { garduOf, isDeadly } from './gathering.ts'
import type { HazardEvent } from './hazard-event.ts'

/** Who is told at the sites in an area, beside those who are called. */
export interface SiteAlertPolicy {
  /** The chair and members of one site, at most. */
  readonly contactsPerSite: number
  /** Sites of one call-out, nearest to the middle first. */
  readonly mostSites: number
}

/** What strikes, and where nobody may be sent. */
export interface Danger {
  readonly hazard: HazardEvent['hazard']
  readonly area: Area
  /** Where a tsunami may come. */
  readonly waters: readonly Area[]
  /** Round the volcanoes of other incidents; left out: none. */
  readonly zones?: readonly Area[]
}

/** Which wording a site gets: away from the shore, out of the zone, or to its muster point. */
export type SiteWording = 'tsunami' | 'danger' | 'muster'

export interface SiteAdvice {
  readonly wording: SiteWording
  readonly muster: string
}

/** Where the call-out gathers its people. */
interface Gathering {
  readonly name: string
  readonly waits?: true
}

/**
 * What a site is told: its own gardu where that is safe, else the place where the call-out gathers, else to wait for the
 * posko's word. No gardu within the area of a tsunami or a volcano is ever named, nor one where a tsunami may come, in an
 * exercise either: what is rehearsed is done.
 */
export const adviceFor = (
  site: Pick<Site, 'name' | 'position' | 'gardu'>,
  { hazard, area, waters, zones = [] }: Danger,
  gathering: Gathering,
): SiteAdvice => {
  const isWet = (place: Position): boolean => waters.some((water) => contains(water, place))
  const isInZone = (place: Position): boolean =>
    (isDeadly(hazard) && contains(area, place)) || zones.some((zone) => contains(zone, place))
  const gardu = garduOf(site)
  const isSafe = !isWet(gardu) && !isInZone(gardu)
  const own = isSafe ? `Gardu ${site.name}` : null
  const muster = own ?? (gathering.waits === true ? WAIT_FOR_WORD : gathering.name)
  if (hazard === 'tsunami' || isWet(site.position) || isWet(gardu)) return { wording: 'tsunami', muster }
  return { wording: isInZone(site.position) || !isSafe ? 'danger' : 'muster', muster }
}

/** What a site was told, or is to be told. */
export interface SiteWord {
  /** The level on its hazard's scale; 0 without one. */
  readonly rank: number
  readonly fields: Readonly<Record<string, string>>
}

/** What somebody at a site acts on: a new place name, time or headline alone is no news to them. */
const ACTED_ON = ['hazard', 'level', 'muster', 'advice'] as const

/**
 * What a site must hear, told so before (null: nothing, or it is over there): `alert` in full, also where it came into
 * danger; that the level was `raised`; a `correction`; or null, nothing. What older rows do not say is no news.
 */
export const siteNews = (before: SiteWord | null, now: SiteWord): 'alert' | 'raised' | 'correction' | null => {
  if (before === null) return 'alert'
  if (now.rank > before.rank) return 'raised'
  const isNew = (name: string): boolean => {
    const was = before.fields[name]
    return was !== undefined && was !== now.fields[name]
  }
  if (isNew('advice') && now.fields['advice'] !== 'muster') return 'alert'
  return ACTED_ON.some(isNew) ? 'correction' : null
}
