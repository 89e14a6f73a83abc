import { expect, test } from 'vitest'
import { type Needs, type Reviewed, reviewCallOut, type Supply } from '../../jobs/review-call-out.ts'
import type { CalledPerson } from '../../src/mobilisation/call-out.ts'
import type { NextStep } from '../../src/mobilisation/escalation.ts'
import type { CallOutId } from '../../src/mobilisation/hazard-event.ts'
import { ACK_MS, called, idOf, later, NOW, POLICY, said } from '../mobilisation/sample.ts'

const ID = '0190a8f2-0000-7000-8000-000000000001' as CallOutId

const aCallOut = (people: readonly CalledPerson[], more: Partial<Reviewed> = {}): Reviewed => ({
  callOutId: ID,
  mode: 'actual',
  status: 'calling',
  version: 3,
  need: { tagana: 2 },
  policy: POLICY,
  people,
  endings: [],
  closesAt: null,
  reviewDueAt: NOW,
  ...more,
})

const NOBODY_LEFT: Supply = { picked: [], usedUp: new Set(['tagana']) }

const anOffice = (
  reviewed: Reviewed | undefined,
  supply: Supply,
  saved: 'saved' | 'changed-meanwhile' = 'saved',
  now = NOW,
) => {
  const done: string[] = []
  const steps: NextStep[] = []
  const needs: Needs = {
    loadReviewed: async () => reviewed,
    supplyFor: async (_reviewed, replacements) => {
      done.push(`supply for ${replacements.map(({ replaces }) => replaces).join(' ')}`)
      return supply
    },
    saveReview: async (_reviewed, step, used) => {
      steps.push(step)
      done.push(`save ${step.status} with ${used.picked.length}`)
      return saved
    },
    wakeSenders: async (mode) => void done.push(`senders of ${mode}`),
  }
  return { done, steps, run: () => reviewCallOut(needs, { now: () => now })({ callOutId: ID }) }
}

test('a call-out that is gone needs no review', async () => {
  const { done, run } = anOffice(undefined, NOBODY_LEFT)
  await run()
  expect(done).toEqual([])
})

test('where nobody has to be replaced, nobody is looked for', async () => {
  const { done, run } = anOffice(aCallOut([called('R1'), called('R2')]), NOBODY_LEFT)
  await run()
  expect(done).toEqual(['save calling with 0', 'senders of actual'])
})

test('a no is replaced by whom the supply gives', async () => {
  const supply: Supply = { picked: [{ responderId: idOf('R3'), kind: 'tagana', km: 4 }], usedUp: new Set() }
  const { done, steps, run } = anOffice(aCallOut([said('R1', 'no', 0), called('R2')]), supply)
  await run()
  expect(done).toEqual(['supply for R1', 'save calling with 1', 'senders of actual'])
  expect(steps[0]?.replacements.map(({ replaces }) => replaces)).toEqual(['R1'])
})

test('a no for a message that has expired is not replaced, and the step says what had expired', async () => {
  const endings = [{ threadId: 'T1', need: { tagana: 2 }, expiresAt: NOW }]
  const { done, steps, run } = anOffice(aCallOut([said('R1', 'no', 0), called('R2')], { endings }), NOBODY_LEFT)
  await run()
  expect(done).toEqual(['save calling with 0', 'senders of actual'])
  expect(steps[0]).toMatchObject({ replacements: [], withheld: ['tagana'], lapsed: { people: new Set(['R1', 'R2']) } })
})

test('a supply that is used up turns the last silence into exhaustion', async () => {
  const { done, steps, run } = anOffice(aCallOut([called('R1'), called('R2')]), NOBODY_LEFT, 'saved', later(ACK_MS))
  await run()
  expect(done).toEqual(['supply for R1 R2', 'save exhausted with 0', 'senders of actual'])
  expect(steps[0]).toMatchObject({ silent: ['R1', 'R2'], replacements: [] })
})

test('a review that was overtaken leaves the rest to the sweep and wakes no sender', async () => {
  const { done, run } = anOffice(aCallOut([called('R1')]), NOBODY_LEFT, 'changed-meanwhile')
  await run()
  expect(done).toEqual(['save calling with 0'])
})

test('a call-out that is not due is left alone, within a second of difference between two clocks', async () => {
  for (const [ms, looks] of [
    [1_000, true],
    [1_001, false],
  ] as const) {
    const { done, run } = anOffice(aCallOut([called('R1')], { reviewDueAt: new Date(NOW.getTime() + ms) }), NOBODY_LEFT)
    await run()
    expect(done.length > 0).toBe(looks)
  }
  const { done, run } = anOffice(aCallOut([called('R1')], { reviewDueAt: null }), NOBODY_LEFT)
  await run()
  expect(done).toEqual([])
})
