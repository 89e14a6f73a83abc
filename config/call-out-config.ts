import { z } from 'zod'
import type { Fault } from '../src/errors.ts'
import type { CallOutPolicy } from '../src/mobilisation/call-out.ts'
import type { Hazard } from '../src/mobilisation/hazard.ts'
import type { HeadCount, Severity } from '../src/mobilisation/hazard-event.ts'
import type { SkillCount } from '../src/roster/skill.ts'
import { fallbackPolicy, fallbackSchema } from './fallback-config.ts'
import { kindsIn, needSchema, type Somebody, skillsIn, teamPolicy, teamSchema } from './need-config.ts'
import { duration, forEveryHazard, forEverySeverity, radiusKm } from './quantities.ts'
import { safetySchema } from './safety-config.ts'
import { sufficientPolicy, waveSchema } from './wave-config.ts'
import { checkYaml, readYaml } from './yaml-file.ts'

export interface Policy {
  readonly callOut: CallOutPolicy
  /** A call-out that needs more people than this waits for a second operator. */
  readonly approvalAbove: number
  /** How long a proposal waits at one level: reminded at half of it, sent further up at the end. */
  readonly approvalWithinMs: number
  /** Who is called when an event does not say. */
  readonly need: Readonly<Record<Hazard, Readonly<Record<Severity, HeadCount>>>>
  /** How many of them with a skill. */
  readonly skills: Readonly<Record<Hazard, Readonly<Record<Severity, SkillCount>>>>
  /** Operators, by id, who are told what a call-out could not do. */
  readonly dutyOfficers: readonly string[]
}

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** For a file that names only some hazards: the shipped file's own default. */
const USUAL_NEED = {
  extreme: { tagana: 12, pendamping_desa: 3, tksk: 1, ksb_member: 10 },
  severe: { tagana: 6, pendamping_desa: 2, ksb_member: 6 },
  moderate: { tagana: 4, pendamping_desa: 1, ksb_member: 4 },
  minor: { tagana: 2, pendamping_desa: 1, ksb_member: 2 },
}

export const callOutSchema = z
  .strictObject({
    ackDeadline: duration('1s', '24h').describe('how long a person has to answer before another is called'),
    maxWaves: z.int().min(1).max(20).describe('rings of people called at most'),
    searchRadiusKm: radiusKm.describe('nobody farther than this is called'),
    wave: waveSchema.prefault({}),
    safety: safetySchema.prefault({}),
    fallback: fallbackSchema.prefault({}),
    overcall: z
      .number()
      .min(1)
      .max(5)
      .default(1.5)
      .describe('people called at first for each one needed, where the method is overcall, and in a rota'),
    closeAfter: duration('1s', '30d')
      .prefault('12h')
      .describe('how long answers are watched after a call-out is filled or exhausted'),
    siteAlerts: z
      .strictObject({
        contactsPerSite: z.int().min(1).max(20).default(3).describe('chair and members of one site who are told'),
        mostSites: z.int().min(1).max(10_000).default(500).describe('sites of one call-out, nearest first'),
      })
      .prefault({})
      .describe('the sites in the area are told, beside those who are called'),
    approvalAbove: z
      .int()
      .min(1)
      .max(1_000_000)
      .describe('a call-out that needs more people waits for a second operator'),
    approvalWithin: duration('2s', '24h')
      .prefault('20m')
      .describe(
        'how long a proposal waits for the operators of one level: reminded at half of it, then sent further up',
      ),
    need: z
      .strictObject({ default: needSchema.prefault(USUAL_NEED), ...forEveryHazard(() => needSchema.optional()) })
      .describe('who is called when an event does not say: default, and by hazard where it differs'),
    teams: teamSchema.prefault({}),
    dutyOfficers: z
      .array(z.string().min(1))
      .default([])
      .describe('operators, by id, who are told what a call-out could not do'),
  })
  .meta({ title: 'Call-out policy' })

export interface LoadedPolicy {
  readonly policy: Policy
  /** The file as it was, to be frozen with each call-out that it decided. */
  readonly source: Json
}

/** Reads call-out.yaml; adds every fault and answers undefined. */
export const readCallOutPolicy = (file: string, faults: Fault[]): LoadedPolicy | undefined => {
  const yaml = readYaml(file, faults)
  const given = yaml === undefined ? undefined : checkYaml(yaml, callOutSchema, faults)
  if (yaml === undefined || given === undefined) return undefined
  const needsOf = <Part>(name: Hazard, part: (wanted: Somebody) => Part): Readonly<Record<Severity, Part>> => {
    const wanted = forEverySeverity<Somebody>(given.need[name] ?? given.need.default)
    return {
      extreme: part(wanted.extreme),
      severe: part(wanted.severe),
      moderate: part(wanted.moderate),
      minor: part(wanted.minor),
      unknown: part(wanted.unknown),
    }
  }
  return {
    policy: {
      callOut: {
        ackDeadlineMs: given.ackDeadline,
        maxWaves: given.maxWaves,
        searchRadiusKm: given.searchRadiusKm,
        overcall: given.overcall,
        wave: sufficientPolicy(given.wave),
        safety: given.safety,
        fallback: fallbackPolicy(given.fallback),
        closeAfterMs: given.closeAfter,
        teams: teamPolicy(given.teams),
        siteAlerts: given.siteAlerts,
      },
      approvalAbove: given.approvalAbove,
      approvalWithinMs: given.approvalWithin,
      need: forEveryHazard((name) => needsOf(name, kindsIn)),
      skills: forEveryHazard((name) => needsOf(name, skillsIn)),
      dutyOfficers: given.dutyOfficers,
    },
    source: z.json().parse(yaml.value),
  }
}
