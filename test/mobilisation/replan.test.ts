import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CalledPerson } from '../../src/mobilisation/call-out.ts'
import { called, later } from './sample.ts'
import { applied, type Dweller, inReach, KINDS, type LineKind, plan, type Spot } from './sample-line.ts'

/** The oracle: for each thread and kind, sorts everybody in reach and takes them from the front. */
const byHand = (
  roster: readonly Dweller[],
  spots: readonly Spot[],
  people: readonly CalledPerson[],
  quarters: number,
) => {
  const row = new Map(people.map((person) => [String(person.responderId), person]))
  const standing = (id: string): string => {
    const person = row.get(id)
    if (person === undefined) return 'free'
    if (person.answer === 'no') return 'no'
    if (person.answer === null && person.silentAt !== null) return 'silent'
    return person.answer !== null && person.stoodDownAt === null ? 'coming' : 'free'
  }
  const wanted = new Map<string, { threadId: string; km: number }>()
  const counted: Record<string, Set<string>> = {}
  const askedStill = new Set<string>()
  const reached = new Set<string>()
  for (const spot of spots)
    for (const kind of KINDS) {
      const count = spot.need[kind]
      if (count === undefined) continue
      const line = inReach(roster, spot.at).filter((one) => one.kind === kind)
      if (count > 0) for (const { id } of line) reached.add(id)
      const willing = line.filter(({ id }) => standing(id) === 'free' || standing(id) === 'coming')
      const anyway = new Set(willing.slice(0, Math.ceil((count * quarters) / 4)).map(({ id }) => id))
      const nearestHere = (at: number): boolean => {
        const asking = spots.filter(({ need }) => (need[kind] ?? 0) > 0)
        return Math.abs(spot.at - at) === Math.min(...asking.map((other) => Math.abs(other.at - at)))
      }
      const coming = line
        .filter(({ id, at }) => standing(id) === 'coming' && (anyway.has(id) || nearestHere(at)))
        .slice(0, count)
      const missing = count - coming.length
      const free = line.filter(({ id }) => standing(id) === 'free').slice(0, Math.ceil((missing * quarters) / 4))
      for (const { id, at } of [...coming, ...free]) {
        const km = Math.abs(at - spot.at)
        if (km < (wanted.get(id)?.km ?? Number.POSITIVE_INFINITY)) wanted.set(id, { threadId: spot.threadId, km })
      }
      counted[kind] ??= new Set()
      for (const { id } of [...coming, ...free.slice(0, missing)]) counted[kind].add(id)
      const ever = line.filter(({ id }) => standing(id) !== 'no').slice(0, Math.ceil((count * quarters) / 4))
      for (const { id } of ever) askedStill.add(id)
    }
  const need = Object.entries(counted).map(([kind, ids]): [string, number] => {
    const single = spots.map((spot) => spot.need[kind as LineKind] ?? 0)
    return [kind, Math.max(ids.size, ...single)]
  })
  const home = people.filter(({ responderId: id, stoodDownAt, answer }) => {
    const waitedFor = answer === null && askedStill.has(id)
    const welcome = answer === 'arrived' && reached.has(id)
    return stoodDownAt === null && answer !== 'no' && !wanted.has(id) && !waitedFor && !welcome
  })
  return { wanted, need: Object.fromEntries(need), home: home.map(({ responderId }) => responderId) }
}

const counts = fc.record({ tagana: fc.nat(4), pkh: fc.nat(2) }, { requiredKeys: [] })
const spotLists: fc.Arbitrary<readonly Spot[]> = fc
  .array(fc.record({ at: fc.nat(20), need: counts }), { minLength: 1, maxLength: 3 })
  .map((spots) => spots.map((spot, at) => ({ ...spot, threadId: `T${at}` })))
const rosters: fc.Arbitrary<readonly Dweller[]> = fc
  .array(fc.record({ kind: fc.constantFrom(...KINDS), at: fc.nat(20) }), { maxLength: 24 })
  .map((drawn) => drawn.map((person, at) => ({ ...person, id: `R${String(at).padStart(2, '0')}` })))
const overcalls = fc.integer({ min: 4, max: 8 })

const STATES: readonly Partial<CalledPerson>[] = [
  {},
  { answer: 'yes', answeredAt: later(1) },
  { answer: 'arrived', answeredAt: later(2) },
  { answer: 'no', answeredAt: later(3) },
  { silentAt: later(4) },
  { answer: 'yes', answeredAt: later(5), silentAt: later(4) },
]
const rowFor = ({ id, kind }: Dweller): fc.Arbitrary<readonly CalledPerson[]> =>
  fc
    .tuple(fc.constantFrom(null, null, ...STATES), fc.boolean())
    .map(([state, off]) => (state === null ? [] : [called(id, { kind, ...state, stoodDownAt: off ? later(6) : null })]))
/** A roster with people called from it, and two more who have left it since. */
const histories = rosters.chain((roster) => {
  const gone: readonly Dweller[] = [
    { id: 'X1', kind: 'tagana', at: 3 },
    { id: 'X2', kind: 'pkh', at: 5 },
  ]
  return fc.tuple(
    fc.constant(roster),
    fc.tuple(...[...roster, ...gone].map(rowFor)).map((rows) => rows.flat()),
  )
})

