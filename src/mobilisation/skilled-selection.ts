import type { Kind } from '../roster/responder.ts'
import type { SkillCount } from '../roster/skill.ts'
import { type Asked, whyIneligible } from './eligibility.ts'
import type { HeadCount } from './hazard-event.ts'
import { type Nearby, type Picked, pickedAt, type Selection, selectResponders } from './selection.ts'
import { hasSkill, skillsLacking } from './skills-filled.ts'

/**
 * Picks the nearest people as `selectResponders` does, but first the nearest holders of each skill that is wanted, of
 * any kind that `want` names: they take places of their kind, and where it has none left come beside them. `nearby` is
 * walked twice.
 */
export const selectSkilled = (
  nearby: () => Iterable<Nearby, unknown, unknown>,
  want: HeadCount,
  skills: SkillCount,
  asked: Omit<Asked, 'kinds'>,
): Selection => {
  const kinds = new Set(Object.keys(want) as Kind[])
  const holders: Picked[] = []
  let lacking = skillsLacking(skills, [])
  if (Object.keys(lacking).length > 0)
    for (const near of nearby()) {
      if (!Object.keys(lacking).some((skill) => hasSkill(near.responder, skill))) continue
      if (whyIneligible(near.responder, { ...asked, kinds }) !== null) continue
      holders.push({ ...pickedAt(near), because: 'skill' })
      lacking = skillsLacking(skills, holders)
      if (Object.keys(lacking).length === 0) break
    }
  const taken = new Set<string>(holders.map(({ responderId }) => responderId))
  const left = Object.fromEntries(
    (Object.entries(want) as [Kind, number][]).map(([kind, count]) => [
      kind,
      Math.max(0, count - holders.filter((one) => one.kind === kind).length),
    ]),
  )
  const others = selectResponders(nearby(), left, {
    ...asked,
    alreadyCalled: { has: (id) => taken.has(id) || asked.alreadyCalled.has(id) },
  })
  const skipped = others.skipped.filter(({ responderId }) => !taken.has(responderId))
  return {
    ...others,
    // Equally near ones stay in the order in which they were walked: by id, as everywhere.
    picked: [...holders, ...others.picked].toSorted(
      (one, other) => one.km - other.km || (one.responderId < other.responderId ? -1 : 1),
    ),
    skipped,
    // Holders who were met again count once.
    considered: others.considered + holders.length - (others.skipped.length - skipped.length),
    missingSkills: lacking,
  }
}
