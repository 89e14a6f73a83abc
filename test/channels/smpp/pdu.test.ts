import fc from 'fast-check'
import smpp from 'smpp'
import { expect, test } from 'vitest'
import { framer } from '../../../src/channels/smpp/framer.ts'
import { type Body, type Pdu, readPdu, type ShortMessage, writePdu } from '../../../src/channels/smpp/pdu.ts'
import { TLV } from '../../../src/channels/smpp/tlv.ts'

const word = (most: number) => fc.string({ unit: fc.constantFrom(...'aZ09+-_.x'), maxLength: most })
const octet = fc.integer({ min: 0, max: 255 })
const address = fc.record({ ton: octet, npi: octet, digits: word(20) })
const message: fc.Arbitrary<ShortMessage> = fc.record({
  serviceType: word(5),
  source: address,
  destination: address,
  esmClass: octet,
  protocolId: octet,
  priority: octet,
  scheduledAt: fc.constant(''),
  validity: fc.constantFrom('', '000002000000000R'),
  registeredDelivery: octet,
  replaceIfPresent: octet,
  dataCoding: octet,
  predefinedId: octet,
  text: fc.uint8Array({ maxLength: 254 }).map((octets) => Buffer.from(octets)),
})
const bind = fc.record({ systemId: word(15), password: word(8), systemType: word(12) })

const body: fc.Arbitrary<Body> = fc.oneof(
  fc
    .tuple(fc.constantFrom('bind_receiver', 'bind_transmitter', 'bind_transceiver'), bind)
    .map(([command, fields]) => ({ command, ...fields }) as const),
  fc
    .tuple(fc.constantFrom('bind_receiver_resp', 'bind_transmitter_resp', 'bind_transceiver_resp'), word(15))
    .map(([command, systemId]) => ({ command, systemId }) as const),
  fc
    .tuple(fc.constantFrom('submit_sm', 'deliver_sm'), message)
    .map(([command, m]) => ({ command, message: m }) as const),
  fc
    .tuple(fc.constantFrom('submit_sm_resp', 'deliver_sm_resp'), word(64))
    .map(([command, messageId]) => ({ command, messageId }) as const),
  fc.tuple(word(64), address).map(([messageId, source]) => ({ command: 'query_sm', messageId, source }) as const),
  fc
    .tuple(word(64), octet, octet)
    .map(
      ([messageId, messageState, errorCode]) =>
        ({ command: 'query_sm_resp', messageId, finalDate: '', messageState, errorCode }) as const,
    ),
  fc
    .constantFrom('enquire_link', 'enquire_link_resp', 'unbind', 'unbind_resp', 'generic_nack')
    .map((command) => ({ command }) as const),
)
const pdu: fc.Arbitrary<Pdu> = fc.record({
  body,
  status: fc.constant(0),
  sequence: fc.integer({ min: 1, max: 0x7fff_ffff }),
  tlvs: fc
    .dictionary(fc.constantFrom('30', '516', '1060'), fc.uint8Array({ minLength: 1, maxLength: 90 }), {
      noNullPrototype: true,
    })
    .map((given) => new Map(Object.entries(given).map(([tag, value]) => [Number(tag), Buffer.from(value)]))),
})

test('what is written is read again, field by field', () => {
  fc.assert(
    fc.property(pdu, (one) => {
      expect(readPdu(writePdu(one))).toEqual(one)
    }),
  )
})

test('the package smpp reads what we write', () => {
  fc.assert(
    fc.property(message, fc.integer({ min: 1, max: 0x7fff_ffff }), (m, sequence) => {
      const plain = { ...m, validity: '', dataCoding: 4, esmClass: 0 }
      const theirs = new smpp.PDU(
        writePdu({ body: { command: 'submit_sm', message: plain }, status: 0, sequence, tlvs: new Map() }),
      )
      expect(theirs).toMatchObject({
        command: 'submit_sm',
        sequence_number: sequence,
        service_type: m.serviceType,
        source_addr_ton: m.source.ton,
        source_addr: m.source.digits,
        dest_addr_npi: m.destination.npi,
        destination_addr: m.destination.digits,
        priority_flag: m.priority,
        registered_delivery: m.registeredDelivery,
      })
      expect(theirs['short_message']).toEqual({ message: m.text })
    }),
  )
  expect(
    new smpp.PDU(
      writePdu({
        body: { command: 'bind_transceiver', systemId: 'kentongan', password: 'rahasia1', systemType: 'VMA' },
        status: 0,
        sequence: 1,
        tlvs: new Map(),
      }),
    ),
  ).toMatchObject({ system_id: 'kentongan', password: 'rahasia1', system_type: 'VMA', interface_version: 0x34 })
})

