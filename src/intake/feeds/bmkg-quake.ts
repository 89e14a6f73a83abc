import type { Fault } from '../../errors.ts'
import { insideIndonesia, type Position } from '../../geo/position.ts'
import { TSUNAMI_POSSIBLE } from '../../mobilisation/levels.ts'
import { quakeSeverity, strongestFelt } from '../../mobilisation/quake-severity.ts'
import { readInstant } from '../instant.ts'
import { readJsonBody } from '../json-body.ts'
import { showText } from '../shown.ts'
import {
  instantOf,
  readDepthKm,
  readFelt,
  readLatitude,
  readLongitude,
  readNumber,
  readPair,
  readTimeOfDay,
  readWordedDay,
  saysTsunami,
} from './bmkg-values.ts'
import { cleanLine, cleanText, type FieldReader, type Fields, isFields, listOf, readerOf, textAt } from './fields.ts'
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

export interface QuakeContext {
  /** When the feed was fetched: BMKG's list says nowhere when an entry was written. */
  readonly fetchedAt: Date
  /** Where a town or regency lies that a felt report names; null where it is not known. */
  placeOf(name: string): Position | null
}

/** The quakes of the feed are told apart by the second; the words of a day and a clock may be a minute old. */
const CLOCKS_AGREE_MS = 60_000

/** Lintang and Bujur are printed with two decimals, Coordinates with two or more. */
const PLACES_AGREE_DEG = 0.02

/** Origin time, from DateTime and from Tanggal with Jam; both where both are there, and then they must agree. */
const readOrigin = (read: FieldReader, fields: Fields, at: string, faults: Fault[]): Date | null => {
  const before = faults.length
  const stamped = read.may('DateTime', readInstant, 'an ISO 8601 instant with its offset')
  const day = read.may('Tanggal', readWordedDay, 'a day such as 06 Agu 2026')
  const time = read.may('Jam', readTimeOfDay, 'a time with its zone, such as 09:59:47 WIB')
  const clock = day !== null && time !== null ? instantOf(day, time) : null
  if (faults.length > before) return null
  if (stamped === null && clock === null) {
    faults.push({ path: `${at}.DateTime`, got: 'nothing', expected: 'an origin time' })
    return null
  }
  if (stamped !== null && clock !== null && Math.abs(stamped.getTime() - clock.getTime()) > CLOCKS_AGREE_MS) {
    faults.push({
      path: `${at}.DateTime`,
      got: showText(textAt(fields, 'DateTime') ?? ''),
      expected: `the same instant as Tanggal and Jam, ${clock.toISOString()}`,
      hint: 'Jam is on the clocks of the zone that it names; DateTime is UTC',
    })
    return null
  }
  return stamped ?? clock
}

/** The epicentre, from Coordinates and from Lintang with Bujur; both where both are there, and then they must agree. */
const readEpicentre = (read: FieldReader, at: string, faults: Fault[]): Position | null => {
  const before = faults.length
  const hint = 'BMKG writes the latitude first, with decimal points'
  const pair = read.may('Coordinates', readPair(true), 'latitude,longitude such as -1.17,120.06, not 0,0', hint)
  const latitude = read.may('Lintang', readLatitude, 'a latitude such as 1.17 LS or 2.42 LU')
  const longitude = read.may('Bujur', readLongitude, 'a longitude such as 120.06 BT')
  const worded: Position | null = latitude !== null && longitude !== null ? [longitude, latitude] : null
  if (faults.length > before) return null
  if (pair === null && worded === null) {
    faults.push({ path: `${at}.Coordinates`, got: 'nothing', expected: 'an epicentre' })
    return null
  }
  if (
    pair !== null &&
    worded !== null &&
    (Math.abs(pair[0] - worded[0]) > PLACES_AGREE_DEG || Math.abs(pair[1] - worded[1]) > PLACES_AGREE_DEG)
  ) {
    const expected = `the place of Lintang and Bujur, ${worded[1]},${worded[0]}`
    faults.push({ path: `${at}.Coordinates`, got: `${pair[1]},${pair[0]}`, expected })
    return null
  }
  return pair ?? worded
}

