import { describe, expect, test } from 'vitest'
import { CASES } from './cases.ts'
import { DRIVERS } from './drivers.ts'

describe.each(DRIVERS.map((driver) => [driver.name, driver] as const))('the SMS adapter %s', (_, driver) => {
  const runs = CASES.filter(({ name }) => !(name in driver.leavesOut))

  test.each(runs.map((one) => [one.name, one] as const))('%s', (_name, { run }) => run(driver))

  test('leaves out only cases that there are, and few', () => {
    const names = CASES.map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(Object.keys(driver.leavesOut)))
    expect(new Set(names).size).toBe(names.length)
    expect(runs.length).toBeGreaterThan(CASES.length - 5)
  })
})
