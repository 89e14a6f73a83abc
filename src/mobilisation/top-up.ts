import type { Kind, Responder, ResponderId } from '../roster/responder.ts'
import { elapsed, oddsLeft } from './answer-history.ts'
import { type CalledPerson, isComing, owesAnswer } from './call-out.ts'
import type { MayCome } from './chance.ts'
import type { Awaited, Choice, Chosen } from './choice.ts'
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
  /** Those called before who come or may still: with the odds that are left to them. */
  readonly mayCome: readonly MayCome[]
}

const byKind = <Item extends { readonly kind: Kind }>(items: readonly Item[], kind: Kind): readonly Item[] =>
  items.filter((item) => item.kind === kind)

/** The places for people who were picked: first of those who fell out, in their order, then more of their last wave. */
const placesFor = (picked: readonly Picked[], { threadId, replacements }: FallenOut): readonly FreePlace[] =>
  [...new Set(picked.map(({ kind }) => kind))].flatMap((kind) => {
    const fallen = byKind(replacements, kind)
    const wave = Math.max(...fallen.map((one) => one.wave))
    return byKind(picked, kind).map(
      (_, at): FreePlace => ({ replaces: null, kind, wave, because: 'target', threadId, ...fallen[at] }),
    )
  })

/**
 * Whom to call after people fell out: the fewest with whom the target is reached again, those coming counted as certain
 * and those awaited by the odds that are left to them; nobody where it still is. People are sought only of the kinds
 * that fell out, each thread's round its own place, for the need of the whole.
 */
export const topUp = (
  need: HeadCount,
  people: readonly CalledPerson[],
  fallenOut: readonly FallenOut[],
  regencyOf: Pick<Responder, 'regencyCode'>,
  now: Date,
): TopUp => {
  const [first] = fallenOut
  if (first === undefined) return { picked: [], places: [], usedUp: new Set(), mayCome: [] }
  const coming = people.filter(isComing)
  const open = people
    .filter((person) => owesAnswer(person) && person.deadlineAt > now)
    .map(
      ({ responderId, kind, calledAt, deadlineAt, safety }): Awaited => ({
        kind,
        odds: first.choice.oddsOf({ id: responderId, kind, ...regencyOf, isAsked: safety === 'asked' }),
        elapsed: elapsed(calledAt, deadlineAt, now),
      }),
    )
  const picked: Chosen[] = []
  const places: FreePlace[] = []
  const usedUp = new Map<Kind, boolean>()
  for (const one of fallenOut) {
    const kinds = new Set(one.replacements.map(({ kind }) => kind))
    const found = one.choice.sufficient({
      need,
      kinds,
      without: new Set(picked.map(({ responderId }) => responderId)),
      coming,
      awaited: [...open, ...picked.map(({ kind, odds }) => ({ kind, odds, elapsed: 0 }))],
    })
    picked.push(...found.picked)
    places.push(...placesFor(found.picked, one))
    for (const kind of kinds) usedUp.set(kind, (usedUp.get(kind) ?? true) && found.usedUp.has(kind))
  }
  return {
    picked,
    places,
    // Where one place has nobody left, another's people may still do.
    usedUp: new Set([...usedUp].flatMap(([kind, isUsedUp]) => (isUsedUp ? [kind] : []))),
    mayCome: [
      ...coming.map(({ kind }) => ({ kind, odds: 1 })),
      ...open.map(({ kind, odds, elapsed: part }) => ({ kind, odds: oddsLeft(odds, part) })),
    ],
  }
}
