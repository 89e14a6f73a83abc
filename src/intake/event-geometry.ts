import { z } from 'zod'
import type { Ring } from '../geo/area.ts'
import { insideIndonesia, isPosition } from '../geo/position.ts'
import { wants } from './zod-faults.ts'

/** A poisoned geometry costs more than any real one: an agency's largest alert held 150 polygons with 41,009 places. */
const MAX_PLACES = 100_000
const MAX_RINGS = 1_000

const EXPECTED = '[longitude, latitude] in degrees, within ±180 and ±90'

const isPair = (value: unknown): value is Ring[number] =>
  Array.isArray(value) &&
  (value as readonly unknown[]).length === 2 &&
  (value as readonly unknown[]).every((part) => typeof part === 'number')

/** What can be said against a place; undefined where it is one. */
export const positionFault = (value: unknown): string | undefined => {
  if (!isPair(value))
    return wants(
      EXPECTED,
      Array.isArray(value) && (value as readonly unknown[]).length === 3
        ? 'leave the altitude out'
        : 'two numbers, longitude first',
    )
  const [longitude, latitude] = value
  if (insideIndonesia([latitude, longitude]) && !insideIndonesia(value))
    return wants(EXPECTED, 'latitude and longitude look swapped: longitude comes first')
  if (longitude === 0 && latitude === 0)
    return wants(EXPECTED, '0, 0 means that the coordinates are missing: leave them out')
  return isPosition(longitude, latitude) ? undefined : wants(EXPECTED, 'longitude first, in degrees')
}

export const positionField = z.custom<Ring[number]>((value) => positionFault(value) === undefined, {
  error: ({ input }) => positionFault(input),
})

const ringField = z
  .array(positionField, { error: wants('a ring: a list of places') })
  .min(4, { error: wants('a ring of at least 4 places, the last equal to the first') })
  .refine(
    (ring) => {
      const [first, last] = [ring.at(0), ring.at(-1)]
      return first === undefined || (first[0] === last?.[0] && first[1] === last[1])
    },
    { error: wants('a closed ring', 'repeat the first place as the last') },
  )
  .refine((ring) => ring.length < 4 || new Set(ring.map(String)).size >= 3, {
    error: wants('a ring round some surface', 'at least three different places'),
  })

const polygonField = z
  .array(ringField, { error: wants('a list of rings, the outer one first') })
  .min(1, { error: wants('at least one ring') })

const polygonsField = z
  .array(polygonField, { error: wants('a list of polygons') })
  .min(1, { error: wants('at least one polygon') })

/** Counts lists of two numbers and lists of those, without trusting anything about the shape. */
const sizeOf = (value: unknown): { rings: number; places: number } => {
  const lists: readonly unknown[] = Array.isArray(value) ? value : []
  if (lists.some(isPair)) return { rings: 1, places: lists.length }
  return lists
    .map(sizeOf)
    .reduce((sum, size) => ({ rings: sum.rings + size.rings, places: sum.places + size.places }), {
      rings: 0,
      places: 0,
    })
}

const isTooLarge = (value: unknown): boolean => {
  const { rings, places } = sizeOf(value)
  return rings > MAX_RINGS || places > MAX_PLACES
}

const sized = <Field extends z.ZodType>(field: Field) =>
  z
    .unknown()
    .refine((value) => !isTooLarge(value), {
      error: wants(`at most ${MAX_RINGS} rings and ${MAX_PLACES} places`, 'simplify the outline'),
      abort: true,
    })
    .pipe(field)

const strict = { error: wants('a GeoJSON geometry with type and coordinates') }

/** A GeoJSON Point, Polygon or MultiPolygon, longitude first, without altitudes. */
export const geometryField = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('Point'), coordinates: positionField }, strict),
    z.strictObject({ type: z.literal('Polygon'), coordinates: sized(polygonField) }, strict),
    z.strictObject({ type: z.literal('MultiPolygon'), coordinates: sized(polygonsField) }, strict),
  ],
  { error: wants('a GeoJSON Point, Polygon or MultiPolygon') },
)