test('we read what the package smpp writes, parameters too', () => {
  fc.assert(
    fc.property(word(20), word(20), fc.uint8Array({ maxLength: 140 }), octet, (from, to, octets, esm) => {
      const whole = new smpp.PDU('deliver_sm', {
        sequence_number: 7,
        source_addr: from,
        destination_addr: to,
        esm_class: esm,
        short_message: Buffer.from(octets),
        receipted_message_id: 'abc',
        message_state: 2,
      }).toBuffer()
      const { body: read, sequence, tlvs } = readPdu(whole)
      expect(read).toMatchObject({
        command: 'deliver_sm',
        message: { source: { digits: from }, destination: { digits: to }, esmClass: esm, text: Buffer.from(octets) },
      })
      expect(sequence).toBe(7)
      expect(tlvs.get(TLV.messageState)).toEqual(Buffer.of(2))
      expect(tlvs.get(TLV.receiptedMessageId)?.toString()).toBe('abc\0')
    }),
  )
})

test('a refusal without any field is read, and so is an answer whose text has no end', () => {
  const refusal = new smpp.PDU('submit_sm', { sequence_number: 9 }).response({ command_status: 0x58 }).toBuffer()
  expect(refusal).toHaveLength(16)
  expect(readPdu(refusal)).toMatchObject({
    body: { command: 'submit_sm_resp', messageId: '' },
    status: 0x58,
    sequence: 9,
  })
  const endless = Buffer.concat([Buffer.from('00000013800000040000000000000009', 'hex'), Buffer.from('abc')])
  expect(readPdu(endless)).toMatchObject({ body: { command: 'submit_sm_resp', messageId: 'abc' } })
})

test('no octets make the reader fail: a PDU that is cut short or unknown says so', () => {
  fc.assert(
    fc.property(pdu, fc.nat(), fc.uint8Array(), ({ ...one }, at, noise) => {
      const whole = writePdu(one)
      const cut = Buffer.concat([whole.subarray(0, 16 + (at % (whole.length - 15))), noise])
      expect(readPdu(cut)).toHaveProperty('body.command')
    }),
  )
  const head = Buffer.alloc(16)
  head.writeUInt32BE(0x4, 4)
  expect(readPdu(head).body).toEqual({ command: 'unreadable', id: 0x4 })
  head.writeUInt32BE(0x103, 4)
  expect(readPdu(head).body).toEqual({ command: 'other', id: 0x103 })
})

test('PDUs are found however the stream is cut', () => {
  fc.assert(
    fc.property(
      fc.array(pdu, { minLength: 1, maxLength: 5 }),
      fc.array(fc.integer({ min: 1, max: 40 })),
      (some, cuts) => {
        const stream = Buffer.concat(some.map(writePdu))
        const frames = framer(70_000)
        const found: Buffer[] = []
        let at = 0
        for (const step of [...cuts, stream.length]) {
          found.push(...frames.take(stream.subarray(at, at + step)))
          at += step
        }
        expect(found.map(readPdu)).toEqual(some)
      },
    ),
  )
})

test.each([0, 15, 70_001, 0xffff_ffff])('a length of %d is no PDU', (length) => {
  const head = Buffer.alloc(4)
  head.writeUInt32BE(length)
  expect(() => framer(70_000).take(head)).toThrow(RangeError(`a PDU of ${length} octets`))
})

test('a NUL within a text does not begin the next field', () => {
  const one: Pdu = {
    body: { command: 'bind_transceiver', systemId: 'a\0evil', password: 'b', systemType: '' },
    status: 0,
    sequence: 1,
    tlvs: new Map(),
  }
  expect(readPdu(writePdu(one)).body).toMatchObject({ systemId: 'a', password: 'b' })
})
