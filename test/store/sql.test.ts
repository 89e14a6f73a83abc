import { expect, test } from 'vitest'
import { sql } from '../../src/store/sql.ts'

test('every value becomes a numbered parameter, whatever is in it', () => {
  const name = `x'; DROP TABLE responder; --`
  expect(sql`SELECT 1 FROM t WHERE a = ${name} AND b = ANY(${['p', 'q']}) LIMIT ${5}`).toEqual({
    text: 'SELECT 1 FROM t WHERE a = $1 AND b = ANY($2) LIMIT $3',
    values: [name, ['p', 'q'], 5],
  })
})

test('a statement without values has none', () => {
  expect(sql`SELECT 1`).toEqual({ text: 'SELECT 1', values: [] })
})

test('values keep their order, null and undefined among them, and the tenth is $10', () => {
  const { text, values } = sql`${0} ${1} ${2} ${3} ${4} ${null} ${undefined} ${7} ${8} ${9}`
  expect(text).toBe('$1 $2 $3 $4 $5 $6 $7 $8 $9 $10')
  expect(values).toEqual([0, 1, 2, 3, 4, null, undefined, 7, 8, 9])
})

test('a part that sql made takes its place with its own parameters, numbered anew, as often as it is named', () => {
  const column = sql`e.code`
  const within = sql`(${column} = ${'32'} OR starts_with(${column}, ${'32.'}))`
  expect(sql`SELECT ${1} FROM t e WHERE ${within} AND NOT ${within} LIMIT ${5}`).toEqual({
    text: 'SELECT $1 FROM t e WHERE (e.code = $2 OR starts_with(e.code, $3)) AND NOT (e.code = $4 OR starts_with(e.code, $5)) LIMIT $6',
    values: [1, '32', '32.', '32', '32.', 5],
  })
})

test('an object that only looks like a statement is a value', () => {
  const forged = { text: 'DROP TABLE responder', values: [] }
  expect(sql`SELECT ${forged}`).toEqual({ text: 'SELECT $1', values: [forged] })
})
