import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Answers, BANDS, type Evidence } from '../../src/mobilisation/answer-history.ts'
import { kindRate, type OddsPolicy, oddsOfYes, regencyRate } from '../../src/mobilisation/odds.ts'

const POLICY: OddsPolicy = {
  prior: {
    tagana: 0.6,
    pendamping_desa: 0.4,
    pkh: 0.4,
    tksk: 0.4,
    psm: 0.4,
    pensosmas: 0.4,
    karang_taruna: 0.4,
    bhabinkamtibmas: 0.4,
    ksb_member: 0.5,
    volunteer: 0.3,
  },
  priorAnswers: 20,
  kindAnswers: 4,
  otherBands: 0.25,
  least: 0.02,
  most: 0.98,
}

const evidence: fc.Arbitrary<Evidence> = fc
  .tuple(fc.double({ min: 0, max: 40, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }))
  .map(([asked, share]) => ({ asked, yes: asked * share }))
const answers: fc.Arbitrary<Answers> = fc.record(
  { night: evidence, morning: evidence, afternoon: evidence, evening: evidence },
  { requiredKeys: [] },
)
const rates = fc.double({ min: 0.02, max: 0.98, noNaN: true })
const bands = fc.constantFrom(...BANDS)

test('without a history somebody has exactly the rate of their kind, and a kind nobody asked the prior', () => {
  fc.assert(
    fc.property(rates, bands, (rate, band) => {
      expect(oddsOfYes({}, rate, band, POLICY)).toBe(rate)
      expect(oddsOfYes({ [band]: { asked: 0, yes: 0 } }, rate, band, POLICY)).toBe(rate)
    }),
    { numRuns: 1_000, seed: 1 },
  )
  expect(kindRate('tagana', {}, 'night', POLICY)).toBe(0.6)
  expect(kindRate('volunteer', {}, 'night', POLICY)).toBe(0.3)
})

test('answers move odds from the kind towards the own rate, those of other bands less', () => {
  const often = { asked: 4, yes: 4 }
  expect(oddsOfYes({ night: often }, 0.5, 'night', POLICY)).toBe(0.75)
  expect(oddsOfYes({ morning: often }, 0.5, 'night', POLICY)).toBe(0.6)
  expect(oddsOfYes({ night: often, evening: { asked: 8, yes: 0 } }, 0.5, 'night', POLICY)).toBe(0.6)
  expect(kindRate('tagana', { night: { asked: 980, yes: 380 } }, 'night', POLICY)).toBe(0.392)
  expect(kindRate('tagana', { night: { asked: 980, yes: 380 } }, 'morning', POLICY)).toBeCloseTo(107 / 265, 12)
})

test('a regency of which much is known has its own rate, others that of the country, and old policies tell none apart', () => {
  const told = { ...POLICY, regencyAnswers: 20 }
  expect(regencyRate(0.4, {}, 'night', told)).toBe(0.4)
  expect(regencyRate(0.4, { night: { asked: 20, yes: 16 } }, 'night', told)).toBeCloseTo(0.6, 12)
  expect(regencyRate(0.4, { night: { asked: 1_980, yes: 0 } }, 'night', told)).toBe(0.02)
  expect(regencyRate(0.4, { night: { asked: 20, yes: 16 } }, 'night', POLICY)).toBe(0.4)
  fc.assert(
    fc.property(evidence, rates, bands, (own, rate, band) => {
      fc.pre(own.asked > 0.001)
      const found = regencyRate(rate, { [band]: own }, band, { ...told, least: 1e-9, most: 1 - 1e-9 })
      // Between the country's rate and the regency's own share, by the weight of what is known.
      expect(found - rate).toBeCloseTo(((own.yes / own.asked - rate) * own.asked) / (own.asked + 20), 6)
    }),
    { numRuns: 1_000, seed: 7 },
  )
})

test('odds stay within what the policy allows', () => {
  fc.assert(
    fc.property(answers, rates, bands, (own, rate, band) => {
      for (const odds of [oddsOfYes(own, rate, band, POLICY), kindRate('pkh', own, band, POLICY)]) {
        expect(odds).toBeGreaterThanOrEqual(0.02)
        expect(odds).toBeLessThanOrEqual(0.98)
      }
    }),
    { numRuns: 1_000, seed: 2 },
  )
  expect(oddsOfYes({ night: { asked: 1_000, yes: 0 } }, 0.5, 'night', POLICY)).toBe(0.02)
  expect(oddsOfYes({ night: { asked: 1_000, yes: 1_000 } }, 0.5, 'night', POLICY)).toBe(0.98)
})

const plus = (own: Answers, band: keyof Answers, asked: number, yes: number): Answers => {
  const had = own[band] ?? { asked: 0, yes: 0 }
  return { ...own, [band]: { asked: had.asked + asked, yes: had.yes + yes } }
}

test('another yes never lowers odds, another question without one never raises them, in whatever band', () => {
  fc.assert(
    fc.property(
      answers,
      rates,
      bands,
      bands,
      fc.double({ min: 0, max: 1, noNaN: true }),
      (own, rate, band, of, weight) => {
        const odds = oddsOfYes(own, rate, band, POLICY)
        expect(oddsOfYes(plus(own, of, weight, weight), rate, band, POLICY)).toBeGreaterThanOrEqual(odds - 1e-12)
        expect(oddsOfYes(plus(own, of, weight, 0), rate, band, POLICY)).toBeLessThanOrEqual(odds + 1e-12)
      },
    ),
    { numRuns: 3_000, seed: 3 },
  )
})

test('a better rate of the kind never lowers odds', () => {
  fc.assert(
    fc.property(answers, rates, rates, bands, (own, one, other, band) => {
      expect(oddsOfYes(own, Math.max(one, other), band, POLICY)).toBeGreaterThanOrEqual(
        oddsOfYes(own, Math.min(one, other), band, POLICY) - 1e-12,
      )
    }),
    { numRuns: 1_000, seed: 4 },
  )
})

test('odds lie between the own share of yeses and the rate of the kind, nearer to the latter when data is thin', () => {
  fc.assert(
    fc.property(evidence, rates, bands, (own, rate, band) => {
      fc.pre(own.asked > 0.001)
      const odds = oddsOfYes({ [band]: own }, rate, band, { ...POLICY, least: 1e-9, most: 1 - 1e-9 })
      const share = own.yes / own.asked
      expect(odds).toBeGreaterThanOrEqual(Math.min(share, rate) - 1e-8)
      expect(odds).toBeLessThanOrEqual(Math.max(share, rate) + 1e-8)
      // The part of the way that the own answers move it: asked of asked + 4.
      expect(odds - rate).toBeCloseTo(((share - rate) * own.asked) / (own.asked + 4), 6)
    }),
    { numRuns: 2_000, seed: 5 },
  )
})

test('as answers fade, odds go back to the rate of the kind', () => {
  fc.assert(
    fc.property(answers, rates, bands, (own, rate, band) => {
      const after = [0, 1, 2, 4, 8, 40].map((halfLives) => {
        const faded = Object.fromEntries(
          Object.entries(own).map(([of, { asked, yes }]) => [
            of,
            { asked: asked / 2 ** halfLives, yes: yes / 2 ** halfLives },
          ]),
        )
        return Math.abs(oddsOfYes(faded, rate, band, POLICY) - rate)
      })
      for (const [at, far] of after.entries()) expect(far).toBeLessThanOrEqual((after[at - 1] ?? 1) + 1e-12)
      expect(after.at(-1)).toBeLessThan(1e-6)
    }),
    { numRuns: 1_000, seed: 6 },
  )
})
