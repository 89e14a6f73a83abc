import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { CurriculumModule } from '../src/drills/curriculum.ts'
import { type DrillProgramme, followsHistory } from '../src/drills/drill-plan.ts'
import type { Fault } from '../src/errors.ts'
import { cadenceKeys, checkCadence, timingOf } from './drill-cadence.ts'
import { checkCurriculum, curriculumKeys, curriculumOf } from './drill-curriculum.ts'
import { inBothLanguages } from './drill-sentences.ts'
import { sites, sitesChosen } from './drill-sites.ts'
import { team, teamOf } from './drill-team.ts'
import { DRILL_TYPES } from './drill-types.ts'
import { duration, hazard, radiusKm } from './quantities.ts'
import { checkYaml, readYaml, type YamlFile } from './yaml-file.ts'

const MOST_REMINDERS = 3

/** A lead by itself, or one with the channel that this reminder goes by. */
const reminder = z
  .union(
    [
      duration('1m', '90d'),
      z.strictObject({ before: duration('1m', '90d'), channel: z.enum(['sms', 'email']).optional() }),
    ],
    { error: 'a time from 1m to 90d such as 2h, or { before: 1d, channel: sms or email }' },
  )
  .transform((given) => (typeof given === 'number' ? { before: given } : given))

export const drillSchema = z
  .strictObject({
    id: z
      .string()
      .regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, { error: 'small letters, digits and hyphens, such as gladi-lapang-2027' })
      .max(64),
    type: z.enum(DRILL_TYPES),
    hazard: hazard.optional().describe('what is rehearsed'),
    hazards: z
      .array(hazard)
      .min(2)
      .max(4)
      .optional()
      .describe('instead of hazard: several, the first the most important'),
    sites: sites.describe('all, codes, region or filter'),
    ...cadenceKeys,
    zone: z.enum(['WIB', 'WITA', 'WIT', 'site']).default('site').describe('whose clock; site is each village’s own'),
    duration: duration('1m', '30d'),
    closedDays: z
      .enum(['move', 'keep'])
      .optional()
      .describe(
        'on a day that the calendar closes: held at the next free time, or all the same; keep with startsAt, else move',
      ),
    team: team.default({}),
    invite: duration('1m', '90d').describe('how long before the start people are invited'),
    reminders: z
      .array(reminder)
      .max(MOST_REMINDERS)
      .default([])
      .describe(
        'how long before the start people are reminded: 1d on each channel, { before: 1d, channel: email } on one',
      ),
    places: z
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .describe('how many of the village’s own people have a place; further ones who say yes wait'),
    attendance: z
      .int()
      .min(1)
      .max(10_000)
      .optional()
      .describe('how many of the village’s own people have to come for it to count as held; however many unless given'),
    substituteBefore: duration('1m', '90d')
      .optional()
      .describe('so long before the start a silent facilitator gets a substitute; half of invite unless given'),
    rehearse: z
      .enum(['none', 'alert', 'call-out'])
      .default('none')
      .describe(
        'at the start, in exercise mode: alert asks those whom a call-out would call whether they could come, and nobody sets out; call-out rehearses all of it',
      ),
    ...curriculumKeys,
    plan: z
      .strictObject({
        within: duration('1d', '180d').describe('so long after its turn a drill may begin at the latest'),
        travelKmMost: radiusKm.describe('from a facilitator’s home to the site, great circle'),
        drillsMost: z.int().min(1).max(366).optional().describe('of one facilitator in a year’s plan'),
      })
      .optional()
      .describe('for `drills schedule`: turns may lie anywhere in a window'),
  })
  .superRefine((given, context) => {
    const complain = (key: string, message: string): void => context.addIssue({ code: 'custom', path: [key], message })
    checkCadence(given, complain)
    if ((given.hazard === undefined) === (given.hazards === undefined))
      complain('hazard', 'either hazard or hazards: one of them, and only one')
    if (new Set(given.hazards).size < (given.hazards ?? []).length) complain('hazards', 'each hazard once')
    if (given.plan !== undefined && followsHistory({ sites: sitesChosen(given.sites) }))
      complain('plan', 'no plan: beside neverDrilled, readinessBelow, lastDrilledBefore, expiring or openImprovements')
    if (given.reminders.some(({ before }) => before >= given.invite))
      complain('reminders', 'reminders nearer to the start than the invitation')
    if (given.substituteBefore !== undefined && given.substituteBefore >= given.invite)
      complain('substituteBefore', 'a time nearer to the start than the invitation')
    if (new Set(given.reminders.map(({ before }) => before)).size < given.reminders.length)
      complain('reminders', 'each reminder once')
  })
  .meta({ title: 'A programme of drills' })

