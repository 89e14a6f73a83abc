import { expect, test } from 'vitest'
import { maskContacts } from '../src/masking.ts'
import { newOperatorId } from '../src/store/ids.ts'

test('the id of an operator is never taken for a telephone number, and differs from the next', () => {
  const ids = Array.from({ length: 20_000 }, newOperatorId)
  expect(ids.filter((id) => maskContacts(id) !== id)).toEqual([])
  expect(new Set(ids).size).toBe(ids.length)
  expect(ids[0]).toMatch(/^op_[a-p]{18}$/)
})
