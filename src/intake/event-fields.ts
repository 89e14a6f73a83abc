import { z } from 'zod'
import { MAX_RADIUS_KM } from '../geo/radius.ts'
import { HAZARDS, type Hazard, readHazard } from '../mobilisation/hazard.ts'
import { CERTAINTIES, MESSAGE_TYPES, SEVERITIES, URGENCIES } from '../mobilisation/hazard-event.ts'
import { readRegionCode } from '../roster/region.ts'
import { KINDS, type Kind } from '../roster/responder.ts'
import { MODES } from '../wording/mode.ts'
import { geometryField, positionField } from './event-geometry.ts'
import { skillsField } from './event-skills.ts'
import { readInstant } from './instant.ts'
import { hintFor } from './nearest-word.ts'
import { readPhone } from './phone.ts'
import { isPlainLine, isPlainText } from './plain-text.ts'
import { type KnownNames, wants } from './zod-faults.ts'

const NULL_IF_UNKNOWN = 'write null where it is not known, never 0 or a word'

const isText = (value: unknown, max: number, plain: (text: string) => boolean): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= max && plain(value)

const line = (max: number) =>
  z
    .custom<string>((value) => isText(value, max, isPlainLine), {
      error: wants(`one line of text, 1 to ${max} characters`, 'without control characters'),
    })
    .transform((text) => text.normalize('NFC').trim())

const headlineField = z
  .custom<string>((value) => value === '' || isText(value, 200, isPlainLine), {
    error: wants('one line of text of at most 200 characters', 'without control characters'),
  })
  .transform((text) => text.normalize('NFC').trim())

const paragraph = (max: number) =>
  z
    .custom<string>((value) => value === '' || isText(value, max, isPlainText), {
      error: wants(`text of at most ${max} characters`, 'without control characters other than line breaks'),
    })
    .transform((text) => text.normalize('NFC').trim())

const oneOf = <const Words extends readonly [string, ...string[]]>(words: Words) =>
  z.enum(words, {
    error: ({ input }) =>
      wants(`one of ${words.join(', ')}`, typeof input === 'string' ? hintFor(input, words) : undefined),
  })

const number = (min: number, max: number, unit = '') => {
  const error = wants(`a number from ${min} to ${max}${unit}, or null`, NULL_IF_UNKNOWN)
  return z.number({ error }).min(min, { error }).max(max, { error })
}

const whole = (min: number, max: number) => {
  const error = wants(`a whole number from ${min} to ${max}`)
  return z.number({ error }).int({ error }).min(min, { error }).max(max, { error })
}

export const instantField = z
  .custom<string>((value) => typeof value === 'string' && readInstant(value) !== null, {
    error: ({ input }) =>
      wants(
        'a date and time with its offset, such as 2026-11-22T13:21:00+07:00',
        typeof input === 'string' && /T\d{2}:\d{2}(:\d{2}(\.\d+)?)?$/.test(input)
          ? 'the offset is missing: +07:00 is WIB, +08:00 WITA, +09:00 WIT'
          : undefined,
      ),
  })
  .transform((text) => new Date(text))

/** BNPB's codes come as numbers where a sender's program took them for such. */
export const hazardIn = (value: unknown): Hazard | undefined =>
  typeof value === 'string' || Number.isInteger(value) ? readHazard(String(value)) : undefined

const hazardField = z
  .custom<string | number>((value) => hazardIn(value) !== undefined, {
    error: ({ input }) =>
      wants(
        `one of ${HAZARDS.join(', ')}, a BNPB code (101 to 111) or its Indonesian name`,
        typeof input === 'string' ? hintFor(input, HAZARDS) : undefined,
      ),
  })
  .transform((value) => hazardIn(value) ?? null)

/** What can be said against a village's code as it is written; undefined where it is well formed. */
const villageFault = (value: unknown): string | undefined => {
  const expected = 'the Kemendagri code of a village, such as 32.04.15.2003'
  if (typeof value !== 'string') return wants(expected, 'write the code as text, in quotes')
  const reading = readRegionCode(value)
  if (reading.kind === 'not-a-code') return wants(expected, reading.hint)
  return reading.level === 'village'
    ? undefined
    : wants(expected, `this is the code of a ${reading.level}: name its villages`)
}

const villageField = z
  .custom<string>((value) => villageFault(value) === undefined, { error: ({ input }) => villageFault(input) })
  .transform((text) => text.trim())

const levelField = z
  .custom<string | number>(
    (value) => isText(value, 40, isPlainLine) || (Number.isInteger(value) && Math.abs(Number(value)) < 100),
    {
      error: wants(
        'the word or number of a scale, such as "III" or "awas"',
        'at most 40 characters; null where not known',
      ),
    },
  )
  .transform((value) => String(value).normalize('NFC').trim())

const contactFault = (value: unknown): string | undefined => {
  const expected = 'a phone number with +62'
  if (typeof value !== 'string') return wants(expected, 'write it as text, in quotes')
  const reading = readPhone(value)
  return reading.kind === 'phone' ? undefined : wants(expected, `it ${reading.why}: ${reading.remedy}`)
}

