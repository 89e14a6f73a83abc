import { type Area, type AreaGeometry, areaKm2, contains, polygonArea, polygonsOf, type Ring } from './area.ts'
import type { Landmasses } from './landmass.ts'
import { mend, metres, tooIntricate } from './mend.ts'
import { assemble, type LoosePart, loosen, thinned, toGeometry } from './outline.ts'
import { type Refusal, refusalOf } from './outline-refusal.ts'
import type { Position } from './position.ts'

/** An area that can be reckoned with, or why there is none. */
export type Soundness =
  | {
      readonly kind: 'sound'
      readonly area: Area
      readonly areaKm2: number
      /** Over 1,000,000 square km: wider than any one disaster, so a person should look first. */
      readonly isHuge: boolean
      /** What was changed and what should be known, in sentences for the sender. */
      readonly notes: readonly string[]
    }
  | ({ readonly kind: 'unsound' } & Refusal)

/** More than this and an outline is thinned: the questions asked of an area grow with its places. */
const MOST_PLACES = 10_000

/** Half of Indonesia's land. */
const HUGE_KM2 = 1_000_000

const sizeOf = (parts: readonly LoosePart[]): number =>
  parts.flatMap(({ outers, holes }) => [...outers, ...holes]).reduce((sum, ring) => sum + ring.length, 0)

const changeRings = (parts: readonly LoosePart[], change: (ring: Ring) => Ring): readonly LoosePart[] =>
  parts.map(({ outers, holes }) => ({ outers: outers.map(change), holes: holes.map(change) }))

const GRID = 16
const ASKED_PER_PART = 16

/** The land masses under the area, asked on a grid over it and at places of each part's edge. */
const landUnder = (area: Area, landmasses: Landmasses): number => {
  const { west, south, east, north } = area.bounds
  const places: Position[] = polygonsOf(area.geometry).flatMap((rings) =>
    rings.slice(0, 1).flatMap((outer) => outer.filter((_, at) => at % Math.ceil(outer.length / ASKED_PER_PART) === 0)),
  )
  for (let row = 0.5; row < GRID; row += 1)
    for (let column = 0.5; column < GRID; column += 1) {
      const place = [west + (column / GRID) * (east - west), south + (row / GRID) * (north - south)] as const
      if (contains(area, place)) places.push(place)
    }
  return new Set(places.map((place) => landmasses.at(place)).filter((id) => id !== undefined)).size
}

/**
 * Makes an outline fit to reckon with, or says why it cannot be.
 *
 * Mended, with a note: slivers narrower than half a metre and holes outside their ring (left out), outlines that cross
 * themselves and parts on top of each other (joined: whatever they go round counts), more than 10,000 places (thinned to
 * that within a stated tolerance of 5 m to 5 km). Doubled places, spikes and waists are cut without a word. Refused,
 * with a hint: rings that are open or off the Earth, across the 180th meridian, over 1,000 rings or 100,000 places, a
 * part that crosses itself more than 200 times, nothing enclosed. With `landmasses`, a note says when the area lies on
 * several. Never throws; an outline at the limits takes well under a second.
 */
export const soundArea = (geometry: AreaGeometry, landmasses?: Landmasses): Soundness => {
  const refusal = refusalOf(geometry)
  if (refusal !== undefined) return { kind: 'unsound', ...refusal }
  const { parts, slivers } = loosen(polygonsOf(geometry))
  if (parts.length === 0)
    return { kind: 'unsound', reason: 'the outline encloses nothing', hint: 'give a point with radiusKm instead' }
  const notes: string[] = slivers > 0 ? [`${slivers} rings narrower than half a metre: left out`] : []
  const places = sizeOf(parts)
  const thin =
    places <= MOST_PLACES ? { shape: parts, toleranceKm: 0, places } : thinned(parts, MOST_PLACES, changeRings)
  if (thin === undefined) return tooIntricate(undefined)
  if (thin.toleranceKm > 0)
    notes.push(
      `simplified from ${places} to ${thin.places} places: none left out is more than ${metres(thin.toleranceKm)} off`,
    )
  const { polygons, strayHoles } = assemble(thin.shape)
  if (strayHoles > 0) notes.push(`${strayHoles} holes outside their ring: left out`)
  const mending = mend(polygons)
  if (mending.kind === 'unsound') return mending
  notes.push(...mending.notes)
  const area = polygonArea(toGeometry(mending.polygons))
  const surface = mending.coveredKm2 ?? areaKm2(area)
  const isHuge = surface > HUGE_KM2
  if (isHuge) notes.push(`huge: ${Math.round(surface)} square km`)
  const lands = landmasses === undefined ? 0 : landUnder(area, landmasses)
  if (lands > 1) notes.push(`crosses water: it lies on ${lands} land masses`)
  return { kind: 'sound', area, areaKm2: surface, isHuge, notes }
}
