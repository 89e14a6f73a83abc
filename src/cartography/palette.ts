import type { PersonState } from './picture.ts'

export const INK = '#1f2d3a'
export const SOFT_INK = '#5d6b78'
export const PAPER = '#ffffff'
export const SEA = '#dce9f0'
export const SHALLOWS = '#c6dbe6'
export const LAND = '#f8f5ed'
export const COAST = '#9fb0b5'
export const GRATICULE = '#7f9fae'
export const SEA_INK = '#7d9db0'
export const LAND_INK = '#a79f8c'
export const SITE = '#00695c'
export const QUIET_SITE = '#5f7382'
export const RULE = '#d9dfe3'

/** An area's tone by hazard, as the contract names them. */
const HAZARD_TONES: ReadonlyMap<string, string> = new Map([
  ['flood', '#0788a8'],
  ['flash_flood', '#0a6c9c'],
  ['tidal_surge', '#2a7fb8'],
  ['tsunami', '#0b4f9e'],
  ['landslide', '#8a5a2b'],
  ['earthquake', '#a3352f'],
  ['volcano', '#cf3f1c'],
  ['extreme_weather', '#5b4bb0'],
  ['drought', '#b07d0a'],
  ['wildfire', '#dd5b16'],
  ['fire', '#dd5b16'],
  ['non_natural', '#4d7c3a'],
  ['social', '#7a3b7a'],
])

const OTHER_TONE = '#c2362b'

export const toneOf = (hazard: string | undefined): string => HAZARD_TONES.get(hazard ?? '') ?? OTHER_TONE

export interface Wording {
  readonly id: string
  readonly en: string
}

/** Told apart by lightness too, for eyes that mix red and green. */
export const STATE_LOOKS: Readonly<Record<PersonState, Wording & { readonly colour: string }>> = {
  arrived: { id: 'Sudah tiba', en: 'arrived', colour: '#157f3b' },
  yes: { id: 'Bersedia datang', en: 'coming', colour: '#1763c6' },
  called: { id: 'Dipanggil', en: 'called', colour: '#f4b21b' },
  no: { id: 'Tidak bisa', en: 'cannot come', colour: '#d0492b' },
  silent: { id: 'Tidak menjawab', en: 'no answer', colour: '#8b939a' },
  'stood-down': { id: 'Panggilan dicabut', en: 'stood down', colour: '#9c84bd' },
}

/** In the order of the legend; drawn in reverse, so that those who are there or coming lie over the rest. */
export const STATES: readonly PersonState[] = ['arrived', 'yes', 'called', 'no', 'silent', 'stood-down']
