import type { CalledPerson } from '../mobilisation/call-out.ts'
import type { NextStep } from '../mobilisation/escalation.ts'
import { isInForce } from '../mobilisation/in-force.ts'
import { comingBySkill, hasSkill, type Skilled, skillsLacking, skillsMissing } from '../mobilisation/skills-filled.ts'
import type { SkillCount } from '../roster/skill.ts'
import type { PlanToSave } from './planned-calls.ts'

/** What a review knows of the skills of a call-out. */
interface SkillsReviewed {
  readonly skills: SkillCount
  readonly people: readonly CalledPerson[]
}

/** Skills that fewer of those found have than are needed, whatever they answer; but those that an expired message asks for. */
export const skillsShortOf = (
  { difference: { skills }, places, now }: Pick<PlanToSave, 'difference' | 'places' | 'now'>,
  found: readonly Skilled[],
): readonly string[] => {
  const over = places.filter(({ event }) => !isInForce(event, now))
  const lapsed = new Set(over.flatMap(({ demand }) => Object.keys(demand.skills ?? {})))
  return Object.keys(skillsLacking(skills, found)).filter((skill) => !lapsed.has(skill))
}

/** The codes of skills that nobody in reach has. */
export const skillCodes = (skills: readonly string[]): readonly string[] =>
  skills.map((skill) => `none-in-reach:skill:${skill}`)

/** Codes of the skills that those who are coming do not bring, and why nobody else does. */
export const skillsShortfall = ({
  step,
  skills,
  people,
  usedUpSkills,
  shortfall,
}: SkillsReviewed & {
  readonly step: Pick<NextStep, 'withheld'>
  readonly usedUpSkills?: ReadonlySet<string>
  readonly shortfall: readonly string[]
}): readonly string[] =>
  Object.keys(skillsMissing(skills, people)).map((skill) => {
    const early = shortfall.find((code) => code === `none-in-reach:skill:${skill}`)
    if (early !== undefined) return early
    if (step.withheld.length > 0) return `expired:skill:${skill}`
    const asked = people.filter((person) => hasSkill(person, skill))
    if (asked.length === 0) return `none-in-reach:skill:${skill}`
    if (usedUpSkills?.has(skill) === true) return `none-left-in-reach:skill:${skill}`
    return `${asked.every(({ answer }) => answer === 'no') ? 'all-declined' : 'waves-exhausted'}:skill:${skill}`
  })

/** What a timeline says of the skills of those who are coming; nothing where none is wanted. */
export const skillsNoted = ({ skills, people }: SkillsReviewed) =>
  Object.keys(skills).length === 0
    ? {}
    : { skills: { coming: comingBySkill(skills, people), missing: skillsMissing(skills, people) } }
