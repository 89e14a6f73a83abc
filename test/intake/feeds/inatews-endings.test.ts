import { describe, expect, test } from 'vitest'
import { INFO, readBulletin as read, WEAK } from './a-bulletin.ts'
import { faultPaths, onlyItem } from './readings.ts'

test.each<[string, object, string, boolean | null]>([
  ['PD-1', {}, 'alert', false],
  ['PD 2', { subject: 'Warning Tsunami PD-2' }, 'update', false],
  ['PD-3 repeated', { subject: 'Warning Tsunami PD-3.2' }, 'update', false],
  ['PD-4', { subject: 'Warning Tsunami PD-4', headline: 'Peringatan dini tsunami telah berakhir' }, 'all-clear', null],
  [
    'an end without a number',
    { subject: 'Tsunami', headline: 'Peringatan dini tsunami berakhir', wzarea: '' },
    'all-clear',
    null,
  ],
  [
    'one that goes on',
    { subject: 'Warning Tsunami PD-3', headline: 'Peringatan dini tsunami belum berakhir' },
    'update',
    false,
  ],
  [
    'one until its end',
    { subject: 'Warning Tsunami PD-2', headline: 'Jauhi pantai sampai peringatan berakhir' },
    'update',
    false,
  ],
  ['regions without a number', { subject: 'Tsunami' }, 'alert', false],
  ['dicabut', { subject: 'Warning Tsunami PD-3', headline: 'Peringatan Dini Tsunami dicabut' }, 'all-clear', null],
  ['diakhiri', { subject: 'Tsunami', headline: 'Peringatan dini tsunami diakhiri' }, 'all-clear', null],
  ['dibatalkan', { subject: 'Warning Tsunami PD-2', headline: 'Peringatan dini tsunami dibatalkan' }, 'cancel', null],
  ['called off in English', { subject: 'Tsunami Warning Cancelled' }, 'cancel', null],
  [
    'an end without a number or regions',
    { subject: 'Tsunami', headline: 'Peringatan dini tsunami dicabut', wzarea: '' },
    'all-clear',
    null,
  ],
  [
    'not called off yet',
    { subject: 'Warning Tsunami PD-3', headline: 'Peringatan dini tsunami belum dicabut' },
    'update',
    false,
  ],
])('%s', (_words, more, messageType, safe) => {
  const { itemId, message } = onlyItem(read({ ...INFO, ...more }))
  expect(itemId).toBe('tsunami-20261021091405')
  expect(message.event).toMatchObject({ hazard: 'tsunami', messageType, safeToApproach: safe })
})

test.each<[string, object, string]>([
  ['the first bulletin', INFO, 'tsunami-20261021091405'],
  ['the second', { ...INFO, subject: 'Warning Tsunami PD-2' }, 'tsunami-20261021091405'],
  ['one without regions', { ...INFO, subject: 'Warning Tsunami PD-2', wzarea: [] }, 'tsunami-20261021091405'],
  ['a quake', WEAK, 'gempa-20261021091405'],
])('msgType Cancel calls %s off, whatever its words', (_words, info, sourceId) => {
  for (const msgType of ['Cancel', 'CANCEL']) {
    const { message } = onlyItem(read(info, 'Actual', msgType))
    expect([message.sourceId, message.event.messageType]).toEqual([sourceId, 'cancel'])
    expect(message.event.safeToApproach).toBeNull()
  }
})

test.each(['Alert', 'Update', 'alert', ''])('msgType %j leaves it to the bulletin', (msgType) => {
  expect(onlyItem(read(INFO, 'Actual', msgType)).message.event.messageType).toBe('alert')
})

test.each([
  ['Exercise', 'exercise'],
  ['Test', 'test'],
])('what calls itself a drill is one under status %s', (status, mode) => {
  const { event } = onlyItem(read({ ...INFO, headline: 'LATIHAN: peringatan dini tsunami' }, status)).message
  expect(event.mode).toBe(mode)
})

test('what says that it is no drill is none', () => {
  const info = { ...INFO, headline: 'BUKAN LATIHAN: peringatan dini tsunami', description: 'This is not a test.' }
  expect(onlyItem(read(info)).message.event).toMatchObject({ mode: 'actual', messageType: 'alert' })
})

test('a first bulletin that says that it has ended is refused: either half may be the wrong one', () => {
  expect(faultPaths(read({ ...INFO, headline: 'Peringatan dini tsunami telah berakhir' }))).toEqual(['headline'])
})

describe('a drill that comes as actual is refused', () => {
  test.each<[string, object, string[]]>([
    ['a drill as actual', { ...INFO, headline: 'LATIHAN: peringatan dini tsunami' }, ['headline']],
    ['an exercise as actual', { ...INFO, subject: 'Warning Tsunami PD-1 (EXERCISE)' }, ['subject']],
    ['a test as actual', { ...INFO, subject: 'Warning Tsunami PD-2 TEST' }, ['subject']],
    ['a simulation as actual', { ...WEAK, headline: 'Simulasi gempa M 7.4' }, ['headline']],
    ['a trial as actual', { ...INFO, description: 'UJI COBA sistem peringatan dini' }, ['description']],
    [
      'a gladi as actual',
      { ...INFO, event: 'Gladi tsunami', instruction1: 'Latihan evakuasi' },
      ['event', 'instruction1'],
    ],
  ])('%s', (_words, info, paths) => {
    expect(faultPaths(read(info))).toEqual(paths)
  })
})

test.each(['Ack', 'error'])('msgType %s, which speaks of another message', (msgType) => {
  expect(faultPaths(read(INFO, 'Actual', msgType))).toEqual(['msgType'])
})
