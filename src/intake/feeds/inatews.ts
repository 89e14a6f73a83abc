import type { Fault } from '../../errors.ts'
import { insideIndonesia, type Position } from '../../geo/position.ts'
import { FUTURE_ALLOWED_MS } from '../../mobilisation/arrival.ts'
import { TSUNAMI_POSSIBLE } from '../../mobilisation/levels.ts'
import { quakeSeverity, strongestFelt } from '../../mobilisation/quake-severity.ts'
import type { Mode } from '../../wording/mode.ts'
import type { XmlElement } from '../cap/xml-tree.ts'
import { readJsonBody } from '../json-body.ts'
import { show } from '../shown.ts'
import {
  instantOf,
  readDepthKm,
  readFelt,
  readLatitude,
  readLongitude,
  readNumber,
  readNumberedDay,
  readPair,
  readTimeOfDay,
  saysTsunami,
} from './bmkg-values.ts'
import { cleanLine, cleanText, type FieldReader, type Fields, isFields, listOf, readerOf, textAt } from './fields.ts'
import {
  bareEvent,
  type FeedReading,
  gather,
  type ItemReading,
  itemOf,
  messageOf,
  refusedItem,
  unreadable,
} from './reading.ts'
import { type Bulletin, bulletinOf, exerciseFaults } from './tsunami-bulletin.ts'
import { readWarnedRegions, tsunamiSeverity, type WarnedRegions } from './tsunami-levels.ts'
import { fieldsOfXml } from './xml-fields.ts'

export interface InatewsContext {
  readonly fetchedAt: Date
  placeOf(name: string): Position | null
  /** The Kemendagri code of a kabupaten or kota; null where the name fits none or several. */
  regencyByName(province: string, district: string): string | null
}

const MODES: ReadonlyMap<string, Mode> = new Map<string, Mode>([
  ['actual', 'actual'],
  ['exercise', 'exercise'],
  ['test', 'test'],
])

/** `26/09/2026 02:44:29WIB` */
const readTimeSent = (text: string): Date | null => {
  const [, day = '', time = ''] = /^(\S+)\s+(.+)$/.exec(text) ?? []
  const [onDay, atTime] = [readNumberedDay(day), readTimeOfDay(time)]
  return onDay === null || atTime === null ? null : instantOf(onDay, atTime)
}

/** The epicentre: `lon,lat` in point, longitude first here; and in words. Both must agree where both are there. */
const readEpicentre = (info: Fields, read: FieldReader, at: string, faults: Fault[]): Position | null => {
  const point = isFields(info['point']) ? info['point'] : {}
  const before = faults.length
  const pair = readerOf(point, `${at}.point`, faults).may('coordinates', readPair(false), 'longitude,latitude')
  const latitude = read.may('latitude', readLatitude, 'a latitude such as 8.23 LS')
  const longitude = read.may('longitude', readLongitude, 'a longitude such as 120.31 BT')
  if (faults.length > before) return null
  const worded: Position | null = latitude !== null && longitude !== null ? [longitude, latitude] : null
  if (pair === null && worded === null) {
    faults.push({ path: `${at}.point.coordinates`, got: 'nothing', expected: 'an epicentre' })
    return null
  }
  if (
    pair !== null &&
    worded !== null &&
    (Math.abs(pair[0] - worded[0]) > 0.02 || Math.abs(pair[1] - worded[1]) > 0.02)
  ) {
    const expected = `the place of latitude and longitude, ${worded[0]},${worded[1]}`
    faults.push({ path: `${at}.point.coordinates`, got: `${pair[0]},${pair[1]}`, expected })
    return null
  }
  return pair ?? worded
}

interface Origin {
  readonly eventId: string
  readonly occurredAt: Date
  readonly sentAt: Date
  readonly epicentre: Position
  readonly magnitude: number | null
  readonly depthKm: number | null
}

