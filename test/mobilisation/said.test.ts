import { describe, expect, test } from 'vitest'
import { HAZARDS } from '../../src/mobilisation/hazard.ts'
import type { HazardEvent } from '../../src/mobilisation/hazard-event.ts'
import { levelRank, newsFor, type Said, saidOf } from '../../src/mobilisation/said.ts'
import { anEvent } from './sample.ts'

const aLevel = (hazard: HazardEvent['hazard'], level: string | null, ...regions: readonly (string | null)[]) =>
  anEvent({ hazard, level, regions: regions.map((word, at) => ({ code: `51.0${at + 1}`, level: word })) })

describe('the height of a level', () => {
  test.each<[HazardEvent['hazard'], string | null, readonly (string | null)[], number]>([
    ['volcano', 'I', [], 1],
    ['volcano', 'normal', [], 1],
    ['volcano', 'II', [], 2],
    ['volcano', 'Waspada', [], 2],
    ['volcano', 'III', [], 3],
    ['volcano', 'siaga', [], 3],
    ['volcano', 'iv', [], 4],
    ['volcano', 'AWAS', [], 4],
    ['volcano', 'merah', [], 0],
    ['volcano', null, [], 0],
    ['volcano', null, [null], 0],
    ['volcano', 'II', ['awas', 'siaga'], 4],
    ['tsunami', 'waspada', [], 1],
    ['tsunami', 'siaga', [], 2],
    ['tsunami', 'awas', [], 3],
    ['tsunami', 'normal', [], 0],
    ['tsunami', 'II', [], 0],
    ['tsunami', null, ['waspada', null, 'Siaga'], 2],
    ['tsunami', 'awas', ['waspada'], 3],
    ['flood', 'siaga', ['awas'], 0],
    [null, 'awas', [], 0],
  ])('%s at level %s, its regions at %j: %d', (hazard, level, regions, rank) => {
    expect(levelRank(aLevel(hazard, level, ...regions))).toBe(rank)
  })

  test('only volcanoes and tsunamis have a scale', () => {
    const words = ['i', 'ii', 'iii', 'iv', 'normal', 'waspada', 'siaga', 'awas']
    const scaled = HAZARDS.filter((hazard) => words.some((word) => levelRank(aLevel(hazard, word)) > 0))
    expect(scaled).toEqual(['tsunami', 'volcano'])
  })
})

const FIELDS = {
  hazard: 'Erupsi gunung api',
  place: 'Gunung Agung',
  muster: 'Gardu KSB Selat',
  time: '14.30 WITA',
  date: '22 November 2026',
  level: 'II (Waspada)',
  headline: 'Abu setinggi 2 km',
  magnitude: '',
}
const BEFORE: Said = saidOf(aLevel('volcano', 'II'), FIELDS)

test('what is kept is what people act on, and how high the level stands', () => {
  expect(BEFORE).toEqual({
    hazard: 'Erupsi gunung api',
    place: 'Gunung Agung',
    muster: 'Gardu KSB Selat',
    time: '14.30 WITA',
    date: '22 November 2026',
    level: 'II (Waspada)',
    rank: '2',
  })
  expect(saidOf(aLevel('flood', null), {})).toEqual({
    hazard: '',
    place: '',
    muster: '',
    time: '',
    date: '',
    level: '',
    rank: '0',
  })
})

describe('news', () => {
  test.each<[string, string | null, Readonly<Record<string, string>>, 'raised' | 'correction' | null]>([
    ['the same again', 'II', {}, null],
    ['a new headline', 'II', { headline: 'Abu setinggi 3 km' }, null],
    ['a new magnitude', 'II', { magnitude: '5,1' }, null],
    ['another hazard', 'II', { hazard: 'Banjir lahar' }, 'correction'],
    ['another place', 'II', { place: 'Gunung Batur' }, 'correction'],
    ['another muster point', 'II', { muster: 'Balai Banjar' }, 'correction'],
    ['another time', 'II', { time: '14.00 WITA' }, 'correction'],
    ['another date', 'II', { date: '21 November 2026' }, 'correction'],
    ['a higher level', 'III', { level: 'III (Siaga)' }, 'raised'],
    ['a higher level at another place', 'IV', { level: 'IV (Awas)', place: 'Gunung Batur' }, 'raised'],
    ['a higher level that no field shows', 'IV', {}, 'raised'],
    ['a lower level', 'I', { level: 'I (Normal)' }, 'correction'],
    ['a level in other words', 'Waspada', { level: 'Waspada' }, 'correction'],
  ])('%s', (_words, level, fields, news) => {
    expect(newsFor(BEFORE, saidOf(aLevel('volcano', level), { ...FIELDS, ...fields }))).toBe(news)
  })

  test('"siaga" for a volcano stands higher than "siaga" for a tsunami', () => {
    const [volcano, tsunami] = [saidOf(aLevel('volcano', 'siaga'), FIELDS), saidOf(aLevel('tsunami', 'siaga'), FIELDS)]
    expect(newsFor(tsunami, volcano)).toBe('raised')
    expect(newsFor(volcano, tsunami)).toBeNull()
  })

  test.each<[string, string, ReturnType<typeof newsFor>]>([
    ['M5,6', 'M5,7', null],
    ['M5,6, berpotensi tsunami', 'M6,1, berpotensi tsunami', null],
    ['', 'M5,6', null],
    ['M5,6', 'M5,6, berpotensi tsunami', 'correction'],
    ['M5,6, berpotensi tsunami', 'M5,6', 'correction'],
    ['M', 'M5', 'correction'],
  ])('from %s to %s of a quake: %s', (before, now, news) => {
    expect(newsFor({ level: before }, { level: now })).toBe(news)
  })

  test('people to whom nothing was said yet hear no news', () => {
    expect(newsFor(null, BEFORE)).toBeNull()
  })

  test('a word missing from a row is an empty one, and a missing height the lowest', () => {
    expect(newsFor({}, {})).toBeNull()
    expect(newsFor({}, { rank: '1' })).toBe('raised')
    expect(newsFor({ rank: '1' }, {})).toBeNull()
    expect(newsFor({}, { place: 'Gunung Batur' })).toBe('correction')
    expect(newsFor({ place: 'Gunung Batur' }, {})).toBe('correction')
  })
})
