import { beforeAll, expect, test } from 'vitest'
import type { Lane } from '../../src/queue/job.ts'
import { checkWake } from '../../src/queue/lanes.ts'
import type { BackendChoice } from '../../src/queue/queues.ts'
import { aJob, aWake, freshChoice, openFor, startFor } from './a-backend.ts'

let choice: BackendChoice
beforeAll(async () => {
  choice = await freshChoice()
})

test('a name that comes twice, a job without a lane and a lane that no queue runs fail at the start', async () => {
  const { backend } = await openFor(choice)
  const { definition } = aJob('look')
  await expect(startFor(backend, [definition, definition])).rejects.toThrow('look is in the catalogue twice')
  await expect(startFor(backend, [{ ...definition, lanes: [] }])).rejects.toThrow('no lane')
  const unknown: Lane[] = JSON.parse('["fast"]')
  await expect(startFor(backend, [{ ...definition, lanes: unknown }])).rejects.toThrow('no queue runs the lane fast')
  const concurrency = { live: 1, exercise: 0, upkeep: 1 }
  await expect(startFor(backend, [definition], { concurrency })).rejects.toThrow('exercise: concurrency is 0')
})

test.each([
  { id: '' },
  { id: '17' },
  { id: 'review:17' },
  { id: 'a b' },
  { id: 'x'.repeat(201) },
  { delayMs: -1 },
  { delayMs: Number.NaN },
  { delayMs: 32 * 86_400_000 },
  { lane: JSON.parse('"fast"') },
])('a wake with %j cannot be kept', (changes) => {
  expect(() => checkWake(aWake(changes))).toThrow(RangeError)
})

test('of wakes among which one cannot be kept none is asked for', async () => {
  const { queues } = await openFor(choice)
  await expect(queues.wake([aWake(), aWake({ id: '17' })])).rejects.toThrow(RangeError)
  expect(await queues.waiting()).toBe(0)
})
