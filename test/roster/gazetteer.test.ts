import fc from 'fast-check'
import { expect, test } from 'vitest'
import { loadGazetteer } from '../../src/gazetteer/load.ts'
import { indexLandmasses } from '../../src/geo/landmass.ts'
import { distanceKm } from '../../src/geo/position.ts'
import { createGazetteer } from '../../src/roster/gazetteer.ts'
import { itemAt } from '../../src/roster/item-at.ts'
import { SHORT_NAME_MAX } from '../../src/roster/region-name.ts'
import { island, regions, SMALL_LAND, SMALL_SEATS, SMALL_TABLES, seatAt, smallGazetteer } from './small-country.ts'

const indonesia = loadGazetteer({ seatsFile: 'config/gazetteer/seats.csv' })
const small = smallGazetteer()

test('a region of any level is found by its code', () => {
  const codes = ['32', '32.04', '32.04.15', '32.04.15.2003']
  expect(codes.map((code) => small.find(code)?.name)).toEqual([
    'Jawa Barat',
    'Kabupaten Bandung',
    'Pangalengan',
    'Warnasari',
  ])
})

test.each(['33', '32.05', '32.04.17', '32.04.15.2009', '99.99.99.9999', '', 'Bandung', 'a village code'])(
  'nothing is found for %j',
  (code) => {
    expect(small.find(code)).toBeUndefined()
    expect(small.placeOf(code)).toBeUndefined()
    expect(small.fullName(code)).toBe(code)
    expect(small.villagesOf(`${code}.`)).toEqual([])
  },
)

test.each([
  ['32', 'Jawa Barat'],
  ['32.04', 'Kab. Bandung'],
  ['32.04.15', 'Kec. Pangalengan, Kab. Bandung'],
  ['32.04.15.2003', 'Warnasari, Kec. Pangalengan, Kab. Bandung'],
])('%s is written %j', (code, name) => {
  expect(small.fullName(code)).toBe(name)
})

test.each([
  ['32.04.15.2003', 'Kab. Bandung'],
  ['32.73', 'Kota Bandung'],
  ['31.72', 'Kota Jakarta Utara'],
  ['31.01', 'Kep. Seribu'],
  ['71.09', 'Kep. Sitaro'],
  ['72.07', 'Kab. Banggai Kep.'],
  ['16.09', 'OKU Selatan'],
  ['73.10', 'Kab. Pangkep'],
  ['32', '32'],
  ['99.01', '99.01'],
])('the short name for %s is %j', (code, name) => {
  expect(indonesia.shortRegencyName(code)).toBe(name)
})

test('all 514 short names differ and fit into 22 characters', () => {
  const names = indonesia.regencies.map(({ code }) => indonesia.shortRegencyName(code))
  expect(new Set(names).size).toBe(514)
  expect(names.filter((name) => name.length > SHORT_NAME_MAX)).toEqual([])
})

test('villages are listed by district, regency, province, country and by their own code', () => {
  const count = (prefix: string): number => small.villagesOf(prefix).length
  expect([count('32.04.15'), count('32.04'), count('32'), count(''), count('32.04.15.2003')]).toEqual([3, 4, 5, 6, 1])
  expect(small.villagesOf('32.04.1')).toEqual([])
})

test('the villages are read once, and not before somebody asks', () => {
  let reads = 0
  const counted = smallGazetteer({
    villages: () => {
      reads += 1
      return SMALL_TABLES.villages()
    },
  })
  counted.find('32.04')
  counted.placeOf('32.04.15')
  expect(reads).toBe(0)
  counted.villagesOf('32')
  counted.find('32.04.15.2003')
  expect(reads).toBe(1)
})

test('a regency is taken to be at its seat, and a province nowhere', () => {
  expect(small.placeOf('32.04')).toEqual({ position: [107.5, -7.5], accuracyM: 3000 })
  expect(small.placeOf('32')).toBeUndefined()
})

test('a seat that coordinates put into the sea is brought ashore', () => {
  const place = small.placeOf('34.02')
  expect(place && small.landmassAt(place.position)).toBe(2)
  expect(place && distanceKm(place.position, [109.955, -7.5])).toBeLessThan(6)
})

