import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bandAt } from '../../src/mobilisation/answer-history.ts'
import { inFairOrder, whyResting } from '../../src/mobilisation/fairness.ts'
import { kindRate, oddsOfYes } from '../../src/mobilisation/odds.ts'
import { NO_HISTORY } from '../../src/mobilisation/prospect.ts'
import { type Candidate, sufficientWave } from '../../src/mobilisation/sufficient-wave.ts'
import { topUp } from '../../src/mobilisation/top-up.ts'
import type { Kind } from '../../src/roster/responder.ts'
import { called, idOf, NOW, said } from './sample.ts'
import { awayFrom, choiceIn, type Setting, SUFFICIENT, settings, settingWays } from './sample-choice.ts'

const NOBODY: ReadonlySet<string> = new Set()
const COOK = { skills: ['dapur_umum'] }
const ids = (people: readonly { readonly responderId: string }[]): string =>
  people.map(({ responderId }) => responderId).join(' ')
const row = (length: number, more: (at: number) => object = () => ({})) =>
  Array.from({ length }, (_, n) => awayFrom(`R${String(n + 1).padStart(3, '0')}`, n + 1, more(n + 1)))

const wholePool = (setting: Setting): readonly Candidate[] => {
  const { policy = SUFFICIENT, people, histories } = setting
  const ways = settingWays(setting)
  const band = bandAt(NOW, 'WIB')
  const able = people.flatMap((person) => {
    const reach = ways.reachOf(person)
    if (reach === null || person.optedOutAt !== null) return []
    const { answers, marks } = histories?.get(person.id) ?? NO_HISTORY
    const { kind, skills } = person
    const odds = oddsOfYes(answers, kindRate(kind, {}, band, policy.odds), band, policy.odds)
    const resting = whyResting(marks, policy.fairness, NOW) !== null
    return [{ responderId: person.id, kind, skills, minutes: reach.minutes, odds, resting, marks }]
  })
  return inFairOrder(able, policy.fairness)
}

const skilled = fc
  .tuple(settings, fc.infiniteStream(fc.subarray(['dapur_umum', 'shelter'])))
  .map(([setting, draw]): Setting => {
    const people = setting.people.map((person) => ({ ...person, skills: draw.next().value ?? [] }))
    return { ...setting, people }
  })
const count = (max: number) => fc.integer({ min: 0, max })
const one = fc.record({
  kind: fc.constantFrom<Kind>('tagana', 'pkh'),
  skills: fc.subarray(['dapur_umum', 'shelter']),
  odds: fc.double({ min: 0.05, max: 0.95, noNaN: true }),
  elapsed: fc.constant(0),
})
const some = fc.record({ coming: fc.array(one, { maxLength: 2 }), awaited: fc.array(one, { maxLength: 3 }) })

test('with skills too the set is as if everybody in reach had been looked at', () => {
  fc.assert(
    fc.property(
      skilled,
      some,
      count(4),
      count(2),
      count(2),
      count(1),
      (setting, called, tagana, pkh, dapur_umum, shelter) => {
        const need = { tagana, pkh }
        const skills = { dapur_umum, shelter }
        const found = choiceIn(setting).sufficient({ need, skills, without: NOBODY, ...called })
        const { coming, awaited: pending } = called
        const asked = { need: { kinds: need, skills }, coming, pending, target: SUFFICIENT.target }
        const whole = sufficientWave({ ...asked, candidates: wholePool(setting) })
        expect(found.picked.length).toBe(whole.called.length)
        expect(found.wave.reached).toBe(whole.reached)
        // Where a search was cut short both sets are good, and need not be the same.
        if (whole.isSmallest && found.wave.isSmallest) expect(ids(found.picked)).toBe(ids(whole.called))
      },
    ),
    { numRuns: 300 },
  )
})

