import { z } from 'zod'
import { startChild } from './child.ts'
import { decisions } from './decisions.ts'
import { type Figure, spread } from './figure.ts'
import { nearest } from './nearest.ts'
import type { Stage } from './stage.ts'

/** The sample's 80,000 people, ten and a hundred times as many, each size in a process with a heap of so many MB. */
const SIZES = [
  { copies: 1, rounds: 200, heapMb: 4_000 },
  { copies: 10, rounds: 100, heapMb: 4_000 },
  { copies: 100, rounds: 40, heapMb: 12_000 },
] as const
const MB = 1_000_000

const grownSchema = z.object({
  people: z.int(),
  indexMs: z.number(),
  bytes: z.number(),
  timesMs: z.array(z.number()),
})

/** What more people cost: the index in memory, and the pure part of a decision, nothing of it in a database. */
const growth = async (stage: Stage): Promise<readonly Figure[]> => {
  const figures: Figure[] = []
  for (const { copies, rounds, heapMb } of SIZES) {
    const child = startChild(stage, 'grower.js', [`--max-old-space-size=${heapMb}`, '--expose-gc'])
    const { people, indexMs, bytes, timesMs } = await child.ask({ copies, rounds }, grownSchema)
    await child.end()
    const size = people.toLocaleString('en')
    stage.tell(`${size} people chosen among`)
    figures.push(
      { what: `${size} people in memory, with their index`, value: bytes / MB, unit: 'MB' },
      { what: `${size} people: index`, value: indexMs, unit: 'ms' },
      ...spread(`${size} people: severe flood, area to sentences, without the database`, timesMs),
    )
  }
  return figures
}

/** Whom to call: whole decisions, the nearest beside others who find them, and what more people cost. */
export const selection = async (stage: Stage): Promise<readonly Figure[]> => [
  ...(await decisions(stage)),
  ...(await nearest(stage)),
  ...(await growth(stage)),
]