test('a village lies near its district, on the landmass of the seat, the same in any order of questions', () => {
  const codes = small.villagesOf('').map(({ code }) => code)
  const forwards = codes.map((code) => small.placeOf(code))
  const another = smallGazetteer()
  const backwards = codes
    .toReversed()
    .map((code) => another.placeOf(code))
    .toReversed()
  expect(backwards).toEqual(forwards)
  for (const [at, code] of codes.entries()) {
    const village = itemAt(forwards, at)
    const district = small.placeOf(code.slice(0, 8))
    const regency = small.placeOf(code.slice(0, 5))
    if (village === undefined || district === undefined || regency === undefined)
      throw new Error(`${code} has no place`)
    expect(distanceKm(village.position, district.position)).toBeLessThanOrEqual(4.001)
    expect(small.landmassAt(village.position)).toBe(small.landmassAt(regency.position))
    expect(village.accuracyM).toBeGreaterThan(district.accuracyM)
    expect(district.accuracyM).toBeGreaterThan(regency.accuracyM)
  }
})

test('a district of a regency that has no seat has a name but no place', () => {
  const seatless = createGazetteer(SMALL_TABLES, SMALL_SEATS.slice(0, 1), SMALL_LAND)
  expect(seatless.fullName('34.02.10')).toBe('Kec. Imogiri, Kab. Bantul')
  expect(seatless.placeOf('34.02.10')).toBeUndefined()
})

test('where no land is mapped, villages stay within a kilometre of the seat', () => {
  const adrift = createGazetteer(SMALL_TABLES, SMALL_SEATS, indexLandmasses([island(1, [120, 0], 1)]))
  const village = adrift.placeOf('32.04.15.2003')
  const km = village && distanceKm(village.position, [107.5, -7.5])
  expect(km).toBeGreaterThan(0)
  expect(km).toBeLessThanOrEqual(1.001)
})

test('an islet that no draw hits leaves everything at the seat', () => {
  const rock = indexLandmasses([island(1, [107.551, -7.507], 0.0001)])
  const seats = [seatAt('32.04', 'Kabupaten Bandung', 'Soreang', [107.5, -7.5])]
  const gazetteer = createGazetteer(SMALL_TABLES, seats, rock)
  expect(gazetteer.placeOf('32.04.15.2003')?.position).toEqual([107.5, -7.5])
})

test('the nearest seat is the one that comparing all of them finds', () => {
  const longitude = fc.double({ min: 95, max: 141, noNaN: true })
  const latitude = fc.double({ min: -11, max: 6, noNaN: true })
  fc.assert(
    fc.property(longitude, latitude, (lng, lat) => {
      const { seat, km } = indonesia.nearestSeat([lng, lat])
      const distances = indonesia.seats.map(({ position }) => distanceKm([lng, lat], position))
      expect(km).toBe(Math.min(...distances))
      expect(itemAt(indonesia.seats, distances.indexOf(km))).toBe(seat)
    }),
  )
})

test('a gazetteer without any seat is refused', () => {
  expect(() => createGazetteer(SMALL_TABLES, [], SMALL_LAND)).toThrow(RangeError)
})

test('the small country is ordered by code, as tables have to be', () => {
  const codes = SMALL_TABLES.villages().map(({ code }) => code)
  expect(codes).toEqual(codes.toSorted())
  expect(regions('32 Jawa Barat')).toEqual([{ code: '32', name: 'Jawa Barat', level: 'province' }])
})

test('the lists of 2025 are complete', () => {
  expect(indonesia.regencies).toHaveLength(514)
  expect(indonesia.seats).toHaveLength(514)
  expect(indonesia.villagesOf('')).toHaveLength(83_762)
  expect(indonesia.fullName('32.04.15.2003')).toBe('Warnasari, Kec. Pangalengan, Kab. Bandung')
})

test('every one of the 83,762 villages has a place on its seat’s landmass, Kepulauan Seribu apart', () => {
  const strays = indonesia.villagesOf('').filter(({ code }) => {
    const village = indonesia.placeOf(code)
    const regency = indonesia.placeOf(code.slice(0, 5))
    if (village === undefined || regency === undefined) return true
    const landmass = indonesia.landmassAt(village.position)
    return landmass === undefined || landmass !== indonesia.landmassAt(regency.position)
  })
  expect(new Set(strays.map(({ code }) => code.slice(0, 5)))).toEqual(new Set(['31.01']))
})
