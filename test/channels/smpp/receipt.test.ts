import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isReceipt, readText } from '../../../src/channels/smpp/delivery.ts'
import type { ShortMessage } from '../../../src/channels/smpp/pdu.ts'
import { idOfAnswer, idOfReceipt, idToAsk, readReceipt } from '../../../src/channels/smpp/receipt.ts'
import { TLV, type Tlvs } from '../../../src/channels/smpp/tlv.ts'

const address = { ton: 1, npi: 1, digits: '6281234567890' }
const delivery = (text: string | Buffer, changes: Partial<ShortMessage> = {}): ShortMessage => ({
  serviceType: '',
  source: address,
  destination: { ton: 3, npi: 0, digits: '2113' },
  esmClass: 0x04,
  protocolId: 0,
  priority: 0,
  scheduledAt: '',
  validity: '',
  registeredDelivery: 0,
  replaceIfPresent: 0,
  dataCoding: 0,
  predefinedId: 0,
  text: Buffer.from(text),
  ...changes,
})
const tlvs = (given: readonly (readonly [number, Buffer])[]): Tlvs => new Map(given)
const reading = { receiptId: 'same', deadNumbers: ['001', '0x0b'] } as const
const told = (text: string | Buffer, changes: Partial<ShortMessage> = {}, beside: Tlvs = new Map()) =>
  readReceipt(delivery(text, changes), beside, reading)

const STANDARD =
  'id:0123456789 sub:001 dlvrd:001 submit date:2611221000 done date:2611221001 stat:DELIVRD err:000 text:Banjir'

test.each([
  ['as the standard has it', STANDARD, '0123456789', 'delivered', null],
  ['in small letters', STANDARD.toLowerCase(), '0123456789', 'delivered', null],
  ['in another order', 'stat:DELIVRD err:000 done date:2611221001 id:7f-a.9 text:', '7f-a.9', 'delivered', null],
  ['with its text first', 'text:halo id:5 stat:UNDELIV err:012', '5', 'failed', 'UNDELIV error 012'],
  ['with spaces after colons', 'id: 5 stat: EXPIRED err: 0', '5', 'expired', 'EXPIRED'],
  ['with commas between', 'id:5,sub:1,stat:REJECTD,err:9', '5', 'failed', 'REJECTD error 9'],
  ['with whole words', 'id:5 stat:UNDELIVERABLE err:0A', '5', 'failed', 'UNDELIV error 0A'],
  ['of a number that nobody has', 'id:5 stat:UNDELIV err:1', '5', 'failed-for-good', 'UNDELIV error 1'],
  [
    'of one that nobody has, in hexadecimal',
    'id:5 stat:UNDELIV err:0x0B',
    '5',
    'failed-for-good',
    'UNDELIV error 0x0B',
  ],
  ['delivered all the same', 'id:5 stat:DELIVRD err:001', '5', 'delivered', null],
  ['deleted', 'id:5 stat:DELETED', '5', 'failed', 'DELETED'],
  ['on its way', 'id:5 stat:ACCEPTD err:000', '5', 'waiting', 'ACCEPTD'],
  ['not known', 'id:5 stat:UNKNOWN', '5', 'waiting', 'UNKNOWN'],
  ['with a word of its own', 'id:5 stat:HELD', '5', 'waiting', 'HELD'],
  ['without a state', 'id:5', '5', 'waiting', 'no state'],
  ['with a text that looks like one', 'id:5 stat:UNDELIV text:id:6 stat:DELIVRD', '5', 'failed', 'UNDELIV'],
  ['without an id', 'stat:DELIVRD err:000', null, 'delivered', null],
])('a receipt %s is read', (_, text, id, state, reason) => {
  expect(told(text)).toEqual({ id, reference: null, state, reason })
})

test('parameters are believed before the text', () => {
  const beside = tlvs([
    [TLV.receiptedMessageId, Buffer.from('real\0')],
    [TLV.messageState, Buffer.of(5)],
    [TLV.networkErrorCode, Buffer.of(3, 0, 1)],
    [TLV.userMessageReference, Buffer.of(1, 2)],
  ])
  expect(told('id:other stat:DELIVRD', {}, beside)).toEqual({
    id: 'real',
    reference: 0x0102,
    state: 'failed-for-good',
    reason: 'UNDELIV error 1',
  })
  const payload = tlvs([[TLV.messagePayload, Buffer.from(STANDARD)]])
  expect(told('', {}, payload)).toMatchObject({ id: '0123456789', state: 'delivered' })
})

