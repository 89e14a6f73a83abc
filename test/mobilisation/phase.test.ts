import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Hazard } from '../../src/mobilisation/hazard.ts'
import {
  type DeclaredPhase,
  endOf,
  holdsAt,
  mayFollow,
  needUnder,
  PHASES,
  type Phase,
  type PhaseRules,
  phaseAt,
  phaseBefore,
  phaseRules,
  policyUnder,
} from '../../src/mobilisation/phase.ts'
import { liesWithin } from '../../src/roster/region.ts'
import { POLICY } from './sample.ts'

const DAY = 86_400_000
const day = (n: number): Date => new Date(Date.UTC(2026, 10, 1) + n * DAY)

const aPhase = (id: string, more: Partial<DeclaredPhase> = {}): DeclaredPhase => ({
  id,
  regionCode: '32.04',
  hazard: null,
  phase: 'tanggap-darurat',
  fromAt: day(1),
  untilAt: day(15),
  declaredAt: day(1),
  endedAt: null,
  ...more,
})

describe('a phase holds', () => {
  test.each([
    ['from its first instant', day(1), true],
    ['up to, but without, its last', day(15), false],
    ['not before', day(0.999), false],
    ['until just before its end', day(14.999), true],
  ])('%s', (_words, at, holds) => {
    expect(holdsAt(aPhase('a'), at)).toBe(holds)
  })

  test('until it is ended, where that is sooner; an end beyond its period changes nothing', () => {
    expect(holdsAt(aPhase('a', { endedAt: day(5) }), day(5))).toBe(false)
    expect(holdsAt(aPhase('a', { endedAt: day(5) }), day(4.9))).toBe(true)
    expect(endOf(aPhase('a', { endedAt: day(20) }))).toEqual(day(15))
    expect(endOf(aPhase('a', { endedAt: day(0) }))).toEqual(day(1))
  })
})

describe('which phase decides', () => {
  const region = aPhase('province', { regionCode: '32', hazard: 'flood', declaredAt: day(3) })
  const any = aPhase('any', { declaredAt: day(2) })
  const flood = aPhase('flood', { hazard: 'flood', declaredAt: day(1) })
  const later = aPhase('flood-2', { hazard: 'flood', declaredAt: day(2), phase: 'siaga-darurat' })

  test.each<[string, readonly DeclaredPhase[], string, Hazard | null, string | null]>([
    ['the smaller region', [region, any], '32.04.15.2003', 'flood', 'any'],
    ['the hazard’s own', [any, flood], '32.04', 'flood', 'flood'],
    ['the latest declared', [flood, later], '32.04', 'flood', 'flood-2'],
    ['the lowest id of equals', [aPhase('b'), aPhase('a')], '32.04', null, 'a'],
    ['the lowest id, in either order', [aPhase('a'), aPhase('b')], '32.04', null, 'a'],
    ['the province’s, elsewhere', [region, any], '32.05', 'flood', 'province'],
    ['none for another hazard', [region], '32.04', 'landslide', null],
    ['none for no hazard', [flood], '32.04', null, null],
    ['none in another province', [region, any], '33.04', 'flood', null],
    ['not a code that only begins alike', [aPhase('x', { regionCode: '32.0' })], '32.04', 'flood', null],
  ])('%s', (_words, declared, code, hazard, id) => {
    expect(phaseAt(code, hazard, declared, day(3))?.id ?? null).toBe(id)
  })

  const somePhase = fc.record({
    id: fc.uuid(),
    regionCode: fc.constantFrom('32', '32.04', '32.05', '33'),
    hazard: fc.constantFrom<Hazard | null>(null, 'flood', 'landslide'),
    phase: fc.constantFrom(...PHASES),
    fromAt: fc.integer({ min: 0, max: 20 }).map(day),
    untilAt: fc.integer({ min: 21, max: 40 }).map(day),
    declaredAt: fc.integer({ min: 0, max: 3 }).map(day),
    endedAt: fc.option(fc.integer({ min: 0, max: 40 }).map(day)),
  })

  test('the same whatever the order, and nothing that holds beats it (oracle: all pairs)', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(somePhase, { maxLength: 8, selector: ({ id }) => id }),
        fc.constantFrom('32.04', '32.05.01.2001'),
        fc.constantFrom<Hazard | null>(null, 'flood'),
        fc.integer({ min: 0, max: 41 }).map(day),
        (declared, code, hazard, at) => {
          const found = phaseAt(code, hazard, declared, at)
          expect(phaseAt(code, hazard, declared.toReversed(), at)).toEqual(found)
          const fits = declared.filter(
            (one) =>
              liesWithin(code, one.regionCode) &&
              (one.hazard === null || one.hazard === hazard) &&
              one.fromAt <= at &&
              at < one.untilAt &&
              (one.endedAt === null || at < one.endedAt),
          )
          const rank = (one: DeclaredPhase) => [
            one.regionCode.length,
            one.hazard === null ? 0 : 1,
            one.declaredAt.getTime(),
          ]
          const best = fits.toSorted((left, right) => {
            const differs = rank(left).findIndex((value, nth) => value !== rank(right)[nth])
            if (differs === -1) return left.id < right.id ? -1 : 1
            return (rank(right)[differs] ?? 0) - (rank(left)[differs] ?? 0)
          })[0]
          expect(found).toEqual(best ?? null)
        },
      ),
    )
  })
})