const contactField = z
  .custom<string>((value) => contactFault(value) === undefined, { error: ({ input }) => contactFault(input) })
  .transform((text) => {
    const reading = readPhone(text)
    return reading.kind === 'phone' ? reading.e164 : null
  })

const object = <Shape extends z.ZodRawShape>(shape: Shape, expected: string) =>
  z.strictObject(shape, { error: wants(expected) })

/** Nobody has asked for more people of one kind in one message. */
const MAX_HEADS = 5_000

const heads = whole(0, MAX_HEADS).nullish()

const kindShape: Record<Kind, typeof heads> = {
  tagana: heads,
  pendamping_desa: heads,
  pkh: heads,
  tksk: heads,
  psm: heads,
  pensosmas: heads,
  karang_taruna: heads,
  bhabinkamtibmas: heads,
  ksb_member: heads,
  volunteer: heads,
}

const regionFault = (value: unknown): string | undefined => {
  const expected = 'the Kemendagri code of a province, regency or district, such as 32.04'
  if (typeof value !== 'string') return wants(expected, 'write the code as text, in quotes')
  const reading = readRegionCode(value)
  if (reading.kind === 'not-a-code') return wants(expected, reading.hint)
  return reading.level === 'village' ? wants(expected, 'name villages in villageCodes') : undefined
}

const regionCodeField = z
  .custom<string>((value) => regionFault(value) === undefined, { error: ({ input }) => regionFault(input) })
  .transform((text) => text.trim())

const bearing = number(0, 360, ' degrees from north')

/** Every regency of the country, and some. */
const MAX_REGIONS = 600
const MAX_SECTORS = 36

/** Every village of a large regency, and some. */
const MAX_VILLAGES = 2_000

const radiusError = wants(
  `more than 0 and at most ${MAX_RADIUS_KM} km, or null`,
  'leave it out to use the usual reach of the hazard',
)

const radiusField = z
  .number({ error: radiusError })
  .gt(0, { error: radiusError })
  .max(MAX_RADIUS_KM, { error: radiusError })

const regionShape = { code: regionCodeField, level: levelField.nullish() }
const sectorShape = { fromDeg: bearing, toDeg: bearing, radiusKm: radiusField }

const areaShape = {
  geometry: geometryField.nullish(),
  radiusKm: radiusField.nullish(),
  villageCodes: z
    .array(villageField, { error: wants('a list of village codes') })
    .max(MAX_VILLAGES, { error: wants(`at most ${MAX_VILLAGES} village codes`) })
    .nullish(),
  regions: z
    .array(object(regionShape, 'an object with code and level'), { error: wants('a list of { code, level }') })
    .max(MAX_REGIONS, { error: wants(`at most ${MAX_REGIONS} regions`) })
    .nullish(),
  sectors: z
    .array(object(sectorShape, 'an object with fromDeg, toDeg and radiusKm'), {
      error: wants('a list of { fromDeg, toDeg, radiusKm }'),
    })
    .max(MAX_SECTORS, { error: wants(`at most ${MAX_SECTORS} sectors`) })
    .nullish(),
}

const musterShape = { name: line(100), coordinates: positionField }
const authorityShape = { name: line(200), office: line(200) }

const eventShape = {
  id: line(200),
  revision: whole(1, 1_000_000_000).nullish(),
  mode: oneOf(MODES),
  messageType: oneOf(MESSAGE_TYPES),
  hazard: hazardField.nullish(),
  severity: oneOf(SEVERITIES).nullish(),
  urgency: oneOf(URGENCIES).nullish(),
  certainty: oneOf(CERTAINTIES).nullish(),
  occurredAt: instantField,
  expiresAt: instantField.nullish(),
  headline: headlineField.nullish(),
  description: paragraph(5_000).nullish(),
  area: object(areaShape, 'an object with geometry, radiusKm, villageCodes, regions or sectors').nullish(),
  magnitude: number(0, 10).nullish(),
  depthKm: number(0, 800, ' km').nullish(),
  level: levelField.nullish(),
  need: object(
    { ...kindShape, skills: skillsField(whole(0, MAX_HEADS)).nullish() },
    'an object of kinds with counts',
  ).nullish(),
  musterPoint: object(musterShape, 'an object with name and coordinates').nullish(),
  safeToApproach: z.boolean({ error: wants('true, false or null', 'null where it is not known') }).nullish(),
  contact: contactField.nullish(),
  authorisedBy: object(authorityShape, 'an object with name and office').nullish(),
}

/** The body of POST /v1/events. Absent and null are the same; what an alert needs besides is checked apart. */
export const eventSchema = object(eventShape, 'a JSON object')

const GEOMETRY_NAMES = ['type', 'coordinates']

export const EVENT_NAMES: KnownNames = {
  '': Object.keys(eventShape),
  area: Object.keys(areaShape),
  'area.geometry': GEOMETRY_NAMES,
  'area.regions': Object.keys(regionShape),
  'area.sectors': Object.keys(sectorShape),
  need: [...KINDS, 'skills'],
  musterPoint: Object.keys(musterShape),
  authorisedBy: Object.keys(authorityShape),
}
