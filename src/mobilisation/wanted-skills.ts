import type { SkillCount } from '../roster/skill.ts'
import type { HeadCount, Need } from './hazard-event.ts'

/** What a message wants of skills, with what its sender is told about it. */
export interface WantedSkills {
  readonly skills: SkillCount
  readonly warnings: readonly string[]
}

const sum = (counts: HeadCount | SkillCount): number => Object.values(counts).reduce((all, count) => all + count, 0)

/**
 * How many of a need's people are wanted with each skill. A sender who states a need states its skills; one who leaves
 * it to the policy gets the policy's, `times` as many. Never more of one skill than there are people at all.
 */
export const wantedSkills = (stated: Need | null, usual: SkillCount, times: number, kinds: HeadCount): WantedSkills => {
  const own = stated?.skills ?? {}
  const isOwn = Object.keys(own).length > 0 || Object.keys(stated?.kinds ?? {}).length > 0
  const wanted = Object.entries(isOwn ? own : usual).map(
    ([skill, count]) => [skill, isOwn ? count : count * times] as const,
  )
  const heads = sum(kinds)
  return {
    skills: Object.fromEntries(
      wanted.flatMap(([skill, count]) => (Math.min(count, heads) > 0 ? [[skill, Math.min(count, heads)]] : [])),
    ),
    warnings: wanted
      .filter(([, count]) => isOwn && count > heads)
      .map(
        ([skill, count]) =>
          `need.skills.${skill} is ${count}, more than the ${heads} people needed: ${heads} are sought`,
      ),
  }
}

/** Heads by which a need is judged too large for one operator: those of its kinds, or of its skills where these are more. */
export const headsJudged = (kinds: HeadCount, skills: SkillCount): number => Math.max(sum(kinds), sum(skills))
