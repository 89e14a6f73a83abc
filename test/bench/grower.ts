// Indexes a register of many times the sample's people and chooses among them. Started by the selection bench with a
// heap of its own, because objects of millions of people do not fit into the usual one.

import { z } from 'zod'
import { destinationFrom } from '../../src/geo/position.ts'
import { toEnd } from '../../src/geo/steps.ts'
import { destinationOf, impactSteps } from '../../src/main/event-places.ts'
import { lookOf } from '../../src/main/looks.ts'
import { callLine } from '../../src/mobilisation/call-line.ts'
import { choiceAlong } from '../../src/mobilisation/choice.ts'
import { consideredIn } from '../../src/mobilisation/considered.ts'
import { NO_HISTORY, prospects } from '../../src/mobilisation/prospect.ts'
import { planDifference } from '../../src/mobilisation/replan.ts'
import { waysTo } from '../../src/mobilisation/ways.ts'
import { seededChance } from '../../src/roster/chance.ts'
import { regencyOf } from '../../src/roster/region.ts'
import type { Kind, Responder, ResponderId } from '../../src/roster/responder.ts'
import { indexRoster } from '../../src/roster/roster-index.ts'
import { consideredSentence } from '../../src/wording/considered.ts'
import { localFlood } from './local-flood.ts'
import { responderOf, sampleRegister, shippedConfiguration } from './sample-register.ts'

const orderSchema = z.object({ copies: z.int().min(1), rounds: z.int().min(1) })

const NOW = new Date('2026-11-22T06:21:00.000Z')
/** Copies live this far from the person they copy. */
const COPY_KM = 5

const heapBytes = (): number => {
  globalThis.gc?.()
  const { heapUsed, arrayBuffers } = process.memoryUsage()
  return heapUsed + arrayBuffers
}

/** Each person so many times, the others a few km away. What people have in common is shared, as far as it can be. */
const multiplied = (people: readonly Responder[], copies: number): readonly Responder[] => {
  const chance = seededChance('bench copies')
  const all: Responder[] = []
  for (const person of people)
    for (let nth = 0; nth < copies; nth += 1)
      all.push(
        nth === 0
          ? person
          : {
              ...person,
              id: `${person.id}-${nth}` as ResponderId,
              home: destinationFrom(person.home, chance.between(0, COPY_KM), chance.between(0, 360)),
            },
      )
  return all
}

const carryOut = ({ copies, rounds }: z.output<typeof orderSchema>) => {
  const { hazards, policy, reach } = shippedConfiguration()
  const { wave } = policy.callOut
  if (wave === null || wave === undefined) throw new Error('the shipped policy seeks no smallest sufficient wave')
  const { places, sites, people: rows } = sampleRegister()
  const before = heapBytes()
  const people = multiplied(rows.map(responderOf), copies)
  const since = performance.now()
  const roster = indexRoster(1n, people, sites)
  const indexMs = performance.now() - since
  const bytes = heapBytes() - before
  const need = policy.need.flood.severe
  const kinds = new Set(Object.keys(need) as Kind[])
  const chance = seededChance('bench growth')

  const decide = (): number => {
    const { position, villageCode } = chance.pick(sites)
    const event = localFlood(position, NOW)
    const impact = toEnd(impactSteps(event, hazards, places, roster.sites))
    const destination = destinationOf(event, impact, [], places, roster)
    const line = callLine({
      nearby: roster.nearby(destination.position, policy.callOut.searchRadiusKm),
      ways: waysTo(destination, [], event, kinds, reach),
      kinds,
      withinMin: wave.searchWithinMin,
      fairWithinMin: wave.fairness.fairWithinMin,
    })
    const known = { historyOf: () => NO_HISTORY, answersOf: () => ({}), answersIn: () => ({}), at: NOW }
    const choice = choiceAlong({
      line,
      prospects: prospects(known, wave.odds, wave.fairness),
      policy: wave,
      asked: { jurisdiction: regencyOf(villageCode), mutualAid: [], needsPhone: true, now: NOW },
      blocked: new Set(),
    })
    const ask = {
      threadId: 'thread',
      need,
      choose: choice.inTurn,
      callFor: (want: typeof need, without: ReadonlySet<string>, among?: ReadonlySet<string>) =>
        choice.sufficient({ need: want, without, among }),
    }
    const { call, selections } = planDifference([ask], [])
    const looks = selections.map(({ threadId, selection }) =>
      lookOf(threadId, selection, { roster, place: destination.position, radiusKm: policy.callOut.searchRadiusKm }),
    )
    const none = { recalled: [], stays: [], waitedFor: [], refused: [], wantedNoMore: [], before: new Set<string>() }
    return consideredIn({ ...none, called: call, looks }).rows.map(consideredSentence).length
  }
  for (let nth = 0; nth < rounds; nth += 1) decide()
  const timesMs = Array.from({ length: rounds }, () => {
    const begun = performance.now()
    decide()
    return performance.now() - begun
  })
  return { people: people.length, indexMs, bytes, timesMs }
}

process.on('message', (order) => {
  process.send?.(carryOut(orderSchema.parse(order)))
})
process.on('disconnect', () => process.exit())
