import type { FeltReport, Severity } from './hazard-event.ts'

/** From this magnitude on, by the words of USGS's classes: major (7), strong (6), moderate (5). Below it is minor. */
const BY_MAGNITUDE: readonly (readonly [from: number, severity: Severity])[] = [
  [7, 'extreme'],
  [6, 'severe'],
  [5, 'moderate'],
]

/**
 * From this intensity on, by what the Modified Mercalli scale says of buildings: VIII, great damage where built badly;
 * VI, slight damage; V, things fall, no damage. Below it is minor.
 */
const BY_INTENSITY: readonly (readonly [from: number, severity: Severity])[] = [
  [8, 'extreme'],
  [6, 'severe'],
  [5, 'moderate'],
]

const GRAVEST_FIRST: readonly Severity[] = ['extreme', 'severe', 'moderate', 'minor']

const stepOf = (steps: readonly (readonly [number, Severity])[], value: number): Severity =>
  steps.find(([from]) => value >= from)?.[1] ?? 'minor'

/** The strongest intensity of the reports, 1 to 12; null where there is none. */
export const strongestFelt = (felt: readonly FeltReport[]): number | null =>
  felt.length === 0 ? null : Math.max(...felt.map(({ most }) => most))

/** How grave a quake is: by its magnitude or by the strongest intensity (MMI), whichever is graver; else unknown. */
export const quakeSeverity = (magnitude: number | null, intensity: number | null): Severity => {
  const found = [
    ...(magnitude === null ? [] : [stepOf(BY_MAGNITUDE, magnitude)]),
    ...(intensity === null ? [] : [stepOf(BY_INTENSITY, intensity)]),
  ]
  return GRAVEST_FIRST.find((severity) => found.includes(severity)) ?? 'unknown'
}
