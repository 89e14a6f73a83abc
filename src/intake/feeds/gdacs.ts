import type { Fault } from '../../errors.ts'
import { insideIndonesia, isPosition, type Position } from '../../geo/position.ts'
import type { Restraint } from '../../mobilisation/event-message.ts'
import type { Hazard } from '../../mobilisation/hazard.ts'
import type { Severity } from '../../mobilisation/hazard-event.ts'
import type { XmlElement } from '../cap/xml-tree.ts'
import { show } from '../shown.ts'
import { readDepthKm } from './bmkg-values.ts'
import { cleanLine, cleanText } from './fields.ts'
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
import { childrenOf, childText, fieldsOfXml, readRssInstant, rssItems } from './xml-fields.ts'

const GDACS = 'http://www.gdacs.org'
const GEORSS = 'http://www.georss.org/georss'
const GEO = 'http://www.w3.org/2003/01/geo/wgs84_pos#'

const HAZARD_OF: ReadonlyMap<string, Hazard> = new Map<string, Hazard>([
  ['EQ', 'earthquake'],
  ['TC', 'extreme_weather'],
  ['FL', 'flood'],
  ['VO', 'volcano'],
  ['DR', 'drought'],
  ['WF', 'wildfire'],
  ['TS', 'tsunami'],
])

/** GDACS's colours say how much foreign help may be needed: orange is already a national disaster. */
const SEVERITY_OF: ReadonlyMap<string, Severity> = new Map<string, Severity>([
  ['green', 'minor'],
  ['orange', 'severe'],
  ['red', 'extreme'],
])

const PAST: Restraint = {
  decision: 'record',
  reason: 'expired',
  warning: 'GDACS no longer counts it as current: kept, nobody is called',
}

/** `latitude longitude`, latitude first, as GeoRSS Simple has it; or W3C's geo:lat and geo:long. */
const readPoint = (item: XmlElement): Position | null => {
  const [point] = childrenOf(item, 'Point', GEO)
  const worded = point === undefined ? item : point
  const given = [childText(worded, 'lat', GEO), childText(worded, 'long', GEO)]
  const pair = childText(item, 'point', GEORSS)?.split(/\s+/) ?? given
  const [latitude, longitude] = pair.map((text) => (/^-?\d{1,3}(\.\d+)?$/.test(text ?? '') ? Number(text) : Number.NaN))
  return latitude !== undefined && longitude !== undefined && isPosition(longitude, latitude)
    ? [longitude, latitude]
    : null
}

/** `<gdacs:severity unit="M" value="5.5">Magnitude 5.5M, Depth:10km</gdacs:severity>` */
const readQuake = (item: XmlElement): { readonly magnitude: number | null; readonly depthKm: number | null } => {
  const [severity] = childrenOf(item, 'severity', GDACS)
  if (severity === undefined || severity.attributes['unit'] !== 'M') return { magnitude: null, depthKm: null }
  const value = Number(severity.attributes['value'] ?? Number.NaN)
  const [, depth] = /depth:?\s*([\d.]+\s*km)/i.exec(severity.text) ?? []
  return {
    // 0 is GDACS's word for unknown.
    magnitude: value > 0 && value <= 10 ? value : null,
    depthKm: depth === undefined ? null : readDepthKm(depth),
  }
}

const readItem = (item: XmlElement, at: string, fetchedAt: Date): ItemReading => {
  const position = readPoint(item)
  if (position !== null && !insideIndonesia(position)) return { kind: 'elsewhere' }
  const faults: Fault[] = []
  const need = <Value>(path: string, text: string | null, value: Value | null, expected: string): Value | null => {
    if (value === null)
      faults.push({ path: `${at}/${path} (line ${item.line})`, got: show(text ?? undefined), expected })
    return value
  }
  const type = childText(item, 'eventtype', GDACS)?.toUpperCase() ?? null
  const id = childText(item, 'eventid', GDACS)
  const colour = childText(item, 'alertlevel', GDACS)
  const hazard = need(
    'eventtype',
    type,
    HAZARD_OF.get(type ?? '') ?? null,
    `one of ${[...HAZARD_OF.keys()].join(', ')}`,
  )
  const number = need('eventid', id, /^\d{1,12}$/.test(id ?? '') ? id : null, 'a number')
  const severity = need(
    'alertlevel',
    colour,
    SEVERITY_OF.get(colour?.toLowerCase() ?? '') ?? null,
    'Green, Orange or Red',
  )
  const instant = (text: string | null): Date | null => (text === null ? null : readRssInstant(text))
  const modified = childText(item, 'datemodified', GDACS)
  const changed = modified ?? childText(item, 'pubDate')
  const expected = 'an instant as RSS has it: Sat, 28 Dec 2019 15:36:35 GMT'
  const sentAt = need('pubDate', changed, instant(changed), expected)
  const from = childText(item, 'fromdate', GDACS)
  const occurredAt = need('fromdate', from, instant(from), expected)
  need('point', childText(item, 'point', GEORSS), position, 'latitude and longitude')
  faults.push(
    ...aheadFaults(`${at}/${modified === null ? 'pubDate' : 'datemodified'} (line ${item.line})`, sentAt, fetchedAt),
  )
  const sourceId = `${type}${number}`
  if (
    faults.length > 0 ||
    hazard === null ||
    number === null ||
    severity === null ||
    sentAt === null ||
    occurredAt === null ||
    position === null
  )
    return refusedItem(type === null || number === null ? at : sourceId, faults)

  const guid = childText(item, 'guid')
  return itemOf(
    sourceId,
    messageOf({
      source: 'gdacs',
      sourceId,
      aliases: guid === null || guid === sourceId || guid.length > 100 ? [] : [cleanLine(guid)],
      sentAt,
      language: 'en',
      restraint: childText(item, 'iscurrent', GDACS)?.toLowerCase() === 'false' ? PAST : null,
      event: bareEvent({
        hazard,
        severity,
        urgency: 'unknown',
        certainty: childText(item, 'temporary', GDACS)?.toLowerCase() === 'true' ? 'possible' : 'likely',
        occurredAt,
        headline: cleanLine(childText(item, 'title') ?? sourceId),
        description: cleanText([childText(item, 'description'), childText(item, 'country', GDACS)]),
        geometry: { type: 'Point', coordinates: position },
        ...(hazard === 'earthquake' ? readQuake(item) : {}),
      }),
    }),
    fieldsOfXml(item),
  )
}

/**
 * Reads GDACS's RSS. An event keeps its type and number while its episodes change; `datemodified`, else `pubDate`,
 * orders its messages. Events outside Indonesia are counted as elsewhere; those that are over come as records.
 */
export const readGdacs = (root: XmlElement, { fetchedAt }: { readonly fetchedAt: Date }): FeedReading => {
  const items = rssItems(root)
  return items === null
    ? unreadable('/', root.name, 'RSS with a channel')
    : gather(items.map((item, at) => readItem(item, `item[${at + 1}]`, fetchedAt)))
}
