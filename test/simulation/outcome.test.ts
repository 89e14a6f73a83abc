import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Kind } from '../../src/roster/responder.ts'
import type { Answer } from '../../src/simulation/answering.ts'
import { outcomeOf } from '../../src/simulation/outcome.ts'
import type { Scene } from '../../src/simulation/scene.ts'
import { type Policy, play } from '../../src/simulation/timeline.ts'
import { type Numbers, outcomeBy, rowsOf, tunedNumbers } from '../../src/simulation/tuned.ts'
import { NOTHING, neighbour, no, sceneOf, yes } from './small-world.ts'

const TIMES = { ackDeadlineMin: 10, withinMin: 60 }

const fixed =
  (numbers: Numbers) =>
  ({ parts, people, inReach }: Scene): Policy => ({
    isOnce: true,
    everyMin: null,
    next: () =>
      parts.flatMap(([kind]) =>
        inReach
          .filter((at) => people[at]?.responder.kind === kind)
          .slice(0, numbers.get(kind))
          .map((person) => ({ person, wave: 1 })),
      ),
  })

const judged = (scene: Scene, answers: readonly Answer[], policy: Policy) =>
  outcomeOf(scene, answers, play(scene, answers, policy, TIMES), TIMES.withinMin)

test('the quorum stands with the last yes that was needed, and yeses beyond it are counted', () => {
  const scene = sceneOf(
    { tagana: 2 },
    ['A', 'B', 'C', 'D'].map((id, nth) => neighbour(id, nth)),
  )
  expect(judged(scene, [yes(9), yes(2), no(1), yes(4)], fixed(new Map([['tagana', 4]]))(scene))).toEqual({
    isFilled: true,
    quorumMin: 4,
    alerted: 4,
    needed: 2,
    wrongIsland: 0,
    surplusYes: 1,
  })
})

test('a yes from over the water without a way, and one that comes too late, fill nothing', () => {
  const scene = sceneOf({ tagana: 2 }, [neighbour('X', null), neighbour('A', 1), neighbour('B', 2)])
  const all: Policy = { isOnce: true, everyMin: null, next: () => [0, 1, 2].map((person) => ({ person, wave: 1 })) }
  expect(judged(scene, [yes(1), yes(2), yes(60)], all)).toEqual({
    isFilled: false,
    quorumMin: null,
    alerted: 3,
    needed: 2,
    wrongIsland: 1,
    surplusYes: 1,
  })
})

const kinds: readonly Kind[] = ['tagana', 'pkh']
const person = fc.record({
  kind: fc.constantFrom(...kinds),
  minutes: fc.option(fc.nat(40)),
  answer: fc.oneof(fc.constant(NOTHING), fc.nat(70).map(yes), fc.nat(70).map(no)),
})
const happening = fc.array(person, { maxLength: 14 }).map((drawn) => ({
  scene: sceneOf(
    { tagana: 2, pkh: 1 },
    drawn.map(({ kind, minutes }, nth) => neighbour(`R${nth}`, minutes, { kind })),
  ),
  answers: drawn.map(({ answer }) => answer),
}))
const rowsFrom = ({ scene, answers }: { scene: Scene; answers: readonly Answer[] }) =>
  rowsOf(scene, answers, TIMES.withinMin)

test('what fixed numbers come to is what playing them comes to', () => {
  fc.assert(
    fc.property(happening, fc.nat(8), fc.nat(8), (one, tagana, pkh) => {
      const numbers = new Map<Kind, number>([
        ['tagana', tagana],
        ['pkh', pkh],
      ])
      expect(outcomeBy(rowsFrom(one), numbers)).toEqual(judged(one.scene, one.answers, fixed(numbers)(one.scene)))
    }),
    { numRuns: 1000 },
  )
})

test('tuned numbers fill as often as wanted, or call all there are; one fewer of any kind would not', () => {
  fc.assert(
    fc.property(fc.array(happening, { minLength: 1, maxLength: 6 }), fc.nat(), (events, drawn) => {
      const all = events.map(rowsFrom)
      const filled = (numbers: Numbers): number => all.filter((rows) => outcomeBy(rows, numbers).isFilled).length
      const most = filled(new Map(kinds.map((kind) => [kind, 99])))
      const goal = drawn % (events.length + 1)
      const numbers = tunedNumbers(all, goal)
      expect(filled(numbers)).toBeGreaterThanOrEqual(Math.min(goal, most))
      if (goal > most) return
      for (const [kind, least] of [
        ['tagana', 2],
        ['pkh', 1],
      ] as const) {
        const number = numbers.get(kind) ?? 0
        expect(number).toBeGreaterThanOrEqual(least)
        const fewer = new Map([...numbers, [kind, number - 1] as const])
        if (number > least) expect(filled(fewer)).toBeLessThan(goal)
      }
    }),
    { numRuns: 500 },
  )
})

test('for one kind tuned numbers are the fewest that do', () => {
  const line = fc.array(fc.boolean(), { minLength: 1, maxLength: 12 })
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 6 }), fc.nat(), (lines, drawn) => {
      const all = lines.map((answers) =>
        rowsOf(
          sceneOf(
            { tagana: 1 },
            answers.map((_, nth) => neighbour(`R${nth}`, nth)),
          ),
          answers.map((isYes) => (isYes ? yes(1) : NOTHING)),
          TIMES.withinMin,
        ),
      )
      const goal = drawn % (lines.filter((answers) => answers.includes(true)).length + 1)
      const places = lines.map((answers) => answers.indexOf(true) + 1).filter((place) => place > 0)
      const fewest = Math.max(1, ...places.toSorted((one, two) => one - two).slice(0, goal))
      expect(tunedNumbers(all, goal)).toEqual(new Map([['tagana', fewest]]))
    }),
  )
})

test('of numbers that fill as often those are taken that alert fewer people', () => {
  const line = (kind: Kind, answers: readonly Answer[]) => answers.map((answer) => ({ kind, answer }))
  const events = [
    [...line('tagana', [NOTHING, NOTHING, yes(1)]), ...line('pkh', [yes(1), NOTHING, NOTHING])],
    [...line('tagana', [yes(1)]), ...line('pkh', [NOTHING, NOTHING, yes(1)])],
  ]
  const all = events.map((people) =>
    rowsOf(
      sceneOf(
        { tagana: 1, pkh: 1 },
        people.map(({ kind }, nth) => neighbour(`R${nth}`, nth, { kind })),
      ),
      people.map(({ answer }) => answer),
      TIMES.withinMin,
    ),
  )
  // 3 and 1 alert 6 people at the two events, 1 and 3 alert 8.
  expect(tunedNumbers(all, 1)).toEqual(
    new Map([
      ['tagana', 3],
      ['pkh', 1],
    ]),
  )
})

test('without events there are no numbers, and without numbers nobody is called', () => {
  expect(tunedNumbers([], 0)).toEqual(new Map())
  const rows = rowsOf(sceneOf({ tagana: 1 }, [neighbour('A', 1)]), [yes(1)], TIMES.withinMin)
  expect(outcomeBy(rows, new Map())).toMatchObject({ isFilled: false, alerted: 0 })
})
