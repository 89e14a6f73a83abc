import type { CallOutPlan } from '../../jobs/assess-event.ts'
import type { Difference } from '../mobilisation/replan.ts'
import { assignShifts, rotaShifts } from '../mobilisation/rota.ts'
import { saidOf } from '../mobilisation/said.ts'
import { timeZoneOf } from '../roster/region.ts'
import type { CallOutLoaded, Demand } from '../store/call-outs.ts'
import type { PictureLoaded } from '../store/pictures.ts'
import type { PlaceToSave, PlanToSave } from '../store/plans.ts'
import { localDate, localTime } from '../wording/time.ts'
import { fieldsOf } from './event-places.ts'
import type { Installation } from './installation.ts'

const HOUR_MS = 3_600_000

/** Who takes which turn of a rota: the nearest the first. Nobody where people are called at once. */
const shiftsOf = (
  { style, policy, regencyCode }: CallOutLoaded,
  { wanted, need }: Difference,
  now: Date,
): ReadonlyMap<string, Date> => {
  const { rota } = policy
  if (style !== 'rota' || rota === undefined || rota === null) return new Map()
  const perShift = Object.fromEntries(
    Object.entries(need).map(([kind, count]) => [kind, Math.ceil(count / rota.shifts)]),
  )
  const { turns } = assignShifts(wanted, rotaShifts(now, rota, timeZoneOf(regencyCode)), perShift)
  return new Map(turns.map(({ responderId, shiftAt }) => [responderId, shiftAt]))
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

/** A plan in the words of the rows: what each thread asks for, and what its people are told. */
export const planToSave = (
  installation: Installation,
  { callOut, people, speaking, unassessed }: PictureLoaded,
  { places, difference, now }: CallOutPlan,
): PlanToSave => {
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
    const demand: Demand = {
      threadId: own.threadId,
      eventId: own.eventId,
      need: own.need,
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
      chooseOthers: (want, without) => choose(want, without).picked,
    }
  })
  // Whoever opened the call-out goes on to speak for the whole: a neighbour who joins does not take it over.
  const inOrder = placed.toSorted(
    (one, other) => Number(other.demand.threadId === mainThread) - Number(one.demand.threadId === mainThread),
  )
  const [first] = inOrder
  const shifts = shiftsOf(callOut, difference, now)
  return {
    ...callOut,
    senderId: callOut.operatorId,
    before: callOut.demands,
    places: inOrder,
    difference,
    people,
    unassessed,
    shiftOf: (responderId) => shifts.get(responderId) ?? null,
    fieldsOfShift: shiftFields(callOut, [...shifts.values()]),
    fields: first?.demand.fields ?? fieldsOf(installation, callOut, callOut.destination),
    now,
  }
}
