import { afterAll, describe, expect, test } from 'vitest'
import { CASES } from './cases.ts'
import type { Driver } from './stand.ts'

/** Plays every case that an adapter does not leave out; at most `few` may be. */
export const describeAdapter = (driver: Driver, few = 4) =>
  describe(`the SMS adapter ${driver.name}`, () => {
    const runs = CASES.filter(({ name }) => !(name in driver.leavesOut))

    afterAll(() => driver.close?.())

    test.each(runs.map((one) => [one.name, one] as const))('%s', (_name, { run }) => run(driver))

    test('leaves out only cases that there are, and few', () => {
      const names = CASES.map(({ name }) => name)
      expect(names).toEqual(expect.arrayContaining(Object.keys(driver.leavesOut)))
      expect(new Set(names).size).toBe(names.length)
      expect(runs.length).toBeGreaterThanOrEqual(CASES.length - few)
    })
  })
