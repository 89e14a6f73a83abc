import type { Position } from '../geo/position.ts'

/** The kinds of people on the rosters, in Kemensos's, Kemendes's and Polri's words. */
export const KINDS = [
  'tagana',
  'pendamping_desa',
  'pkh',
  'tksk',
  'psm',
  'pensosmas',
  'karang_taruna',
  'bhabinkamtibmas',
  'ksb_member',
  'volunteer',
] as const
export type Kind = (typeof KINDS)[number]

/** What people read. */
export const KIND_NAMES: Readonly<Record<Kind, string>> = {
  tagana: 'Tagana',
  pendamping_desa: 'Pendamping Desa',
  pkh: 'Pendamping PKH',
  tksk: 'TKSK',
  psm: 'PSM',
  pensosmas: 'Pensosmas',
  karang_taruna: 'Karang Taruna',
  bhabinkamtibmas: 'Bhabinkamtibmas',
  ksb_member: 'anggota KSB',
  volunteer: 'relawan',
}

export const isKind = (text: string): text is Kind => (KINDS as readonly string[]).includes(text)

export type ChannelName = 'sms' | 'email'

export type ResponderId = string & { readonly __brand: 'ResponderId' }

/**
 * A person as the index keeps them: everything needed to choose, nothing to reach them by. Names and contacts stay in
 * their rows.
 */
export interface Responder {
  readonly id: ResponderId
  readonly kind: Kind
  readonly home: Position
  /** How far from `home` the person may really live, in metres. */
  readonly accuracyM: number
  /** When the register last confirmed where they live; left out where that is not known. */
  readonly positionAt?: Date | null
  /** The land polygon that the home stands on; null where none is near. */
  readonly landmass: number | null
  readonly regencyCode: string
  readonly siteCode: string | null
  /** Villages that a Pendamping Desa serves; empty for everybody else. */
  readonly servesCodes: readonly string[]
  readonly skills: readonly string[]
  /** As the list of their agency says it, such as `madya`; left out or null where it does not. */
  readonly level?: string | null
  readonly channels: readonly ChannelName[]
  readonly optedOutAt: Date | null
  /** With `optedOutAt`: until when; null is for good. */
  readonly optedOutUntil: Date | null
  readonly unavailableUntil: Date | null
}
