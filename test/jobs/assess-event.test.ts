import { expect, test } from 'vitest'
import { assessEvent, type CallOutPlan, type Needs, type Reserved } from '../../jobs/assess-event.ts'
import { circle } from '../../src/geo/area.ts'
import type { CallOutId, EventId, HeadCount } from '../../src/mobilisation/hazard-event.ts'
import { anEvent, idOf, NOW, POLICY } from '../mobilisation/sample.ts'

const EVENT_ID = '0190a8f2-0000-7000-8000-0000000000e1' as EventId
const CALL_OUT_ID = '0190a8f2-0000-7000-8000-000000000001' as CallOutId

const RESERVED: Reserved = {
  callOutId: CALL_OUT_ID,
  eventId: EVENT_ID,
  mode: 'exercise',
  status: 'planning',
  version: 1,
  event: anEvent({ mode: 'exercise' }),
  need: { tagana: 6, pkh: 1 },
  policy: POLICY,
  jurisdiction: '32.04',
}

const anOffice = (reserved: Reserved | undefined, saved: 'saved' | 'already-saved' = 'saved') => {
  const done: string[] = []
  const plans: CallOutPlan[] = []
  const asked: { want: HeadCount; without: readonly string[] }[] = []
  const needs: Needs = {
    loadReserved: async () => reserved,
    impactOf: async () => ({ area: circle([107.5, -7.2], 5), centre: [107.5, -7.2], radiusKm: 5, because: 'test' }),
    targetOf: async () => ({ name: 'Gardu KSB', position: [107.52, -7.19], landmass: 1 }),
    chooser: async () => (want, without) => {
      asked.push({ want, without: [...without] })
      const picked = [{ responderId: idOf(`R${asked.length}`), kind: 'tagana' as const, km: 1 }]
      return { picked, missing: {}, skipped: [], considered: 1 }
    },
    savePlan: async (plan) => {
      plans.push(plan)
      done.push('save')
      return saved
    },
    wakeSenders: async (mode) => void done.push(`senders of ${mode}`),
    wakeReview: async (_id, at) => void done.push(`review at ${at.getTime() - NOW.getTime()}`),
  }
  return { done, plans, asked, run: () => assessEvent(needs, { now: () => NOW })({ eventId: EVENT_ID }) }
}

test('an event that was planned or called off already is left alone', async () => {
  const { done, asked, run } = anOffice(undefined)
  await run()
  expect({ done, asked }).toEqual({ done: [], asked: [] })
})

test('the first wave is larger than the need, and is saved before anybody is woken', async () => {
  const { done, asked, plans, run } = anOffice(RESERVED)
  await run()
  expect(asked).toEqual([{ want: { tagana: 9, pkh: 2 }, without: [] }])
  expect(plans[0]).toMatchObject({ reserved: RESERVED, target: { name: 'Gardu KSB' }, now: NOW })
  expect(done).toEqual(['save', 'senders of exercise', 'review at 0'])
})

test('a plan that another process saved wakes nobody', async () => {
  const { done, run } = anOffice(RESERVED, 'already-saved')
  await run()
  expect(done).toEqual(['save'])
})

test('people whom the rows refuse are chosen again without them', async () => {
  const { asked, plans, run } = anOffice(RESERVED)
  await run()
  expect(plans[0]?.chooseOthers({ tagana: 1 }, new Set(['R1']))).toEqual([{ responderId: 'R2', kind: 'tagana', km: 1 }])
  expect(asked.at(-1)).toEqual({ want: { tagana: 1 }, without: ['R1'] })
})
