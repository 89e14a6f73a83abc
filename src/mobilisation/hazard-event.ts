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
  readonly magnitude: number | null
  readonly depthKm: number | null
  /** A scale's own word or number, such as III for a volcano or awas for a tsunami. */
  readonly level: string | null
  readonly need: Need | null
  readonly musterPoint: MusterPoint | null
  readonly safeToApproach: boolean | null
  readonly authorisedBy: { readonly name: string; readonly office: string } | null
}
