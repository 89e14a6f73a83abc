import type { Kind, Responder, ResponderId } from '../roster/responder.ts'
import type { SkillCount } from '../roster/skill.ts'
import { elapsed, oddsLeft } from './answer-history.ts'
import { type CalledPerson, isComing, owesAnswer } from './call-out.ts'
import type { MayCome } from './chance.ts'
import type { Awaited, Choice } from './choice.ts'
import type { Chosen } from './eligible-line.ts'
import type { Replacement } from './escalation.ts'
import type { HeadCount } from './hazard-event.ts'
import type { Picked } from './selection.ts'

/** A place that somebody new takes: that of one who fell out, or one more of its wave where the target needs more people. */
export interface FreePlace extends Pick<Replacement, 'kind' | 'wave'> {
  readonly replaces: ResponderId | null
  readonly because: Replacement['because'] | 'target'
  /** For one more: the thread whose place it is. */
  readonly threadId: string | null
}

/** People who fell out of one thread's place, and the choice round it. */
export interface FallenOut {
  readonly threadId: string | null
  readonly replacements: readonly Replacement[]
  readonly choice: Pick<Choice, 'sufficient' | 'oddsOf'>
}

export interface TopUp {
  readonly picked: readonly Picked[]
  /** One for each who is picked, of their kind. */
  readonly places: readonly FreePlace[]
  /** Kinds of which nobody is left to be called. */
  readonly usedUp: ReadonlySet<Kind>
  /** Wanted skills that nobody left has. */
  readonly usedUpSkills: ReadonlySet<string>
  /** Those called before who come or may still: with the odds that are left to them. */
  readonly mayCome: readonly MayCome[]
}

const byKind = <Item extends { readonly kind: Kind }>(items: readonly Item[], kind: Kind): readonly Item[] =>
  items.filter((item) => item.kind === kind)

/**
 * The places for people who were picked: first of those who fell out of their kind, in their order, then more of their
 * last wave. Whoever is called for a skill may be of another kind than those who fell out.
 */
const placesFor = (picked: readonly Picked[], { threadId, replacements }: FallenOut): readonly FreePlace[] =>
  [...new Set(picked.map(({ kind }) => kind))].flatMap((kind) => {
    const fallen = byKind(replacements, kind).map(({ skills: _skills, ...place }) => place)
    const wave = Math.max(...(fallen.length > 0 ? fallen : replacements).map((one) => one.wave))
    return byKind(picked, kind).map(
      (_, at): FreePlace => ({ replaces: null, kind, wave, because: 'target', threadId, ...fallen[at] }),
    )
  })

/**
 * Whom to call after people fell out: the fewest with whom the target is reached again, those coming counted as certain
 * and those awaited by the odds that are left to them; nobody where it still is. People are sought only of the kinds
 * that fell out, and of all that the need names where a skill fell out that is still missing, each thread's round its own
 * place, for the need of the whole.
 */
export const topUp = (
  need: HeadCount,
  people: readonly CalledPerson[],
  fallenOut: readonly FallenOut[],
  regencyOf: Pick<Responder, 'regencyCode'>,
  now: Date,
  skills: SkillCount = {},
): TopUp => {
  const [first] = fallenOut
  if (first === undefined) return { picked: [], places: [], usedUp: new Set(), usedUpSkills: new Set(), mayCome: [] }
  const coming = people.filter(isComing)
  const open = people
    .filter((person) => owesAnswer(person) && person.deadlineAt > now)
    .map(
      ({ responderId, kind, skills: own, calledAt, deadlineAt, safety }): Awaited => ({
        kind,
        skills: own,
        odds: first.choice.oddsOf({ id: responderId, kind, ...regencyOf, isAsked: safety === 'asked' }),
        elapsed: elapsed(calledAt, deadlineAt, now),
      }),
    )
  const picked: Chosen[] = []
  const places: FreePlace[] = []
  const usedUp = new Map<Kind, boolean>()
  const usedUpSkills = new Map<string, boolean>()
  for (const one of fallenOut) {
    const fell = new Set(one.replacements.map(({ kind }) => kind))
    const brought = new Set(one.replacements.flatMap((place) => place.skills ?? []))
    // A skill may be brought by somebody of any kind that is called.
    const kinds = brought.size === 0 ? fell : new Set([...fell, ...(Object.keys(need) as Kind[])])
    const found = one.choice.sufficient({
      need,
      skills,
      kinds,
      without: new Set(picked.map(({ responderId }) => responderId)),
      coming,
      awaited: [...open, ...picked.map(({ kind, skills: own, odds }) => ({ kind, skills: own, odds, elapsed: 0 }))],
    })
    picked.push(...found.picked)
    places.push(...placesFor(found.picked, one))
    for (const kind of fell) usedUp.set(kind, (usedUp.get(kind) ?? true) && found.usedUp.has(kind))
    for (const skill of brought)
      usedUpSkills.set(skill, (usedUpSkills.get(skill) ?? true) && found.usedUpSkills.has(skill))
  }
  return {
    picked,
    places,
    // Where one place has nobody left, another's people may still do.
    usedUp: new Set([...usedUp].flatMap(([kind, isUsedUp]) => (isUsedUp ? [kind] : []))),
    usedUpSkills: new Set([...usedUpSkills].flatMap(([skill, isUsedUp]) => (isUsedUp ? [skill] : []))),
    mayCome: [
      ...coming.map(({ kind, skills: own }) => ({ kind, skills: own, odds: 1 })),
      ...open.map(({ kind, skills: own, odds, elapsed: part }) => ({ kind, skills: own, odds: oddsLeft(odds, part) })),
    ],
  }
}
