import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lpText } from '../../src/drills/linear-program.ts'
import { costOf, nearestFirst, spreadOf, type YearPlan } from '../../src/drills/year-plan.ts'
import { chosenOf, dayStage, weekStage } from '../../src/drills/year-stages.ts'
import { type PlannedProgramme, type Turn, turnsOf } from '../../src/drills/year-turns.ts'
import type { Responder } from '../../src/roster/responder.ts'
import { aPerson, aProgramme, aSite, NO_CALENDAR } from './sample.ts'
import { cheapest, meet, tiny, tinyYear } from './tiny-year.ts'

const DAY_MS = 86_400_000
const NOW = new Date('2026-12-01T00:00Z')
const YEAR = [new Date('2027-01-01T00:00Z'), new Date('2027-03-01T00:00Z')] as const
const VILLAGE = '32.04.15.2003'

const programme = (more: Partial<PlannedProgramme> = {}): PlannedProgramme => ({
  ...aProgramme({ team: { tagana: 1, pendamping_desa: 1 } }),
  plan: { withinMs: 10 * DAY_MS, travelKmMost: 100 },
  ...more,
})
const FIRST = { points: 3, parts: ['never-drilled'] } as const
const OTHER = { points: 0, parts: [] } as const
const tagana = (id: string, more: Partial<Responder> = {}) => aPerson(id, { kind: 'tagana', ...more })
const pendamping = (id: string, more: Partial<Responder> = {}) => aPerson(id, { kind: 'pendamping_desa', ...more })
const planned = (
  people: readonly Responder[],
  { one = programme(), calendar = NO_CALENDAR, codes = ['A'], now = NOW, drilled = [] as string[] } = {},
): readonly Turn[] =>
  turnsOf(
    [one],
    codes.map((code) => aSite(code, VILLAGE)),
    people,
    calendar,
    (site) => (drilled.includes(site.siteCode) ? OTHER : FIRST),
    YEAR,
    now,
  )
const reasons = (turns: readonly Turn[]) => nearestFirst(turns).unserved.map(({ reason }) => reason)

test('a Pendamping Desa who serves the village and people of the same land come first', () => {
  const people = [
    tagana('far', { landmass: 2 }),
    tagana('near'),
    pendamping('other'),
    pendamping('own', { home: [107.55, -7.2], servesCodes: [VILLAGE] }),
    tagana('elsewhere', { home: [107.5, 2] }),
    tagana('villager', { siteCode: 'A' }),
    tagana('out', { optedOutAt: NOW }),
  ]
  const [turn] = planned(people)
  expect(turn?.teams.map(({ ids }) => ids.join(' '))).toEqual(['near own', 'near other', 'far own', 'far other'])
})

test('each turn that cannot be served says what binds', () => {
  const both = [tagana('T'), pendamping('P')]
  expect(reasons(planned([tagana('T')]))).toEqual(['nobody-near', 'nobody-near'])
  expect(reasons(planned(both, { now: new Date('2027-06-01T00:00Z') }))).toEqual(['window-over', 'window-over'])
  const away = new Date('2027-02-11T00:00Z')
  expect(reasons(planned([tagana('T', { unavailableUntil: away }), pendamping('P')]))).toEqual(['all-away'])
  const closed = { name: 'x', nameEn: 'x', hours: null, regions: [], types: [], from: '2027-01-01', to: '2027-03-31' }
  const calendar = { ...NO_CALENDAR, dated: [{ ...closed, provisional: false }] }
  expect(reasons(planned(both, { calendar }))).toEqual(['no-free-day', 'no-free-day'])
  const short = programme({ plan: { withinMs: DAY_MS, travelKmMost: 100 } })
  expect(reasons(planned(both, { one: short, codes: ['A', 'B', 'C'] }))).toEqual(['all-busy', 'all-busy'])
})

test('who never drilled goes first, and a programme without a team needs nobody', () => {
  const one = programme({ plan: { withinMs: DAY_MS, travelKmMost: 100 }, team: {} })
  const turns = planned([], { one, codes: ['A', 'B'], drilled: ['A'] })
  expect(turns.map(({ priority }) => priority)).toEqual([OTHER, OTHER, FIRST, FIRST])
  expect(nearestFirst(turns).planned.map(({ time }) => time.startsAt)).toEqual(turns.map(({ slotAt }) => slotAt))
  expect(costOf(turns, nearestFirst(turns))).toBeLessThan(10)
})

const holds = (turns: readonly Turn[], { planned: all, unserved }: YearPlan): void => {
  expect(all.length + unserved.length).toBe(turns.length)
  for (const [nth, one] of all.entries()) {
    expect(all.slice(nth + 1).some((other) => meet(one, other))).toBe(false)
    const late = one.time.startsAt.getTime() - (turns[one.turn]?.slotAt.getTime() ?? 0)
    expect(late >= 0 && late <= 10 * DAY_MS).toBe(true)
  }
}

