import type { Kind, ResponderId } from '../roster/responder.ts'
import {
  type CalledPerson,
  type CallOutPolicy,
  type CallOutStatus,
  type CallOutView,
  isComing,
  isFilled,
  owesAnswer,
  statusAfter,
} from './call-out.ts'
import type { HeadCount } from './hazard-event.ts'
import { firstWanted, hasSkill, skillsMissing } from './skills-filled.ts'
import { noTeams } from './team-keeping.ts'

/** A person to be called in the place of one who said no or nothing, or was called away. */
export interface Replacement {
  readonly replaces: ResponderId
  readonly kind: Kind
  readonly wave: number
  readonly because: 'said-no' | 'silent' | 'taken'
  /** Wanted skills that they would have brought and that are still missing. */
  readonly skills?: readonly string[]
}

/** What a review finds to do. Everything is relative to the view that it was given; saving it is conditional on that. */
export interface NextStep {
  readonly status: CallOutStatus
  /** People whose deadline has passed without a word. */
  readonly silent: readonly ResponderId[]
  readonly replacements: readonly Replacement[]
  /** Kinds that are short, and of which somebody would be called had the message not expired. */
  readonly withheld: readonly Kind[]
  /** People who were called and are no longer needed. */
  readonly standDown: readonly ResponderId[]
  /** When to look again, if nothing happens before; null when nothing can fall due. */
  readonly reviewAt: Date | null
  /** When answers and arrivals are no longer watched: counted from filled or exhausted; null while people are called. */
  readonly closesAt: Date | null
}

const isSilent = (person: CalledPerson, now: Date): boolean => owesAnswer(person) && person.deadlineAt <= now

const byAnswer = (left: CalledPerson, right: CalledPerson): number =>
  (left.answeredAt?.getTime() ?? 0) - (right.answeredAt?.getTime() ?? 0) ||
  (left.responderId < right.responderId ? -1 : 1)

/**
 * Those of one kind whom nobody waits for: all but the first who said yes, people who said no being free already, and
 * but those whose skill is needed.
 */
const surplus = (people: readonly CalledPerson[], isKept: (person: CalledPerson) => boolean): readonly CalledPerson[] =>
  people
    .filter((person) => person.stoodDownAt === null && person.answer !== 'no' && !isKept(person))
    .filter((person) => person.answer !== 'arrived') // somebody who stands at the gardu is welcome

/** Those to spare without whom a team would lack somebody. */
const keptForTeams = (
  { people, spareForTeams = noTeams }: CallOutView,
  toSpare: readonly CalledPerson[],
  now: Date,
): ReadonlySet<string> => {
  const isToSpare = new Set(toSpare)
  return spareForTeams(
    people.filter((person) => isComing(person) && !isToSpare.has(person)),
    toSpare.filter(isComing).toSorted(byAnswer),
    toSpare.filter((person) => owesAnswer(person) && person.deadlineAt > now),
  )
}

/**
 * One place for each person who fell out and was not replaced: a no, or one who was called away, within the same wave, a
 * silence in the next.
 */
const openPlaces = (
  people: readonly CalledPerson[],
  missing: readonly string[],
  policy: CallOutPolicy,
  now: Date,
): readonly Replacement[] =>
  people
    .filter(({ replaced, stoodDownAt, yielded }) => !replaced && (stoodDownAt === null || yielded === true))
    .flatMap((person): readonly Replacement[] => {
      const { responderId: replaces, kind, wave } = person
      const brought = missing.filter((skill) => hasSkill(person, skill))
      const also = brought.length === 0 ? {} : { skills: brought }
      // Whoever was called away after their deadline had fallen out by their silence before.
      const isTaken = person.stoodDownAt !== null
      if (isTaken && person.silentAt === null) return [{ replaces, kind, wave, because: 'taken', ...also }]
      if (person.answer === 'no') return [{ replaces, kind, wave, because: 'said-no', ...also }]
      if (!(isTaken || isSilent(person, now)) || wave >= policy.maxWaves) return []
      return [{ replaces, kind, wave: wave + 1, because: 'silent', ...also }]
    })

/** The earliest deadline still ahead among people who have not answered. */
const nextDeadline = (people: readonly CalledPerson[], now: Date): Date | null =>
  people
    .filter((person) => owesAnswer(person) && person.deadlineAt > now)
    .map(({ deadlineAt }) => deadlineAt)
    .toSorted((left, right) => left.getTime() - right.getTime())[0] ?? null

