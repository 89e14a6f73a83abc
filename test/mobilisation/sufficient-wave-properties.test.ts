import fc from 'fast-check'
import { expect, test } from 'vitest'
import { inFairOrder } from '../../src/mobilisation/fairness.ts'
import { fillChance } from '../../src/mobilisation/fill-chance.ts'
import type { Need } from '../../src/mobilisation/hazard-event.ts'
import { fillsPart, type Likely, type Part } from '../../src/mobilisation/need-part.ts'
import { type Candidate, sufficientWave, type Wave, type WaveAsked } from '../../src/mobilisation/sufficient-wave.ts'
import { idOf, later } from './sample.ts'
import { chanceByEnumeration, lineOf, needOf, others, SLACK, smallestByHand } from './sample-wave.ts'

const needFor = (parts: readonly Part[]): Need => {
  const counts = (by: Part['by']): Record<string, number> =>
    Object.fromEntries(parts.filter((part) => part.by === by).map(({ name, count }) => [name, count]))
  return { kinds: counts('kind'), skills: counts('skill') }
}

const ask = (more: Partial<WaveAsked>): Wave =>
  sufficientWave({
    need: { kinds: { tagana: 2 }, skills: {} },
    coming: [],
    pending: [],
    candidates: [],
    target: 0.95,
    ...more,
  })

const idsOf = ({ called }: Wave): readonly string[] => called.map(({ responderId }) => responderId)

const peopleOf = (wave: Wave, line: readonly Candidate[]): readonly Candidate[] =>
  line.filter(({ responderId }) => idsOf(wave).includes(responderId))

const asked = fc.record({
  parts: needOf(2, 2),
  coming: others(2),
  pending: others(2),
  line: lineOf(8, 30),
  target: fc.constantFrom(0.8, 0.9, 0.95, 0.999),
})

/** What is left of the parts when those who are coming are counted. */
const openOf = (parts: readonly Part[], coming: readonly Likely[]): readonly Part[] =>
  parts
    .map((part) => ({ ...part, count: part.count - coming.filter((one) => fillsPart(one, part)).length }))
    .filter(({ count }) => count > 0)

test('shows the chance that counting out every answer gives, of the whole and of each part', () => {
  fc.assert(
    fc.property(asked, ({ parts, coming, pending, line, target }) => {
      const wave = ask({ need: needFor(parts), coming, pending, candidates: line, target })
      const certain = coming.map((one) => ({ ...one, odds: 1 }))
      const people = [...certain, ...pending, ...peopleOf(wave, line)]
      expect(wave.exact).toBe(true)
      expect(wave.isSmallest).toBe(true)
      expect(wave.chance).toBeCloseTo(chanceByEnumeration(parts, people), 9)
      expect(wave.parts.map(({ by, name, count }) => ({ by, name, count }))).toEqual(parts)
      for (const part of wave.parts) {
        expect(part.chance).toBeCloseTo(chanceByEnumeration([part], people), 9)
        expect(part.coming).toBe(coming.filter((one) => fillsPart(one, part)).length)
      }
      const yeses = peopleOf(wave, line).reduce((sum, { odds }) => sum + odds, 0)
      expect(wave.expectedYes).toBeCloseTo(yeses, 9)
      expect(wave.expectedComing).toBeCloseTo(
        pending.reduce((sum, { odds }) => sum + odds, coming.length + yeses),
        9,
      )
    }),
    { numRuns: 1_000, seed: 1 },
  )
})

test('reaches the target exactly where everybody together would', () => {
  fc.assert(
    fc.property(asked, ({ parts, coming, pending, line, target }) => {
      const wave = ask({ need: needFor(parts), coming, pending, candidates: line, target })
      const most = chanceByEnumeration(openOf(parts, coming), [...pending, ...line])
      expect(wave.reached).toBe(most >= target - SLACK)
      expect(wave.limits.length > 0).toBe(!wave.reached)
      if (wave.reached) expect(wave.chance).toBeGreaterThanOrEqual(target - SLACK)
    }),
    { numRuns: 2_000, seed: 2 },
  )
})

