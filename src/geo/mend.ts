import { crossingsOf } from './crossings.ts'
import { coveredKm2, mended, misclaims, type Polygons, thinned } from './outline.ts'
import { near, type Refusal } from './outline-refusal.ts'
import type { Position } from './position.ts'

// Joining costs about 0.1 ms a place and more a crossing, on the thread that also answers.
const MOST_TO_MEND = 1_500
const MOST_CROSSINGS = 200

export const metres = (km: number): string => `${Math.round(km * 1000)} m`

export type Unsound = { readonly kind: 'unsound' } & Refusal

export type Mending =
  | {
      readonly kind: 'polygons'
      readonly polygons: Polygons
      /** The surface that they cover, where they lie on each other still. */
      readonly coveredKm2: number | undefined
      readonly notes: readonly string[]
    }
  | Unsound

/** The refusal of an outline that costs too much to mend: `where` it first crosses itself, if that is the trouble. */
export const tooIntricate = (where: Position | undefined): Unsound => ({
  kind: 'unsound',
  reason:
    where === undefined
      ? 'the outline is too intricate to be simplified within 5 km'
      : `the outline crosses itself in more than ${MOST_CROSSINGS} places, first near ${near(where)}`,
  hint: 'draw it again with fewer places, or give a point with radiusKm',
})

interface Thin {
  readonly shape: Polygons
  readonly toleranceKm: number
}

/** With few enough places to be joined; undefined where 5 km of tolerance are not enough. */
const thinToMend = (polygons: Polygons): Thin | undefined => {
  const rings = polygons.flat()
  const places = rings.reduce((sum, ring) => sum + ring.length, 0)
  if (places <= MOST_TO_MEND) return { shape: polygons, toleranceKm: 0 }
  // Every ring keeps four places or five, however many there are.
  const most = MOST_TO_MEND + 5 * rings.length
  return thinned(polygons, most, (all, change) => all.map((each) => each.map(change)))
}

const within = (toleranceKm: number): string =>
  toleranceKm === 0 ? '' : `, and simplified within ${metres(toleranceKm)} for that`

const notToBeMended = (where: Position | undefined): Unsound => ({
  kind: 'unsound',
  reason: `the outline ${where === undefined ? 'lies on itself' : `crosses itself near ${near(where)}`} and cannot be mended`,
  hint: 'draw it again without crossing lines',
})

/** Parts that lie on each other too often to be joined stay as they are; only what crosses itself is mended. */
const mendEach = (polygons: Polygons): Mending => {
  const crossed = polygons.map((rings) => ({ rings, where: crossingsOf(rings, 1)[0] }))
  const where = crossed.find((part) => part.where !== undefined)?.where
  const kept = crossed.flatMap((part) => (part.where === undefined ? [part.rings] : []))
  const thin = thinToMend(crossed.flatMap((part) => (part.where === undefined ? [] : [part.rings])))
  if (thin === undefined) return notToBeMended(where)
  const crossings = thin.shape.reduce((sum, rings) => sum + crossingsOf(rings, MOST_CROSSINGS + 1).length, 0)
  if (crossings > MOST_CROSSINGS) return tooIntricate(where)
  const each = [...kept, ...thin.shape.flatMap((rings) => mended([rings]))]
  if (each.length === 0) return notToBeMended(where)
  const note =
    where === undefined
      ? `its parts cross each other in more than ${MOST_CROSSINGS} places: kept as they are`
      : `the outline crossed itself near ${near(where)}: each part mended${within(thin.toleranceKm)}`
  return { kind: 'polygons', polygons: each, coveredKm2: coveredKm2(each), notes: [note] }
}

/** Mends polygons that cross in few enough places, or lie on each other without crossing (`where` is undefined). */
const join = (polygons: Polygons, where: Position | undefined): Mending => {
  const thin = thinToMend(polygons)
  if (thin === undefined) return notToBeMended(where)
  const whole = mended(thin.shape)
  if (whole.length === 0) return notToBeMended(where)
  const what = where === undefined ? 'its parts lay on each other' : `the outline crossed itself near ${near(where)}`
  const notes = [`${what}: joined${within(thin.toleranceKm)}`]
  return { kind: 'polygons', polygons: whole, coveredKm2: undefined, notes }
}

/**
 * Joins polygons that cross themselves, each other, or lie on each other; sound ones come back as they are. Where
 * joining needs fewer places, they are thinned for it to about 1,500, and a note says by how much.
 */
export const mend = (polygons: Polygons): Mending => {
  const crossings = crossingsOf(polygons.flat(), MOST_CROSSINGS + 1)
  if (crossings.length > MOST_CROSSINGS) return mendEach(polygons)
  if (crossings.length > 0 || misclaims(polygons)) return join(polygons, crossings[0])
  return { kind: 'polygons', polygons, coveredKm2: undefined, notes: [] }
}
