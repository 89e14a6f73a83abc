import { expect, test } from 'vitest'
import { restartDelayMs } from '../../src/cli/backoff.ts'
import { CHILD_ENDS, verdictOn } from '../../src/cli/verdict.ts'

test('the pause before a restart doubles from 0.2 s up to 5 s', () => {
  expect([1, 2, 3, 4, 5, 6, 7, 60].map(restartDelayMs)).toEqual([200, 400, 800, 1600, 3200, 5000, 5000, 5000])
})

test('bad configuration ends a supervisor at its first start only', () => {
  const end = { code: CHILD_ENDS.badInput, failuresInARow: 1 }
  expect(verdictOn({ ...end, everReady: false })).toBe('bad-input')
  expect(verdictOn({ ...end, everReady: true })).toBe('start-again')
})

test('a service that never came up is given up after five starts, unless it waits for its database', () => {
  const verdicts = (code: number | null) =>
    [1, 4, 5, 50].map((failuresInARow) => verdictOn({ code, everReady: false, failuresInARow }))
  expect(verdicts(CHILD_ENDS.failed)).toEqual(['start-again', 'start-again', 'give-up', 'give-up'])
  expect(verdicts(null)).toEqual(['start-again', 'start-again', 'give-up', 'give-up'])
  expect(new Set(verdicts(CHILD_ENDS.awaiting))).toEqual(new Set(['start-again']))
})

test('a service that has been up is always started again', () => {
  for (const code of [null, ...Object.values(CHILD_ENDS)])
    expect(verdictOn({ code, everReady: true, failuresInARow: 99 })).toBe('start-again')
})
