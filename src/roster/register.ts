import type { Position } from '../geo/position.ts'
import type { ChannelName, Kind } from './responder.ts'

/** A calendar day, `YYYY-MM-DD`. */
export type Day = string

/** A row of a sites file that was checked by itself; what it names elsewhere (another row, the landmass) was not. */
export interface SiteRow {
  readonly siteCode: string
  readonly name: string
  /** At least one of `villageCode` and `position` is there. */
  readonly villageCode: string | null
  /** As written, or where its village is taken to be. */
  readonly position: Position | null
  /** With a village's place how wrong that may be, in metres; null where the file gave coordinates. */
  readonly accuracyM: number | null
  /** Our words for hazards. */
  readonly hazards: readonly string[]
  readonly serviceRadiusKm: number | null
  readonly gardu: Position | null
  readonly lumbung: Position | null
  readonly chairName: string | null
  /** E.164. */
  readonly chairPhone: string | null
  readonly establishedOn: Day | null
  readonly boardUntil: Day | null
  readonly verifiedOn: Day | null
  readonly synthetic: boolean
}

/** A row of a responders file that was checked by itself. It has a phone or an email, and something that says where. */
export interface ResponderRow {
  readonly externalId: string
  readonly source: string
  readonly name: string
  readonly kind: Kind
  readonly level: string | null
  /** E.164, of a mobile. */
  readonly phone: string | null
  readonly email: string | null
  /** In the order of preference; never one without its contact. */
  readonly channels: readonly ChannelName[]
  readonly villageCode: string | null
  readonly servesCodes: readonly string[]
  readonly siteCode: string | null
  /** As written, or where the village (else the first one served) is taken to be; null where only a site says where. */
  readonly position: Position | null
  /** In metres; null where the file gave coordinates without it, or no place. */
  readonly accuracyM: number | null
  readonly skills: readonly string[]
  readonly language: string
  readonly consentOn: Day | null
  readonly optedOutUntil: Date | null
  readonly unavailableUntil: Date | null
  readonly bornYear: number | null
  readonly synthetic: boolean
}