type Given = z.output<typeof drillSchema>

/** Longest lead first; channels only where one is named, for each reminder or null. */
const remindersOf = ({ reminders }: Given): Pick<DrillProgramme, 'remindBeforeMs' | 'remindBy'> => {
  const sorted = reminders.toSorted((one, other) => other.before - one.before)
  const by = sorted.map(({ channel }) => channel ?? null)
  return {
    remindBeforeMs: sorted.map(({ before }) => before),
    ...(by.every((channel) => channel === null) ? {} : { remindBy: by }),
  }
}

const rehearsedBy = ({ hazard: only, hazards = [] }: Given): readonly string[] =>
  only === undefined ? hazards : [only]

/** The first, and the others where there are any. */
const hazardsOf = (given: Given): Pick<DrillProgramme, 'hazard' | 'alsoHazards'> => {
  const [first = '', ...also] = rehearsedBy(given)
  return { hazard: first, ...(also.length === 0 ? {} : { alsoHazards: also }) }
}

const planOf = ({ within, travelKmMost, drillsMost }: NonNullable<Given['plan']>) => ({
  ...{ withinMs: within, travelKmMost },
  ...(drillsMost === undefined ? {} : { drillsMost }),
})

const programmeOf = (given: Given, modules: readonly CurriculumModule[]): DrillProgramme => ({
  id: given.id,
  type: given.type,
  ...hazardsOf(given),
  ...(given.attendance === undefined ? {} : { attendanceLeast: given.attendance }),
  sites: sitesChosen(given.sites),
  when: timingOf(given),
  zone: given.zone,
  durationMs: given.duration,
  closedDays: given.closedDays ?? (given.startsAt === undefined ? 'move' : 'keep'),
  ...teamOf(given.team),
  inviteBeforeMs: given.invite,
  ...remindersOf(given),
  rehearse: given.rehearse,
  ...curriculumOf({ ...given, hazards: rehearsedBy(given) }, modules),
  ...(given.places === undefined ? {} : { places: given.places }),
  ...(given.substituteBefore === undefined ? {} : { substituteBeforeMs: given.substituteBefore }),
  ...(given.plan === undefined ? {} : { plan: planOf(given.plan) }),
})

/**
 * Reads every programme, one to a file `*.yaml` in `folder`, in the order of the files' names; adds every fault. No
 * folder is no programmes. `modules` are what they can teach.
 */
export const readDrills = (
  folder: string,
  modules: readonly CurriculumModule[],
  faults: Fault[],
): readonly DrillProgramme[] => {
  if (!existsSync(folder)) return []
  const before = faults.length
  const programmes: DrillProgramme[] = []
  const places = new Map<string, string>()
  for (const name of readdirSync(folder).toSorted()) {
    if (!/\.ya?ml$/.test(name)) continue
    const yaml: YamlFile | undefined = readYaml(join(folder, name), faults)
    const given = yaml === undefined ? undefined : checkYaml(yaml, drillSchema, faults)
    if (yaml === undefined || given === undefined) continue
    const place = yaml.placeOf(['id'])
    const taken = places.get(given.id)
    if (taken !== undefined)
      faults.push({ path: place, got: given.id, expected: `an id of its own: ${taken} has this one` })
    places.set(given.id, place)
    const chosen = sitesChosen(given.sites)
    const expiring = chosen.kind === 'filter' ? chosen.expiring?.module : undefined
    checkCurriculum({ ...given, hazards: rehearsedBy(given) }, expiring, modules, yaml.placeOf, faults)
    programmes.push(programmeOf(given, modules))
  }
  faults.push(...faults.splice(before).map(inBothLanguages))
  return programmes
}
