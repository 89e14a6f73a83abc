import { describe, expect, test } from 'vitest'
import { anOffice } from './receiving-office.ts'

describe('an update that does not say where', () => {
  const update = { geometry: null, messageType: 'update' } as const
  const knownPlace = {
    sourceId: 'x-0',
    regencyCode: '32.04',
    geometry: { type: 'Point', coordinates: [107.5161, -7.1908] },
    radiusKm: 5,
    villageCodes: ['32.04.15.2003'],
    regions: [],
    sectors: [{ fromDeg: 0, toDeg: 90, radiusKm: 9 }],
  } as const

  test('takes the place of what it updates, with a warning that says whose', async () => {
    const { done, saved, post } = anOffice({ knownPlace })
    await post({ ...update, headline: 'naik' })
    const { sourceId: _, regencyCode, ...place } = knownPlace
    expect(saved[0]?.placed.event).toMatchObject({ ...place, headline: 'naik' })
    expect(saved[0]?.belongs).toEqual({
      regencyCode,
      approvals: [],
      warnings: ['it names no place: that of x-0 stays', 'a point'],
    })
    expect(done.slice(0, 2)).toEqual(['place x-1', 'save'])
  })

  test('keeps a radius and sectors of its own', async () => {
    const { saved, post } = anOffice({ knownPlace })
    const own = { radiusKm: 8, sectors: [{ fromDeg: 90, toDeg: 180, radiusKm: 12 }] }
    await post({ ...update, ...own })
    expect(saved[0]?.placed.event).toMatchObject({ ...own, villageCodes: ['32.04.15.2003'] })
  })

  test('is refused where nothing is known, and where what is known lies outside', async () => {
    const lost = await anOffice().post(update)
    expect(lost).toMatchObject({ kind: 'refused', status: 422, faults: [{ path: 'area', got: 'no place' }] })
    const outside = await anOffice({ knownPlace: { ...knownPlace, regencyCode: '32.05' } }).post(update)
    expect(outside).toMatchObject({ kind: 'refused', status: 403, faults: [{ path: 'area', got: '32.05' }] })
  })

  test('one that does say where is not looked up', async () => {
    const { done, post } = anOffice({ knownPlace })
    await post({ messageType: 'update' })
    await post({ ...update, villageCodes: ['32.04.15.2003'] })
    await post({ ...update, regions: [{ code: '32.04', level: null }] })
    expect(done.filter((step) => step.startsWith('place'))).toEqual([])
  })
})
