import type { Picture, Planning } from '../../jobs/assess-event.ts'
import { isComing } from '../mobilisation/call-out.ts'
import { askedFirst } from '../mobilisation/danger-zone.ts'
import { aidFor } from '../mobilisation/mutual-aid.ts'
import { type Elsewhere, precedenceOf } from '../mobilisation/precedence.ts'
import { blockedForPlan } from '../store/blocked-people.ts'
import { heldElsewhere } from '../store/held-people.ts'
import { chooserFor, type Round } from './choosing.ts'
import { zoneOf } from './danger-zones.ts'
import type { Decision } from './decision.ts'
import { destinationOf, impactOf } from './event-places.ts'
import type { Installation } from './installation.ts'
import { knownPeople } from './known-people.ts'
import { sitesForTeams, teamsWant } from './teams-now.ts'
import { openWaters, openZones } from './waters.ts'

/** What a plan and its preview share: both choose alike. */
export const planningIn = ({ database, configuration, places }: Installation) => {
  const aidOf = (regencyCode: string, now: Date) => aidFor(regencyCode, configuration.mutualAid, now)
  const taken = new WeakMap<Picture, Promise<readonly [ReadonlySet<string>, Elsewhere]>>()
  /** Who is not to be had for a call-out; asked once, however many places people are called to. */
  const takenFrom = (picture: Picture, now: Date): Promise<readonly [ReadonlySet<string>, Elsewhere]> => {
    const precedence = precedenceOf(picture.speaking.map((one) => one.event))
    const asked =
      taken.get(picture) ??
      Promise.all([
        blockedForPlan(database, picture.callOutId),
        heldElsewhere(database, { ...picture, precedence }, now),
      ])
    taken.set(picture, asked)
    return asked
  }
  return (decisionOn: (picture: Picture) => Decision): Planning => ({
    impactOf: async (event, picture) =>
      impactOf(event, configuration.hazards, places, (await decisionOn(picture).one.roster()).sites),
    targetOf: async (event, impact, picture) => {
      const { one, loaded } = decisionOn(picture)
      const near = [...(await openWaters(one, event.mode)), ...(await openZones(one, loaded.callOut))]
      return destinationOf(event, impact, near, places, await one.roster())
    },
    zoneOf: async (picture, located) =>
      zoneOf(
        decisionOn(picture).one,
        decisionOn(picture).loaded.callOut,
        located.map(({ speaking: { event }, impact: { area } }) => ({ event, area })),
      ),
    spareForTeams: async (picture, places) =>
      teamsWant(decisionOn(picture).one, decisionOn(picture).loaded.callOut, places),
    chooser: async (picture, { speaking, impact, target: destination }, zone, now) => {
      const { event, need, skills = {}, jurisdiction, regencyCode, threadId } = speaking
      const { one, loaded } = decisionOn(picture)
      const { style, policy, openedAt } = loaded.callOut
      const [blocked, elsewhere] = await takenFrom(picture, now)
      const round: Round = {
        callOut: { mode: picture.mode, policy, style },
        event,
        need,
        skills,
        jurisdiction,
        mutualAid: aidOf(regencyCode, now),
        destination,
        blocked,
        askedFirst: askedFirst(zone, loaded.people),
        elsewhere,
        now,
        teams: sitesForTeams({ policy, style }, need, event.hazard, impact, destination, threadId, await one.roster()),
        coming: picture.people.filter(isComing),
      }
      // By what was known when it was opened: else an update would send people home because the evening has come.
      return chooserFor(one, await one.roster(), round, (wave) =>
        knownPeople(one, picture.callOutId, openedAt, wave, 'hour'),
      )
    },
  })
}
