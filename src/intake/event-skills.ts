import { z } from 'zod'
import { readSkill, SKILLS } from '../roster/skill.ts'
import { wants } from './zod-faults.ts'

const wantsSkill = wants(
  `a skill in small letters, one of ${SKILLS.join(', ')}, or a synonym`,
  'such as dapur_umum; skills are listed in README.md',
)

/** How many people are wanted with each skill, by words that are known; `count` says how many may be. */
export const skillsField = (count: z.ZodNumber) =>
  z.record(
    z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,39}$/, { error: wantsSkill, abort: true })
      .refine((word) => readSkill(word) !== undefined, { error: wantsSkill }),
    count,
    { error: wants('an object of skills with counts, such as { "dapur_umum": 2 }') },
  )
