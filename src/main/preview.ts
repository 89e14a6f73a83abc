import { createSlots } from '../../jobs/slots.ts'
import type { PreviewNeeds } from '../intake/preview-routes.ts'
import type { CallOutStatus } from '../mobilisation/call-out.ts'
import type { EventId } from '../mobilisation/hazard-event.ts'
import { sameQuake } from '../mobilisation/quake-match.ts'
import type { Selection } from '../mobilisation/selection.ts'
import type { EventAnswer } from '../store/arrivals.ts'
import type { CallOutLoaded } from '../store/call-outs.ts'
import { type Foreseen, foresee } from '../store/intake-preview.ts'
import { addresseesOf } from '../store/preview-people.ts'
import { shortfallText } from '../store/shortfalls.ts'
import { consideredSentence } from '../wording/considered.ts'
import { capReader } from './cap-reading.ts'
import { intakeInto } from './event-intake.ts'
import { messageOf, outcomeOf } from './event-needs.ts'
import { impactOf } from './event-places.ts'
import type { Installation } from './installation.ts'
import { mobilisationRuns } from './mobilisation-runs.ts'
import { linkKeys } from './post-office.ts'
import { costOf } from './preview-cost.ts'
import { type AlertsForeseen, foreseePlan, type PlanForeseen } from './preview-plan.ts'
import { makeRoom } from './young-space.ts'

/** Ours: sites shown, nearest first; an event that reaches more shows their number. */
const MOST_SITES = 500

/** Ours: a preview reckons as much as a plan; further ones wait so that events and answers are not held up. */
const AT_ONCE = 1
const MOST_WAITING = 20

const numberAt = (holder: unknown, name: string): number | null => {
  if (typeof holder !== 'object' || holder === null) return null
  const value = new Map<string, unknown>(Object.entries(holder)).get(name)
  return typeof value === 'number' ? value : null
}

/** The chance of filling the need, where the way of choosing works one out. */
const chanceOf = (selection: Selection): number | null =>
  numberAt(selection, 'chance') ?? numberAt(new Map<string, unknown>(Object.entries(selection)).get('wave'), 'chance')

/** The sum of the odds of those called; null unless the choice gives the odds of each. */
const expectedYes = (called: readonly object[]): number | null => {
  const odds = called.flatMap((one) => numberAt(one, 'odds') ?? [])
  return odds.length === called.length && odds.length > 0
    ? Math.round(odds.reduce((sum, one) => sum + one, 0) * 100) / 100
    : null
}

const leastOf = (chances: readonly (number | null)[]): number | null => {
  const known = chances.flatMap((one) => one ?? [])
  return known.length === 0 ? null : Math.min(...known)
}

const NOBODY = {
  need: {},
  skills: {},
  called: 0,
  stays: 0,
  stoodDown: 0,
  responders: [],
  leftOut: 0,
  lookedAt: 0,
  fartherAway: 0,
  places: [],
  chance: null,
  expectedYes: null,
  cost: null,
  minutesToReachAll: null,
  nextChannelAfterSeconds: null,
  sites: [],
  sitesInArea: 0,
  teams: [],
  siteAlerts: { sites: 0, messages: 0, withoutContact: [], beyond: 0 },
  shortfall: [],
  shortfallText: [],
}

/** How many sites would be told by how many messages, and where nobody could be. */
const alertsShown = (alerts: AlertsForeseen | null) => {
  const { sites = [], contacts = [], withoutContact = [], beyond = 0 } = alerts ?? {}
  return { sites: sites.length - withoutContact.length, messages: contacts.length, withoutContact, beyond }
}