/** `gempa-20260806025947`: BMKG gives no id, so the second of the origin, in UTC, is the name. */
export const quakeId = (at: Date): string => `gempa-${at.toISOString().replace(/\D/g, '').slice(0, 14)}`

const readGempa = (given: unknown, at: string, context: QuakeContext): ItemReading => {
  if (!isFields(given)) return refusedItem(at, [{ path: at, got: typeof given, expected: 'an object' }])
  const faults: Fault[] = []
  const read = readerOf(given, at, faults)
  const occurredAt = readOrigin(read, given, at, faults)
  const epicentre = readEpicentre(read, at, faults)
  const decimal = 'write a decimal point, not a comma'
  const magnitude = read.need('Magnitude', readNumber(0, 10), 'a magnitude from 0 to 10 such as 5.4', decimal)
  const depthKm = read.may('Kedalaman', readDepthKm, 'a depth such as 10 km')
  faults.push(...aheadFaults(`${at}.DateTime`, occurredAt, context.fetchedAt))
  const itemId = occurredAt === null ? at : quakeId(occurredAt)
  if (faults.length > 0 || occurredAt === null || epicentre === null) return refusedItem(itemId, faults)
  if (!insideIndonesia(epicentre)) return { kind: 'elsewhere' }

  const { felt, unread } = readFelt(textAt(given, 'Dirasakan'), context.placeOf)
  const potential = textAt(given, 'Potensi')
  const where = textAt(given, 'Wilayah')
  const message = messageOf({
    source: 'bmkg',
    sourceId: itemId,
    sentAt: context.fetchedAt,
    language: 'id',
    event: bareEvent({
      hazard: 'earthquake',
      severity: quakeSeverity(magnitude, strongestFelt(felt)),
      urgency: 'immediate',
      certainty: 'observed',
      occurredAt,
      headline: cleanLine(`Gempa M ${magnitude ?? '?'}${where === null ? '' : `, ${where}`}`),
      description: cleanText([potential, textAt(given, 'Dirasakan') && `Dirasakan: ${textAt(given, 'Dirasakan')}`]),
      geometry: { type: 'Point', coordinates: epicentre },
      felt,
      magnitude,
      depthKm,
      // The tsunami itself is warned of by InaTEWS, regency by regency: this is only a word beside the quake.
      level: saysTsunami(potential) ? TSUNAMI_POSSIBLE : null,
    }),
  })
  const warnings = [
    ...unread.map((part) => ({
      path: `${at}.Dirasakan`,
      got: showText(part),
      expected: 'MMI and a place: III Batang',
    })),
    ...felt
      .filter(({ position }) => position === null)
      .map(({ place }) => ({ path: `${at}.Dirasakan`, got: showText(place), expected: 'a place in our table' })),
  ]
  return itemOf(itemId, message, given, {
    warnings,
    silentOn: [
      ...(Object.hasOwn(given, 'Dirasakan') ? [] : (['felt'] as const)),
      ...(Object.hasOwn(given, 'Potensi') ? [] : (['level'] as const)),
    ],
  })
}

/**
 * Reads BMKG's autogempa.json (one quake, an object), gempaterkini.json and gempadirasakan.json (a list): magnitude,
 * depth in km, epicentre, and where it was felt in MMI. All values there are text. Quakes far from Indonesia are counted
 * as elsewhere. What contradicts itself is refused, with every fault: nothing is guessed.
 */
export const readBmkgQuakes = (bytes: Buffer, context: QuakeContext): FeedReading => {
  const json = readJsonBody(bytes)
  if (json.kind === 'unreadable') return json
  const root = isFields(json.value) ? json.value['Infogempa'] : undefined
  const gempa = isFields(root) ? root['gempa'] : undefined
  if (gempa === undefined || gempa === null || gempa === '')
    return unreadable('Infogempa.gempa', 'nothing', 'a quake or a list of quakes', 'is this the address of the feed?')
  const single = !Array.isArray(gempa)
  return gather(
    listOf(gempa).map((one, at) => readGempa(one, single ? 'Infogempa.gempa' : `Infogempa.gempa[${at}]`, context)),
  )
}
