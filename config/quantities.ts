import { z } from 'zod'
import { HAZARDS, type Hazard } from '../src/mobilisation/hazard.ts'
import type { Severity } from '../src/mobilisation/hazard-event.ts'
import { readRegionCode } from '../src/roster/region.ts'
import type { Kind } from '../src/roster/responder.ts'

const UNIT_MS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }

/** `45s`, `10m`, `6h` or `14d` in milliseconds; NaN for anything else. A day is 24 hours. */
export const durationMs = (text: string): number => {
  const [, count, unit = ''] = /^([1-9]\d{0,5})([smhd])$/.exec(text) ?? []
  return Number(count) * (UNIT_MS[unit] ?? Number.NaN)
}

/** A duration between two others, both allowed, in milliseconds once read. */
export const duration = (least: string, most: string) => {
  const error = `a duration from ${least} to ${most}, such as 45s, 10m, 6h or 14d`
  return z
    .string({ error })
    .regex(/^[1-9]\d{0,5}[smhd]$/, { error })
    .transform(durationMs)
    .refine((ms) => ms >= durationMs(least) && ms <= durationMs(most), { error })
}

/** Wider than any regency, and the bound of the core's searches. */
export const radiusKm = z.number().gt(0).max(500)

export const hazard = z.enum(HAZARDS)

export const regionCode = z
  .string({ error: 'a region code as text, such as "32.04"' })
  .refine((text) => readRegionCode(text).kind === 'code', {
    error: 'a Kemendagri region code with dots, such as "32", "32.04" or "32.04.15.2003"',
  })

/** One value for each severity; those left out are taken from others by `forEverySeverity`. */
export const bySeverity = <T extends z.ZodType>(value: T) =>
  z
    .strictObject({
      extreme: value.optional(),
      severe: value.optional(),
      moderate: value.optional(),
      minor: value.optional(),
      unknown: value.optional(),
    })
    .refine((given) => Object.keys(given).length > 0, { error: 'at least one severity' })

/** Where a severity that is left out looks, in this order: the next milder, then milder still, then the next graver. */
const LENDERS: Readonly<Record<Severity, readonly Severity[]>> = {
  extreme: ['severe', 'moderate', 'minor', 'unknown'],
  severe: ['moderate', 'minor', 'extreme', 'unknown'],
  moderate: ['minor', 'severe', 'extreme', 'unknown'],
  minor: ['moderate', 'severe', 'extreme', 'unknown'],
  // Not known is not harmless.
  unknown: ['moderate', 'severe', 'minor', 'extreme'],
}

/** A value for every severity out of at least one. Throws RangeError when there is none at all. */
export const forEverySeverity = <T>(
  given: { readonly [S in Severity]?: T | undefined },
): Readonly<Record<Severity, T>> => {
  const find = (severity: Severity): T => {
    for (const lender of [severity, ...LENDERS[severity]]) {
      const value = given[lender]
      if (value !== undefined) return value
    }
    throw new RangeError('severities: expected at least one value, got none')
  }
  return {
    extreme: find('extreme'),
    severe: find('severe'),
    moderate: find('moderate'),
    minor: find('minor'),
    unknown: find('unknown'),
  }
}

/** One value for each kind: its own, else the usual one. */
export const forEveryKind = <T>(usual: T, of: { readonly [K in Kind]?: T | undefined }): Readonly<Record<Kind, T>> => ({
  tagana: of.tagana ?? usual,
  pendamping_desa: of.pendamping_desa ?? usual,
  pkh: of.pkh ?? usual,
  tksk: of.tksk ?? usual,
  psm: of.psm ?? usual,
  pensosmas: of.pensosmas ?? usual,
  karang_taruna: of.karang_taruna ?? usual,
  bhabinkamtibmas: of.bhabinkamtibmas ?? usual,
  ksb_member: of.ksb_member ?? usual,
  volunteer: of.volunteer ?? usual,
})

/** Something for every hazard, written out so that a new hazard does not compile until it is here. */
export const forEveryHazard = <T>(valueFor: (name: Hazard) => T): Readonly<Record<Hazard, T>> => ({
  flood: valueFor('flood'),
  flash_flood: valueFor('flash_flood'),
  landslide: valueFor('landslide'),
  earthquake: valueFor('earthquake'),
  tsunami: valueFor('tsunami'),
  volcano: valueFor('volcano'),
  extreme_weather: valueFor('extreme_weather'),
  tidal_surge: valueFor('tidal_surge'),
  drought: valueFor('drought'),
  wildfire: valueFor('wildfire'),
  fire: valueFor('fire'),
  non_natural: valueFor('non_natural'),
  social: valueFor('social'),
})
