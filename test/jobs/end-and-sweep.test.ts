import { expect, test } from 'vitest'
import { endCallOut } from '../../jobs/end-call-out.ts'
import { type Due, sweep } from '../../jobs/sweep.ts'
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

test('a sweep frees and reports before it looks, and wakes what it found, all at one instant', async () => {
  const due: Due = { events: [], ended: [], callOuts: [], occurrences: [], notices: { live: 1, exercise: 0 } }
  const done: [string, Date][] = []
  await sweep(
    {
      expireLeases: async (now) => done.push(['expire', now]),
      reportUnknown: async (now) => done.push(['report', now]),
      findDue: async (now) => {
        done.push(['find', now])
        return due
      },
      wakeDue: async (found) => {
        expect(found).toBe(due)
        done.push(['wake', NOW])
      },
    },
    clock,
  )()
  expect(done).toEqual([
    ['expire', NOW],
    ['report', NOW],
    ['find', NOW],
    ['wake', NOW],
  ])
})