/**
 * What to do about a call-out now.
 *
 * A "no" is replaced at once, a silence at its deadline, each once, as long as the kind is short; a silence opens the
 * next wave and none opens beyond `policy.maxWaves`. A kind that has enough people coming stands its others down at
 * once, the first to answer being kept, those who bring or may bring a skill that is still wanted, and those whom a team
 * cannot spare. For what has expired nobody new is called: its places stay open, and are named as withheld. The call-out
 * is filled when each kind and each skill has enough; exhausted when somebody is still missing, nobody's answer is
 * awaited and nobody is left to be called. Late answers count until it is closed.
 *
 * In a test of the alarm (`policy.answersOnly`) every answer of those called is awaited, nobody is called in anybody's
 * place, and nobody is stood down for being too many: filled means that enough could have come.
 */
export const nextStep = (view: CallOutView, policy: CallOutPolicy, now: Date): NextStep => {
  const { status, need, skills = {}, people, usedUp, usedUpSkills = new Set<string>(), lapsed, closesAt } = view
  const nothing = { silent: [], replacements: [], withheld: [], standDown: [], closesAt }
  if (status !== 'calling' && status !== 'filled' && status !== 'exhausted')
    return { ...nothing, status, reviewAt: null }
  if (closesAt !== null && closesAt <= now)
    return { ...nothing, status: statusAfter(status, 'expired'), reviewAt: null }

  const silent = people.filter((person) => isSilent(person, now) && person.silentAt === null)
  const parts = Object.entries(need) as [Kind, number][]
  const toSpare: CalledPerson[] = []
  const { answersOnly = false } = policy
  const short = new Set<Kind>()
  const missing = Object.keys(skillsMissing(skills, people))
  const brings = (person: CalledPerson): boolean => missing.some((skill) => hasSkill(person, skill))
  const kept = new Set(firstWanted(need, skills, people.filter(isComing).toSorted(byAnswer)))
  for (const [kind, count] of parts) {
    const ofKind = people.filter((person) => person.kind === kind)
    if (ofKind.filter(isComing).length < count) short.add(kind)
    else if (!answersOnly)
      toSpare.push(...surplus(ofKind, (person) => kept.has(person) || (!isComing(person) && brings(person))))
  }
  const inTeams = keptForTeams(view, toSpare, now)
  const standDown = toSpare.map(({ responderId }) => responderId).filter((id) => !inTeams.has(id))
  const fellOut = answersOnly ? [] : openPlaces(people, missing, policy, now)
  const open = fellOut.filter(({ kind, skills: brought }) => short.has(kind) || brought !== undefined)
  const mayBeFilled = ({ kind, skills: brought = [] }: Replacement): boolean =>
    (short.has(kind) && !usedUp.has(kind)) || brought.some((skill) => !usedUpSkills.has(skill))
  const replacements = open.filter((place) => mayBeFilled(place) && !lapsed.people.has(place.replaces))
  const neverCalled = (kind: Kind): boolean =>
    !answersOnly && lapsed.kinds.has(kind) && people.every((one) => one.kind !== kind)
  const withheld = [...short].filter(
    (kind) => open.some((one) => one.kind === kind && lapsed.people.has(one.replaces)) || neverCalled(kind),
  )
  const waitsFor = nextDeadline(
    people.filter(
      (person) => answersOnly || short.has(person.kind) || brings(person) || inTeams.has(person.responderId),
    ),
    now,
  )
  const found = (): CallOutStatus => {
    // An update may leave nobody needed: nothing is missing then, and nobody is alarmed.
    if ((isFilled(need, people) && missing.length === 0) || parts.every(([, count]) => count === 0))
      return statusAfter(status, 'filled')
    const reopened = statusAfter(status, 'reopened')
    return waitsFor === null && replacements.length === 0 ? statusAfter(reopened, 'used-up') : reopened
  }
  const after = found()
  const watchedUntil = after === 'calling' ? null : (closesAt ?? new Date(now.getTime() + policy.closeAfterMs))
  return {
    status: after,
    silent: silent.map(({ responderId }) => responderId),
    replacements,
    withheld,
    standDown,
    reviewAt:
      [waitsFor, watchedUntil].filter((at) => at !== null).toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null,
    closesAt: watchedUntil,
  }
}

/** How many people of each kind are still missing. */
export const stillMissing = (need: HeadCount, people: readonly CalledPerson[]): HeadCount =>
  Object.fromEntries(
    (Object.entries(need) as [Kind, number][])
      .map(
        ([kind, count]) =>
          [kind, count - people.filter((person) => person.kind === kind && isComing(person)).length] as const,
      )
      .filter(([, count]) => count > 0),
  )