const readOrigin = (info: Fields, at: string, fetchedAt: Date, faults: Fault[]): Origin | null => {
  const read = readerOf(info, at, faults)
  const eventId = read.need('eventid', (text) => (/^\d{14}$/.test(text) ? text : null), 'YYYYMMDDHHMMSS')
  const day = read.need('date', readNumberedDay, 'a day such as 26-09-26, the day first')
  const time = read.need('time', readTimeOfDay, 'a time with its zone, such as 02:41:57 WIB')
  const sentAt = read.need('timesent', readTimeSent, 'an instant such as 26/09/2026 02:44:29WIB')
  const magnitude = read.may('magnitude', readNumber(0, 10), 'a magnitude from 0 to 10')
  const depthKm = read.may('depth', readDepthKm, 'a depth such as 10 Km')
  const epicentre = readEpicentre(info, read, at, faults)
  if (day === null || time === null || eventId === null || sentAt === null || epicentre === null) return null
  const occurredAt = instantOf(day, time)
  for (const [name, instant] of [['time', occurredAt] as const, ['timesent', sentAt] as const])
    if (instant.getTime() - fetchedAt.getTime() > FUTURE_ALLOWED_MS)
      faults.push({ path: `${at}.${name}`, got: instant.toISOString(), expected: 'an instant that has passed' })
  return { eventId, occurredAt, sentAt, epicentre, magnitude, depthKm }
}

const wordsOf = (info: Fields): readonly (string | null)[] =>
  ['potential', 'description', 'instruction', 'instruction1', 'instruction2', 'instruction3'].map((name) =>
    textAt(info, name),
  )

const observationsOf = (info: Fields): readonly string[] =>
  listOf(info['obsarea'])
    .filter(isFields)
    .map(
      (seen) => `Teramati: ${['location', 'height', 'date', 'time'].map((name) => textAt(seen, name) ?? '').join(' ')}`,
    )

const quakeItem = (
  info: Fields,
  origin: Origin,
  mode: Mode,
  { end }: Extract<Bulletin, { kind: 'quake' }>,
  at: string,
  context: InatewsContext,
): ItemReading => {
  const { felt, unread } = readFelt(textAt(info, 'felt'), context.placeOf)
  const sourceId = `gempa-${origin.eventId}`
  const message = messageOf({
    source: 'inatews',
    sourceId,
    sentAt: origin.sentAt,
    language: 'id',
    event: bareEvent({
      messageType: end ?? 'alert',
      mode,
      hazard: 'earthquake',
      severity: quakeSeverity(origin.magnitude, strongestFelt(felt)),
      urgency: 'immediate',
      certainty: 'observed',
      occurredAt: origin.occurredAt,
      headline: cleanLine(
        textAt(info, 'headline') ?? `Gempa M ${origin.magnitude ?? '?'}, ${textAt(info, 'area') ?? ''}`,
      ),
      description: cleanText(wordsOf(info)),
      geometry: { type: 'Point', coordinates: origin.epicentre },
      felt,
      magnitude: origin.magnitude,
      depthKm: origin.depthKm,
      level: saysTsunami(textAt(info, 'potential')) ? TSUNAMI_POSSIBLE : null,
    }),
  })
  const warnings = unread.map((part) => ({ path: `${at}.felt`, got: show(part), expected: 'MMI and a place' }))
  return itemOf(sourceId, message, info, { warnings, silentOn: Object.hasOwn(info, 'felt') ? [] : ['felt'] })
}

