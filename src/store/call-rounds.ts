import type { HeadCount } from '../mobilisation/hazard-event.ts'
import type { Picked } from '../mobilisation/selection.ts'
import { KIND_NAMES, type Kind } from '../roster/responder.ts'
import { type SkillCount, skillName } from '../roster/skill.ts'
import { type Call, type CallContext, insertCalls } from './calls.ts'
import type { Connection } from './database.ts'

/** Each round replaces those whom the rows refused; the index is only seconds old, so that two or three are plenty. */
const ROUNDS = 5

/** How many of each kind. */
export const countByKind = (people: readonly { readonly kind: Kind }[]): Map<Kind, number> => {
  const counts = new Map<Kind, number>()
  for (const { kind } of people) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return counts
}

/**
 * Writes calls, and for those whom the rows refuse, calls of others. `places` says which wave a person belongs to and
 * whom they replace, and gets back the places of those who were refused. Gives who was called and who was not, and
 * whether it ended because nobody else could be chosen.
 */
export const callUntilTaken = async (
  db: Connection,
  context: CallContext,
  first: readonly Picked[],
  chooseOthers: (want: HeadCount, without: ReadonlySet<string>) => readonly Picked[],
  places: {
    readonly take: (person: Picked) => Omit<Call, keyof Picked> | undefined
    readonly putBack: (people: readonly Picked[]) => void
  },
  now: Date,
): Promise<{ called: readonly Picked[]; refused: readonly Picked[]; nobodyElse: boolean }> => {
  const called: Picked[] = []
  const refused: Picked[] = []
  let picked = first
  for (let round = 0; round < ROUNDS && picked.length > 0; round += 1) {
    const calls = picked.flatMap((person): Call[] => {
      const place = places.take(person)
      return place === undefined ? [] : [{ ...person, ...place }]
    })
    const taken = await insertCalls(db, context, calls, now)
    called.push(...picked.filter(({ responderId }) => taken.has(responderId)))
    const turnedAway = picked.filter(({ responderId }) => !taken.has(responderId))
    refused.push(...turnedAway)
    places.putBack(turnedAway)
    if (turnedAway.length === 0) break
    const without = new Set([...called, ...refused].map(({ responderId }) => responderId))
    picked = chooseOthers(Object.fromEntries(countByKind(turnedAway)), without)
  }
  return { called, refused, nobodyElse: picked.length === 0 }
}

/** `6 Tagana, 2 Pendamping Desa` */
export const describe = (count: HeadCount): string =>
  (Object.entries(count) as [Kind, number][]).map(([kind, people]) => `${people} ${KIND_NAMES[kind]}`).join(', ')

/** `6 Tagana, 2 Pendamping Desa; 1 dapur umum`: people by kind, then how many of them with a skill. */
export const describeNeed = (count: HeadCount, skills: SkillCount): string =>
  [
    describe(count),
    Object.entries(skills)
      .map(([skill, people]) => `${people} ${skillName(skill)}`)
      .join(', '),
  ]
    .filter((part) => part !== '')
    .join('; ')
