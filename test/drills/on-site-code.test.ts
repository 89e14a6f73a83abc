import fc, { array, constantFrom, integer, property, record, string } from 'fast-check'
import { expect, test } from 'vitest'
import {
  type AtPhone,
  onSiteCode,
  onSiteCodes,
  presentOf,
  readPresence,
  typedCode,
} from '../../src/drills/on-site-code.ts'
import { callOutCodes, readAnswer } from '../../src/mobilisation/answer.ts'

test('there are 12,996 short codes, all different, none with a sign that is mistaken', () => {
  const all = new Set(Array.from({ length: onSiteCodes(2) }, (_, n) => onSiteCode(n, 2)))
  expect(all.size).toBe(12_996)
  for (const code of all) expect(code).toMatch(/^[234679][ACDEFGHJKMNPQRTUWXY][234679][ACDEFGHJKMNPQRTUWXY]$/)
  expect(onSiteCode(onSiteCodes(3) - 1, 3)).toBe('9Y9Y9Y')
})

const anyCode = constantFrom(2 as const, 3 as const).chain((pairs) =>
  integer({ min: 0, max: onSiteCodes(pairs) - 1 }).map((n) => onSiteCode(n, pairs)),
)

test('no code of a drill is one of a call-out, and no text with one alone answers a call-out', () => {
  fc.assert(
    property(anyCode, integer({ min: 0, max: 10_000_000 }), (code, n) => {
      const [short, long] = callOutCodes(n)
      expect([short, long]).not.toContain(code)
      for (const called of [short, long])
        for (const text of [`HADIR ${called}`, called]) expect(readPresence(text)).toEqual({ kind: 'none' })
      for (const text of [`HADIR ${code}`, code, `hadir ${code}.`])
        expect(readAnswer(text)).toEqual({ meaning: 'unclear', code: null })
    }),
  )
})

test('however it is spaced, pointed and written, HADIR and a code say that somebody is there', () => {
  const between = constantFrom('', ' ', '-', '. ', ' . ')
  const before = constantFrom('HADIR ', 'hadir: ', 'Saya sudah hadir ', 'HERE ', 'HADIR', 'Lapor hadir, kode ')
  fc.assert(
    property(anyCode, between, before, constantFrom('', '.', ' pak', '!'), (code, space, first, last) => {
      const text = `${first}${[...code].join(space)}${last}`
      expect(readPresence(text), text).toEqual({ kind: 'here', code, names: [], sure: true })
      expect(readPresence(text.toLowerCase())).toEqual({ kind: 'here', code, names: [], sure: true })
    }),
  )
})

test.each([
  ['7K2A', { kind: 'here', code: '7K2A', names: [], sure: true }],
  ['7 k 2 a', { kind: 'here', code: '7K2A', names: [], sure: false }],
  ['7K 2A', { kind: 'here', code: '7K2A', names: [], sure: false }],
  ['HADIR 7K2A SITI RAHAYU', { kind: 'here', code: '7K2A', names: ['siti', 'rahayu'], sure: true }],
  ['HADIR 7K2A semua', { kind: 'here', code: '7K2A', names: ['semua'], sure: true }],
  ['tidak hadir 7K2A', { kind: 'here', code: '7K2A', names: ['tidak'], sure: true }],
  ['2 7K2A', { kind: 'names', code: '7K2A' }],
  ['siti 7K2A', { kind: 'names', code: '7K2A' }],
  ['7K2A?', { kind: 'names', code: '7K2A' }],
  ['HADIR 7K2A atau 9C3D', { kind: 'names', code: '7K2A' }],
  ['hadir', { kind: 'none' }],
  ['hadir A7K2', { kind: 'none' }],
  ['hadir a 7 k 2', { kind: 'none' }],
  ['Banjir 2 m di RT 3', { kind: 'none' }],
  ['', { kind: 'none' }],
] as const)('%s is read as %o', (text, reading) => {
  expect(readPresence(text)).toEqual(reading)
})

test('any text is read', () => {
  fc.assert(property(string({ unit: 'binary' }), (text) => void readPresence(text)))
})

test('a code that is typed in means the same in any writing', () => {
  expect([' 7k2a', '7 K-2 A', '\uff17K2A'].map(typedCode)).toEqual(['7K2A', '7K2A', '7K2A'])
})

const people = (...all: readonly (readonly [string, boolean])[]): readonly AtPhone[] =>
  all.map(([name, invited]) => ({ responderId: name, name, invited }))
const FAMILY = people(['Siti Rahayu', true], ['Asep Rahayu', true], ['Ujang', false])

test.each([
  [[], FAMILY, 'which'],
  [['siti'], FAMILY, ['Siti Rahayu']],
  [['sit'], FAMILY, ['Siti Rahayu']],
  [['si'], FAMILY, 'nobody'],
  [['rahayu'], FAMILY, 'which'],
  [['asep', 'rahayu'], FAMILY, ['Asep Rahayu']],
  [['ujang'], FAMILY, ['Ujang']],
  [['tidak'], FAMILY, 'nobody'],
  [['semua'], FAMILY, ['Siti Rahayu', 'Asep Rahayu']],
  [['all'], people(['A', false], ['B', false]), ['A', 'B']],
  [[], people(['A', true], ['B', false]), ['A']],
  [[], people(['A', false]), ['A']],
  [[], people(['A', false], ['B', false]), 'which'],
] as const)('%o of one phone', (names, all, meant) => {
  const found = presentOf(names, all)
  expect(found.kind === 'here' ? found.ids : found.kind).toEqual(meant)
})

test('without a name nobody is taken for another: one person or a question', () => {
  const someone = record({ responderId: string(), name: string(), invited: constantFrom(true, false) })
  fc.assert(
    property(array(someone, { minLength: 1, maxLength: 5 }), (all: readonly AtPhone[]) => {
      const meant = presentOf([], all)
      const invited = all.filter((one) => one.invited)
      const expected = invited.length > 0 ? invited : all
      expect(meant).toEqual(
        expected.length === 1
          ? { kind: 'here', ids: expected.map(({ responderId }) => responderId) }
          : { kind: 'which' },
      )
    }),
  )
})