test('calls as few resting people as can be, and then as few others', () => {
  let roused = 0
  fc.assert(
    fc.property(asked, ({ parts, coming, pending, line, target }) => {
      const wave = ask({ need: needFor(parts), coming, pending, candidates: line, target })
      if (!wave.reached) return
      const open = openOf(parts, coming)
      const useful = line.filter((one) => open.some((part) => fillsPart(one, part)))
      const [rested, resting] = [useful.filter((one) => !one.resting), useful.filter((one) => one.resting)]
      const called = peopleOf(wave, line)
      const tired = called.filter((one) => one.resting)
      const alone = smallestByHand(open, pending, rested, target)
      if (alone === null) {
        expect(tired.length).toBe(smallestByHand(open, [...pending, ...rested], resting, target)?.size)
        roused += 1
      } else expect(tired.length).toBe(0)
      expect(called.length - tired.length).toBe(smallestByHand(open, [...pending, ...tired], rested, target)?.size)
      expect(wave.called.map((one) => one.resting)).toEqual(called.map((one) => one.resting))
      expect(wave.spared).toEqual(resting.filter((one) => !tired.includes(one)).map(({ responderId }) => responderId))
    }),
    { numRuns: 2_500, seed: 3 },
  )
  expect(roused).toBeGreaterThan(100)
})

test('calls people of a later tier only where the earlier ones do not do, and then as few as can be', () => {
  let late = 0
  fc.assert(
    fc.property(asked, fc.array(fc.nat(2), { minLength: 8, maxLength: 8 }), (drawn, tiers) => {
      const { parts, coming, pending, target } = drawn
      const line = drawn.line.map((one, at) => ({ ...one, tier: tiers[at] ?? 0 }))
      const wave = ask({ need: needFor(parts), coming, pending, candidates: line, target })
      if (!wave.reached) return
      const open = openOf(parts, coming)
      const ofTier = (tier: number) =>
        line.filter((one) => one.tier === tier && open.some((part) => fillsPart(one, part)))
      const calledOf = (tier: number) => ofTier(tier).filter((one) => peopleOf(wave, line).includes(one))
      const upTo = (tier: number) => [0, 1, 2].filter((one) => one < tier).flatMap(ofTier)
      const last = [0, 1, 2].find((tier) => smallestByHand(open, pending, upTo(tier + 1), target) !== null) ?? 2
      for (const tier of [0, 1, 2]) {
        if (tier > last) expect(calledOf(tier)).toEqual([])
        const others = [1, 2].filter((one) => one > tier).flatMap(calledOf)
        const fewest = smallestByHand(open, [...pending, ...upTo(tier), ...others], ofTier(tier), target)
        if (tier <= last) expect(calledOf(tier).length).toBe(fewest?.size)
      }
      if (last > 0) late += 1
    }),
    { numRuns: 1_500, seed: 9 },
  )
  expect(late).toBeGreaterThan(100)
})

test('of a target out of reach names the weakest parts, calls all who help them, and reaches it for the rest', () => {
  let kept = 0
  fc.assert(
    fc.property(asked, ({ parts, coming, pending, line, target }) => {
      const wave = ask({ need: needFor(parts), coming, pending, candidates: line, target })
      if (wave.reached) return
      const isLimit = ({ by, name }: Part): boolean => wave.limits.some((one) => one.by === by && one.name === name)
      const open = openOf(parts, coming)
      const called = peopleOf(wave, line)
      for (const part of open.filter(isLimit))
        for (const one of line) if (fillsPart(one, part)) expect(called).toContain(one)
      const rest = open.filter((part) => !isLimit(part))
      expect(chanceByEnumeration(rest, [...pending, ...called])).toBeGreaterThanOrEqual(target - SLACK)
      // One fewer given up cannot be brought to it.
      const { by, name } = wave.limits.at(-1) ?? { by: '', name: '' }
      const more = open.filter((part) => !isLimit(part) || (part.by === by && part.name === name))
      expect(chanceByEnumeration(more, [...pending, ...line])).toBeLessThan(target - SLACK)
      const withAll = wave.limits.map((limit) => {
        const part = open.filter((one) => one.by === limit.by && one.name === limit.name)
        return chanceByEnumeration(part, [...pending, ...line])
      })
      for (const [at, chance] of withAll.entries())
        expect(chance).toBeGreaterThanOrEqual((withAll[at - 1] ?? 0) - SLACK)
      kept += rest.length > 0 ? 1 : 0
    }),
    { numRuns: 2_000, seed: 4 },
  )
  expect(kept).toBeGreaterThan(100)
})

