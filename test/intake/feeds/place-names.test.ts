import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { loadGazetteer } from '../../../src/gazetteer/load.ts'
import { placeNames } from '../../../src/intake/feeds/place-names.ts'

const seatsFile = fileURLToPath(new URL('../../../config/gazetteer/seats.csv', import.meta.url))
const gazetteer = loadGazetteer({ seatsFile })
const { placeOf, regencyByName } = placeNames(gazetteer)

test.each([
  ['Sulawesi Tengah', 'Donggala', '72.03'],
  ['SULTENG', 'Donggala bagian barat', '72.03'],
  ['NTT', 'Flores-Timur Bagian Utara', '53.06'],
  ['Nusa Tenggara Barat', 'Bima', '52.06'],
  ['Nusa Tenggara Barat', 'KOTA-BIMA', '52.72'],
  ['NTB', 'Kab. Bima', '52.06'],
  ['Prov. Sulawesi Utara', 'Kep. Talaud', '71.04'],
  ['SULUT', 'Talaud', '71.04'],
  ['SULUT', 'KEPULAUAN TALAUD', '71.04'],
  ['Kalimantan Selatan', 'Kota Baru', '63.02'],
  ['KALSEL', 'Kotabaru', '63.02'],
  ['DI Yogyakarta', 'Gunung Kidul', '34.03'],
  ['SUMBAR', 'Pesisir Selatan', '13.01'],
  ['LAMPUNG', 'Pesisir Barat Bagian Selatan', '18.13'],
  ['DKI Jakarta', 'Jakarta Utara', '31.72'],
  // Papua Selatan since 2022; bulletins may still say Papua.
  ['Papua', 'Asmat', '93.04'],
  ['Bali', 'Bandung', null],
  ['Atlantis', 'Bima', null],
  ['', '', null],
  ['Jawa Barat', '__proto__', null],
])('in %s, %s is %s', (province, district, code) => {
  expect(regencyByName(province, district)).toBe(code)
})

test('every regency of the country is found by its own name in its own province, and by no other', () => {
  for (const { code, name } of gazetteer.regencies) {
    const province = gazetteer.find(code.slice(0, 2))?.name ?? ''
    expect([name, regencyByName(province, name)]).toEqual([name, code])
    expect([name, regencyByName(province.toUpperCase(), name.toUpperCase().replaceAll(' ', '-'))]).toEqual([name, code])
  }
})

const seatOf = (code: string) => gazetteer.seats.find(({ regencyCode }) => regencyCode === code)?.position

test.each([
  ['Pekalongan', '33.75'],
  ['Kab. Pekalongan', '33.26'],
  ['Kota Cimahi', '32.77'],
  ['Sigi', '72.10'],
  ['Waingapu', '53.11'],
])('what was felt in %s was felt at the seat of %s', (name, code) => {
  expect(seatOf(code)).toBeDefined()
  expect(placeOf(name)).toEqual(seatOf(code))
})

test.each(['Bawean', 'Kuta Selatan', '', 'constructor'])('%s is not in the table', (name) => {
  expect(placeOf(name)).toBeNull()
})
