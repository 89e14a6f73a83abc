import { expect, test } from 'vitest'
import { type EarlierTurn, keepEarlier, type Loosened } from '../../src/drills/year-kept.ts'
import { mayGo, nearestFirst } from '../../src/drills/year-plan.ts'
import { daysOf, type PlannedProgramme, type Turn, turnsOf } from '../../src/drills/year-turns.ts'
import type { Responder } from '../../src/roster/responder.ts'
import { aPerson, aProgramme, aSite, NO_CALENDAR } from './sample.ts'

const DAY = 86_400_000
const NOW = new Date('2026-12-01T00:00Z')
const YEAR = [new Date('2027-01-01T00:00Z'), new Date('2027-06-01T00:00Z')] as const
const programme: PlannedProgramme = {
  ...aProgramme({ team: { tagana: 1 } }),
  plan: { withinMs: 10 * DAY, travelKmMost: 100 },
}
const PEOPLE = ['T1', 'T2', 'T3'].map((id) => aPerson(id, { kind: 'tagana' }))
const SITES = ['A', 'B', 'C', 'D'].map((code) => aSite(code, '32.04.15.2003'))

const turnsFor = (people: readonly Responder[], sites = SITES): readonly Turn[] =>
  turnsOf([programme], sites, people, NO_CALENDAR, () => ({ points: 0, parts: [] }), YEAR, NOW)
const daysAt = (startsAt: Date) => daysOf(startsAt, new Date(startsAt.getTime() + programme.durationMs))
const earlierOf = (turns: readonly Turn[], more: Partial<EarlierTurn> = {}): readonly EarlierTurn[] =>
  nearestFirst(turns).planned.map(({ turn: nth, team, time }) => {
    const { programmeId = '', slotAt = NOW, site } = turns[nth] ?? {}
    const about = { programmeId, siteCode: site?.siteCode ?? '', slotAt, startsAt: time.startsAt }
    return { ...about, state: 'planned', cancelledByPlan: false, team: { tagana: team.ids }, invited: [], ...more }
  })
const keep = (
  turns: readonly Turn[],
  earlier: readonly EarlierTurn[],
  people: readonly Responder[] = PEOPLE,
  frozenTo = NOW,
  one = programme,
) => keepEarlier(turns, earlier, [one], people, [frozenTo, NOW], daysAt)
const reasons = ({ loosened }: ReturnType<typeof keep>): ReadonlySet<Loosened> =>
  new Set([...loosened.values()].map(({ because }) => because))

test('planning again with no change moves nothing', () => {
  const turns = turnsFor(PEOPLE)
  const again = keep(turns, earlierOf(turns))
  expect(again).toMatchObject({ turns: [], frozen: 0, kept: turns.length })
  expect(again.loosened.size).toBe(0)
})

test('one who leaves changes the turns that he was in and no others, and nobody is at two drills on a day', () => {
  const turns = turnsFor(PEOPLE)
  const earlier = earlierOf(turns)
  const his = earlier.filter(({ team }) => team?.tagana?.includes('T1'))
  const staying = PEOPLE.filter(({ id }) => id !== 'T1')
  const now = turnsFor(staying)
  const again = keep(now, earlier, staying)
  expect(his.length).toBeGreaterThan(0)
  expect(again.kept).toBe(turns.length - his.length)
  expect(reasons(again)).toEqual(new Set(['person-not-free']))
  expect(again.turns.map(({ slotAt, site }) => `${site.siteCode} ${slotAt}`)).toEqual(
    his.map(({ slotAt, siteCode }) => `${siteCode} ${slotAt}`),
  )
  const taken = earlier
    .filter((row) => !his.includes(row))
    .flatMap(({ team, startsAt }) => daysAt(startsAt).map((day) => `${team?.tagana?.[0]} ${day}`))
  const renewed = nearestFirst(again.turns).planned
  expect(renewed).toHaveLength(his.length)
  const both = [...taken, ...renewed.flatMap(({ team, time }) => time.days.map((day) => `${team.ids[0]} ${day}`))]
  expect(new Set(both).size).toBe(both.length)
})

test('what is frozen, told or over stays whoever left, and takes its people on its days', () => {
  const turns = turnsFor(PEOPLE)
  const frozen = keep(turns, earlierOf(turns), [], new Date('2027-03-01T00:00Z'))
  const early = earlierOf(turns).filter(({ startsAt }) => startsAt < new Date('2027-03-01T00:00Z'))
  expect([frozen.frozen, frozen.turns.length]).toEqual([early.length, turns.length - early.length])
  for (const state of ['invited', 'started', 'done', 'missed', 'cancelled'] as const)
    expect(keep(turns, earlierOf(turns, { state }), []).frozen).toBe(turns.length)
  const [first] = earlierOf(turns)
  if (first === undefined) throw new Error('nothing planned')
  const told = keep(turns, [{ ...first, state: 'invited', team: null, invited: ['T2'] }])
  const time = turns[0]?.times.find(({ startsAt }) => startsAt.getTime() === first.startsAt.getTime())
  const teams = told.turns[0]?.teams ?? []
  if (time === undefined) throw new Error('no such time')
  expect(teams.filter((team) => mayGo(team, time)).flatMap(({ ids }) => ids)).toEqual(['T1', 'T3'])
  const off = keep(turns, [{ ...first, state: 'cancelled', invited: ['T2'] }])
  expect(off.turns[0]?.teams.every((team) => mayGo(team, time))).toBe(true)
})

test.each<[string, Partial<EarlierTurn>, Loosened]>([
  ['was planned by its turn only', { team: null }, 'not-saved'],
  ['has a time that is not free', { startsAt: new Date('2027-01-31T03:10Z') }, 'time-not-free'],
  ['has too few people', { team: {} }, 'team-changed'],
  ['has somebody of another kind', { team: { tagana: ['P'] } }, 'person-not-free'],
  ['was taken off by the plan', { state: 'cancelled', cancelledByPlan: true, team: null }, 'not-saved'],
])('one that %s is planned anew', (_, more, because) => {
  const turns = turnsFor(PEOPLE)
  const again = keep(turns, earlierOf(turns, more), [...PEOPLE, aPerson('P', { kind: 'pkh' })])
  expect([again.kept, again.turns.length]).toEqual([0, turns.length])
  expect(reasons(again)).toEqual(new Set([because]))
})

test('a new site is planned around what is kept', () => {
  const before = turnsFor(PEOPLE, SITES.slice(1))
  const again = keep(turnsFor(PEOPLE), earlierOf(before))
  expect([again.kept, again.loosened.size]).toEqual([before.length, 0])
  expect(new Set(again.turns.map(({ site }) => site.siteCode))).toEqual(new Set(['A']))
})

test('a programme that is not known wants nobody', () => {
  const turns = turnsFor(PEOPLE)
  expect(keep(turns, earlierOf(turns), PEOPLE, NOW, { ...programme, id: 'other' }).kept).toBe(turns.length)
})
