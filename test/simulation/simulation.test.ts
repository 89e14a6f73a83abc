import { expect, test } from 'vitest'
import type { SimulationModel } from '../../src/simulation/model.ts'
import { type Plan, type Simulation, simulate } from '../../src/simulation/simulation.ts'
import type { Rules, World } from '../../src/simulation/world.ts'
import { ACROSS, FERRY, HERE, model, peopleRound, worldWith } from './small-world.ts'

const KINDS = ['tagana', 'pkh'] as const
const PEOPLE = [...peopleRound(HERE, 160, KINDS), ...peopleRound(ACROSS, 60, KINDS)]
const NEED = { tagana: 3, pkh: 1 }
const PLAN: Plan = { events: 20, seed: 1, accept: [0.4], targets: [0.8, 0.95] }

const world = (more: Partial<Rules> = {}): World => worldWith(PEOPLE, NEED, more)

const run = (at: World, by: SimulationModel, plan: Partial<Plan> = {}): { told: number[]; found: Simulation } => {
  const steps = simulate(at, by, { ...PLAN, ...plan })
  const told: number[] = []
  for (;;) {
    const { done, value } = steps.next()
    if (done) return { told, found: value }
    told.push(value)
  }
}

const figureOf = (
  { rates: [rate] }: Simulation,
  policy: string,
  what: 'filled' | 'filledOfPossible' | 'alertedPerNeeded' = 'filled',
) => rate?.policies.find((figures) => figures.policy === policy)?.[what].value ?? Number.NaN

const SURE = model({ deadNumbers: 0, missedCalls: 0, delay: { medianMin: 1, spread: 0.1 } })

test('the same seed gives the same bytes, another seed others, and progress is told', () => {
  const { told, found } = run(world(), model())
  expect(told).toEqual(Array.from({ length: 20 }, (_, n) => n + 1))
  expect(JSON.stringify(run(world(), model()).found)).toBe(JSON.stringify(found))
  expect(JSON.stringify(run(world(), model(), { seed: 2 }).found)).not.toBe(JSON.stringify(found))
})

test('every policy is there with its figures, and ours stands against each', () => {
  const { found } = run(world(), model())
  const [rate] = found.rates
  const names = ['blast', 'nearest', 'sequence', 'groups', 'overcall', 'ours-80', 'ours-95', 'tuned-80', 'tuned-95']
  names.push('elsewhere-80', 'elsewhere-95')
  expect(rate?.policies.map(({ policy }) => policy)).toEqual(names)
  expect(rate?.pairs.map(({ policy, against }) => `${policy} ${against}`)).toEqual(
    ['80', '95'].flatMap((own) =>
      ['nearest', 'sequence', 'groups', 'overcall', `tuned-${own}`, `elsewhere-${own}`].map((r) => `ours-${own} ${r}`),
    ),
  )
  expect(rate?.promised.map(({ policy }) => policy)).toEqual(['ours-80', 'ours-95'])
})

test('a rate is played the same whichever others are played beside it, an event whatever their number', () => {
  const both = run(world(), model(), { accept: [0.2, 0.4] }).found
  expect(both.rates[1]).toEqual(run(world(), model()).found.rates[0])
  const [ten, twenty] = [5, 10].map((events) => run(world(), model(), { events }).found)
  expect(ten?.tooFew ?? 1).toBeLessThanOrEqual(twenty?.tooFew ?? 0)
})

test('when all who notice come, and all do, every policy that calls enough people fills every need', () => {
  const { found } = run(world({ crossings: [FERRY] }), SURE, { accept: [1] })
  for (const policy of ['blast', 'sequence', 'groups', 'overcall', 'ours-80', 'ours-95', 'tuned-95'])
    expect([policy, figureOf(found, policy)]).toEqual([policy, 1])
  expect(figureOf(found, 'tuned-95', 'alertedPerNeeded')).toBe(1)
  expect(found.rates[0]?.possible).toBe(20)
})