test('recovery follows an emergency, no alert does, and each may be prolonged', () => {
  const allowed = [null, ...PHASES].flatMap((before) =>
    mayFollow(before).map((next) => `${before ?? 'none'} > ${next}`),
  )
  expect(allowed.toSorted()).toEqual([
    'none > siaga-darurat',
    'none > tanggap-darurat',
    'siaga-darurat > siaga-darurat',
    'siaga-darurat > tanggap-darurat',
    'tanggap-darurat > tanggap-darurat',
    'tanggap-darurat > transisi-darurat',
    'transisi-darurat > siaga-darurat',
    'transisi-darurat > tanggap-darurat',
    'transisi-darurat > transisi-darurat',
  ])
})

test('the phase before is the last begun that is not over for a week', () => {
  const first = aPhase('first', { untilAt: day(10) })
  const second = aPhase('second', { fromAt: day(5), untilAt: day(12) })
  expect(phaseBefore([first, second], day(11))?.id).toBe('second')
  expect(phaseBefore([first, second], day(18.9))?.id).toBe('second')
  expect(phaseBefore([first, second], day(19))).toBeNull()
  expect(phaseBefore([second], day(4))).toBeNull()
  expect(phaseBefore([aPhase('b'), aPhase('a', { declaredAt: day(2) })], day(3))?.id).toBe('a')
})

describe('rules', () => {
  const rules = (more: Partial<PhaseRules> = {}): PhaseRules => ({
    ...phaseRules(null, {} as Readonly<Record<Phase, PhaseRules>>),
    ...more,
  })

  test('outside a phase are those of an ordinary call-out; within one its own', () => {
    const config = {
      'siaga-darurat': rules({ needTimes: 0.5 }),
      'tanggap-darurat': rules(),
      'transisi-darurat': rules(),
    }
    expect(phaseRules(null, config)).toMatchObject({ style: 'wave', wording: 'call-out', needTimes: 1, rota: null })
    expect(phaseRules('siaga-darurat', config).needTimes).toBe(0.5)
    expect(policyUnder(phaseRules(null, config), POLICY)).toEqual(POLICY)
    const changed = policyUnder({ ackDeadlineMs: 1, overcall: 2, maxWaves: 1 }, POLICY)
    expect(changed).toEqual({ ...POLICY, ackDeadlineMs: 1, overcall: 2, maxWaves: 1 })
    const rota = { shiftMs: 10, shifts: 3, startsAtMs: 0 }
    const turns = policyUnder({ ackDeadlineMs: null, overcall: null, maxWaves: null, rota }, POLICY)
    expect(turns).toEqual({ ...POLICY, closeAfterMs: POLICY.closeAfterMs + 40 })
  })

  test.each([
    [0.5, { tagana: 6, ksb_member: 1, tksk: 0 }, { tagana: 3, ksb_member: 1, tksk: 0 }],
    [1.1, { tagana: 10 }, { tagana: 11 }],
    [1, {}, {}],
  ])('times %d of %j is %j', (needTimes, need, scaled) => {
    expect(needUnder({ needTimes }, need)).toEqual(scaled)
  })
})
