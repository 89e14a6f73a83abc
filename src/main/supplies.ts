import type { Step, Supply } from '../../jobs/review-call-out.ts'
import type { Choice } from '../mobilisation/choice.ts'
import type { Look } from '../mobilisation/considered.ts'
import type { Replacement } from '../mobilisation/escalation.ts'
import type { HeadCount } from '../mobilisation/hazard-event.ts'
import { aidFor } from '../mobilisation/mutual-aid.ts'
import type { Choose } from '../mobilisation/replan.ts'
import type { Picked, Selection } from '../mobilisation/selection.ts'
import { type FallenOut, topUp } from '../mobilisation/top-up.ts'
import type { Kind } from '../roster/responder.ts'
import { blockedPeople } from '../store/blocked-people.ts'
import type { CallOutLoaded, PersonLoaded } from '../store/call-outs.ts'
import type { ReviewToSave } from '../store/reviews.ts'
import { choiceRound, learning, nearestRound, type Round, sufficientPolicyOf } from './choosing.ts'
import type { Installation } from './installation.ts'
import { type KnownPeople, knownPeople } from './known-people.ts'
import { lookOf, witnessed } from './looks.ts'

type CalledOut = CallOutLoaded & {
  readonly people: readonly PersonLoaded[]
  /** What choices look at is added to it, to be kept with the round. */
  readonly looks: Look[]
}

const countOf = (kinds: readonly Kind[]): HeadCount => {
  const counts: Partial<Record<Kind, number>> = {}
  for (const kind of kinds) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
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
  people: readonly PersonLoaded[],
  replacements: readonly Replacement[],
  chooserOf: (threadId: string | null) => Promise<Choose | undefined>,
): Promise<Supply> => {
  const picked: Picked[] = []
  const lacking = new Set<Kind>()
  for (const { threadId, replacements: mine } of byThread(people, replacements)) {
    const choose = await chooserOf(threadId)
    if (choose === undefined) continue
    const chosen = choose(countOf(mine.map(({ kind }) => kind)), new Set(picked.map(({ responderId }) => responderId)))
    picked.push(...chosen.picked)
    for (const kind of Object.keys(chosen.missing) as Kind[]) lacking.add(kind)
  }
  // A kind is used up only when not even one more was found: the last few are still called.
  const found = new Set(picked.map(({ kind }) => kind))
  return { picked, usedUp: new Set([...lacking].filter((kind) => !found.has(kind))) }
}

/** People who bring the chance back to the target after others fell out; nobody where it still is. */
const supplyToTarget = async (
  {
    need,
    people,
    regencyCode,
  }: Pick<CallOutLoaded, 'need' | 'regencyCode'> & { readonly people: readonly PersonLoaded[] },
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
    const found = topUp(need, people, fallenOut, { regencyCode }, now)
    let learnt = false
    for (const { choice } of fallenOut) learnt = (await learning(choice, known)()) || learnt
    if (!learnt) return { picked: found.picked, usedUp: found.usedUp, topUp: found, because: replacements, looks }
  }
}

/** Where the people come from whom a review calls: round the places of those who fell out, by the call-out's policy. */
export const suppliesOf = (installation: Installation) => {
  const { configuration, database, roster } = installation
  /** Round one thread's place; round that of the whole where people belong to none that goes on. */
  const roundOf = async (callOut: CallOutLoaded, threadId: string | null, now: Date): Promise<Round | undefined> => {
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
      blocked: await blockedPeople(database, callOut.callOutId),
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
    return {
      ...choice,
      sufficient: (sought) => {
        const found = choice.sufficient(sought)
        told(found)
        return found
      },
      inTurn: witnessed(choice.inTurn, told),
    }
  }
  return {
    supplyFor: async (callOut: CalledOut, replacements: readonly Replacement[], now: Date): Promise<Supply> => {
      const policy = sufficientPolicyOf(callOut)
      if (policy === null)
        return supplyOneForOne(callOut.people, replacements, (threadId) => nearest(callOut, threadId, now))
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