test('a receipt in UCS-2 is read, an underscore in an id stays one, and a note on the way is not the end', () => {
  expect(told(Buffer.from('id:a_b stat:DELIVRD', 'utf16le').swap16(), { dataCoding: 8 })).toMatchObject({ id: 'a_b' })
  expect(told('id:a_b@c stat:DELIVRD')).toMatchObject({ id: 'a_b@c' })
  expect(told('id:5 stat:UNDELIV', { esmClass: 0x20 })).toMatchObject({ id: '5', state: 'waiting' })
})

test('whatever stands in a receipt, it is read without a failure', () => {
  const words = fc.constantFrom('id:', 'stat:', 'err:', 'text:', 'DELIVRD', ' ', ':', '0', 'sub:001', '\0')
  fc.assert(
    fc.property(fc.array(fc.oneof(words, fc.string())), (pieces) => {
      expect(['delivered', 'failed', 'failed-for-good', 'expired', 'waiting']).toContain(told(pieces.join('')).state)
    }),
  )
})

test('a text that looks like a receipt is somebody’s text', () => {
  expect(isReceipt(delivery(STANDARD, { esmClass: 0 }), new Map())).toBe(false)
  expect(isReceipt(delivery(STANDARD, { esmClass: 0x40 }), new Map())).toBe(false)
  const state = [TLV.messageState, Buffer.of(2)] as const
  expect(isReceipt(delivery('', { esmClass: 0 }), tlvs([[TLV.receiptedMessageId, Buffer.from('5')], state]))).toBe(true)
  expect(isReceipt(delivery('', { esmClass: 0 }), tlvs([state]))).toBe(false)
  expect(isReceipt(delivery('', { esmClass: 0x24 }), new Map())).toBe(false)
})

test('ids in hexadecimal and decimal meet, and can be asked for', () => {
  expect([idOfAnswer('0A3F', 'hex-to-dec'), idOfReceipt('0000002623', 'hex-to-dec')]).toEqual(['2623', '2623'])
  expect([idOfAnswer('0002623', 'dec-to-hex'), idOfReceipt('a3f', 'dec-to-hex')]).toEqual(['2623', '2623'])
  expect([idOfAnswer('0A', 'same'), idOfReceipt('0A', 'same')]).toEqual(['0A', '0A'])
  // Wider than any number that a computer counts with.
  expect(idOfAnswer('ffffffffffffffffff', 'hex-to-dec')).toBe('4722366482869645213695')
  expect([idOfAnswer('m-1', 'hex-to-dec'), idOfReceipt('m-1', 'dec-to-hex')]).toEqual(['m-1', 'm-1'])
  expect([idToAsk('2623', 'hex-to-dec'), idToAsk('2623', 'dec-to-hex'), idToAsk('m-1', 'hex-to-dec')]).toEqual([
    'A3F',
    '2623',
    'm-1',
  ])
})

test('texts are read with and without a header, whatever else the header holds', () => {
  const plain = { esmClass: 0, text: Buffer.from('Siap') }
  expect(readText(delivery('', plain), new Map(), 'gsm7')).toEqual({ text: 'Siap', of: null })
  const headed = (...octets: readonly number[]) =>
    readText(delivery(Buffer.from([...octets, 0x41]), { esmClass: 0x40 }), new Map(), 'gsm7')
  expect(headed(5, 0, 3, 9, 2, 1)).toEqual({ text: 'A', of: { reference: 9, total: 2, number: 1 } })
  expect(headed(6, 8, 4, 1, 2, 3, 2)).toEqual({ text: 'A', of: { reference: 0x102, total: 3, number: 2 } })
  // A port beside it, a part of nothing, one that is the third of two, one alone.
  expect(headed(11, 5, 4, 0, 1, 0, 2, 0, 3, 9, 2, 2)).toMatchObject({ of: { number: 2 } })
  expect(headed(0)).toEqual({ text: 'A', of: null })
  expect(headed(5, 0, 3, 9, 2, 3).of).toBeNull()
  expect(headed(5, 0, 3, 9, 1, 1).of).toBeNull()
  // A length beyond the end: no header at all.
  expect(headed(200).text).toHaveLength(2)
  const sar = tlvs([
    [TLV.sarReference, Buffer.of(1, 2)],
    [TLV.sarTotal, Buffer.of(2)],
    [TLV.sarNumber, Buffer.of(2)],
  ])
  expect(readText(delivery('', plain), sar, 'gsm7').of).toEqual({ reference: 0x102, total: 2, number: 2 })
})
