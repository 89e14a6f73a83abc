import { expect, test } from 'vitest'
import { endCallOut } from '../../jobs/end-call-out.ts'
import { type Due, type Needs, sweep } from '../../jobs/sweep.ts'
import type { CallOutId } from '../../src/mobilisation/hazard-event.ts'
import type { Mode } from '../../src/wording/mode.ts'

const NOW = new Date('2026-11-22T06:30:00Z')
const clock = { now: () => NOW }
const CALL_OUT_ID = '0190a8f2-0000-7000-8000-000000000001' as CallOutId

const ending = async (
  reason: 'cancelled' | 'ended' | undefined,
  mode: Mode | undefined,
): Promise<readonly string[]> => {
  const done: string[] = []
  await endCallOut(
    {
      endOf: async () => reason,
      standDown: async (_id, given, now) => {
        done.push(`stand down, ${given}, ${now === NOW}`)
        return mode
      },
      wakeSenders: async (given) => void done.push(`senders of ${given}`),
    },
    clock,
  )({ callOutId: CALL_OUT_ID })
  return done
}

test('an incident that goes on stands nobody down', async () => {
  expect(await ending(undefined, 'actual')).toEqual([])
})

test.each(['cancelled', 'ended'] as const)('one that is %s does, and its messages leave', async (reason) => {
  expect(await ending(reason, 'exercise')).toEqual([`stand down, ${reason}, true`, 'senders of exercise'])
})

test('a call-out that was over already has nothing to send', async () => {
  expect(await ending('cancelled', undefined)).toEqual(['stand down, cancelled, true'])
})

const DUE: Due = {
  events: [],
  ended: [],
  callOuts: [],
  occurrences: [],
  reports: [],
  notices: { live: 1, exercise: 0 },
}

/** Sweeps once; gives what was done, and what was thrown. */
const sweeping = async (...fails: readonly (keyof Needs)[]) => {
  const done: string[] = []
  const step = async (name: keyof Needs, now: Date): Promise<void> => {
    done.push(`${name} ${now === NOW}`)
    if (fails.includes(name)) throw new Error(`${name} failed`)
  }
  const needs: Needs = {
    expireLeases: (now) => step('expireLeases', now),
    settleReceipts: (now) => step('settleReceipts', now),
    applyUnknownRules: (now) => step('applyUnknownRules', now),
    passOnFailures: (now) => step('passOnFailures', now),
    reportUnknown: (now) => step('reportUnknown', now),
    pressProposals: (now) => step('pressProposals', now),
    clearTheShore: (now) => step('clearTheShore', now),
    findDue: async (now) => {
      await step('findDue', now)
      return DUE
    },
    wakeDue: (found) => step('wakeDue', found === DUE ? NOW : new Date(0)),
  }
  const thrown = await sweep(needs, clock)().then(
    () => null,
    (reason: unknown) => String(reason),
  )
  return { done, thrown }
}

const ALL = [
  'expireLeases true',
  'settleReceipts true',
  'reportUnknown true',
  'applyUnknownRules true',
  'passOnFailures true',
  'pressProposals true',
  'clearTheShore true',
  'findDue true',
  'wakeDue true',
]

test('a sweep frees, reports, presses and clears the shore before it looks, and wakes what it found, all at one instant', async () => {
  expect(await sweeping()).toEqual({ done: ALL, thrown: null })
})

test.each<keyof Needs>(['expireLeases', 'reportUnknown', 'pressProposals', 'clearTheShore', 'wakeDue'])(
  'when %s fails, everything else is done all the same, and the failure is thrown at the end',
  async (name) => {
    expect(await sweeping(name)).toEqual({ done: ALL, thrown: `Error: ${name} failed` })
  },
)

test('when it cannot look, it wakes nothing', async () => {
  expect(await sweeping('findDue')).toEqual({ done: ALL.slice(0, -1), thrown: 'Error: findDue failed' })
})

test('of several failures the first is thrown', async () => {
  expect(await sweeping('pressProposals', 'reportUnknown')).toEqual({
    done: ALL,
    thrown: 'Error: reportUnknown failed',
  })
})
