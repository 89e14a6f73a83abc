import { z } from 'zod'
import type { Fault } from '../src/errors.ts'
import { commandsTagana, type StandingOrder } from '../src/mobilisation/authority.ts'
import type { AidAgreement } from '../src/mobilisation/mutual-aid.ts'
import { readRegionCode, timeZoneOf, UTC_OFFSET_HOURS } from '../src/roster/region.ts'
import { regionCode } from './quantities.ts'
import { checkYaml, readYaml } from './yaml-file.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

const line = z
  .string()
  .trim()
  .regex(/^[^\p{Cc}]{1,200}$/u, { error: 'one line of 1 to 200 characters' })

const day = z.iso.date({ error: 'a day such as "2026-01-31", in quotes' })

const period = {
  from: day.describe('the first day on which it holds, by the clocks of the region'),
  until: day.describe('the last day on which it holds, by the clocks of the region'),
}

const endsAfterItBegins = {
  check: ({ from, until }: { readonly from: string; readonly until: string }) => from <= until,
  path: ['until'],
  error: 'a day not before from',
}

/** From the beginning of the first day to the end of the last one, as the clocks of the region show them. */
const instantsOf = (given: { readonly from: string; readonly until: string }, region: string) => {
  const offsetMs = UTC_OFFSET_HOURS[timeZoneOf(region)] * HOUR_MS
  const beginOf = (text: string): number => Date.parse(`${text}T00:00:00Z`) - offsetMs
  return { from: new Date(beginOf(given.from)), until: new Date(beginOf(given.until) + DAY_MS) }
}

const standingOrder = z
  .strictObject({
    region: z
      .union([z.literal(''), regionCode], {
        error: 'a Kemendagri region code with dots, such as "32" or "32.04", or "" for the whole country',
      })
      .describe('where it holds: a province, a regency, or "" for the whole country'),
    name: line.describe('who signed it'),
    office: line
      .refine(commandsTagana, { error: 'a Dinas Sosial or the Kementerian Sosial, who command Tagana' })
      .describe('whose order it is'),
    basis: line.describe('number and date of the letter'),
    ...period,
    example: z
      .boolean()
      .default(false)
      .describe('stands for a letter that nobody wrote: counts only while nothing leaves the program'),
  })
  .refine(endsAfterItBegins.check, endsAfterItBegins)
  .meta({ id: 'standingOrder' })

export const authoritiesSchema = z
  .strictObject({ standingOrders: z.array(standingOrder).describe('orders to Tagana that were given in advance') })
  .meta({ title: 'In whose name Tagana are ordered' })

/** Reads authorities.yaml; adds every fault and answers undefined. */
export const readStandingOrders = (file: string, faults: Fault[]): readonly StandingOrder[] | undefined => {
  const yaml = readYaml(file, faults)
  const given = yaml === undefined ? undefined : checkYaml(yaml, authoritiesSchema, faults)
  return given?.standingOrders.map((order) => ({ ...order, ...instantsOf(order, order.region) }))
}

/** People are called by their regency: nothing smaller can lend them. */
const party = regionCode.refine(
  (text) => {
    const reading = readRegionCode(text)
    return reading.kind === 'not-a-code' || reading.level === 'province' || reading.level === 'regency'
  },
  { error: 'the code of a province or a regency, such as "32" or "32.04"' },
)

const agreement = z
  .strictObject({
    between: z
      .array(party)
      .min(2, { error: 'two regencies or provinces at least' })
      .refine((codes) => new Set(codes).size === codes.length, { error: 'each region once' })
      .describe('the parties: their people may be called for each other'),
    basis: line.describe('number and date of the agreement'),
    ...period,
  })
  .refine(endsAfterItBegins.check, endsAfterItBegins)
  .meta({ id: 'agreement' })

export const mutualAidSchema = z
  .strictObject({ agreements: z.array(agreement).describe('who may call people across a border') })
  .meta({ title: 'Mutual aid between regencies' })

/** Reads mutual-aid.yaml; adds every fault and answers undefined. Days are those of the first party's clocks. */
export const readMutualAid = (file: string, faults: Fault[]): readonly AidAgreement[] | undefined => {
  const yaml = readYaml(file, faults)
  const given = yaml === undefined ? undefined : checkYaml(yaml, mutualAidSchema, faults)
  return given?.agreements.map((one) => ({ ...one, ...instantsOf(one, one.between[0] ?? '') }))
}
