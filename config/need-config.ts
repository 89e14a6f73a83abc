import { z } from 'zod'
import type { HeadCount } from '../src/mobilisation/hazard-event.ts'
import type { TeamPolicy } from '../src/mobilisation/team-policy.ts'
import { KINDS, type Kind } from '../src/roster/responder.ts'
import { readSkill, SKILLS, type SkillCount, skillCounts } from '../src/roster/skill.ts'
import { bySeverity } from './quantities.ts'

const count = z.int().min(0).max(10_000)

/** How many people with each skill, by the skills' own words or synonyms of them. */
const skillCount = z
  .record(
    z.string().refine((word) => readSkill(word) !== undefined, {
      error: `a skill that is known: ${SKILLS.join(', ')}`,
    }),
    count,
  )
  .transform(skillCounts)

const heads = count.optional()

const countOf: Record<Kind, typeof heads> = {
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

const somebody = z
  .strictObject({ ...countOf, skills: skillCount.optional().describe('how many of them with each skill') })
  .refine((wanted) => KINDS.some((kind) => (wanted[kind] ?? 0) !== 0), { error: 'at least one person of some kind' })
  .describe('people wanted, by kind, and how many of them with a skill')

/** Who is called when an event does not say. */
export const needSchema = bySeverity(somebody).meta({
  id: 'needBySeverity',
  description: 'people wanted by severity; one left out takes the next milder',
})

export type Somebody = z.output<typeof somebody>

export const kindsIn = (wanted: Somebody): HeadCount =>
  Object.fromEntries(
    KINDS.flatMap((kind): [Kind, number][] => (wanted[kind] === undefined ? [] : [[kind, wanted[kind]]])),
  )

export const skillsIn = ({ skills = {} }: Somebody): SkillCount => skills

const kind = z.enum(KINDS)

export const teamSchema = z
  .strictObject({
    most: z
      .int()
      .min(0)
      .max(50)
      .default(20)
      .describe('affected KSB that get a team at most, the nearest to the middle first; 0: no teams are formed'),
    kinds: z.tuple([kind, kind]).default(['tagana', 'pendamping_desa']).describe('who makes a team in a desa'),
    kelurahan: z.tuple([kind, kind]).default(['tagana', 'psm']).describe('who makes one in a kelurahan'),
    orElse: z
      .array(kind)
      .default(['tksk', 'ksb_member'])
      .describe('who of those called anyway stands in, in this order, where nobody of a kind is in reach'),
  })
  .refine(({ kinds, kelurahan }) => [kinds, kelurahan].every(([one, other]) => one !== other), {
    error: 'two different kinds for a team',
  })
  .describe('one team for each affected KSB')

export const teamPolicy = ({ most, ...rest }: z.output<typeof teamSchema>): TeamPolicy | null =>
  most === 0 ? null : { most, ...rest }
