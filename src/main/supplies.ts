import type { Step, Supply } from '../../jobs/review-call-out.ts'
import { isComing, owesAnswer } from '../mobilisation/call-out.ts'
import type { Choice } from '../mobilisation/choice.ts'
import type { Look } from '../mobilisation/considered.ts'
import { askedFirst, type DangerZone } from '../mobilisation/danger-zone.ts'
import { type Replacement, stillMissing } from '../mobilisation/escalation.ts'
import { aidFor } from '../mobilisation/mutual-aid.ts'
import type { Choose } from '../mobilisation/replan.ts'
import type { Picked, Selection } from '../mobilisation/selection.ts'
import { withTeams } from '../mobilisation/team-choice.ts'
import { type FallenOut, topUp } from '../mobilisation/top-up.ts'
import type { Kind } from '../roster/responder.ts'
import { blockedPeople } from '../store/blocked-people.ts'
import type { CallOutLoaded, PersonLoaded } from '../store/call-outs.ts'
import { heldElsewhere } from '../store/held-people.ts'
import type { ReviewToSave } from '../store/reviews.ts'
import { choiceRound, learning, nearestRound, type Round, seekerRound, sufficientPolicyOf } from './choosing.ts'
import { plannedZone, whereaboutsIn } from './danger-zones.ts'
import type { Installation } from './installation.ts'
import { type KnownPeople, knownPeople } from './known-people.ts'
import { lookOf, witnessed } from './looks.ts'
import { atHome } from './team-ground.ts'

type CalledOut = CallOutLoaded & {
  readonly people: readonly PersonLoaded[]
  /** What choices look at is added to it, to be kept with the round. */
  readonly looks: Look[]
}

const countOf = (words: readonly string[]): Readonly<Record<string, number>> => {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return Object.fromEntries(counts)
}

/** By the thread whose place people fell out of. */
const byThread = (people: readonly PersonLoaded[], replacements: readonly Replacement[]) => {
  const threadOf = new Map(people.map(({ responderId, threadId }) => [responderId, threadId]))
  const threads = [...new Set(replacements.map(({ replaces }) => threadOf.get(replaces) ?? null))]
  return threads.map((threadId) => ({
    threadId,
    replacements: replacements.filter(({ replaces }) => (threadOf.get(replaces) ?? null) === threadId),
  }))
}

/** People for the places of those who fell out, each chosen for the place that its former holder was called to. */
const supplyOneForOne = async (
  { need, people }: Pick<CallOutLoaded, 'need'> & { readonly people: readonly PersonLoaded[] },
  replacements: readonly Replacement[],
  chooserOf: (threadId: string | null) => Promise<Choose | undefined>,
): Promise<Supply> => {
  const picked: Picked[] = []
  const lacking = new Set<Kind>()
  const noHolders = new Set<string>()
  const short = new Set(Object.keys(stillMissing(need, people)))
  for (const { threadId, replacements: mine } of byThread(people, replacements)) {
    const choose = await chooserOf(threadId)
    if (choose === undefined) continue
    // Of a kind of which enough are coming only somebody with the missing skill is of use.
    const fell = Object.entries(countOf(mine.map(({ kind }) => kind)))
    const wanted = Object.fromEntries(fell.map(([kind, count]) => [kind, short.has(kind) ? count : 0]))
    const skills = countOf(mine.flatMap((place) => place.skills?.slice(0, 1) ?? []))
    const chosen = choose(wanted, new Set(picked.map(({ responderId }) => responderId)), undefined, skills)
    picked.push(...chosen.picked)
    for (const kind of Object.keys(chosen.missing) as Kind[]) lacking.add(kind)
    for (const skill of Object.keys(chosen.missingSkills ?? {})) noHolders.add(skill)
  }
  // A kind is used up only when not even one more was found: the last few are still called.
  const found = new Set(picked.map(({ kind }) => kind))
  return { picked, usedUp: new Set([...lacking].filter((kind) => !found.has(kind))), usedUpSkills: noHolders }
}

/** People who bring the chance back to the target after others fell out; nobody where it still is. */
const supplyToTarget = async (
  {
    need,
    skills,
    people,
    regencyCode,
  }: Pick<CallOutLoaded, 'need' | 'skills' | 'regencyCode'> & { readonly people: readonly PersonLoaded[] },
  replacements: readonly Replacement[],
  choiceOf: (threadId: string | null, looks: Look[]) => Promise<Choice | undefined>,
  known: KnownPeople,
  now: Date,
): Promise<Supply & { readonly looks: readonly Look[] }> => {
  const looks: Look[] = []
  const fallenOut: (FallenOut & { readonly choice: Choice })[] = []
  for (const one of byThread(people, replacements)) {
    const choice = await choiceOf(one.threadId, looks)
    if (choice !== undefined) fallenOut.push({ ...one, choice })
  }
  for (;;) {
    // What was found before everybody was known does not count.
    looks.length = 0
    const found = topUp(need, people, fallenOut, { regencyCode }, now, skills)
    let learnt = false
    for (const { choice } of fallenOut) learnt = (await learning(choice, known)()) || learnt
    if (!learnt) {
      const { picked, usedUp, usedUpSkills } = found
      return { picked, usedUp, usedUpSkills, topUp: found, because: replacements, looks }
    }
  }
}