test('without a solver nobody is at two drills on a day, windows are kept, and no plan beats the best of all', () => {
  fc.assert(
    fc.property(tiny, (given) => {
      const turns = tinyYear(given)
      const plan = nearestFirst(turns)
      holds(turns, plan)
      expect(nearestFirst(turns)).toEqual(plan)
      expect(cheapest(turns)).toBeLessThanOrEqual(costOf(turns, plan) + 1e-6)
    }),
    { numRuns: 20 },
  )
})

test('what a solution of both stages means is a plan in which what was left out is tried once more', () => {
  const turns = planned([tagana('T'), pendamping('P')], { codes: ['A', 'B'] })
  const weeks = weekStage(turns)
  const one = [...weeks.meanings.keys()].find((name) => name.startsWith('x0_'))
  const inWeeks = chosenOf(weeks, [one ?? '', 'u1', 'e0'])
  expect(inWeeks).toHaveLength(1)
  const days = dayStage(turns, [...inWeeks, { ...inWeeks[0], turn: 99 } as (typeof inWeeks)[number]])
  const plan = nearestFirst(turns, chosenOf(days, [[...days.meanings.keys()][0] ?? '']))
  expect(plan.planned.map(({ turn }) => turn)).toEqual([0, 1, 2, 3])
  holds(turns, plan)
  const text = lpText(weeks.program)
  expect(text).toMatch(/^Minimize\nobj:\n\+ 6500 u0\n/)
  expect(text).toMatch(/\n- 1 e0\n<= 4\nr\d/)
})

test('people with more drills than their share make a plan dearer, and a turn unknown to it costs nothing', () => {
  const turns = planned([tagana('T'), tagana('T2'), pendamping('P'), pendamping('P2')], { codes: ['A', 'B'] })
  const plan = nearestFirst(turns)
  const [first] = plan.planned
  if (first === undefined) throw new Error('no plan')
  const many = { planned: [...plan.planned, { ...first, turn: 99 }], unserved: [] }
  expect(costOf(turns, many)).toBeGreaterThan(costOf(turns, plan))
})

test('no stage sends a person who is away in that week or on that day', () => {
  const back = new Date('2027-02-04T00:00Z')
  const turns = planned([tagana('T', { unavailableUntil: back }), pendamping('P')])
  const weeks = weekStage(turns)
  const days = dayStage(turns, [...weeks.meanings.values()])
  const starts = [...days.meanings.values()].map(({ time }) => time.startsAt)
  expect(new Set([...weeks.meanings.values()].map(({ turn }) => turn))).toEqual(new Set([0, 1]))
  expect(starts.length).toBeGreaterThan(0)
  expect(starts.every((at) => at >= back)).toBe(true)
  const weekOf = (at: Date): number[] =>
    turns.flatMap(({ times }) => times.filter(({ startsAt }) => startsAt < at).map(({ week }) => week))
  expect(weekOf(back)).toContain(Math.min(...turns.flatMap(({ times }) => times.map(({ week }) => week))))
})

test('nobody has more drills than the programme says, without a solver and in its program', () => {
  const one = programme({ plan: { withinMs: 10 * DAY_MS, travelKmMost: 100, drillsMost: 1 } })
  const turns = planned([tagana('T'), pendamping('P'), pendamping('P2')], { one })
  const plan = nearestFirst(turns)
  expect(plan.planned.map(({ turn }) => turn)).toEqual([0])
  expect(plan.unserved).toEqual([{ turn: 1, reason: 'all-busy' }])
  const { program, meanings } = weekStage(turns)
  const ofT = [...meanings].filter(([, { team }]) => team.ids.includes('T')).map(([name]) => name)
  const limit = program.rows.find(({ terms, limit: most }) => most === 1 && terms.length === ofT.length)
  expect(limit?.terms.map(([, name]) => name)).toEqual(ofT)
})

test.each([
  [[], 0, 0, 0],
  [[3], 3, 3, 0],
  [[2, 2, 2, 2], 2, 2, 0],
  [[0, 0, 0, 4], 4, 0, 0.75],
  [[1, 3], 3, 1, 0.25],
])('loads of %j are spread', (loads, most, median, gini) => {
  const got = spreadOf(loads)
  expect([got.most, got.median]).toEqual([most, median])
  expect(got.gini).toBeCloseTo(gini)
})

test('only who brings what is wanted is anybody’s team', () => {
  const one = programme({ teamWants: { tagana: { skills: ['shelter'] } } })
  const people = [tagana('T'), tagana('S', { skills: ['shelter'] }), pendamping('P')]
  expect(planned(people, { one })[0]?.teams.map(({ ids }) => ids.join(' '))).toEqual(['S P'])
  expect(reasons(planned([tagana('T'), pendamping('P')], { one }))).toEqual(['nobody-near', 'nobody-near'])
})
