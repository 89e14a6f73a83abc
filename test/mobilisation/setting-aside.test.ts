import fc from 'fast-check'
import { expect, test } from 'vitest'
import { awayFrom, choiceIn, type Setting, SUFFICIENT, settings } from './sample-choice.ts'

const REGENCIES = ['32.04', '32.05', '33.01', '33.02'] as const

/** People of the jurisdiction, of a regency that helps, and of others. */
const mixed = fc
  .record({
    setting: settings,
    regencies: fc.array(fc.constantFrom(...REGENCIES), { minLength: 80, maxLength: 80 }),
    fairWithinMin: fc.constantFrom(0, 5, 20),
    searchWithinMin: fc.constantFrom(null, 45, 90),
  })
  .map(
    ({ setting, regencies, fairWithinMin, searchWithinMin }): Setting => ({
      ...setting,
      people: setting.people.map((one, nth) => ({ ...one, regencyCode: regencies[nth] ?? '32.04' })),
      mutualAid: ['32.05'],
      policy: { ...SUFFICIENT, searchWithinMin, fairness: { ...SUFFICIENT.fairness, fairWithinMin } },
    }),
  )

const NOBODY: ReadonlySet<string> = new Set()
const byId = <One extends { readonly responderId: string }>(people: readonly One[]): readonly One[] =>
  people.toSorted((one, other) => (one.responderId < other.responderId ? -1 : 1))

test('setting people of other regencies aside on the way changes nobody who is chosen or told of', () => {
  fc.assert(
    fc.property(
      mixed,
      fc.integer({ min: 0, max: 4 }),
      fc.integer({ min: 0, max: 3 }),
      fc.option(fc.array(fc.integer({ min: 0, max: 79 }))),
      (setting, tagana, pkh, few) => {
        const among = few === null ? undefined : new Set(few.flatMap((nth) => setting.people[nth]?.id ?? []))
        const found = [false, true].map((setsAside) => {
          const choice = choiceIn({ ...setting, setsAside })
          const need = { tagana, pkh }
          const [picks, turns] = [choice.sufficient({ need, without: NOBODY }), choice.inTurn(need, NOBODY, among)]
          return [picks, turns].map(({ missing, picked, skipped }) => ({ missing, picked, skipped: byId(skipped) }))
        })
        expect(found[1]).toEqual(found[0])
      },
    ),
    { numRuns: 400 },
  )
})

test('whoever is set aside is told of as far as the choice looked, and beyond it when nobody is left', () => {
  const people = [
    awayFrom('A', 1),
    awayFrom('B', 2, { regencyCode: '33.01' }),
    awayFrom('C', 30, { regencyCode: '33.01' }),
    awayFrom('D', 300, { regencyCode: '33.01' }),
  ]
  const policy: Setting['policy'] = { ...SUFFICIENT, searchWithinMin: 90 }
  const told = (need: number) =>
    choiceIn({ people, policy, setsAside: true })
      .sufficient({ need: { tagana: need }, without: NOBODY })
      .skipped.map(({ responderId, reason }) => `${responderId} ${reason}`)
  expect(told(2)).toEqual(['B outside-jurisdiction', 'C outside-jurisdiction'])
})
