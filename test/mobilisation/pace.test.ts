import { expect, test } from 'vitest'
import { paceOf, type ReachPolicy } from '../../src/mobilisation/pace.ts'
import { KINDS, type Kind } from '../../src/roster/responder.ts'

const speeds = Object.fromEntries(KINDS.map((kind) => [kind, kind === 'bhabinkamtibmas' ? 40 : 30]))
const POLICY: ReachPolicy = {
  kmPerHour: speeds as Record<Kind, number>,
  detour: 1.4,
  readyMin: 15,
  roadsCut: { earthquake: { extreme: 0.25, severe: 0.5, moderate: 0.8, minor: 1, unknown: 0.6 } },
}

test.each([
  ['tagana', 'earthquake', 'extreme', 7.5],
  ['tagana', 'earthquake', 'unknown', 18],
  ['tagana', 'earthquake', 'minor', 30],
  ['bhabinkamtibmas', 'earthquake', 'severe', 20],
  ['bhabinkamtibmas', 'drought', 'extreme', 40],
  ['tagana', null, 'extreme', 30],
] as const)('%s in %s, %s, make %d km an hour', (kind, hazard, severity, kmPerHour) => {
  expect(paceOf(kind, { hazard, severity }, POLICY)).toEqual({ kmPerHour, detour: 1.4, readyMin: 15 })
})
