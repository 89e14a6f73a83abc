import { expect, test } from 'vitest'
import { type Happening, happeningOf } from '../../src/simulation/happening.ts'
import { USUAL_MODEL } from '../../src/simulation/model.ts'
import { canBeMet, stageOf } from '../../src/simulation/scene.ts'
import { aResponder } from '../mobilisation/sample.ts'
import { ACROSS, aSite, FERRY, HERE, landmassAt, NOW, worldWith } from './small-world.ts'

const { events: EVENTS } = USUAL_MODEL
const NEED = { tagana: 2, pkh: 0 }
const NUMBERS = Array.from({ length: 300 }, (_, n) => n)

const drawn = (world = worldWith([], NEED), more = {}): readonly (Happening | null)[] =>
  NUMBERS.map((number) => happeningOf(number, 1, world, { ...EVENTS, ...more }))

test('an event is the same for its number and seed, and lies on land within reach of its site or village', () => {
  const [one, again] = [drawn(), drawn()]
  expect(again).toEqual(one)
  expect(happeningOf(3, 2, worldWith([], NEED), EVENTS)).not.toEqual(one[3])
  const happened = one.filter((event) => event !== null)
  expect(happened.length).toBeGreaterThan(150)
  for (const { place, landmass, need } of happened) {
    expect(landmassAt(place)).toBe(landmass)
    expect(need).toBe(NEED)
  }
  expect(new Set(happened.map(({ band }) => band)).size).toBe(4)
  expect(new Set(happened.map(({ severity }) => severity)).size).toBe(4)
})

test('at a site only its own hazards strike; where none of the model does, nothing happens', () => {
  const atSites = drawn(worldWith([], NEED), { atSites: 1 })
  expect(new Set(atSites.flatMap((event) => event?.hazard ?? []))).toEqual(new Set(['flood', 'tsunami']))
  const quiet = worldWith([], NEED, { sites: [aSite(HERE, ['non_natural'])] })
  expect(drawn(quiet, { atSites: 1 }).every((event) => event === null)).toBe(true)
  expect(drawn(worldWith([], NEED), { atSites: 1, hazards: { tsunami: 0, flood: 1 } })[1]?.hazard).toBe('flood')
})

test('without sites events are at villages, and without either there are none', () => {
  const world = worldWith([], NEED, { sites: [] })
  expect(drawn(world).some((event) => event !== null)).toBe(true)
  expect(drawn(world).some((event) => event === null)).toBe(true)
  expect(drawn({ ...world, villages: [] }).every((event) => event === null)).toBe(true)
})

test('what falls into the sea does not happen', () => {
  const world = worldWith([], NEED, { sites: [aSite([108, -7], ['flood'])] })
  expect(drawn(world, { atSites: 1, offKm: 0 }).every((event) => event === null)).toBe(true)
})

const FLOOD: Happening = {
  hazard: 'flood',
  severity: 'severe',
  need: NEED,
  place: HERE,
  landmass: 1,
  band: 'night',
  mood: 0,
}
const PEOPLE = [
  aResponder('near', { home: [107.95, -7], landmass: 1 }),
  aResponder('over-the-water', { home: ACROSS, landmass: 2 }),
  aResponder('twin-b', { home: [107.8, -7], landmass: 1 }),
  aResponder('twin-a', { home: [107.8, -7], landmass: 1 }),
  aResponder('another-kind', { kind: 'pkh', home: HERE }),
  aResponder('away', { home: HERE, unavailableUntil: new Date(NOW.getTime() + 1) }),
  aResponder('by-mail', { home: HERE, channels: ['email'] }),
  aResponder('too-far', { home: [107.4, -7] }),
]

test('a scene holds those of the needed kinds who may be called, and in reach those with a way, by minutes', () => {
  const { people, inReach, parts } = stageOf(worldWith(PEOPLE, NEED))(FLOOD)
  expect(parts).toEqual([['tagana', 2]])
  expect(people.map(({ responder }) => responder.id).toSorted()).toEqual(['near', 'over-the-water', 'twin-a', 'twin-b'])
  expect(inReach.map((at) => people[at]?.responder.id)).toEqual(['near', 'twin-a', 'twin-b'])
  const water = people.find(({ responder }) => responder.id === 'over-the-water')
  expect(water).toMatchObject({ isOnSameLand: false, minutes: null })
  expect(people[inReach[0] ?? -1]).toMatchObject({ isOnSameLand: true })
})

test('an open ferry makes a way, later than over land; a tsunami closes it', () => {
  const stage = stageOf(worldWith(PEOPLE, NEED, { crossings: [FERRY] }))
  const open = stage(FLOOD)
  expect(open.inReach.map((at) => open.people[at]?.responder.id).at(-1)).toBe('over-the-water')
  expect(stage({ ...FLOOD, hazard: 'tsunami' }).inReach).toHaveLength(3)
})

test('a need can be met where enough of each kind have a way', () => {
  const stage = stageOf(worldWith(PEOPLE, NEED))
  expect(canBeMet(stage({ ...FLOOD, need: { tagana: 3 } }))).toBe(true)
  expect(canBeMet(stage({ ...FLOOD, need: { tagana: 4 } }))).toBe(false)
})
