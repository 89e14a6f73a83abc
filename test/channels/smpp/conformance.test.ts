import { expect, test } from 'vitest'
import { CASES } from '../conformance/cases.ts'
import { smppDriver } from '../conformance/smpp-driver.ts'

const runs = CASES.filter(({ name }) => !(name in smppDriver.leavesOut))

test.each(runs.map((one) => [one.name, one] as const))('SMPP: %s', (_name, { run }) => run(smppDriver))

test('SMPP leaves out two cases', () => {
  expect(runs).toHaveLength(CASES.length - 2)
})