const mayAnswer = (person: PersonLoaded, now: Date): boolean => owesAnswer(person) && person.deadlineAt > now

/** Where the people come from whom a review calls: round the places of those who fell out, by the call-out's policy. */
export const suppliesOf = (installation: Installation) => {
  const { configuration, database, roster } = installation
  const zones = new WeakMap<CallOutLoaded, Promise<DangerZone>>()
  const zoneFor = (callOut: CallOutLoaded): Promise<DangerZone> => {
    const zone = zones.get(callOut) ?? plannedZone(installation, callOut)
    zones.set(callOut, zone)
    return zone
  }
  /** Round one thread's place; round that of the whole where people belong to none that goes on. */
  const roundOf = async (callOut: CalledOut, threadId: string | null, now: Date): Promise<Round | undefined> => {
    const demand = callOut.demands.find((one) => one.threadId === threadId) ?? callOut.demands[0]
    const destination = demand?.destination ?? callOut.destination
    if (destination === null) return undefined
    return {
      callOut,
      event: callOut.event,
      need: callOut.need,
      jurisdiction: demand?.jurisdiction ?? callOut.jurisdiction,
      mutualAid: aidFor(demand?.regencyCode ?? callOut.regencyCode, configuration.mutualAid, now),
      destination,
      teams: callOut.teams.filter((team) => threadId === null || team.threadId === threadId),
      blocked: await blockedPeople(database, callOut.callOutId),
      askedFirst: askedFirst(await zoneFor(callOut), callOut.people),
      elsewhere: await heldElsewhere(database, callOut, now),
      now,
    }
  }
  /** Hands on what a choice round a place says, each time that it is asked, to be kept. */
  const telling = async ({ destination, callOut }: Round, threadId: string | null, looks: Look[]) => {
    const ground = { roster: await roster(), place: destination.position, radiusKm: callOut.policy.searchRadiusKm }
    return (found: Selection) => void looks.push(lookOf(threadId, found, ground))
  }
  const nearest = async (callOut: CalledOut, threadId: string | null, now: Date) => {
    const round = await roundOf(callOut, threadId, now)
    if (round === undefined) return undefined
    return witnessed(nearestRound(await roster(), round), await telling(round, threadId, callOut.looks))
  }
  const choiceBy = async (
    callOut: CalledOut,
    threadId: string | null,
    known: KnownPeople,
    now: Date,
    looks: Look[],
  ): Promise<Choice | undefined> => {
    const round = await roundOf(callOut, threadId, now)
    const policy = sufficientPolicyOf(callOut)
    if (round === undefined || policy === null) return undefined
    const choice = await choiceRound(installation, await roster(), round, policy, known)
    const told = await telling(round, threadId, looks)
    const seeker = await seekerRound(installation, await roster(), round, policy, choice)
    const home = atHome(await roster())
    const coming = callOut.people.filter(isComing).map(home)
    const awaited = callOut.people.filter((person) => mayAnswer(person, now)).map(home)
    return {
      ...choice,
      sufficient: (sought) => {
        const { kinds = [], without, among } = sought
        const want = Object.fromEntries([...kinds].map((kind) => [kind, callOut.teams.length]))
        const forTeams = seeker?.seek([coming, awaited], want, without, among) ?? []
        const found = withTeams(choice, sought, forTeams)
        told(found)
        return found
      },
      inTurn: witnessed(choice.inTurn, told),
    }
  }
  return {
    supplyFor: async (callOut: CalledOut, replacements: readonly Replacement[], now: Date): Promise<Supply> => {
      const policy = sufficientPolicyOf(callOut)
      if (policy === null) return supplyOneForOne(callOut, replacements, (threadId) => nearest(callOut, threadId, now))
      const known = await knownPeople(installation, callOut.callOutId, now, policy, 'minute')
      const { looks, ...supply } = await supplyToTarget(
        callOut,
        replacements,
        (threadId, mine) => choiceBy(callOut, threadId, known, now, mine),
        known,
        now,
      )
      callOut.looks.push(...looks)
      return supply
    },
    /** Who of those called in somebody's place is asked first whether they are safe. */
    asksFirst: async (callOut: CalledOut): Promise<(responderId: string) => boolean> => {
      const where = whereaboutsIn(await zoneFor(callOut), await roster())
      return (responderId) => where(responderId) === 'inside'
    },
    /** Whoever is next, in place of people whom the rows refuse. */
    nextInTurn: async (callOut: CalledOut, now: Date): Promise<Choose | undefined> => {
      const policy = sufficientPolicyOf(callOut)
      if (policy === null) return nearest(callOut, null, now)
      const known = await knownPeople(installation, callOut.callOutId, now, policy, 'minute')
      return (await choiceBy(callOut, null, known, now, callOut.looks))?.inTurn
    },
  }
}

/** The places that a review fills: one for each who fell out, or as many as the target takes. */
export const roundToSave = (
  callOut: CallOutLoaded,
  { replacements }: Step,
  { topUp: found, because = [] }: Supply,
): Pick<ReviewToSave, 'places' | 'round'> => {
  const target = sufficientPolicyOf(callOut)?.target
  if (found === undefined || target === undefined)
    return { places: replacements.map((one) => ({ ...one, threadId: null })), round: null }
  return { places: found.places, round: { target, because, places: found.places, mayCome: found.mayCome } }
}
