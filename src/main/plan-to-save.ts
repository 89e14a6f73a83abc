import type { CallOutPlan } from '../../jobs/assess-event.ts'
import type { Look } from '../mobilisation/considered.ts'
import { channelPauseMs } from '../mobilisation/fallback.ts'
import type { HeadCount } from '../mobilisation/hazard-event.ts'
import { precedenceOf } from '../mobilisation/precedence.ts'
import type { Difference } from '../mobilisation/replan.ts'
import { assignShifts, rotaShifts } from '../mobilisation/rota.ts'
import { saidOf } from '../mobilisation/said.ts'
import { timeZoneOf } from '../roster/region.ts'
import type { RosterIndex } from '../roster/roster-index.ts'
import type { CallOutLoaded, Demand, PersonLoaded } from '../store/call-outs.ts'
import type { PictureLoaded } from '../store/pictures.ts'
import type { PlaceToSave, PlanToSave } from '../store/planned-calls.ts'
import { localDate, localTime } from '../wording/time.ts'
import { sufficientPolicyOf } from './choosing.ts'
import { whereaboutsIn } from './danger-zones.ts'
import { fieldsOf } from './event-places.ts'
import type { Installation } from './installation.ts'
import { lookOf, witnessed } from './looks.ts'

const HOUR_MS = 3_600_000

/** Whole turns, so that there is room for everybody who is called, however many more that is than are needed. */
const perShiftOf = ({ need, wanted }: Difference, shifts: number): HeadCount =>
  Object.fromEntries(
    Object.entries(need).map(([kind, count]) => {
      const called = wanted.filter((one) => one.kind === kind).length
      return [kind, Math.ceil(Math.max(count, called) / shifts)]
    }),
  )

/**
 * Who takes which turn of a rota, of those who are called now: the nearest the first one that is free. Whoever was
 * called before keeps theirs. Nobody where people are called at once.
 */
const shiftsOf = (
  { style, policy, regencyCode }: CallOutLoaded,
  people: readonly PersonLoaded[],
  difference: Difference,
  now: Date,
): ReadonlyMap<string, Date> => {
  const { rota } = policy
  if (style !== 'rota' || rota === undefined || rota === null) return new Map()
  const begun = people.flatMap(({ shiftAt }) => (shiftAt === null ? [] : [shiftAt.getTime()]))
  const zone = timeZoneOf(regencyCode)
  const ahead = rotaShifts(new Date(Math.min(now.getTime(), ...begun)), rota, zone).filter((at) => at >= now)
  const shifts = ahead.length > 0 ? ahead : rotaShifts(now, rota, zone)
  const staying = new Set([...difference.stay, ...difference.unheard].map(({ responderId }) => responderId))
  const held = people.flatMap(({ responderId, kind, shiftAt }) =>
    shiftAt !== null && staying.has(responderId) ? [{ kind, shiftAt }] : [],
  )
  const newcomers = [...difference.call, ...difference.recall]
  const { turns, spare } = assignShifts(newcomers, shifts, perShiftOf(difference, rota.shifts), held)
  // Of those for whom the turns still ahead have no room, each makes one of them larger.
  const more = spare.flatMap(({ responderId }, nth) => {
    const shiftAt = shifts[nth % shifts.length]
    return shiftAt === undefined ? [] : [{ responderId, shiftAt }]
  })
  return new Map([...turns, ...more].map(({ responderId, shiftAt }) => [responderId, shiftAt]))
}

/** What a message says of each turn: when it begins by the clocks of the place, and how long it lasts. */
export const shiftFields = (
  { policy, regencyCode }: Pick<CallOutLoaded, 'policy' | 'regencyCode'>,
  shifts: readonly Date[],
): PlanToSave['fieldsOfShift'] =>
  Object.fromEntries(
    shifts.map((at) => {
      const zone = timeZoneOf(regencyCode)
      const hours = Math.round((policy.rota?.shiftMs ?? 0) / HOUR_MS)
      return [
        String(at.getTime()),
        { startsAt: `${localDate(at, zone)} ${localTime(at, zone)}`, duration: `${hours} jam` },
      ]
    }),
  )

/** The variant of the message that the phase's rules ask for. */
const worded = (
  { policy }: Pick<CallOutLoaded, 'policy'>,
  fields: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> =>
  policy.wording === undefined || policy.wording === 'call-out' ? fields : { ...fields, reason: policy.wording }

/**
 * A plan in the words of the rows: what each thread asks for, and what its people are told. `leaves` are the threads whose
 * place became dangerous.
 */
export const planToSave = (
  installation: Installation,
  { callOut, people, speaking, unassessed }: PictureLoaded,
  { places, zone, difference, now }: CallOutPlan,
  leaves: ReadonlySet<string>,
  roster: RosterIndex,
): PlanToSave => {
  const looks: Look[] = []
  const mainThread =
    callOut.demands.find(({ eventId }) => eventId === callOut.eventId)?.threadId ??
    speaking.find(({ eventId }) => eventId === callOut.eventId)?.threadId
  const placed = places.map(({ speaking: { eventId }, impact, target, choose }): PlaceToSave => {
    const own = speaking.find((one) => one.eventId === eventId)
    if (own === undefined) throw new RangeError(`plan: event ${eventId} does not speak for its thread`)
    const told = fieldsOf(
      installation,
      {
        event: own.event,
        code: callOut.code,
        office: callOut.authority?.office ?? own.office ?? callOut.office,
        regencyCode: own.regencyCode,
      },
      target,
    )
    const fields = worded(callOut, told)
    const selection = difference.selections.find(({ threadId }) => threadId === own.threadId)?.selection
    const round = { roster, place: target.position, radiusKm: callOut.policy.searchRadiusKm }
    if (selection !== undefined) looks.push(lookOf(own.threadId, selection, round))
    const others = witnessed(choose, (found) => looks.push(lookOf(own.threadId, found, round)))
    const demand: Demand = {
      threadId: own.threadId,
      eventId: own.eventId,
      need: own.need,
      skills: own.skills,
      jurisdiction: own.jurisdiction,
      regencyCode: own.regencyCode,
      destination: target,
      fields,
      said: saidOf(own.event, fields),
    }
    return {
      demand,
      event: own.event,
      impactArea: impact,
      selection: selection ?? { considered: 0, skipped: [] },
      chooseOthers: (want, without) => others(want, without).picked,
    }
  })
  // Whoever opened the call-out goes on to speak for the whole: a neighbour who joins does not take it over.
  const inOrder = placed.toSorted(
    (one, other) => Number(other.demand.threadId === mainThread) - Number(one.demand.threadId === mainThread),
  )
  const [first] = inOrder
  const shifts = shiftsOf(callOut, people, difference, now)
  const events = speaking.map(({ event }) => event)
  return {
    ...callOut,
    senderId: callOut.operatorId,
    target: sufficientPolicyOf(callOut)?.target ?? null,
    before: callOut.demands,
    places: inOrder,
    difference,
    leaves,
    whereabouts: whereaboutsIn(zone, roster),
    people,
    unassessed,
    shiftOf: (responderId) => shifts.get(responderId) ?? null,
    fieldsOfShift: shiftFields(callOut, [...shifts.values()]),
    fields: first?.demand.fields ?? fieldsOf(installation, callOut, callOut.destination),
    looks,
    precedence: precedenceOf(events),
    channelPauseMs: channelPauseMs(callOut.policy, events),
    siteAlerts: null,
    touched: [],
    now,
  }
}
