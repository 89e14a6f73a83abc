import { expect, test } from 'vitest'
import type { CalledPerson, CallOutView } from '../../src/mobilisation/call-out.ts'
import { type NextStep, nextStep } from '../../src/mobilisation/escalation.ts'
import { ACK_MS, aView, called, later, MIN, POLICY, said } from './sample.ts'

const step = (people: readonly CalledPerson[], min: number, more: Partial<CallOutView> = {}): NextStep =>
  nextStep(aView(people, more), POLICY, later(min * MIN))

test('somebody who was called away is replaced at once within their wave; one who was silent before, as a silence', () => {
  const away = { stoodDownAt: later(MIN), yielded: true }
  const taken = called('R1', { wave: 3, ...away })
  const silent = called('R2', { wave: 2, silentAt: later(ACK_MS), ...away })
  const ofLastWave = called('R3', { wave: 3, silentAt: later(ACK_MS), ...away })
  const replaced = called('R4', { replaced: true, ...away })
  const sentHome = called('R5', { stoodDownAt: later(MIN) })
  expect(step([taken, silent, ofLastWave, replaced, sentHome], 1)).toMatchObject({
    status: 'calling',
    replacements: [
      { replaces: 'R1', kind: 'tagana', wave: 3, because: 'taken' },
      { replaces: 'R2', kind: 'tagana', wave: 3, because: 'silent' },
    ],
  })
})

test('who said yes and is asked whether they are safe does not fill a place, and silent at the deadline frees it', () => {
  const asked = said('R1', 'yes', 1, { safety: 'asked' })
  const people = [asked, said('R2', 'yes', 2)]
  expect(step(people, 2)).toMatchObject({ status: 'calling', silent: [], replacements: [], standDown: [] })
  expect(step(people, 10)).toMatchObject({
    silent: ['R1'],
    replacements: [{ replaces: 'R1', kind: 'tagana', wave: 2, because: 'silent' }],
  })
  expect(step([said('R1', 'yes', 1, { safety: 'safe' }), said('R2', 'yes', 2)], 2)).toMatchObject({ status: 'filled' })
  // Enough others: they are not needed, and are told so.
  expect(step([...people, said('R3', 'yes', 2)], 2)).toMatchObject({ status: 'filled', standDown: ['R1'] })
})