test('the order of those coming and pending makes no difference, not in the last bit', () => {
  const shuffled = asked.chain((one) =>
    fc.tuple(
      fc.constant(one),
      fc.shuffledSubarray([...one.coming], { minLength: one.coming.length }),
      fc.shuffledSubarray([...one.pending], { minLength: one.pending.length }),
    ),
  )
  fc.assert(
    fc.property(shuffled, ([{ parts, coming, pending, line, target }, comingToo, pendingToo]) => {
      const need = needFor(parts)
      expect(ask({ need, coming: comingToo, pending: pendingToo, candidates: line, target })).toEqual(
        ask({ need, coming, pending, candidates: line, target }),
      )
    }),
    { numRuns: 1_000, seed: 5 },
  )
})

test('nor does the order of the candidates, once they stand in the order of fairness', () => {
  const marked = asked.chain((one) =>
    fc
      .array(fc.constantFrom(null, later(-1), later(-2)), { minLength: one.line.length, maxLength: one.line.length })
      .map((lastCalled) => ({
        ...one,
        line: one.line.map((person, at) => ({
          ...person,
          marks: { callsLately: 0, lastCalledAt: lastCalled[at] ?? null, lastServedAt: null },
        })),
      })),
  )
  const shuffled = marked.chain((one) =>
    fc.tuple(fc.constant(one), fc.shuffledSubarray([...one.line], { minLength: one.line.length })),
  )
  fc.assert(
    fc.property(shuffled, ([{ parts, coming, pending, line, target }, lineToo]) => {
      const [first, second] = [line, lineToo].map((candidates) =>
        ask({
          need: needFor(parts),
          coming,
          pending,
          candidates: inFairOrder(candidates, { fairWithinMin: 5 }),
          target,
        }),
      )
      expect(second).toEqual(first)
    }),
    { numRuns: 1_000, seed: 8 },
  )
})

test('another person, anywhere in the line, never takes a target out of reach', () => {
  fc.assert(
    fc.property(asked, fc.nat(8), lineOf(2, 30), ({ parts, coming, pending, line, target }, at, more) => {
      const need = needFor(parts)
      const before = ask({ need, coming, pending, candidates: line, target })
      const added = more.slice(0, 1).map((one) => ({ ...one, responderId: idOf('R999') }))
      const candidates = line.toSpliced(at, 0, ...added)
      const after = ask({ need, coming, pending, candidates, target })
      if (before.reached) expect(after.reached).toBe(true)
      // And everybody together are never less likely to fill it.
      const open = openOf(parts, coming)
      expect(fillChance(open, [...pending, ...candidates]).chance).toBeGreaterThanOrEqual(
        fillChance(open, [...pending, ...line]).chance - 1e-12,
      )
    }),
    { numRuns: 2_000, seed: 6 },
  )
})

test('nobody more is called once those coming and pending reach the target', () => {
  fc.assert(
    fc.property(asked, ({ parts, coming, pending, line, target }) => {
      const need = needFor(parts)
      const first = ask({ need, coming, pending, candidates: line, target })
      const called = peopleOf(first, line)
      const left = line.filter((one) => !called.includes(one))
      const again = ask({ need, coming, pending: [...pending, ...called], candidates: left, target })
      if (first.reached) expect(again).toMatchObject({ called: [], reached: true, limits: [] })
    }),
    { numRuns: 2_000, seed: 7 },
  )
})