const idsOf = (people: readonly { readonly responderId: string }[]): readonly string[] =>
  people.map(({ responderId }) => responderId).toSorted()

test('without answers each thread wants its nearest, each person once, at the nearer place', () => {
  fc.assert(
    fc.property(rosters, spotLists, overcalls, (roster, spots, quarters) => {
      const found = plan(roster, spots, [], quarters / 4)
      const nearest = spots.flatMap(({ at, need }) =>
        KINDS.flatMap((kind) => {
          const heads = Math.ceil(((need[kind] ?? 0) * quarters) / 4)
          return inReach(roster, at)
            .filter((one) => one.kind === kind)
            .slice(0, heads)
        }),
      )
      expect(idsOf(found.wanted)).toEqual([...new Set(nearest.map(({ id }) => id))].toSorted())
      expect(idsOf(found.call)).toEqual(idsOf(found.wanted))
      expect([found.recall, found.stay, found.standDown]).toEqual([[], [], []])
    }),
    { numRuns: 800, seed: 1 },
  )
})

test('with any answers it is what sorting everybody by hand gives', () => {
  fc.assert(
    fc.property(histories, spotLists, overcalls, ([roster, people], spots, quarters) => {
      const found = plan(roster, spots, people, quarters / 4)
      const expected = byHand(roster, spots, people, quarters)
      expect(
        Object.fromEntries(found.wanted.map(({ responderId, threadId, km }) => [responderId, { threadId, km }])),
      ).toEqual(Object.fromEntries(expected.wanted))
      expect(found.need).toEqual(expected.need)
      expect(idsOf(found.standDown.map((responderId) => ({ responderId })))).toEqual(expected.home.toSorted())
      expect(found.wanted).toEqual(
        found.wanted.toSorted((a, b) => a.km - b.km || (a.responderId < b.responderId ? -1 : 1)),
      )
      expect(found.selections.map(({ threadId }) => threadId)).toEqual(spots.map(({ threadId }) => threadId))
    }),
    { numRuns: 1_000, seed: 20261122 },
  )
})

test('everybody wanted is called, called again or stays, by their row alone; nobody who said no is wanted', () => {
  fc.assert(
    fc.property(histories, spotLists, overcalls, ([roster, people], spots, quarters) => {
      const { wanted, call, recall, stay, standDown } = plan(roster, spots, people, quarters / 4)
      const row = new Map(people.map((person) => [person.responderId, person]))
      expect(idsOf([...call, ...recall, ...stay])).toEqual(idsOf(wanted))
      expect(call.every(({ responderId }) => !row.has(responderId))).toBe(true)
      expect(recall.every(({ responderId }) => row.get(responderId)?.stoodDownAt instanceof Date)).toBe(true)
      expect(stay.every(({ responderId }) => row.get(responderId)?.stoodDownAt === null)).toBe(true)
      expect(wanted.some(({ responderId }) => row.get(responderId)?.answer === 'no')).toBe(false)
      expect(standDown.every((id) => row.get(id)?.stoodDownAt === null && row.get(id)?.answer !== 'no')).toBe(true)
    }),
    { numRuns: 800, seed: 3 },
  )
})

test('planning again right after it was saved changes nothing', () => {
  fc.assert(
    fc.property(histories, spotLists, overcalls, ([roster, people], spots, quarters) => {
      const first = plan(roster, spots, people, quarters / 4)
      const second = plan(roster, spots, applied(people, first), quarters / 4)
      expect([second.call, second.recall, second.standDown]).toEqual([[], [], []])
      expect([second.wanted, second.need]).toEqual([first.wanted, first.need])
    }),
    { numRuns: 1_000, seed: 4 },
  )
})

test('whatever was asked before, without answers the last asks decide who is called', () => {
  fc.assert(
    fc.property(rosters, fc.array(spotLists, { minLength: 1, maxLength: 5 }), overcalls, (roster, turns, quarters) => {
      let people: readonly CalledPerson[] = []
      for (const spots of turns) people = applied(people, plan(roster, spots, people, quarters / 4))
      const anew = plan(roster, turns.at(-1) ?? [], [], quarters / 4)
      expect(idsOf(people.filter(({ stoodDownAt }) => stoodDownAt === null))).toEqual(idsOf(anew.wanted))
    }),
    { numRuns: 800, seed: 5 },
  )
})

test('the order of the asks changes neither who is wanted nor how many', () => {
  fc.assert(
    fc.property(histories, spotLists, overcalls, ([roster, people], spots, quarters) => {
      const [one, other] = [spots, spots.toReversed()].map((asks) => plan(roster, asks, people, quarters / 4))
      expect(idsOf(other?.wanted ?? [])).toEqual(idsOf(one?.wanted ?? []))
      expect([other?.need, other?.standDown]).toEqual([one?.need, one?.standDown])
    }),
    { numRuns: 500, seed: 6 },
  )
})
