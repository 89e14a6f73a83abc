import type { AreaGeometry } from '../geo/area.ts'
import type { Position } from '../geo/position.ts'
import type { Kind } from '../roster/responder.ts'
import type { Mode } from '../wording/mode.ts'
import type { Hazard } from './hazard.ts'

export const MESSAGE_TYPES = ['alert', 'update', 'cancel', 'all-clear'] as const
export type MessageType = (typeof MESSAGE_TYPES)[number]

/** CAP 1.2's words in lower case. */
export const SEVERITIES = ['extreme', 'severe', 'moderate', 'minor', 'unknown'] as const
export type Severity = (typeof SEVERITIES)[number]

export const URGENCIES = ['immediate', 'expected', 'future', 'past', 'unknown'] as const
export type Urgency = (typeof URGENCIES)[number]

export const CERTAINTIES = ['observed', 'likely', 'possible', 'unlikely', 'unknown'] as const
export type Certainty = (typeof CERTAINTIES)[number]

export type EventId = string & { readonly __brand: 'EventId' }
export type CallOutId = string & { readonly __brand: 'CallOutId' }
export type OccurrenceId = string & { readonly __brand: 'OccurrenceId' }

/** GeoJSON, longitude first. */
export type Geometry = { readonly type: 'Point'; readonly coordinates: Position } | AreaGeometry

/** How many people are wanted, by kind. */
export type HeadCount = Readonly<Partial<Record<Kind, number>>>

export interface Need {
  readonly kinds: HeadCount
  /** How many among them with a skill. */
  readonly skills: Readonly<Record<string, number>>
}

export interface MusterPoint {
  readonly name: string
  readonly position: Position
}

/** A region of the Kemendagri table, with the level announced for it where there is one, as tsunami warnings have them. */
export interface RegionNamed {
  /** Of a province, a regency or a district. */
  readonly code: string
  /** In lower case, such as awas; null where the message names the region alone. */
  readonly level: string | null
}

/** Part of the circle round a crater that reaches farther than the rest: clockwise, degrees from north. */
export interface Sector {
  readonly fromDeg: number
  readonly toDeg: number
  readonly radiusKm: number
}

/** Where shaking was felt, and how strongly: Modified Mercalli (MMI), from `least` to `most`, each 1 to 12. */
export interface FeltReport {
  readonly place: string
  /** Null where the place is not in our table. */
  readonly position: Position | null
  readonly least: number
  readonly most: number
}

/** One message about a happening, as an operator or an agency sent it. */
export interface HazardEvent {
  readonly messageType: MessageType
  readonly mode: Mode
  /** Null only in a cancel or an all-clear, which need not repeat it. */
  readonly hazard: Hazard | null
  readonly severity: Severity
  readonly urgency: Urgency
  readonly certainty: Certainty
  readonly occurredAt: Date
  readonly expiresAt: Date | null
  readonly headline: string
  readonly description: string
  readonly geometry: Geometry | null
  readonly radiusKm: number | null
  readonly villageCodes: readonly string[]
  readonly regions: readonly RegionNamed[]
  readonly sectors: readonly Sector[]
  readonly felt: readonly FeltReport[]
  readonly magnitude: number | null
  readonly depthKm: number | null
  /** A scale's own word or number, such as III for a volcano or awas for a tsunami. */
  readonly level: string | null
  readonly need: Need | null
  readonly musterPoint: MusterPoint | null
  readonly safeToApproach: boolean | null
  readonly authorisedBy: { readonly name: string; readonly office: string } | null
}