test('when nobody comes nothing is filled, and there is nothing to compare', () => {
  const { found } = run(world(), SURE, { accept: [0] })
  for (const { policy, filled } of found.rates[0]?.policies ?? []) expect([policy, filled.value]).toEqual([policy, 0])
  expect(found.rates[0]).toMatchObject({ possible: 0, yesByDeadline: { value: 0 } })
})

test('nobody fills more often than a blast, and fixed numbers tuned to ours fill as often as ours', () => {
  for (const accept of [0.15, 0.4, 0.8]) {
    const { found } = run(world(), model(), { accept: [accept] })
    const most = figureOf(found, 'blast')
    for (const { filled } of found.rates[0]?.policies ?? []) expect(filled.value ?? 2).toBeLessThanOrEqual(most)
    for (const own of ['80', '95']) {
      expect(figureOf(found, `tuned-${own}`)).toBeGreaterThanOrEqual(figureOf(found, `ours-${own}`))
    }
  }
})

test('fixed numbers found at other events fill no more often than a blast, and less often than those found in hindsight', () => {
  const { found } = run(world(), model(), { events: 60, targets: [0.95] })
  const filled = (policy: string): number => figureOf(found, policy, 'filledOfPossible')
  expect(filled('elsewhere-95')).toBeLessThan(filled('tuned-95'))
  expect(filled('elsewhere-95')).toBeGreaterThan(0.5)
  // Where there are no others, they are those found in hindsight.
  const { found: single } = run(world(), model(), { events: 1, targets: [0.95] })
  expect(figureOf(single, 'elsewhere-95', 'alertedPerNeeded')).toBe(figureOf(single, 'tuned-95', 'alertedPerNeeded'))
  const against = found.rates[0]?.pairs.map((pair) => pair.against)
  expect(against?.slice(-2)).toEqual(['tuned-95', 'elsewhere-95'])
})

test('only those who look at distance alone order people over the water without a way', () => {
  const { found } = run(world(), model())
  const wrong = new Map(found.rates[0]?.policies.map(({ policy, wrongIsland }) => [policy, wrongIsland]))
  expect(wrong.get('blast')).toBeGreaterThan(0)
  for (const policy of ['overcall', 'ours-80', 'ours-95', 'tuned-80', 'tuned-95']) expect(wrong.get(policy)).toBe(0)
  const ferried = run(
    world({ crossings: [FERRY] }),
    model({}, { events: { ...model().events, hazards: { flood: 1 } } }),
  ).found
  expect(ferried.rates[0]?.policies.every(({ wrongIsland }) => wrongIsland === 0)).toBe(true)
})

test('more people wanted by the target are more people called', () => {
  const { found } = run(world(), model())
  expect(figureOf(found, 'ours-95', 'alertedPerNeeded')).toBeGreaterThan(figureOf(found, 'ours-80', 'alertedPerNeeded'))
})

test('a chance named among people who differ in nothing that is not known is kept as often as it says', () => {
  const alike = model({
    peopleSpread: 0,
    regencySpread: 0,
    eventSpread: 0,
    kinds: {},
    bands: { night: 0, morning: 0, afternoon: 0, evening: 0 },
  })
  const [promised] = run(world(), alike, { events: 200, targets: [0.9] }).found.rates[0]?.promised ?? []
  const { value, from, to } = promised?.kept ?? {}
  expect(value).toBeGreaterThan(0)
  expect(from ?? 1).toBeLessThan((promised?.named.value ?? 0) + 0.02)
  expect(to ?? 0).toBeGreaterThan((promised?.named.value ?? 1) - 0.02)
})

test('where too few people live, or everything is sea, draws are put aside and the run ends', () => {
  const few = run(worldWith(PEOPLE.slice(0, 2), NEED), model(), { events: 3 }).found
  expect(few).toMatchObject({ events: 0 })
  expect(few.tooFew + few.nowhere).toBe(150)
  const nobody = run(worldWith([], NEED, { sites: [] }), model(), { events: 1 }).found
  expect(nobody.rates[0]).toMatchObject({ possible: 0, yesByDeadline: { value: null } })
})