test('somebody with a skill is called past nearer ones, and the set says why', () => {
  const people = row(40, (at) => (at > 30 ? COOK : {}))
  const { picked, missingSkills, wave } = choiceIn({ people }).sufficient({
    need: { tagana: 1 },
    skills: { dapur_umum: 1 },
    without: NOBODY,
  })
  expect(ids(picked)).toBe('R031 R032 R033 R034 R035')
  expect(picked[0]).toMatchObject({ ...COOK, because: 'skill' })
  expect(missingSkills).toEqual({})
  expect(wave.reached).toBe(true)
})

test('a skill that nobody has is named, and the kinds are called as if it were not wanted', () => {
  const sought = { need: { tagana: 1 }, skills: { dapur_umum: 2 }, without: NOBODY }
  const none = choiceIn({ people: row(9) }).sufficient(sought)
  expect(ids(none.picked)).toBe('R001 R002 R003 R004 R005')
  expect(none).toMatchObject({ missing: {}, missingSkills: { dapur_umum: 2 }, wave: { reached: false } })
  expect(none.usedUpSkills).toEqual(new Set(['dapur_umum']))
  const one = choiceIn({ people: row(9, (at) => (at === 8 ? COOK : {})) }).sufficient(sought)
  expect(one.missingSkills).toEqual({ dapur_umum: 1 })
  expect(one.usedUpSkills).toEqual(new Set())
  expect(ids(one.picked)).toContain('R008')
})

test('those coming and awaited count for their skills', () => {
  const people = row(9, (at) => (at > 5 ? COOK : {}))
  const awaited = Array.from({ length: 5 }, () => ({ kind: 'tagana' as Kind, ...COOK, odds: 0.5, elapsed: 0 }))
  const choice = choiceIn({ people })
  const sought = { need: { tagana: 1 }, skills: { dapur_umum: 1 }, without: NOBODY }
  expect(choice.sufficient({ ...sought, awaited }).picked).toEqual([])
  expect(choice.sufficient({ ...sought, coming: [{ kind: 'tagana', ...COOK }] }).picked).toEqual([])
  const comes = choice.sufficient({ ...sought, coming: [{ kind: 'tagana' }] })
  expect(ids(comes.picked)).toBe('R006 R007 R008 R009')
  expect(comes.wave.reached).toBe(false)
})

test('a skill that fell out is sought among all kinds of the need, whatever kind fell out', () => {
  const people = [...row(3), awayFrom('K001', 4, { kind: 'pkh', skills: ['dapur_umum'] })]
  const history = new Map([['K001', { answers: { afternoon: { asked: 90, yes: 90 } }, marks: NO_MARKS }]])
  const rows = [said('Y1', 'yes', 0), said('Y2', 'yes', 0, { kind: 'pkh' }), said('N1', 'no', 0, COOK), called('A1')]
  const fell = { replaces: idOf('N1'), kind: 'tagana' as Kind, wave: 2, because: 'said-no' as const, ...COOK }
  const out = (choice = choiceIn({ people, histories: history })) => ({ threadId: 'T1', replacements: [fell], choice })
  const need = { tagana: 1, pkh: 1 }
  const found = topUp(need, rows, [out()], { regencyCode: '32.04' }, NOW, { dapur_umum: 1 })
  expect(ids(found.picked)).toBe('K001')
  expect(found.places).toEqual([{ replaces: null, kind: 'pkh', wave: 2, because: 'target', threadId: 'T1' }])
  expect(found.usedUpSkills).toEqual(new Set())
  const nobody = topUp(need, rows, [out(choiceIn({ people: row(3) }))], { regencyCode: '32.04' }, NOW, {
    dapur_umum: 1,
  })
  expect(nobody.usedUpSkills).toEqual(new Set(['dapur_umum']))
  const second = [out(choiceIn({ people: row(3) })), out()]
  expect(topUp(need, rows, second, { regencyCode: '32.04' }, NOW, { dapur_umum: 1 }).usedUpSkills).toEqual(new Set())
})

const NO_MARKS = NO_HISTORY.marks
