import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fits, textOf } from '../../../src/channels/smpp/alphabet.ts'
import {
  addressOf,
  type Composing,
  compose,
  LONG_FORMS,
  referenceOf,
  validityOf,
} from '../../../src/channels/smpp/compose.ts'
import { readText } from '../../../src/channels/smpp/delivery.ts'
import { TLV } from '../../../src/channels/smpp/tlv.ts'

const how: Composing = {
  source: addressOf('BPBD', null, null),
  destination: { ton: 1, npi: 1, digits: '6281234567890' },
  serviceType: '',
  alphabet: 'gsm7',
  long: 'udh',
  joinedBy: 0x1234,
  reference: 7,
  validity: '',
  urgent: true,
}

const letters = fc.oneof(
  fc.string({ unit: fc.constantFrom(...'aé€[]^x '), maxLength: 600 }),
  fc.string({ unit: fc.constantFrom(...'aя', '🙏'), maxLength: 600 }),
  fc.string({ unit: 'grapheme' }),
)

test('every part fits its message, and the telephone reads the text that was written', () => {
  fc.assert(
    fc.property(
      letters.filter((text) => !/\p{Surrogate}/u.test(text)),
      fc.constantFrom(...LONG_FORMS),
      fc.constantFrom('gsm7', 'latin1', 'ascii'),
      (text, long, alphabet) => {
        const parts = compose(text, { ...how, long, alphabet }) ?? []
        const read = parts.map(({ message, tlvs }) => readText(message, tlvs, alphabet))
        expect(read.map((part) => part.text).join('')).toBe(text)
        if (parts.length > 1) {
          const reference = long === 'udh' ? 0x34 : 0x1234
          expect(read.map(({ of }) => of)).toEqual(
            parts.map((_, at) => ({ reference, total: parts.length, number: at + 1 })),
          )
        }
        for (const { message } of parts) {
          expect(message.text.length).toBeLessThanOrEqual(message.dataCoding === 8 ? 140 : 160)
          expect(message.esmClass).toBe(parts.length > 1 && long === 'udh' ? 0x40 : 0)
        }
      },
    ),
  )
})

test('a text of the default alphabet has data_coding 0, any other goes in UCS-2 as a whole', () => {
  const [plain] = compose('Banjir €5', how) ?? []
  expect(plain).toMatchObject({ message: { dataCoding: 0, registeredDelivery: 1, priority: 1, esmClass: 0 } })
  expect(plain?.message.text).toEqual(Buffer.from('Banjir \x1be5', 'latin1'))
  expect(plain?.tlvs.get(TLV.userMessageReference)).toEqual(Buffer.of(0, 7))
  const [wide] = compose('Banjir – air', { ...how, reference: null, urgent: false }) ?? []
  expect(wide).toMatchObject({ message: { dataCoding: 8, priority: 0 } })
  expect(wide?.tlvs.size).toBe(0)
})

test('what the SMSC’s default alphabet lacks goes in UCS-2', () => {
  expect(fits('Jl. é', 'gsm7') && fits('Jl. é', 'latin1') && !fits('Jl. é', 'ascii')).toBe(true)
  expect(fits('€ Δ', 'gsm7') && !fits('€ Δ', 'latin1')).toBe(true)
  // In Latin-1, but not on a telephone's 7 bits: its size would be another one.
  expect(fits('ú', 'latin1')).toBe(false)
  expect(compose('é_@', { ...how, alphabet: 'latin1' })?.[0]?.message.text).toEqual(Buffer.from('é_@', 'latin1'))
  expect(compose('é', { ...how, alphabet: 'ascii' })?.[0]?.message.dataCoding).toBe(8)
})

test('a text of more than 255 parts is not written', () => {
  expect(compose('x'.repeat(153 * 255), how)).toHaveLength(255)
  expect(compose('x'.repeat(153 * 255 + 1), how)).toBeNull()
})

test('a payload is one message, whatever its length', () => {
  const [one, more] = compose('x'.repeat(400), { ...how, long: 'payload' }) ?? []
  expect(one?.message.text).toHaveLength(0)
  expect(one?.tlvs.get(TLV.messagePayload)).toHaveLength(400)
  expect(more).toBeUndefined()
})

test('validity is relative, at least a minute and at most 28 days', () => {
  const now = new Date('2026-11-22T10:00:00Z')
  const after = (seconds: number) => validityOf(new Date(now.getTime() + seconds * 1_000), now)
  expect(validityOf(undefined, now)).toBe('')
  expect(after(2 * 3_600 + 61)).toBe('000000020101000R')
  expect(after(-5)).toBe('000000000100000R')
  expect(after(1e7)).toBe('000028000000000R')
})

test('the kind of a sender follows from its shape unless it is given', () => {
  expect(addressOf('BPBD-DIY', null, null)).toEqual({ ton: 5, npi: 0, digits: 'BPBD-DIY' })
  expect(addressOf('+6281234567890', null, null)).toEqual({ ton: 1, npi: 1, digits: '6281234567890' })
  expect(addressOf('2113', null, null)).toEqual({ ton: 3, npi: 0, digits: '2113' })
  expect(addressOf('2113', 0, 1)).toEqual({ ton: 0, npi: 1, digits: '2113' })
})

test('the 16 bits of a message are the same at every try, and differ between messages', () => {
  expect(referenceOf('n-0001')).toBe(referenceOf('n-0001'))
  const all = new Set(Array.from({ length: 1_000 }, (_, nth) => referenceOf(`n-${nth}`)))
  expect(all.size).toBeGreaterThan(980)
  for (const each of all) expect(each).toBeLessThanOrEqual(0xffff)
})

test('octets are read by their data_coding, GSM’s own groups too', () => {
  const gsm = Buffer.from([0x00, 0x11, 0x1b, 0x65])
  for (const coding of [0x00, 0x10, 0xf0, 0xc8]) expect(textOf(gsm, coding, 'gsm7')).toBe('@_€')
  expect(textOf(Buffer.from('a@_'), 0x00, 'latin1')).toBe('a@_')
  for (const coding of [0x01, 0x03]) expect(textOf(Buffer.from('é', 'latin1'), coding, 'gsm7')).toBe('é')
  for (const coding of [0x08, 0x18, 0xe0]) expect(textOf(Buffer.of(0x04, 0x4f, 0x00), coding, 'gsm7')).toBe('я')
  for (const coding of [0x04, 0x02, 0xf4, 0x14]) expect(textOf(Buffer.of(0x40), coding, 'gsm7')).toBe('@')
})
