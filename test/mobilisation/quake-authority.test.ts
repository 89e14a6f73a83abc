import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bestWords, betterWord } from '../../src/mobilisation/quake-authority.ts'

const told = (source: string, more: { hazard?: 'earthquake' | 'flood' | null; operatorId?: string | null } = {}) => ({
  source,
  hazard: 'earthquake' as 'earthquake' | 'flood' | null,
  operatorId: null as string | null,
  ...more,
})

test.each([
  ['usgs', ['bmkg'], 'bmkg'],
  ['usgs', ['gdacs', 'inatews'], 'inatews'],
  ['gdacs', ['usgs'], 'usgs'],
  ['gdacs', ['laporan-desa', 'gdacs'], null],
  ['usgs', ['gdacs', 'usgs'], null],
  ['bmkg', ['inatews', 'usgs'], null],
  ['inatews', ['bmkg'], null],
  ['usgs', [], null],
  ['laporan-desa', ['bmkg'], null],
])('of a quake that %s tells beside %j, %s has the better word', (source, others, better) => {
  expect(
    betterWord(
      told(source),
      others.map((other) => told(other)),
    ),
  ).toBe(better)
})

test('an operator who writes the name of an agency is none, on either side', () => {
  expect(betterWord(told('usgs'), [told('bmkg', { operatorId: 'op_1' })])).toBeNull()
  expect(betterWord(told('usgs', { operatorId: 'op_1' }), [told('bmkg')])).toBeNull()
})

test('only quakes have an authority', () => {
  expect(betterWord(told('gdacs', { hazard: 'flood' }), [told('bmkg', { hazard: 'flood' })])).toBeNull()
  expect(betterWord(told('gdacs', { hazard: null }), [told('bmkg')])).toBeNull()
})

test('the best word is never lost, nor anybody who is no agency', () => {
  const source = fc.constantFrom('bmkg', 'inatews', 'usgs', 'gdacs', 'laporan-desa', 'BPBD')
  fc.assert(
    fc.property(fc.array(source.map((name) => told(name))), (all) => {
      const best = bestWords(all)
      expect(best.length > 0).toBe(all.length > 0)
      expect(bestWords(best)).toEqual(best)
      for (const one of all) {
        const isAgency = ['bmkg', 'inatews', 'usgs', 'gdacs'].includes(one.source)
        if (!isAgency || one.source === 'bmkg' || one.source === 'inatews') expect(best).toContain(one)
      }
      const names = new Set(best.map((one) => one.source))
      expect(names.has('usgs') && names.has('bmkg')).toBe(false)
    }),
  )
})
