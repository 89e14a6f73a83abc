import { getHeapSpaceStatistics } from 'node:v8'
import { expect, test } from 'vitest'
import { makeRoom } from '../../src/main/young-space.ts'

const usedBytes = (): number =>
  getHeapSpaceStatistics().find(({ space_name }) => space_name === 'new_space')?.space_used_size ?? 0

test('what died young is gone after a decision, and what lives is not', () => {
  makeRoom()
  const before = usedBytes()
  let last: readonly number[] = []
  let nth = 0
  // V8 may have collected in between: then there is more to make. Of all lists only the last one lives.
  for (; usedBytes() - before < 300_000; nth += 1) last = Array.from({ length: 16 }, (_, at) => nth + at)
  const full = usedBytes()
  makeRoom()
  expect(usedBytes() - before).toBeLessThan((full - before) / 4)
  expect(last[15]).toBe(nth + 14)
})
