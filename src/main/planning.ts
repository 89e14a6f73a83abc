import type { Picture, Planning, Target } from '../../jobs/assess-event.ts'
import { isComing } from '../mobilisation/call-out.ts'
import { asAsked, askedFirst } from '../mobilisation/danger-zone.ts'
import { isInForce } from '../mobilisation/in-force.ts'
import { aidFor } from '../mobilisation/mutual-aid.ts'
import { precedenceOf } from '../mobilisation/precedence.ts'
import { type PeopleBeside, peopleBeside } from '../store/people-beside.ts'
import { type LineRound, openLine, readAlong } from './call-lines.ts'
import { chooserFor, type Round, sufficientPolicyOf } from './choosing.ts'
import { ordersNow, whereaboutsIn, zoneOf } from './danger-zones.ts'
import type { Decision } from './decision.ts'
import { destinationOf, impactOf } from './event-places.ts'
import type { Installation } from './installation.ts'
import { type KnownPeople, knownPeople } from './known-people.ts'
import { readContactsAhead } from './sites-to-tell.ts'
import { sitesForTeams, teamsWant } from './teams-now.ts'
import { openWaters, openZones } from './waters.ts'

/** Ours: so many people are met while the rows are read, a millisecond's worth: most choices look at about as many. */
const WALKED_AHEAD = 500

/** What is read before it is asked for: what a choice goes by beside the register and the messages. */
interface Begun {
  readonly beside: Promise<PeopleBeside>
  readonly known: Promise<KnownPeople | null>
  /** Lines to places, read some way along. */
  readonly lines: Map<Target, Promise<LineRound>>
  readonly now: Date
}

/** What a plan and its preview share: both choose alike. */
export const planningIn = ({ database, configuration, places }: Installation) => {
  const aidOf = (regencyCode: string, now: Date) => aidFor(regencyCode, configuration.mutualAid, now)
  /** Begins to read all at once; whoever needs it finds what failed. Asked once, however many places people are called to. */
  const begun = (picture: Picture, { one, loaded: { callOut } }: Decision, now: Date): Begun => {
    const precedence = precedenceOf(picture.speaking.map((speaks) => speaks.event))
    const wave = sufficientPolicyOf(callOut)
    const reading = {
      beside: peopleBeside(database, { ...picture, precedence }, ordersNow(callOut), now),
      // By what was known when it was opened: else an update would send people home because the evening has come.
      known:
        wave === null ? Promise.resolve(null) : knownPeople(one, picture.callOutId, callOut.openedAt, wave, 'hour'),
    }
    for (const one of Object.values(reading)) one.catch(() => undefined)
    return { ...reading, lines: new Map(), now }
  }
  const ahead = new WeakMap<Picture, Begun>()
  const aheadOf = (picture: Picture): Begun => {
    const found = ahead.get(picture)
    if (found === undefined) throw new RangeError(`plan: nothing was read ahead for call-out ${picture.callOutId}`)
    return found
  }
  return (decisionOn: (picture: Picture) => Decision): Planning => ({
    readAhead: (picture, now) => void ahead.set(picture, begun(picture, decisionOn(picture), now)),
    impactOf: async (event, picture) => {
      const { one, loaded } = decisionOn(picture)
      const impact = await impactOf(event, configuration.hazards, places, (await one.roster()).sites)
      const { now } = aheadOf(picture)
      if (picture.speaking.length === 1 && isInForce(event, now))
        await readContactsAhead(one, loaded.callOut, impact, now)
      return impact
    },
    targetOf: async (event, impact, picture) => {
      const { one, loaded } = decisionOn(picture)
      const near = [...(await openWaters(one, event.mode)), ...(await openZones(one, loaded.callOut))]
      return destinationOf(event, impact, near, places, await one.roster())
    },
    walkAhead: async (picture, { speaking: { event, need, jurisdiction, regencyCode }, target }) => {
      const { one, loaded } = decisionOn(picture)
      const { policy, style } = loaded.callOut
      const callOut = { mode: picture.mode, policy, style }
      const wave = sufficientPolicyOf(callOut)
      if (wave === null) return
      const { now, lines } = aheadOf(picture)
      const ground = { callOut, event, need, jurisdiction, mutualAid: aidOf(regencyCode, now), destination: target }
      const line = openLine(one, await one.roster(), ground, wave)
      lines.set(target, line)
      readAlong((await line).line, WALKED_AHEAD)
    },
    zoneOf: async (picture, located) =>
      zoneOf(
        decisionOn(picture).one,
        decisionOn(picture).loaded.callOut,
        located.map(({ speaking: { event }, impact: { area } }) => ({ event, area })),
        (await aheadOf(picture).beside).unsafe,
      ),
    peopleIn: async (picture, zone) =>
      asAsked(picture.people, whereaboutsIn(zone, await decisionOn(picture).one.roster())),
    spareForTeams: async (picture, places) =>
      teamsWant(decisionOn(picture).one, decisionOn(picture).loaded.callOut, places),
    chooser: async (picture, { speaking, impact, target: destination }, zone, now) => {
      const { event, need, skills = {}, jurisdiction, regencyCode, threadId } = speaking
      const { one, loaded } = decisionOn(picture)
      const { style, policy } = loaded.callOut
      const { beside, known, lines } = aheadOf(picture)
      const begun = lines.get(destination)
      const { blocked, elsewhere } = await beside
      const round: Round = {
        callOut: { mode: picture.mode, policy, style },
        event,
        need,
        skills,
        jurisdiction,
        mutualAid: aidOf(regencyCode, now),
        destination,
        ...(begun === undefined ? {} : { line: begun }),
        blocked,
        askedFirst: askedFirst(zone, loaded.people),
        elsewhere,
        now,
        teams: sitesForTeams({ policy, style }, need, event.hazard, impact, destination, threadId, await one.roster()),
        coming: picture.people.filter(isComing),
      }
      return chooserFor(one, await one.roster(), round, await known)
    },
  })
}
