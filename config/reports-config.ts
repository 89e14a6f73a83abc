import { z } from 'zod'
import type { Fault } from '../src/errors.ts'
import type { ReportTerms } from '../src/mobilisation/report-verdict.ts'
import { KINDS } from '../src/roster/responder.ts'
import { duration } from './quantities.ts'
import { checkYaml, readYaml } from './yaml-file.ts'

export const reportsSchema = z
  .strictObject({
    kinds: z
      .array(z.enum(KINDS))
      .refine((kinds) => new Set(kinds).size === kinds.length, { error: 'each kind once' })
      .describe('whose clear reports become proposals; an empty list lets none through'),
    perPersonPerDay: z.int().min(1).max(100).default(5).describe('proposals of one person in any 24 hours'),
    decideWithin: duration('1m', '24h')
      .prefault('10m')
      .describe('how long the operators of a regency have, then the province’s, then the country’s'),
    language: z.enum(['id', 'en']).default('id').describe('of replies to people whose row names no language'),
  })
  .meta({ title: 'Village reports' })

/** Reads reports.yaml; adds every fault and answers undefined. */
export const readReports = (file: string, faults: Fault[]): ReportTerms | undefined => {
  const yaml = readYaml(file, faults)
  const given = yaml === undefined ? undefined : checkYaml(yaml, reportsSchema, faults)
  if (given === undefined) return undefined
  return {
    kinds: new Set(given.kinds),
    perPersonPerDay: given.perPersonPerDay,
    decideWithinMs: given.decideWithin,
    language: given.language,
  }
}
