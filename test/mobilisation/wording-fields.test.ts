import { expect, test } from 'vitest'
import { callOutFields } from '../../src/mobilisation/wording-fields.ts'
import { anEvent } from './sample.ts'

const WHERE = { place: 'Desa Warnasari', regency: 'Kab. Bandung', muster: 'Gardu KSB', zone: 'WIB' } as const
const CALL_OUT = { code: 'A7K2', office: 'Dinsos Kab. Bandung' }
const OCCURRED = new Date('2026-11-22T17:21:59Z')

test('a call-out says what, where, when, whereto and who calls', () => {
  expect(callOutFields(anEvent({ occurredAt: OCCURRED, level: 'III' }), WHERE, CALL_OUT)).toEqual({
    hazard: 'Banjir',
    hazardEn: 'Flood',
    level: 'III',
    headline: 'Banjir Kec. Pangalengan',
    place: 'Desa Warnasari',
    regency: 'Kab. Bandung',
    muster: 'Gardu KSB',
    time: '00.21 WIB',
    date: 'Sen 23/11',
    code: 'A7K2',
    office: 'Dinsos Kab. Bandung',
  })
})

test('time and day are those of the place', () => {
  const fields = callOutFields(
    anEvent({ occurredAt: new Date('2026-11-22T15:30:00Z') }),
    { ...WHERE, zone: 'WIT' },
    CALL_OUT,
  )
  expect(fields).toMatchObject({ time: '00.30 WIT', date: 'Sen 23/11' })
})

test('without a hazard or a level nothing is made up', () => {
  const fields = callOutFields(anEvent({ hazard: null }), WHERE, CALL_OUT)
  expect(Object.keys(fields)).not.toContain('hazard')
  expect(Object.keys(fields)).not.toContain('hazardEn')
  expect(fields.level).toBe('')
})
