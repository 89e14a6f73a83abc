import type { CallOutPlan } from '../../jobs/assess-event.ts'
import { saidOf } from '../mobilisation/said.ts'
import type { Demand } from '../store/call-outs.ts'
import type { PictureLoaded } from '../store/pictures.ts'
import type { PlaceToSave, PlanToSave } from '../store/plans.ts'
import { fieldsOf } from './event-places.ts'
import type { Installation } from './installation.ts'

/** A plan in the words of the rows: what each thread asks for, and what its people are told. */
export const planToSave = (
  installation: Installation,
  { callOut, people, speaking, unassessed }: PictureLoaded,
  { places, difference, now }: CallOutPlan,
): PlanToSave => {
  const placed = places.map(({ speaking: { eventId }, impact, target, choose }): PlaceToSave => {
    const own = speaking.find((one) => one.eventId === eventId)
    if (own === undefined) throw new RangeError(`plan: event ${eventId} does not speak for its thread`)
    const fields = fieldsOf(
      installation,
      {
        event: own.event,
        code: callOut.code,
        office: callOut.authority?.office ?? own.office ?? callOut.office,
        regencyCode: own.regencyCode,
      },
      target,
    )
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
  const [first] = placed
  return {
    ...callOut,
    senderId: callOut.operatorId,
    before: callOut.demands,
    places: placed,
    difference,
    highestRank: people.length,
    unassessed,
    shiftOf: () => null,
    fields: first?.demand.fields ?? fieldsOf(installation, callOut, callOut.destination),
    now,
  }
}
