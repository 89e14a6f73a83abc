import { expect, test } from 'vitest'
import { type InboxRow, textsOf } from '../../../src/channels/gammu/inbox.ts'
import { joinedBy, partsOf } from '../../../src/channels/gammu/parts.ts'
import { type SentItem, wholeOf } from '../../../src/channels/gammu/sent-items.ts'
import { relativeValidity } from '../../../src/channels/gammu/validity.ts'

const NOW = new Date('2026-11-23T00:00:00Z')

/** 3GPP TS 23.040, 9.2.3.12.1, in minutes. */
const minutesOf = (octet: number): number => {
  if (octet <= 143) return (octet + 1) * 5
  if (octet <= 167) return 720 + (octet - 143) * 30
  return octet <= 196 ? (octet - 166) * 1_440 : (octet - 192) * 10_080
}

test('a validity is the longest of an octet that is not too long', () => {
  for (const minutes of [5, 9, 60, 719, 720, 749, 750, 1_439, 1_440, 2_879, 2_880, 43_200, 50_399, 50_400, 635_040]) {
    const octet = relativeValidity(new Date(NOW.getTime() + minutes * 60_000), NOW)
    expect(minutesOf(octet)).toBeLessThanOrEqual(minutes)
    expect(octet === 255 || minutesOf(octet + 1) > minutes).toBe(true)
  }
  expect(relativeValidity(undefined, NOW)).toBe(-1)
  expect(relativeValidity(NOW, NOW)).toBe(0)
  expect(relativeValidity(new Date('2036-01-01T00:00:00Z'), NOW)).toBe(255)
})

test('a text goes in parts with a header each, and alone without one', () => {
  expect(partsOf('Banjir', 0xd3)).toEqual({ coding: 'Default_No_Compression', parts: [{ udh: null, text: 'Banjir' }] })
  expect(partsOf('€'.repeat(81), 0x0a)?.parts.map(({ udh, text }) => [udh, text.length])).toEqual([
    ['0500030A0201', 76],
    ['0500030A0202', 5],
  ])
  expect(partsOf('–'.repeat(71), 1)).toMatchObject({ coding: 'Unicode_No_Compression' })
  expect(partsOf('a'.repeat(153 * 255), 1)?.parts).toHaveLength(255)
  expect(partsOf('a'.repeat(153 * 255 + 1), 1)).toBeNull()
})

test.each([
  ['050003D30201', { reference: 0xd3, total: 2, number: 1 }],
  ['06080412340302', { reference: 0x1234, total: 3, number: 2 }],
  // Another element before.
  ['0A0102030405000307' + '0202', null],
  ['0A240101' + '0003070202', { reference: 7, total: 2, number: 2 }],
  ['', null],
  ['050003070200', null],
  ['050003070203', null],
  ['0500', null],
])('the header %s joins as %j', (udh, joined) => {
  expect(joinedBy(udh)).toEqual(joined)
})

const row = (id: number, text: string, udh = '', ageS = 0, from = '+62811'): InboxRow => ({
  id,
  from,
  udh,
  text,
  receivedAt: NOW,
  ageS,
})

test('parts are joined in their order by sender and reference, and wait for each other for half a minute', () => {
  const rows = [
    row(1, 'b', '050003070202'),
    row(2, 'sendiri'),
    row(3, 'a', '050003070201'),
    row(4, 'x', '050003070201', 0, '+62812'),
    row(5, 'lama ', '050003080301', 30),
    row(6, 'sekali', '050003080303', 31),
    row(7, 'dua kali', '050003070201'),
  ]
  expect(textsOf(rows).map(({ ids, text }) => [ids, text])).toEqual([
    [[3, 1], 'ab'],
    [[2], 'sendiri'],
    [[5, 6], 'lama sekali'],
  ])
})

const sent = (status: string, error = -1, udh = ''): SentItem => ({ status, error, udh })

test.each<[string, readonly SentItem[], string, string | null]>([
  ['delivered', [sent('DeliveryOK', 0)], 'delivered', null],
  ['sent, a report is to come', [sent('SendingOK')], 'waiting', 'SendingOK'],
  ['sent, no report will come', [sent('SendingOKNoReport')], 'waiting', 'SendingOKNoReport'],
  ['on its way', [sent('DeliveryPending', 32)], 'waiting', 'DeliveryPending 32'],
  ['a modem that gave up', [sent('SendingError')], 'failed', 'SendingError'],
  ['a network that gave up', [sent('DeliveryFailed', 0x41)], 'failed', 'DeliveryFailed 65'],
  ['too late', [sent('DeliveryFailed', 0x46)], 'expired', 'DeliveryFailed 70'],
  ['the first of two parts', [sent('DeliveryOK', 0, '050003070201')], 'waiting', '1 of 2 parts delivered'],
  ['both parts', [sent('DeliveryOK', 0, '050003070201'), sent('DeliveryOK', 0, '050003070202')], 'delivered', null],
  [
    'a part that failed',
    [sent('DeliveryOK', 0, '050003070201'), sent('SendingOK', -1, '050003070202'), sent('Error', -1, '050003070203')],
    'failed',
    'Error',
  ],
])('%s', (_what, items, state, reason) => {
  expect(wholeOf(items)).toEqual({ state, reason })
})
