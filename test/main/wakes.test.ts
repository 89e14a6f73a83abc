import { expect, test } from 'vitest'
import { assessWake, endWake, gathered } from '../../src/main/wakes.ts'
import type { CallOutId, EventId } from '../../src/mobilisation/hazard-event.ts'
import type { Wake } from '../../src/queue/job.ts'

const asked = () => {
  const questions: (readonly Wake[])[] = []
  let nowMs = 0
  const wake = gathered(
    async (wakes) => {
      questions.push(wakes)
    },
    () => nowMs,
  )
  const wait = (ms: number): void => {
    nowMs += ms
  }
  return { questions, wake, wait }
}

const eventId = (nth: number): EventId => `event-${nth}` as EventId

test('what is to be woken in one turn becomes one question to the queue', async () => {
  const { questions, wake } = asked()
  await Promise.all([wake([assessWake(eventId(1), 'actual')]), wake([assessWake(eventId(2), 'exercise')])])
  await wake([assessWake(eventId(3), 'actual')])
  expect(questions.map((wakes) => wakes.map(({ id }) => id))).toEqual([
    ['assess-event-1', 'assess-event-2'],
    ['assess-event-3'],
  ])
})

test('of a flood of events the first sixteen of a lane are woken, and every stand-down', async () => {
  const { questions, wake } = asked()
  const numbers = Array.from({ length: 40 }, (_, nth) => nth)
  await Promise.all([
    ...numbers.map((nth) => wake([assessWake(eventId(nth), nth % 2 === 0 ? 'actual' : 'exercise')])),
    ...numbers.map((nth) => wake([endWake(`call-out-${nth}` as CallOutId, 'live')])),
  ])
  const [wakes = []] = questions
  const of = (job: string, lane: string) => wakes.filter((one) => one.job === job && one.lane === lane)
  expect(questions).toHaveLength(1)
  expect(of('assess-event', 'live').map(({ id }) => id)).toEqual(
    Array.from({ length: 16 }, (_, nth) => `assess-event-${2 * nth}`),
  )
  expect(of('assess-event', 'exercise')).toHaveLength(16)
  expect(of('end-call-out', 'live')).toHaveLength(40)
})

test('a lane that was flooded is woken for a new event again after half of a second', async () => {
  const { questions, wake, wait } = asked()
  await Promise.all(Array.from({ length: 40 }, (_, nth) => wake([assessWake(eventId(nth), 'actual')])))
  wait(499)
  await wake([assessWake(eventId(40), 'actual')])
  await wake([assessWake(eventId(41), 'exercise')])
  wait(1)
  await wake([assessWake(eventId(42), 'actual')])
  expect(questions.map((wakes) => wakes.length)).toEqual([16, 0, 1, 1])
})
