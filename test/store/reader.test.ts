import { expect, test } from 'vitest'
import { InvalidInput } from '../../src/errors.ts'
import { cursorOf, readCursor } from '../../src/store/reader.ts'

const ID = '0190a8f2-0000-7000-8000-000000000001'
const LAST_MS = 8_640_000_000_000_000

test.each([0, 1_795_329_000_000, LAST_MS])('a cursor at %i ms is read as it was written', (ms) => {
  expect(readCursor(cursorOf(new Date(ms), ID))).toEqual({ at: new Date(ms), id: ID })
})

test.each([
  '',
  'abc',
  '17',
  ID,
  `${LAST_MS + 1}.${ID}`,
  `-1.${ID}`,
  `1.${'-'.repeat(36)}`,
  `1.${'0'.repeat(36)}`,
  `1.${ID}.2`,
  `1.${ID}\n`,
])('the cursor %j is refused rather than read as the first page', (cursor) => {
  expect(() => readCursor(cursor)).toThrow(InvalidInput)
})
