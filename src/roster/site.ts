import type { Position } from '../geo/position.ts'

/** A Kampung Siaga Bencana: where it is, what threatens it, where its people gather. */
export interface Site {
  readonly siteCode: string
  readonly name: string
  readonly villageCode: string
  readonly position: Position
  readonly accuracyM: number
  readonly landmass: number | null
  readonly hazards: readonly string[]
  readonly serviceRadiusKm: number | null
  /** The gardu sosial, where its board meets and people muster. */
  readonly gardu: Position | null
  /** The lumbung sosial, where relief stock is kept. */
  readonly lumbung: Position | null
  readonly synthetic: boolean
}
