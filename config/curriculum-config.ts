import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { CurriculumModule } from '../src/drills/curriculum.ts'
import type { Fault } from '../src/errors.ts'
import { EVERY, spanOf } from './drill-cadence.ts'
import { inBothLanguages } from './drill-sentences.ts'
import { hazard, regionCode } from './quantities.ts'
import { checkYaml, readYaml } from './yaml-file.ts'

/** Ours: a title is one line of a mail, a summary one paragraph of a page. */
const LONGEST_TITLE = 60
const LONGEST_SUMMARY = 300
/** Ours: half a week of lessons is a programme of its own. */
const MOST_MINUTES = 1_440

/** One line: it stands in subjects, tables and calendars; a semicolon divides titles there. */
const line = (most: number) => {
  const error = `one line of 1 to ${most} characters without a semicolon`
  return z
    .string({ error })
    .trim()
    .min(1, { error })
    .max(most, { error })
    .refine((text) => !/[\r\n;{}]/.test(text), { error })
}

const both = (most: number) => z.strictObject({ id: line(most), en: line(most) })

const validError = 'a time such as 24 months or 2 years'
const minutesError = `a whole number from 1 to ${MOST_MINUTES}`

export const MODULE_ID = z
  .string()
  .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, { error: 'small letters, digits and hyphens, such as pertolongan-pertama' })
  .max(64)

export const curriculumSchema = z
  .strictObject({
    id: MODULE_ID,
    title: both(LONGEST_TITLE).describe('in Bahasa Indonesia and in English'),
    summary: both(LONGEST_SUMMARY),
    minutes: z
      .int({ error: minutesError })
      .min(1, { error: minutesError })
      .max(MOST_MINUTES, { error: minutesError })
      .describe('how long it takes'),
    regions: z
      .array(regionCode)
      .min(1)
      .optional()
      .describe('local wisdom (kearifan lokal) of these regions: programmes with localWisdom have it there by itself'),
    hazards: z.array(hazard).min(1).optional().describe('only for drills for one of these'),
    validFor: z
      .string({ error: validError })
      .regex(EVERY, { error: validError })
      .optional()
      .describe('so long after the drill its competency counts; for good unless given'),
  })
  .meta({ title: 'A module of the curriculum' })

const moduleOf = (given: z.output<typeof curriculumSchema>): CurriculumModule => {
  const validFor = spanOf(given.validFor ?? '')
  return {
    ...{ id: given.id, title: given.title, summary: given.summary, minutes: given.minutes },
    ...(given.regions === undefined ? {} : { regions: given.regions }),
    ...(given.hazards === undefined ? {} : { hazards: given.hazards }),
    ...(validFor === undefined ? {} : { validFor }),
  }
}

/**
 * Reads every module, one to a file `*.yaml` in `folder`, in the order of the files' names; adds every fault. No folder is
 * no modules.
 */
export const readCurriculum = (folder: string, faults: Fault[]): readonly CurriculumModule[] => {
  if (!existsSync(folder)) return []
  const before = faults.length
  const modules: CurriculumModule[] = []
  const places = new Map<string, string>()
  for (const name of readdirSync(folder).toSorted()) {
    if (!/\.ya?ml$/.test(name)) continue
    const yaml = readYaml(join(folder, name), faults)
    const given = yaml === undefined ? undefined : checkYaml(yaml, curriculumSchema, faults)
    if (yaml === undefined || given === undefined) continue
    const place = yaml.placeOf(['id'])
    const taken = places.get(given.id)
    if (taken !== undefined)
      faults.push({ path: place, got: given.id, expected: `an id of its own: ${taken} has this one` })
    places.set(given.id, place)
    modules.push(moduleOf(given))
  }
  faults.push(...faults.splice(before).map(inBothLanguages))
  return modules
}
