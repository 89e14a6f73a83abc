import type { Ring } from '../../geo/area.ts'
import type { CapArea, CapCircle } from './cap-alert.ts'
import { crossesItself } from './cap-crossing.ts'
import { childrenOf, type Findings, type Found, textOf } from './cap-elements.ts'
import { decimal, freeText, namedValues, wrong } from './cap-fields.ts'

const SECTION = '3.2.4'

const SHAPE = {
  section: SECTION,
  children: {
    areaDesc: '1',
    polygon: '*',
    circle: '*',
    geocode: '*',
    altitude: '?',
    ceiling: '?',
  },
} as const

const NUMBER = '[+-]?(?:\\d+\\.?\\d*|\\.\\d+)'

const PAIR_RULE = 'pairs of latitude,longitude in degrees, divided by one blank each'

const RANGE_HINT = 'latitude first, within ±90, then longitude, within ±180, in WGS 84'

const isLatitude = (degrees: number): boolean => Math.abs(degrees) <= 90

const isLongitude = (degrees: number): boolean => Math.abs(degrees) <= 180

/**
 * The places of a polygon, longitude first, or at which pair it goes wrong. One pass over the text: the largest alert
 * known has 41,009 places in one polygon.
 */
const readPlaces = (text: string): { readonly ring: Ring } | { readonly at: number; readonly ranges: boolean } => {
  const pair = new RegExp(`(${NUMBER}),(${NUMBER})(?:\\s+|$)`, 'y')
  const ring: Ring = []
  for (let next = 0; next < text.length; next = pair.lastIndex) {
    const [, latitude, longitude] = pair.exec(text) ?? []
    if (latitude === undefined || longitude === undefined) return { at: ring.length, ranges: false }
    const place: Ring[number] = [Number(longitude), Number(latitude)]
    if (!isLatitude(place[1]) || !isLongitude(place[0])) return { at: ring.length, ranges: true }
    ring.push(place)
  }
  return { ring }
}

/** The pair at a number, for a fault. */
const pairAt = (text: string, at: number): string => text.split(/\s+/, at + 1)[at] ?? ''

const tooFew = (found: Found, pairs: number, findings: Findings): void =>
  wrong(found, `${pairs} pairs`, { expected: `at least 4 pairs (section ${SECTION})` }, findings)

/** A closed line of two places: no polygon, but real warnings of weather have it beside whole ones. */
const isSliver = ([first, second, third, ...more]: Ring): boolean =>
  more.length === 0 && first !== undefined && second !== undefined && String(first) === String(third ?? second)

/** One ring, or none after a fault; a sliver is handed to `thin`, which says what it means beside the others. */
const polygon = (found: Found, findings: Findings, thin: (found: Found, pairs: number) => void): readonly Ring[] => {
  const text = textOf(found, findings)?.trim()
  if (text === undefined) return []
  const reading = readPlaces(text)
  if ('at' in reading) {
    const { at, ranges } = reading
    const expected = ranges
      ? `latitudes from -90 to 90 and longitudes from -180 to 180 (section ${SECTION}, 3.3.1)`
      : `${PAIR_RULE} (section ${SECTION})`
    wrong(found, `pair ${at + 1}: ${pairAt(text, at)}`, { expected, hint: RANGE_HINT }, findings)
    return []
  }
  const { ring } = reading
  const [first, last] = [ring.at(0), ring.at(-1)]
  if (ring.length < 4) {
    if (isSliver(ring)) thin(found, ring.length)
    else tooFew(found, ring.length, findings)
    return []
  }
  if (first?.[0] !== last?.[0] || first?.[1] !== last?.[1]) {
    const got = `from ${first?.[1]},${first?.[0]} to ${last?.[1]},${last?.[0]}`
    const expected = `a closed ring: the first pair and the last are the same (section ${SECTION})`
    wrong(found, got, { expected, hint: 'repeat the first pair at the end' }, findings)
    return []
  }
  if (crossesItself(ring)) findings.warnings.push(`${found.path} crosses itself: what lies inside is doubtful`)
  return [ring]
}

const polygonsOf = (all: readonly Found[], findings: Findings): readonly Ring[] => {
  const slivers: { found: Found; pairs: number }[] = []
  const rings = all.flatMap((one) => polygon(one, findings, (found, pairs) => slivers.push({ found, pairs })))
  for (const { found, pairs } of slivers)
    if (rings.length === 0) tooFew(found, pairs, findings)
    else findings.warnings.push(`${found.path} has ${pairs} pairs, a line without surface: it was left out`)
  return rings
}

const CIRCLE = new RegExp(`^(${NUMBER}),(${NUMBER})\\s+(${NUMBER})$`)

const circle = (found: Found, findings: Findings): readonly CapCircle[] => {
  const text = textOf(found, findings)?.trim()
  if (text === undefined) return []
  const rule = `latitude,longitude, one blank and a radius in km (section ${SECTION})`
  const [latitude, longitude, radiusKm] = (CIRCLE.exec(text) ?? []).slice(1).map(Number)
  if (latitude === undefined || longitude === undefined || radiusKm === undefined) {
    wrong(found, text, { expected: rule, hint: 'for example -7.191,107.516 5: no blank after the comma' }, findings)
    return []
  }
  if (!isLatitude(latitude) || !isLongitude(longitude)) {
    wrong(found, text, { expected: rule, hint: RANGE_HINT }, findings)
    return []
  }
  // Half the way round the Earth.
  if (radiusKm < 0 || radiusKm > 20_016) {
    wrong(found, text, { expected: `a radius of 0 km or more, on Earth (section ${SECTION})` }, findings)
    return []
  }
  return [{ centre: [longitude, latitude], radiusKm }]
}

const FEET = `feet above mean sea level, 0 or more (section ${SECTION})`

const heights = (
  altitudes: readonly Found[],
  ceilings: readonly Found[],
  findings: Findings,
): { altitude: number | null; ceiling: number | null } => {
  const [altitude, ceiling] = [decimal(altitudes, FEET, findings), decimal(ceilings, FEET, findings)]
  const [low, high] = [altitudes[0], ceilings[0]]
  if (low !== undefined && altitude !== null && altitude < 0) wrong(low, `${altitude}`, { expected: FEET }, findings)
  if (high !== undefined && ceiling !== null && ceiling < 0) wrong(high, `${ceiling}`, { expected: FEET }, findings)
  if (high !== undefined && low === undefined)
    wrong(high, `${ceiling ?? ''}`, { expected: `a ceiling only beside an altitude (section ${SECTION})` }, findings)
  if (high !== undefined && altitude !== null && ceiling !== null && ceiling < altitude) {
    const expected = `a ceiling not below the altitude, ${altitude} (section ${SECTION})`
    wrong(high, `${ceiling}`, { expected }, findings)
  }
  return { altitude, ceiling }
}

/** Reads one `area` block. */
export const readArea = (found: Found, findings: Findings): CapArea => {
  const children = childrenOf(found, SHAPE, findings)
  const areaDesc = freeText(children.areaDesc, findings)
  if (areaDesc === null && children.areaDesc.length > 0)
    findings.warnings.push(`${found.path}/areaDesc is empty: no reader learns the name of the place`)
  return {
    areaDesc: areaDesc ?? '',
    polygons: polygonsOf(children.polygon, findings),
    circles: children.circle.flatMap((one) => circle(one, findings)),
    geocodes: namedValues(children.geocode, SECTION, findings),
    ...heights(children.altitude, children.ceiling, findings),
  }
}
