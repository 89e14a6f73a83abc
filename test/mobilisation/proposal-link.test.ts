import { expect, test } from 'vitest'
import { linkEndsAt } from '../../src/mobilisation/proposal-link.ts'

const ASKED = new Date('2026-11-22T06:00:00Z')

test.each([
  [0, '2026-11-23T06:00:00.000Z'],
  [20 * 60_000, '2026-11-23T07:00:00.000Z'],
  [6 * 3_600_000, '2026-11-24T00:00:00.000Z'],
])('a link to a proposal that waits %i ms at each level ends at %s', (withinMs, endsAt) => {
  expect(linkEndsAt(ASKED, withinMs).toISOString()).toBe(endsAt)
})
