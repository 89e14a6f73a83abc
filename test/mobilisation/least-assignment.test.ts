import fc from 'fast-check'
import { expect, test } from 'vitest'
import { leastAssignment, type Minutes } from '../../src/mobilisation/least-assignment.ts'

/** The oracle: every way to give places people, none twice. */
const allWays = (minutes: Minutes, row = 0, taken: readonly number[] = []): readonly (readonly (number | null)[])[] => {
  const own = minutes[row]
  if (own === undefined) return [[]]
  const free = own.flatMap((time, column) => (time === null || taken.includes(column) ? [] : [column]))
  return [...free, null].flatMap((column) =>
    allWays(minutes, row + 1, column === null ? taken : [...taken, column]).map((rest) => [column, ...rest]),
  )
}

const judged = (minutes: Minutes, way: readonly (number | null)[]) => {
  const times = way.flatMap((column, row) => (column === null ? [] : [minutes[row]?.[column] ?? 0]))
  return {
    served: way.map((column) => (column === null ? 1 : 0)),
    longest: Math.max(0, ...times),
    sum: times.reduce((all, time) => all + time, 0),
  }
}

const best = (minutes: Minutes) =>
  allWays(minutes)
    .map((way) => judged(minutes, way))
    .reduce((one, other) => {
      const many = (way: typeof one): number => way.served.filter((no) => no === 0).length
      const earlier =
        one.served.join('') < other.served.join('') ? -1 : one.served.join('') > other.served.join('') ? 1 : 0
      const order = many(other) - many(one) || earlier || one.longest - other.longest || one.sum - other.sum
      return order <= 0 ? one : other
    })

test('is the best of all ways: most places, the earlier, the shortest longest way, the least in all', () => {
  const tables = fc
    .tuple(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 5 }))
    .chain(([rows, columns]) =>
      fc.array(
        fc.array(fc.option(fc.integer({ min: 0, max: 9 }), { freq: 5 }), { minLength: columns, maxLength: columns }),
        { minLength: rows, maxLength: rows },
      ),
    )
  fc.assert(
    fc.property(tables, (minutes) => {
      const found = leastAssignment(minutes)
      const columns = found.filter((column) => column !== null)
      expect(new Set(columns).size).toBe(columns.length)
      for (const [row, column] of found.entries()) if (column !== null) expect(minutes[row]?.[column]).not.toBeNull()
      expect(judged(minutes, found)).toEqual(best(minutes))
    }),
    { numRuns: 2_000 },
  )
})

test('a longer way is taken by none where all can do with shorter ones', () => {
  // The nearest to the first is the only one near the second.
  expect(
    leastAssignment([
      [1, 5, 6],
      [2, 30, null],
    ]),
  ).toEqual([1, 0])
  expect(leastAssignment([])).toEqual([])
  expect(leastAssignment([[], []])).toEqual([null, null])
})
