import { describe, expect, test } from 'vitest'
import type { CapAlert, CapInfo } from '../../../src/intake/cap/cap-alert.ts'
import { capMessage } from '../../../src/intake/cap/cap-message.ts'
import { aCapAlert, aCapArea, aCapInfo } from './a-cap-info.ts'

const RECEIVED_AT = new Date('2026-11-22T06:26:00Z')

const drawn = aCapArea({ circles: [{ centre: [110.39, -7.93], radiusKm: 2.5 }] })
const flood = (change: Partial<CapInfo> = {}): CapInfo => aCapInfo({ event: 'Banjir', area: [drawn], ...change })

const readingOf = (alert: CapAlert) => capMessage(alert, { regionOf: () => true }, RECEIVED_AT)

const read = (alert: CapAlert) => {
  const reading = readingOf(alert)
  if (reading.kind === 'refused') throw new Error(JSON.stringify(reading.faults))
  return reading.message
}

const faultsOf = (alert: CapAlert) => {
  const reading = readingOf(alert)
  return reading.kind === 'refused' ? reading.faults : []
}

describe('words that contradict the message', () => {
  test.each<[string, Partial<CapInfo>, string]>([
    ['a headline that begins with LATIHAN', { headline: 'LATIHAN: Banjir Kali Oyo' }, 'says-exercise'],
    ['a headline with EXERCISE in brackets', { headline: 'Banjir Kali Oyo (EXERCISE)' }, 'says-exercise'],
    ['an event that is a simulation', { event: 'Simulasi banjir' }, 'says-exercise'],
    ['an event that is a test', { event: 'TEST - flood' }, 'says-exercise'],
    ['a description that begins with UJI COBA', { description: 'UJI COBA. Air naik.' }, 'says-exercise'],
    ['a description that is a gladi', { description: 'Gladi lapang di Imogiri.' }, 'says-exercise'],
    ['a flood that has ended', { headline: 'Banjir Kali Oyo telah berakhir' }, 'says-ended'],
    ['a warning that was called off', { headline: 'Peringatan banjir dicabut' }, 'says-ended'],
    ['an event that was cancelled', { event: 'Flood warning cancelled' }, 'says-ended'],
    ['an event that ended', { event: 'Peringatan dini tsunami telah berakhir' }, 'says-ended'],
    ['a landslide no longer expected', { event: 'Landslide no longer expected' }, 'says-ended'],
    ['a headline that denies it', { headline: 'Tidak ada banjir di Imogiri' }, 'says-none'],
    [
      'a tsunami that its headline denies',
      { event: 'Tsunami', headline: 'Gempa, tidak berpotensi tsunami' },
      'says-none',
    ],
  ])('%s is at most proposed', (_, change, reason) => {
    for (const msgType of ['Alert', 'Update'] as const)
      expect(read(aCapAlert([flood(change)], { msgType })).restraint).toMatchObject({ decision: 'propose', reason })
  })

  test.each<[string, Partial<CapInfo>]>([
    ['a flood that is no drill', { headline: 'BUKAN LATIHAN: Banjir Kali Oyo' }],
    ['advice to take care', { description: 'Exercise caution near rivers.' }],
    ['a flood that goes on', { headline: 'Banjir Kali Oyo belum surut' }],
    ['what the flood called off', { headline: 'Sekolah dibatalkan karena banjir' }],
    ['a drill further down', { description: 'Air naik. Berkumpul seperti pada latihan.' }],
    ['nobody hurt', { headline: 'Banjir Kali Oyo, tidak ada korban jiwa dalam banjir' }],
  ])('%s holds nothing back', (_, change) => {
    expect(read(aCapAlert([flood(change)])).restraint).toBeNull()
  })

  test('a drill in another language, or in the note, is a drill as well', () => {
    const english = flood({ language: 'en', event: 'Flood', headline: 'EXERCISE: flood' })
    expect(read(aCapAlert([flood({ language: 'id' }), english])).restraint?.reason).toBe('says-exercise')
    expect(read(aCapAlert([flood()], { note: 'Latihan Indonesia Siaga' })).restraint?.reason).toBe('says-exercise')
  })

  test.each(['Exercise', 'Test'] as const)('status %s may say so', (status) => {
    expect(read(aCapAlert([flood({ headline: 'LATIHAN: banjir' })], { status })).restraint).toBeNull()
  })

  test('an end may say that it is one', () => {
    const over = flood({ headline: 'Banjir telah berakhir', responseType: ['AllClear'] })
    expect(read(aCapAlert([over])).restraint).toBeNull()
    expect(read(aCapAlert([flood({ headline: 'Banjir dibatalkan' })], { msgType: 'Cancel' })).restraint).toBeNull()
  })

  test('an earthquake whose tsunami is denied stays an earthquake, and mobilises', () => {
    const { event, restraint } = read(
      aCapAlert([flood({ event: 'Gempa bumi M6.1 tidak memiliki potensi tsunami', headline: 'Bukan tsunami' })]),
    )
    expect([event.hazard, restraint]).toEqual(['earthquake', null])
  })
})

describe('the time of sending, which orders the messages of a row', () => {
  test.each<[string, string, Partial<CapAlert>]>([
    ['seven hours ahead: WIB written as +00:00', '2026-11-22T13:25:00Z', {}],
    ['in the next year', '2027-01-01T00:00:00Z', {}],
    ['six minutes ahead', '2026-11-22T06:32:00Z', {}],
    ['ahead in an update', '2026-11-22T13:25:00Z', { msgType: 'Update' }],
    ['ahead in a cancel', '2026-11-22T13:25:00Z', { msgType: 'Cancel' }],
    ['ahead in an exercise', '2026-11-22T13:25:00Z', { status: 'Exercise' }],
  ])('%s is refused with a hint', (_, sent, change) => {
    expect(faultsOf(aCapAlert([flood()], { ...change, sent: new Date(sent) }))).toEqual([
      {
        path: 'alert/sent',
        got: new Date(sent).toISOString(),
        expected: expect.stringContaining('at most 5 minutes after it arrives'),
        hint: expect.stringContaining('+07:00'),
      },
    ])
  })

  test.each(['2026-11-22T06:31:00Z', '2026-11-22T06:26:00Z', '2026-01-01T00:00:00Z'])('%s is taken', (sent) => {
    const onset = new Date('2026-11-22T06:25:00Z')
    expect(read(aCapAlert([flood({ onset })], { sent: new Date(sent) })).sentAt).toEqual(new Date(sent))
  })
})
