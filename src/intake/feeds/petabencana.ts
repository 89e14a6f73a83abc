import type { Fault } from '../../errors.ts'
import { insideIndonesia, isPosition } from '../../geo/position.ts'
import { maskContacts } from '../../masking.ts'
import type { Restraint } from '../../mobilisation/event-message.ts'
import type { Hazard } from '../../mobilisation/hazard.ts'
import type { Severity } from '../../mobilisation/hazard-event.ts'
import { readInstant } from '../instant.ts'
import { readJsonBody } from '../json-body.ts'
import { isVisibleAscii } from '../plain-text.ts'
import { show } from '../shown.ts'
import { cleanLine, cleanText, type Fields, isFields, readerOf, textAt } from './fields.ts'
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

/** CogniCity's types; `fire` is of forest and land, `haze` its smoke, `wind` a whirlwind or squall. */
const HAZARD_OF: ReadonlyMap<string, Hazard> = new Map<string, Hazard>([
  ['flood', 'flood'],
  ['earthquake', 'earthquake'],
  ['fire', 'wildfire'],
  ['haze', 'wildfire'],
  ['wind', 'extreme_weather'],
  ['volcano', 'volcano'],
])

const NAMES: ReadonlyMap<Hazard, string> = new Map([
  ['flood', 'banjir'],
  ['earthquake', 'gempa bumi'],
  ['wildfire', 'kebakaran hutan dan lahan'],
  ['extreme_weather', 'angin kencang'],
  ['volcano', 'gunung api'],
])

const UNVERIFIED: Restraint = {
  decision: 'propose',
  reason: 'feed-proposes',
  warning: 'a report from the crowd is not verified: an operator must confirm before anybody is called',
}

/** PetaBencana's classes of depth in cm: above 150, 71 to 150, 10 to 70. */
const floodSeverity = (depthCm: number | null): Severity => {
  if (depthCm === null) return 'unknown'
  if (depthCm > 150) return 'severe'
  return depthCm > 70 ? 'moderate' : 'minor'
}

const readDepthCm = (text: string): number | null => {
  const value = Number(text)
  return value >= 0 && value <= 1_000 ? value : null
}

const readReport = (feature: unknown, at: string, fetchedAt: Date): ItemReading => {
  const properties = isFields(feature) ? feature['properties'] : undefined
  if (!isFields(feature) || !isFields(properties))
    return refusedItem(at, [{ path: at, got: show(feature), expected: 'a feature with properties' }])
  const faults: Fault[] = []
  const read = readerOf(properties, `${at}.properties`, faults)
  const key = read.need('pkey', (text) => (isVisibleAscii(text, 60) ? text : null), 'the key of the report')
  const reportedAt = read.need('created_at', readInstant, 'an ISO 8601 instant with its offset')
  const types = [...HAZARD_OF.keys()].join(', ')
  const hazard = read.need('disaster_type', (text) => HAZARD_OF.get(text.toLowerCase()) ?? null, `one of ${types}`)
  const geometry = feature['geometry']
  const [longitude, latitude]: readonly unknown[] =
    isFields(geometry) && Array.isArray(geometry['coordinates']) ? geometry['coordinates'] : []
  const isPlace = typeof longitude === 'number' && typeof latitude === 'number' && isPosition(longitude, latitude)
  if (!isPlace) faults.push({ path: `${at}.geometry`, got: show(geometry), expected: 'a Point: [longitude, latitude]' })
  const report: Fields = isFields(properties['report_data']) ? properties['report_data'] : {}
  const depthAt = readerOf(report, `${at}.properties.report_data`, faults)
  const depthCm = depthAt.may('flood_depth', readDepthCm, 'a depth in cm from 0 to 1000')
  faults.push(...aheadFaults(`${at}.properties.created_at`, reportedAt, fetchedAt))
  if (faults.length > 0 || key === null || reportedAt === null || hazard === null || !isPlace)
    return refusedItem(key === null ? at : `laporan-${key}`, faults)
  if (!insideIndonesia([longitude, latitude])) return { kind: 'elsewhere' }

  // Written by anybody: a number in it is somebody's.
  const words = maskContacts(textAt(properties, 'text') ?? '')
  const sourceId = `laporan-${key}`
  return itemOf(
    sourceId,
    messageOf({
      source: 'petabencana',
      sourceId,
      sentAt: reportedAt,
      language: null,
      restraint: UNVERIFIED,
      event: bareEvent({
        mode: properties['is_training'] === true ? 'exercise' : 'actual',
        hazard,
        severity: hazard === 'flood' ? floodSeverity(depthCm) : 'unknown',
        urgency: 'unknown',
        certainty: 'possible',
        occurredAt: reportedAt,
        headline: cleanLine(`Laporan warga: ${NAMES.get(hazard) ?? hazard}`),
        description: cleanText([depthCm === null ? null : `Tinggi air: ${depthCm} cm`, words], 2_000),
        geometry: { type: 'Point', coordinates: [longitude, latitude] },
      }),
    }),
    feature,
  )
}

/**
 * Reads reports of PetaBencana (CogniCity) as GeoJSON. Each comes with a restraint: at most a proposal, whatever the
 * feed's policy. Reports are in the words of those who wrote them, contacts masked.
 */
export const readPetaBencana = (bytes: Buffer, { fetchedAt }: { readonly fetchedAt: Date }): FeedReading => {
  const json = readJsonBody(bytes)
  if (json.kind === 'unreadable') return json
  const body = isFields(json.value) ? json.value : {}
  const result = isFields(body['result']) ? body['result'] : {}
  if (result['type'] === 'Topology')
    return unreadable('result.type', 'Topology', 'FeatureCollection', 'add geoformat=geojson to the address')
  if (!Array.isArray(result['features']))
    return unreadable('result.features', show(result['features']), 'a list of reports as GeoJSON')
  const features: readonly unknown[] = result['features']
  return gather(features.map((one, at) => readReport(one, `result.features[${at}]`, fetchedAt)))
}
