import type { SkillCount } from '../roster/skill.ts'
import { oddsLeft } from './answer-history.ts'
import { partChance } from './fill-chance.ts'
import type { Need } from './hazard-event.ts'
import { reaches } from './kind-shares.ts'
import { type Fills, fillsPart, type Likely, partsOf } from './need-part.ts'
import { type Skilled, skillsLacking } from './skills-filled.ts'
import { holdersSuffice } from './smallest-set.ts'
import type { Candidate } from './sufficient-wave.ts'

/** What a choice still seeks, those who are coming being counted. */
export interface SkillsSought {
  readonly pending: readonly Likely[]
  /** What those who are coming do not bring. */
  readonly lacking: SkillCount
  /** Whether those known may bring each skill with the chance that is wanted of the whole. */
  mayDo(candidates: readonly Candidate[]): boolean
  /** Whether nobody farther away than those known is ever called for a skill. */
  isSettled(candidates: readonly Candidate[]): boolean
}

export const skillsSought = (
  need: Need,
  coming: readonly Fills[],
  awaited: readonly (Skilled & Pick<Likely, 'kind' | 'odds'> & { readonly elapsed: number })[],
  target: number,
): SkillsSought => {
  const pending = awaited.map(
    ({ kind, skills = [], odds, elapsed }): Likely => ({ kind, skills, odds: oddsLeft(odds, elapsed) }),
  )
  const lacking = skillsLacking(need.skills, coming)
  const open = partsOf(need)
    .map((part) => ({ ...part, count: part.count - coming.filter((one) => fillsPart(one, part)).length }))
    .filter(({ count }) => count > 0)
  const skills = open.filter(({ by }) => by === 'skill')
  return {
    pending,
    lacking,
    mayDo: (candidates) => skills.every((part) => reaches(partChance(part, [...pending, ...candidates]), target)),
    isSettled: (candidates) => {
      if (skills.length === 0) return true
      const first = candidates.filter((one) => one.tier === 0 && open.some((part) => fillsPart(one, part)))
      return holdersSuffice(open, pending, first, target)
    },
  }
}
