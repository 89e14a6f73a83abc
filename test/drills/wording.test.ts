import { expect, test } from 'vitest'
import { drillFields } from '../../src/drills/drill-fields.ts'
import { drillTypeName, durationWords } from '../../src/drills/drill-words.ts'
import { exerciseMessage } from '../../src/drills/exercise.ts'
import { aSite, BALI, JAVA } from './sample.ts'

const HOUR = 3_600_000

test.each([
  [2 * HOUR, '2 jam'],
  [1.5 * HOUR, '1 jam 30 menit'],
  [45 * 60_000, '45 menit'],
  [48 * HOUR, '2 hari'],
  [49.5 * HOUR, '2 hari 1 jam'],
  [90_000, '1 menit 30 detik'],
  [1, '1 detik'],
])('%d ms is said as %s', (durationMs, words) => {
  expect(durationWords(durationMs)).toBe(words)
})

test('types are said in Indonesian, unknown ones as they stand', () => {
  expect(drillTypeName('gladi-lapang')).toBe('Gladi lapang')
  expect(drillTypeName('lomba-desa-siaga')).toBe('lomba desa siaga')
})

test('an invitation names the village, its clock, the length and the place to come to', () => {
  const fields = drillFields(
    { startsAt: new Date('2027-04-26T02:00Z'), endsAt: new Date('2027-04-26T04:00Z'), zone: 'WIB' },
    'gladi-lapang',
    { id: 'Banjir', en: 'Flood' },
    { ...JAVA, gardu: [107.51, -7.21] },
    { place: 'Desa Pangalengan', regency: 'Kab. Bandung', office: 'Dinsos Kab. Bandung' },
  )
  expect(fields).toEqual({
    siteName: 'KSB JAVA',
    place: 'Desa Pangalengan',
    regency: 'Kab. Bandung',
    office: 'Dinsos Kab. Bandung',
    startsAt: 'Sen 26/4 pk 09.00 WIB',
    date: 'Senin, 26 April 2027',
    time: '09.00 WIB',
    duration: '2 jam',
    drillType: 'Gladi lapang',
    hazard: 'Banjir',
    hazardEn: 'Flood',
    muster: 'Gardu KSB JAVA',
  })
})

const OCCURRENCE = {
  id: '7b6b1a0e-0000-4000-8000-000000000001',
  programmeId: 'gladi',
  startsAt: new Date('2027-04-26T02:00Z'),
  endsAt: new Date('2027-04-26T04:00Z'),
}

test('a rehearsal is an alert in mode exercise about the village', () => {
  const terms = { type: 'simulasi', hazard: 'flood', team: { tagana: 2 }, rehearse: 'call-out' as const }
  expect(exerciseMessage(OCCURRENCE, terms, aSite('S1', '32.04.15.2003', { serviceRadiusKm: 4 }))).toEqual({
    id: 'drill-7b6b1a0e-0000-4000-8000-000000000001',
    revision: 1,
    mode: 'exercise',
    messageType: 'alert',
    hazard: 'flood',
    severity: 'moderate',
    urgency: 'immediate',
    certainty: 'observed',
    occurredAt: '2027-04-26T02:00:00.000Z',
    expiresAt: '2027-04-26T04:00:00.000Z',
    headline: 'Simulasi KSB S1',
    description: 'Gladi panggilan, program gladi',
    area: {
      geometry: { type: 'Point', coordinates: [107.5, -7.2] },
      radiusKm: 4,
      villageCodes: ['32.04.15.2003'],
    },
    need: { tagana: 2 },
    musterPoint: { name: 'KSB S1', coordinates: [107.5, -7.2] },
  })
})

test('without a team and a service radius the policy and the hazard decide', () => {
  const message = exerciseMessage(OCCURRENCE, { type: 'simulasi', hazard: 'flood', team: {}, rehearse: 'alert' }, BALI)
  expect(message.need).toBeUndefined()
  expect('radiusKm' in message.area).toBe(false)
  expect(message.description).toBe('Uji alarm, program gladi')
})

test('of several hazards a village rehearses the first that it lives with, and the first where it has none of them', () => {
  const terms = {
    type: 'simulasi',
    hazard: 'landslide',
    alsoHazards: ['volcano', 'flood'],
    team: {},
    rehearse: 'call-out' as const,
  }
  const at = (hazards: readonly string[]) =>
    exerciseMessage(OCCURRENCE, terms, aSite('S1', '32.04.15.2003', { hazards })).hazard
  expect([at(['flood', 'volcano']), at(['flood']), at(['tsunami']), at([])]).toEqual([
    ...['volcano', 'flood', 'landslide', 'landslide'],
  ])
})
