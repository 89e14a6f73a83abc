import type { Ring } from '../../geo/area.ts'
import type { Position } from '../../geo/position.ts'

/** The words of CAP 1.2, as they are written there: sections 3.2.1 and 3.2.2. */
export const STATUSES = ['Actual', 'Exercise', 'System', 'Test', 'Draft'] as const
export const MSG_TYPES = ['Alert', 'Update', 'Cancel', 'Ack', 'Error'] as const
export const SCOPES = ['Public', 'Restricted', 'Private'] as const
export const CATEGORIES = [
  'Geo',
  'Met',
  'Safety',
  'Security',
  'Rescue',
  'Fire',
  'Health',
  'Env',
  'Transport',
  'Infra',
  'CBRNE',
  'Other',
] as const
export const RESPONSE_TYPES = [
  'Shelter',
  'Evacuate',
  'Prepare',
  'Execute',
  'Avoid',
  'Monitor',
  'Assess',
  'AllClear',
  'None',
] as const
export const CAP_URGENCIES = ['Immediate', 'Expected', 'Future', 'Past', 'Unknown'] as const
export const CAP_SEVERITIES = ['Extreme', 'Severe', 'Moderate', 'Minor', 'Unknown'] as const
export const CAP_CERTAINTIES = ['Observed', 'Likely', 'Possible', 'Unlikely', 'Unknown'] as const

type Word<Words extends readonly string[]> = Words[number]

/** A code of a list that both sides know: `valueName` names the list. */
export interface CapNamedValue {
  readonly valueName: string
  /** May be empty. */
  readonly value: string
}

export interface CapReference {
  readonly sender: string
  readonly identifier: string
  readonly sent: Date
}

export interface CapCircle {
  /** Longitude first, as everywhere in this program; CAP writes latitude first. */
  readonly centre: Position
  /** 0 is a point. */
  readonly radiusKm: number
}

export interface CapArea {
  readonly areaDesc: string
  /** Closed, longitude first. */
  readonly polygons: readonly Ring[]
  readonly circles: readonly CapCircle[]
  readonly geocodes: readonly CapNamedValue[]
  /** Feet above mean sea level. */
  readonly altitude: number | null
  readonly ceiling: number | null
}

export interface CapResource {
  readonly resourceDesc: string
  readonly mimeType: string
  /** In bytes. */
  readonly size: number | null
  readonly uri: string | null
  /** The file itself in base64, without blanks. */
  readonly derefUri: string | null
  readonly digest: string | null
}

export interface CapInfo {
  /** As it is written; null where it is left out, which the standard reads as en-US. */
  readonly language: string | null
  readonly category: readonly Word<typeof CATEGORIES>[]
  readonly event: string
  readonly responseType: readonly Word<typeof RESPONSE_TYPES>[]
  readonly urgency: Word<typeof CAP_URGENCIES>
  readonly severity: Word<typeof CAP_SEVERITIES>
  readonly certainty: Word<typeof CAP_CERTAINTIES>
  readonly audience: string | null
  readonly eventCode: readonly CapNamedValue[]
  readonly effective: Date | null
  readonly onset: Date | null
  readonly expires: Date | null
  readonly senderName: string | null
  readonly headline: string | null
  readonly description: string | null
  readonly instruction: string | null
  readonly web: string | null
  readonly contact: string | null
  readonly parameter: readonly CapNamedValue[]
  readonly resource: readonly CapResource[]
  readonly area: readonly CapArea[]
}

/** A CAP 1.2 alert that keeps every rule of the standard. What it leaves out, or leaves empty, is null. */
export interface CapAlert {
  readonly identifier: string
  readonly sender: string
  readonly sent: Date
  readonly status: Word<typeof STATUSES>
  readonly msgType: Word<typeof MSG_TYPES>
  readonly source: string | null
  readonly scope: Word<typeof SCOPES>
  readonly restriction: string | null
  readonly addresses: readonly string[]
  readonly code: readonly string[]
  readonly note: string | null
  readonly references: readonly CapReference[]
  readonly incidents: readonly string[]
  readonly info: readonly CapInfo[]
  /** Whether it carries an XML signature, which is not checked here. */
  readonly signed: boolean
}