/** What a plan would do, as it is shown. */
const planShown = async (
  installation: Installation,
  publicUrl: () => string,
  { plan, called, considered, shortfall, siteAlerts }: PlanForeseen,
  eventId: EventId,
) => {
  const { configuration, database, seal, roster } = installation
  const { difference, places } = plan
  const rows = considered.rows
  const people = await addresseesOf(
    database,
    rows.map(({ responderId }) => responderId),
  )
  const { rupiah, minutesToReachAll, ...cost } = costOf(
    configuration,
    { publicUrl: publicUrl(), keys: linkKeys(seal) },
    plan,
    called,
    people,
    siteAlerts,
  )
  const own = places.find(({ demand }) => demand.eventId === eventId)
  const impact =
    own === undefined
      ? undefined
      : await impactOf(own.event, configuration.hazards, installation.places, (await roster()).sites)
  const sites = impact === undefined ? [] : (await roster()).sitesWithin(impact.area, impact.centre)
  const selectionOf = (threadId: string): Selection | undefined =>
    difference.selections.find((one) => one.threadId === threadId)?.selection
  const chances = difference.selections.map(({ selection }) => chanceOf(selection))
  return {
    need: difference.need,
    skills: difference.skills,
    called: considered.called,
    stays: considered.stays,
    stoodDown: difference.standDown.length,
    responders: rows.map((row) => ({
      ...row,
      name: people.get(row.responderId)?.name ?? null,
      kind: people.get(row.responderId)?.kind ?? null,
      sentence: consideredSentence(row),
    })),
    leftOut: considered.leftOut,
    lookedAt: considered.lookedAt,
    fartherAway: considered.farther,
    places: places.map(({ demand }) => {
      const selection = selectionOf(demand.threadId)
      return {
        threadId: demand.threadId,
        eventId: demand.eventId === eventId ? null : demand.eventId,
        name: demand.destination.name,
        position: demand.destination.position,
        need: demand.need,
        skills: demand.skills ?? {},
        missing: selection?.missing ?? {},
        missingSkills: selection?.missingSkills ?? {},
        chance: selection === undefined ? null : chanceOf(selection),
      }
    }),
    chance: leastOf(chances),
    expectedYes: expectedYes(called),
    cost: { rupiah, ...cost },
    minutesToReachAll,
    nextChannelAfterSeconds: plan.channelPauseMs / 1_000,
    sites: sites
      .slice(0, MOST_SITES)
      .map(({ siteCode, name, villageCode, position }) => ({ siteCode, name, villageCode, position })),
    sitesInArea: sites.length,
    teams: (plan.teams ?? []).map(({ threadId: _threadId, landmass: _landmass, ...team }) => team),
    siteAlerts: alertsShown(siteAlerts),
    shortfall,
    shortfallText: shortfallText(shortfall),
  }
}

const OVER: readonly CallOutStatus[] = ['stood-down', 'closed']

/** What would be done: people called (or the call-out planned anew), everybody stood down, or nothing. */
const effectOf = ({ received }: Foreseen, shown: object | null): 'plan' | 'stand-down' | 'none' =>
  shown !== null ? 'plan' : received.kind === 'new' && received.standDown !== null ? 'stand-down' : 'none'

const decisionShown = (answer: EventAnswer, { received, joins, callOut }: Foreseen) => ({
  decision: answer.decision,
  reason: answer.reason,
  warnings: answer.warnings,
  source: answer.source,
  sourceId: answer.sourceId,
  revision: answer.revision,
  mode: answer.mode,
  /** Ids of what is there already; null for what would be made. */
  incidentId: received.kind !== 'new' || joins ? answer.incidentId : null,
  callOutId: callOut?.callOutId ?? (received.kind === 'new' ? null : answer.callOutId),
  callOutStatus: callOut?.status ?? null,
  ifApproved: answer.decision === 'propose',
})

const stoodDownBy = (foreseen: Foreseen, callOut: CallOutLoaded | null): boolean =>
  foreseen.received.kind === 'new' &&
  foreseen.received.standDown !== null &&
  callOut !== null &&
  !OVER.includes(callOut.status)

/** What POST /v1/events/preview needs: everything up to the rows as for an event, and nothing written. */
export const previewNeeds = (installation: Installation, publicUrl: () => string): PreviewNeeds => {
  const { database, seal } = installation
  const nobody = async (): Promise<void> => undefined
  const read = intakeInto<Foreseen>(installation, {
    keeps: false,
    take: (arrival) => foresee(database, seal, sameQuake, arrival),
    followUp: () => null,
    wakeAssess: nobody,
    wakeEnd: nobody,
  })
  const { planningOf } = mobilisationRuns(installation, nobody)
  const turns = createSlots(AT_ONCE)
  let waiting = 0

  const shown = async (foreseen: Foreseen, answer: EventAnswer, now: Date): Promise<object> => {
    const eventId = answer.eventId as EventId
    const { picture, callOut } = foreseen
    const plan = picture === null ? undefined : await foreseePlan(installation, planningOf, picture, { eventId, now })
    const planned = plan === undefined ? null : await planShown(installation, publicUrl, plan, eventId)
    const ended = stoodDownBy(foreseen, callOut) ? { stoodDown: foreseen.calledNow } : {}
    return { ...decisionShown(answer, foreseen), effect: effectOf(foreseen, planned), ...NOBODY, ...planned, ...ended }
  }

  return {
    readXml: capReader(installation),
    preview: async (delivery) => {
      if (waiting >= MOST_WAITING)
        return { kind: 'refused', status: 429, detail: 'Too many previews are waiting.', retryAfterSeconds: 5 }
      waiting += 1
      try {
        return await turns.run(async () => {
          const foreseen = await read(messageOf(delivery))
          const outcome = outcomeOf(foreseen.kind === 'foreseen' ? foreseen.received : foreseen)
          if (!('body' in outcome)) return { ...outcome, kind: 'refused' }
          if (foreseen.kind !== 'foreseen') throw new RangeError('preview: an answer to what was refused')
          return { kind: 'shown', body: await shown(foreseen, outcome.body, delivery.receivedAt) }
        })
      } finally {
        waiting -= 1
        // Once it is answered.
        setImmediate(makeRoom)
      }
    },
  }
}
