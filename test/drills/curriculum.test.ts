import fc from 'fast-check'
import { expect, test } from 'vitest'
import { certificateNumber, readCertificateNumber } from '../../src/drills/certificate-number.ts'
import {
  type CurriculumModule,
  curriculumFields,
  fitsHazard,
  gainsOf,
  modulesAt,
  programmeModules,
  shownModules,
} from '../../src/drills/curriculum.ts'
import { liesWithin } from '../../src/roster/region.ts'

const aModule = (id: string, more: Partial<CurriculumModule> = {}): CurriculumModule => ({
  id,
  title: { id: `Materi ${id}`, en: `Module ${id}` },
  summary: { id: 'Ringkas', en: 'Short' },
  minutes: 60,
  ...more,
})

const FIRST_AID = aModule('pertolongan-pertama', { validFor: { count: 24, unit: 'months' } })
const TENTS = aModule('tenda')
const SMONG = aModule('smong', { regions: ['11.09'], hazards: ['tsunami'] })
const KULKUL = aModule('kulkul', { regions: ['51', '52.71'] })
const ALL = [SMONG, TENTS, KULKUL, FIRST_AID]
const SIMEULUE = '11.09.01.2001'
const BALI = '51.03.05.2001'

const ids = (modules: readonly CurriculumModule[]): readonly string[] => modules.map(({ id }) => id)

test.each([
  [['tenda', 'pertolongan-pertama'], false, 'tsunami', ['tenda', 'pertolongan-pertama']],
  [['tenda', 'unknown'], true, 'tsunami', ['tenda', 'smong', 'kulkul']],
  [[], true, 'flood', ['kulkul']],
  [['smong'], true, 'tsunami', ['smong', 'kulkul']],
  [[], false, 'tsunami', []],
] as const)('a programme that names %j (local wisdom: %s, %s) teaches %j', (named, localWisdom, hazard, expected) => {
  expect(ids(programmeModules(named, { localWisdom, hazards: [hazard] }, ALL))).toEqual(expected)
})

test.each([
  [ALL, SIMEULUE, ['smong', 'tenda', 'pertolongan-pertama']],
  [ALL, BALI, ['tenda', 'kulkul', 'pertolongan-pertama']],
  [ALL, '52.71.01.1001', ['tenda', 'kulkul', 'pertolongan-pertama']],
  [ALL, '52.01.01.2001', ['tenda', 'pertolongan-pertama']],
  [ALL, null, ['tenda', 'pertolongan-pertama']],
  [null, BALI, []],
  [undefined, BALI, []],
] as const)('of the modules the village %#: %s has its own and everybody’s', (curriculum, village, expected) => {
  expect(ids(modulesAt(curriculum, village))).toEqual(expected)
})

test('whatever regions there are, a village has exactly the modules of a region that it lies in', () => {
  const codes = ['11', '11.09', '51', '51.03', '51.03.05']
  const some = fc.array(fc.option(fc.subarray(codes, { minLength: 1 }), { nil: undefined }), { maxLength: 6 })
  fc.assert(
    fc.property(some, fc.constantFrom(SIMEULUE, BALI), (regions, village) => {
      const modules = regions.map((own, nth) => aModule(`m${nth}`, own === undefined ? {} : { regions: own }))
      const expected = modules.filter((one) => one.regions?.some((code) => liesWithin(village, code)) ?? true)
      expect(modulesAt(modules, village)).toEqual(expected)
    }),
  )
})

test('a module for some hazards is taught only by drills for one of them', () => {
  expect([fitsHazard(SMONG, ['tsunami']), fitsHazard(SMONG, ['flood']), fitsHazard(TENTS, ['flood'])]).toEqual([
    true,
    false,
    true,
  ])
})

test('a competency counts from the end of the drill, for good or until the same day of Jakarta so much later', () => {
  const endsAt = new Date('2027-04-26T05:00Z')
  expect(gainsOf([FIRST_AID, TENTS], endsAt)).toEqual([
    { module: 'pertolongan-pertama', gainedAt: endsAt, expiresAt: new Date('2029-04-26T05:00Z') },
    { module: 'tenda', gainedAt: endsAt, expiresAt: null },
  ])
  const [leap] = gainsOf([aModule('x', { validFor: { count: 1, unit: 'years' } })], new Date('2028-02-29T02:00Z'))
  expect(leap?.expiresAt).toEqual(new Date('2029-02-28T02:00Z'))
})

test('every competency that ends does so after it was gained', () => {
  const spans = fc.record({
    count: fc.integer({ min: 1, max: 9_999 }),
    unit: fc.constantFrom('days' as const, 'weeks' as const, 'months' as const, 'years' as const),
  })
  const ends = fc.date({ min: new Date('2020-01-01T00:00Z'), max: new Date('2100-01-01T00:00Z'), noInvalidDate: true })
  fc.assert(
    fc.property(spans, ends, (validFor, endsAt) => {
      const [gain] = gainsOf([aModule('x', { validFor })], endsAt)
      expect(gain?.expiresAt?.getTime()).toBeGreaterThan(endsAt.getTime())
    }),
  )
})

test('messages name the titles in both languages, and nothing where nothing is taught', () => {
  expect(curriculumFields([FIRST_AID, TENTS])).toEqual({
    curriculum: 'Materi pertolongan-pertama; Materi tenda',
    curriculumEn: 'Module pertolongan-pertama; Module tenda',
  })
  expect(curriculumFields([])).toEqual({})
  expect(shownModules([SMONG, TENTS]).map(({ id, isLocalWisdom }) => [id, isLocalWisdom])).toEqual([
    ['smong', true],
    ['tenda', false],
  ])
})

test('whatever bytes a number is made of, it is read back as people copy it', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), (bytes) => {
      const number = certificateNumber(bytes)
      expect(number).toMatch(/^KTG-[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/)
      const bare = number.slice(4)
      const careless = bare.replaceAll('0', 'o').replaceAll('1', 'l')
      for (const copy of [number, number.toLowerCase(), bare, bare.replace('-', ' '), careless, `ktg ${careless}`])
        expect(readCertificateNumber(copy), copy).toBe(number)
    }),
  )
})

test.each(['', 'KTG-7Q2M4-XKD9', 'KTG-7Q2M4-XKD9U', 'KTG-7Q2M4-XKD922', 'XYZ-7Q2M4-XKD92', '7Q2M4-XKD9é'])(
  '%j can be no number',
  (text) => {
    expect(readCertificateNumber(text)).toBeNull()
  },
)

test('too few random bytes make no number', () => {
  expect(() => certificateNumber(new Uint8Array(9))).toThrow(/expected 10 random bytes, got 9/)
})
