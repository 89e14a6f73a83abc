import type { Fault } from '../../errors.ts'
import { insideIndonesia, isPosition, type Position } from '../../geo/position.ts'
import { quakeSeverity } from '../../mobilisation/quake-severity.ts'
import { readJsonBody } from '../json-body.ts'
import { isVisibleAscii } from '../plain-text.ts'
import { show } from '../shown.ts'
import { cleanLine, cleanText, type Fields, isFields, textAt } from './fields.ts'
import {
  aheadFaults,
  bareEvent,
  type FeedReading,
  gather,
  type ItemReading,
  itemOf,
  messageOf,
  refusedItem,
  unreadable,
} from './reading.ts'

const LONGEST_ID = 100

/** 1900 and 2100, in milliseconds since 1970. */
const EARLIEST_MS = Date.UTC(1900, 0)
const LATEST_MS = Date.UTC(2100, 0)

const readMs = (fields: Fields, name: string, at: string, faults: Fault[]): Date | null => {
  const value = fields[name]
  if (typeof value === 'number' && value >= EARLIEST_MS && value <= LATEST_MS) return new Date(Math.round(value))
  faults.push({ path: `${at}.${name}`, got: show(value), expected: 'milliseconds since 1970' })
  return null
}

/** Null is USGS's word for unknown; anything else that is no number of the scale is a fault. */
const readScale = (
  value: unknown,
  [least, most]: readonly [number, number],
  path: string,
  faults: Fault[],
): number | null => {
  if (value === null || value === undefined) return null
  if (typeof value === 'number' && value >= least && value <= most) return value
  faults.push({ path, got: show(value), expected: `a number from ${least} to ${most}, or null` })
  return null
}

interface Hypocentre {
  readonly position: Position
  readonly depth: unknown
}

const readHypocentre = (feature: Fields, at: string, faults: Fault[]): Hypocentre | null => {
  const { geometry } = feature
  const coordinates = isFields(geometry) && geometry['type'] === 'Point' ? geometry['coordinates'] : undefined
  const [longitude, latitude, depth]: readonly unknown[] = Array.isArray(coordinates) ? coordinates : []
  if (typeof longitude === 'number' && typeof latitude === 'number' && isPosition(longitude, latitude))
    return { position: [longitude, latitude], depth }
  faults.push({
    path: `${at}.geometry`,
    got: show(coordinates),
    expected: 'a Point: [longitude, latitude, depth in km]',
  })
  return null
}

/** `,us7000abcd,pt26218001,` holds every id that networks gave the quake; the preferred one changes while it lives. */
const otherIds = (properties: Fields, id: string): readonly string[] => [
  ...new Set(
    (textAt(properties, 'ids') ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== id && isVisibleAscii(one, LONGEST_ID)),
  ),
]

const KILOMETRES_ABOVE_SEA = -10
const DEEPEST_KM = 800

const readFeature = (feature: unknown, at: string, fetchedAt: Date): ItemReading => {
  const properties = isFields(feature) ? feature['properties'] : undefined
  if (!isFields(feature) || !isFields(properties))
    return refusedItem(at, [{ path: at, got: show(feature), expected: 'a feature with properties' }])
  const id = textAt(feature, 'id') ?? ''
  const faults: Fault[] = []
  if (!isVisibleAscii(id, LONGEST_ID)) faults.push({ path: `${at}.id`, got: show(feature['id']), expected: 'an id' })
  const occurredAt = readMs(properties, 'time', `${at}.properties`, faults)
  const sentAt = readMs(properties, 'updated', `${at}.properties`, faults)
  const place = readHypocentre(feature, at, faults)
  const magnitude = readScale(properties['mag'], [-5, 10], `${at}.properties.mag`, faults)
  const depth = readScale(place?.depth, [KILOMETRES_ABOVE_SEA, DEEPEST_KM], `${at}.geometry.coordinates[2]`, faults)
  const intensity = readScale(properties['mmi'], [0, 12], `${at}.properties.mmi`, faults)
  faults.push(
    ...aheadFaults(`${at}.properties.time`, occurredAt, fetchedAt),
    ...aheadFaults(`${at}.properties.updated`, sentAt, fetchedAt),
  )
  const type = textAt(properties, 'type') ?? 'earthquake'
  // Far away is nobody's fault, whatever else is wrong there; blasts and sonic booms are in the list as well.
  if (place !== null && !insideIndonesia(place.position)) return { kind: 'elsewhere' }
  if (type !== 'earthquake') return { kind: 'elsewhere' }
  if (faults.length > 0 || occurredAt === null || sentAt === null || place === null)
    return refusedItem(isVisibleAscii(id, LONGEST_ID) ? id : at, faults)

  const status = textAt(properties, 'status')
  const pager = textAt(properties, 'alert')
  return itemOf(
    id,
    messageOf({
      source: 'usgs',
      sourceId: id,
      aliases: otherIds(properties, id),
      sentAt,
      language: 'en',
      event: bareEvent({
        messageType: status === 'deleted' ? 'cancel' : 'alert',
        hazard: 'earthquake',
        severity: quakeSeverity(magnitude, intensity),
        urgency: 'immediate',
        certainty: status === 'reviewed' ? 'observed' : 'likely',
        occurredAt,
        headline: cleanLine(textAt(properties, 'title') ?? `M ${magnitude ?? '?'}`),
        // The flag `tsunami` is left out: it says where to look for a bulletin, and is 0 for Tohoku 2011.
        description: cleanText([pager && `PAGER: ${pager}`, intensity === null ? null : `MMI ${intensity.toFixed(1)}`]),
        geometry: { type: 'Point', coordinates: place.position },
        magnitude: magnitude === null ? null : Math.max(0, magnitude),
        depthKm: depth === null ? null : Math.max(0, depth),
      }),
    }),
    feature,
  )
}

/**
 * Reads a GeoJSON summary of USGS. `fetchedAt` tells what lies in the future. Other ids of a quake become aliases;
 * `updated` orders its messages. Quakes outside Indonesia, and what is no quake, are counted as elsewhere.
 */
export const readUsgs = (bytes: Buffer, { fetchedAt }: { readonly fetchedAt: Date }): FeedReading => {
  const json = readJsonBody(bytes)
  if (json.kind === 'unreadable') return json
  const features = isFields(json.value) ? json.value['features'] : undefined
  if (!Array.isArray(features)) return unreadable('features', show(features), 'a GeoJSON FeatureCollection')
  return gather((features as readonly unknown[]).map((one, at) => readFeature(one, `features[${at}]`, fetchedAt)))
}
