import { describe, expect, test } from 'vitest'
import { circle } from '../../src/geo/area.ts'
import type { Position } from '../../src/geo/position.ts'
import type { CodedPlace } from '../../src/mobilisation/coded-places.ts'
import { type Belonging, doubtsAbout } from '../../src/mobilisation/jurisdiction.ts'
import { belongingAmong, eastKm, SEATS, SITE } from './sample-places.ts'

describe('an office with a polygon of its own', () => {
  const jurisdictionArea = circle(eastKm(10), 12)
  const places = [
    ...SEATS,
    { code: '32.04.15.2003', position: eastKm(12) },
    { code: '32.04.16.2001', position: eastKm(-9) },
  ]
  const at = (codes: readonly string[], point: Position | null) =>
    belongingAmong(codes, point, '32.04', places, { jurisdictionArea })

  test('takes what lies in it, and refuses what lies beside it, though the prefix is right', () => {
    expect(at([], eastKm(5))).toMatchObject({ kind: 'within', nearBorder: false })
    expect(at([], eastKm(-5))).toEqual({
      kind: 'outside',
      because: 'outside-area',
      nearestCode: '32.04.16.2001',
      outsideCodes: [],
    })
    expect(at(['32.04.15.2003'], eastKm(-5))).toMatchObject({ kind: 'outside', because: 'outside-area' })
  })

  test('cannot reach beyond the prefix by a polygon that does', () => {
    const wide = circle(eastKm(40), 20)
    expect(belongingAmong([], eastKm(40), '32.04', SEATS, { jurisdictionArea: wide })).toMatchObject({
      kind: 'outside',
      because: 'nearest-place-outside',
    })
  })

  test('takes codes alone with a doubt, unless a site of every village named stands in it', () => {
    expect(at(['32.04.15.2003'], null)).toMatchObject({ kind: 'within', nearBorder: false, because: 'codes' })
    expect(at(['32.04.16.2001'], null)).toMatchObject({ kind: 'within', nearBorder: true, because: 'area-unproven' })
    expect(at(['32.04.15.2003', '32.04.15.2004'], null)).toMatchObject({ nearBorder: true })
    expect(at(['32.04'], null)).toMatchObject({ nearBorder: true })
    expect(at([], null)).toMatchObject({ kind: 'outside', because: 'nowhere' })
  })
})

describe('an event with a polygon', () => {
  const eventArea = circle(eastKm(20), 30)
  const at = (jurisdiction: string) => belongingAmong([], eastKm(20), jurisdiction, [...SEATS, SITE], { eventArea })

  test('is judged by its middle, and says whose places it reaches besides', () => {
    expect(at('32.04')).toMatchObject({ kind: 'within', reaches: ['32.05'] })
    expect(at('32')).toMatchObject({ kind: 'within', reaches: [] })
    expect(at('')).toMatchObject({ kind: 'within', reaches: [] })
  })

  test('names each regency once, in order', () => {
    const places: readonly CodedPlace[] = [
      { code: '32.04', position: eastKm(20) },
      { code: '34.02.01.2001', position: eastKm(21) },
      { code: '32.05', position: eastKm(22) },
      { code: '34.02', position: eastKm(23) },
    ]
    expect(belongingAmong([], eastKm(20), '32.04', places, { eventArea })).toMatchObject({
      reaches: ['32.05', '34.02'],
    })
  })
})

describe('what the sender is told', () => {
  const told = (belongs: Belonging): readonly string[] =>
    belongs.kind === 'within' ? doubtsAbout(belongs) : ['refused']

  test('is nothing where nothing is in doubt', () => {
    expect(told(belongingAmong([], eastKm(5), '32.04', SEATS))).toEqual([])
    expect(told(belongingAmong(['32.04.15.2003'], null, '32.04', []))).toEqual([])
  })

  test('is to check a point near the border, and to give one where codes are not enough', () => {
    expect(told(belongingAmong([], eastKm(29.5), '32.04', SEATS))).toEqual([
      expect.stringContaining('check that it is yours'),
    ])
    expect(told(belongingAmong([], eastKm(1), '32.04.15', SEATS))).toEqual([
      expect.stringContaining('not in your part of the regency'),
    ])
    const jurisdictionArea = circle(eastKm(5), 1)
    expect(told(belongingAmong(['32.04'], null, '32.04', [], { jurisdictionArea }))).toEqual([
      expect.stringContaining('give a point too'),
    ])
  })

  test('is whom else the area reaches, five of them by their code', () => {
    const many = (count: number) => {
      const far = Array.from({ length: count }, (_, at) => ({ code: `33.0${at + 1}`, position: eastKm(8) }))
      const places = [{ code: '32.04', position: eastKm(5) }, ...far]
      return told(belongingAmong([], eastKm(5), '32.04', places, { eventArea: circle(eastKm(5), 5) }))
    }
    expect(many(5)).toEqual([expect.stringContaining('(33.01, 33.02, 33.03, 33.04, 33.05)')])
    expect(many(7)).toEqual([expect.stringContaining('33.05 and 2 more)')])
  })
})
