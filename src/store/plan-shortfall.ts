import { isInDanger } from '../mobilisation/call-out.ts'
import { isInForce } from '../mobilisation/in-force.ts'
import { countCauses, type KindShort, shortfallCode, whyTooFew } from '../mobilisation/shortfall.ts'
import { KIND_NAMES, type Kind } from '../roster/responder.ts'
import { skillName } from '../roster/skill.ts'
import { countByKind, describeNeed } from './call-rounds.ts'
import type { Connection } from './database.ts'
import { tellOperators } from './operator-notices.ts'
import type { PlanToSave } from './planned-calls.ts'
import { reasonFields } from './shortfalls.ts'
import { note } from './timeline.ts'

/**
 * Kinds of which fewer people were found than are needed: a shortfall whatever they answer. Where a message has expired
 * nobody was looked for: of its kinds only those count that another, in force, did not find.
 */
export const shortOf = (
  { difference: { need, selections }, places, now }: Pick<PlanToSave, 'difference' | 'places' | 'now'>,
  found: readonly { readonly kind: Kind }[],
): readonly Kind[] => {
  const counts = countByKind(found)
  const lapsed = places.filter(({ event }) => !isInForce(event, now)).map(({ demand }) => demand)
  const notSought = new Set(lapsed.flatMap(({ need: own }) => Object.keys(own)))
  const notFound = new Set(
    selections
      .filter(({ threadId }) => lapsed.every((one) => one.threadId !== threadId))
      .flatMap(({ selection }) => Object.keys(selection.missing)),
  )
  return (Object.entries(need) as [Kind, number][])
    .filter(([kind, count]) => (counts.get(kind) ?? 0) < count && (!notSought.has(kind) || notFound.has(kind)))
    .map(([kind]) => kind)
}

/** Codes of the kinds of which too few were found, each with its decisive reason. */
export const shortfallOfPlan = (
  { difference: { need, selections }, people }: Pick<PlanToSave, 'difference' | 'people'>,
  short: readonly Kind[],
  found: readonly { readonly responderId: string; readonly kind: Kind; readonly stale?: boolean }[],
): readonly string[] => {
  if (short.length === 0) return []
  const ofThis = new Set<string>([...people, ...found].map(({ responderId }) => responderId))
  const causes = countCauses(
    selections.flatMap(({ selection }) => selection.skipped),
    ofThis,
  )
  return short.map((kind) => {
    const ofKind = found.filter((one) => one.kind === kind)
    const counts: KindShort = {
      lacking: (need[kind] ?? 0) - ofKind.length,
      called: ofKind.length + people.filter((one) => one.kind === kind && isInDanger(one)).length,
      declined: 0,
      // Of those who were asked before: whoever did not say that they are safe is found by no choice.
      unsafe: people.filter((one) => one.kind === kind && isInDanger(one)).length,
      stale: ofKind.filter(({ stale }) => stale === true).length,
      kept: causes.get(kind) ?? {},
    }
    return shortfallCode(whyTooFew(counts), kind)
  })
}

/** Writes down, and tells the operators, of what too few were found. */
export const tellShortfall = async (
  db: Connection,
  plan: PlanToSave,
  short: readonly Kind[],
  skills: readonly string[],
  shortfall: readonly string[],
): Promise<void> => {
  const [first] = plan.places
  if (short.length + skills.length === 0 || first === undefined) return
  const about = { callOutId: plan.callOutId, eventId: first.demand.eventId }
  await note(db, about, plan.now, 'nobody-in-reach', {
    kinds: short,
    ...(skills.length === 0 ? {} : { skills }),
    radiusKm: plan.policy.searchRadiusKm,
    shortfall,
  })
  // That people are there is true; of a skill alone they hear once nobody is left who could have it.
  if (short.length === 0) return
  const missing = [...short.map((kind) => KIND_NAMES[kind]), ...skills.map(skillName)].join(', ')
  const needed = describeNeed(plan.difference.need, plan.difference.skills)
  await tellOperators(
    db,
    { ...plan, fields: { ...plan.fields, missing, needed, ...reasonFields(shortfall) } },
    'operator-nobody-in-reach',
    plan.now,
  )
}
