import type { Kind } from '../roster/responder.ts'
import type { SkillCount } from '../roster/skill.ts'
import type { HeadCount } from './hazard-event.ts'
import { type PartChance, sufficientWave } from './sufficient-wave.ts'

/** How sure it is that a need is met, as it is shown and kept. */
export interface Chance {
  /** What the policy wants. */
  readonly target: number
  /** Of every part of the need being filled at once by those coming and those whose answer is awaited. */
  readonly chance: number
  readonly reached: boolean
  readonly parts: readonly PartChance[]
  /** Parts that keep it below the target, the weakest first. */
  readonly limits: readonly string[]
  /** People who come, and yeses to be expected of the others. */
  readonly expectedComing: number
}

/** Somebody of a kind who may come. */
export interface MayCome {
  readonly kind: Kind
  readonly skills?: readonly string[] | undefined
  /** 1 where they said yes. */
  readonly odds: number
}

/** The chance that those called meet a need; answers are taken to be independent. */
export const chanceOf = (
  need: HeadCount,
  target: number,
  people: readonly MayCome[],
  skills: SkillCount = {},
): Chance => {
  const withSkills = people.map((one) => ({ ...one, skills: one.skills ?? [] }))
  const wave = sufficientWave({
    need: { kinds: need, skills },
    coming: withSkills.filter(({ odds }) => odds === 1),
    pending: withSkills.filter(({ odds }) => odds < 1),
    candidates: [],
    target,
  })
  return {
    target,
    chance: wave.chance,
    reached: wave.reached,
    parts: wave.parts,
    limits: wave.limits.map(({ name }) => name),
    expectedComing: wave.expectedComing,
  }
}
