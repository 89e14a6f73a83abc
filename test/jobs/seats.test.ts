import { expect, test } from 'vitest'
import { createSeats, type SeatLane } from '../../jobs/seats.ts'

/** Who asks, in this order, and who was let in so far. */
const asking = (count: number) => {
  const seats = createSeats(count)
  const inside: string[] = []
  const leaves = new Map<string, () => void>()
  const ask = async (name: string, lane: SeatLane): Promise<void> => {
    leaves.set(name, await seats.take(lane))
    inside.push(name)
  }
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
  }
  return {
    seats,
    inside,
    ask: async (lane: SeatLane, ...names: readonly string[]) => {
      for (const name of names) void ask(name, lane)
      await settle()
    },
    leave: async (name: string) => {
      leaves.get(name)?.()
      await settle()
    },
  }
}

test('exercises fill half of the places at most, real messages all that are left, in the order in which they came', async () => {
  const { seats, inside, ask, leave } = asking(4)
  expect(seats.of).toEqual({ live: 4, exercise: 2 })
  await ask('exercise', 'x1', 'x2', 'x3')
  expect(inside).toEqual(['x1', 'x2'])
  await ask('live', 'a', 'b', 'c')
  expect(inside).toEqual(['x1', 'x2', 'a', 'b'])
  await leave('x1')
  expect(inside).toEqual(['x1', 'x2', 'a', 'b', 'c'])
})

test('a place that is left goes to a real message first, whoever waited longer, and is left only once', async () => {
  const { inside, ask, leave } = asking(1)
  await ask('exercise', 'x1', 'x2')
  await ask('live', 'a', 'b')
  expect(inside).toEqual(['x1'])
  for (const name of ['x1', 'x1', 'a', 'b']) await leave(name)
  expect(inside).toEqual(['x1', 'a', 'b', 'x2'])
  await ask('live', 'c')
  expect(inside).toEqual(['x1', 'a', 'b', 'x2'])
})