const tsunamiItem = (
  info: Fields,
  origin: Origin,
  mode: Mode,
  { number, end }: Extract<Bulletin, { kind: 'tsunami' }>,
  warned: WarnedRegions,
): ItemReading => {
  const sourceId = `tsunami-${origin.eventId}`
  const message = messageOf({
    source: 'inatews',
    sourceId,
    sentAt: origin.sentAt,
    language: 'id',
    event: bareEvent({
      messageType: end ?? (number === null || number === 1 ? 'alert' : 'update'),
      mode,
      hazard: 'tsunami',
      severity: tsunamiSeverity(warned.highest),
      urgency: end === null ? 'immediate' : 'past',
      certainty: listOf(info['obsarea']).length > 0 ? 'observed' : 'likely',
      occurredAt: origin.occurredAt,
      headline: cleanLine(textAt(info, 'headline') ?? textAt(info, 'subject') ?? 'Peringatan dini tsunami'),
      description: cleanText([textAt(info, 'subject'), ...wordsOf(info), ...warned.words, ...observationsOf(info)]),
      // Regencies are warned, not a circle round an epicentre at sea; the epicentre stands in where none is known.
      geometry: warned.regions.length > 0 ? null : { type: 'Point', coordinates: origin.epicentre },
      regions: warned.regions,
      magnitude: origin.magnitude,
      depthKm: origin.depthKm,
      level: warned.highest,
      // Nobody goes to the coast before the warning has ended.
      safeToApproach: end === null ? false : null,
    }),
  })
  return itemOf(sourceId, message, info, { warnings: warned.warnings })
}

const readBulletin = (alert: Fields, given: unknown, at: string, context: InatewsContext): ItemReading => {
  if (!isFields(given)) return refusedItem(at, [{ path: at, got: show(given), expected: 'an object' }])
  const faults: Fault[] = []
  const status = textAt(alert, 'status') ?? 'Actual'
  const mode = MODES.get(status.toLowerCase())
  if (mode === undefined) faults.push({ path: 'status', got: show(status), expected: 'Actual, Exercise or Test' })
  const origin = readOrigin(given, at, context.fetchedAt, faults)
  if (mode === 'actual') faults.push(...exerciseFaults(given, at))
  const msgType = textAt(alert, 'msgType')?.toLowerCase() ?? ''
  if (msgType === 'ack' || msgType === 'error')
    faults.push({ path: 'msgType', got: show(alert['msgType']), expected: 'Alert, Update or Cancel' })
  const bulletin = bulletinOf(given, at, msgType === 'cancel')
  if (bulletin.kind === 'contradiction') faults.push(bulletin.fault)
  const itemId = textAt(given, 'eventid') ?? at
  if (faults.length > 0 || origin === null || mode === undefined || bulletin.kind === 'contradiction')
    return refusedItem(itemId.slice(0, 100), faults)
  if (bulletin.kind === 'tsunami')
    return tsunamiItem(given, origin, mode, bulletin, readWarnedRegions(given, at, context.regencyByName))
  return insideIndonesia(origin.epicentre)
    ? quakeItem(given, origin, mode, bulletin, at, context)
    : { kind: 'elsewhere' }
}

const readAlert = (root: unknown, context: InatewsContext): FeedReading => {
  const alert = isFields(root) ? root : {}
  const infos = listOf(alert['info'])
  if (infos.length === 0) return unreadable('info', show(alert['info']), 'a quake or a bulletin', 'is this datagempa?')
  return gather(
    infos.map((info, at) => readBulletin(alert, info, Array.isArray(alert['info']) ? `info[${at}]` : 'info', context)),
  )
}

/**
 * Reads InaTEWS's datagempa.json: the latest quake, or a tsunami bulletin (PD-1 the warning, PD-2 and PD-3 its updates,
 * PD-4 its end, msgType Cancel whatever it says). A bulletin names regencies with levels; all bulletins of one event have one id, ordered by `timesent`.
 * It looks like CAP and is none: `point` has the longitude first, days are written day first, times are WIB.
 */
export const readInatewsJson = (bytes: Buffer, context: InatewsContext): FeedReading => {
  const json = readJsonBody(bytes)
  return json.kind === 'unreadable' ? json : readAlert(json.value, context)
}

/** The same as XML, whose elements have the names of the JSON's fields, with observations (`obsarea`) besides. */
export const readInatewsXml = (root: XmlElement, context: InatewsContext): FeedReading =>
  readAlert(fieldsOfXml(root), context)
