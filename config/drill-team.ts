import { z } from 'zod'
import type { DrillProgramme, TeamWants, Wants } from '../src/drills/drill-plan.ts'
import { KINDS, type Kind } from '../src/roster/responder.ts'
import { readSkill, SKILLS } from '../src/roster/skill.ts'

/** Ours: more than any drill has hands for. */
const MOST = 1_000

const countError = `a whole number from 0 to ${MOST}, or { count, skills, levels }`
const skillError = `a skill that is known: ${SKILLS.join(', ')}`
const levelError = 'a level as the roster has it, such as madya'

const count = z.int({ error: countError }).min(0, { error: countError }).max(MOST, { error: countError })

const wanted = z.strictObject({
  count,
  skills: z
    .array(z.string().refine((word) => readSkill(word) !== undefined, { error: skillError }))
    .min(1)
    .optional()
    .describe('each of them brings every one of these'),
  levels: z
    .array(
      z.string({ error: levelError }).trim().toLowerCase().min(1, { error: levelError }).max(40, { error: levelError }),
    )
    .min(1)
    .optional()
    .describe('each of them has one of these in the roster’s column level'),
})

/** A count by kind, or with it what each of them has to bring. */
export const team = z
  .partialRecord(z.enum(KINDS), z.union([count, wanted], { error: countError }))
  .describe('facilitators wanted at each site, by kind: 2, or { count: 2, skills: [dapur_umum], levels: [madya] }')

/** How many are wanted, and what they have to bring where that is said. */
export const teamOf = (given: z.output<typeof team>): Pick<DrillProgramme, 'team' | 'teamWants'> => {
  const counts: Partial<Record<Kind, number>> = {}
  const wants: Partial<Record<Kind, Wants>> = {}
  for (const [kind, one] of Object.entries(given) as [Kind, z.output<typeof team>[Kind]][]) {
    if (one === undefined) continue
    counts[kind] = typeof one === 'number' ? one : one.count
    if (typeof one === 'number') continue
    const { skills, levels } = one
    const words = skills?.flatMap((word) => readSkill(word) ?? [])
    if (words !== undefined || levels !== undefined)
      wants[kind] = { ...(words === undefined ? {} : { skills: words }), ...(levels === undefined ? {} : { levels }) }
  }
  const teamWants: TeamWants = wants
  return { team: counts, ...(Object.keys(wants).length === 0 ? {} : { teamWants }) }
}
