import { expect, test } from 'vitest'
import type { Hearing, IncomingText, Receipt } from '../../../src/channels/hearing.ts'
import { referenceOf } from '../../../src/channels/smpp/compose.ts'
import { anSms } from '../a-message.ts'
import { bound, LONG } from './bound.ts'
import { handTimers } from './hand-timers.ts'
import type { Smsc } from './smsc.ts'

const PHONE = { source_addr: '6281234567890', source_addr_ton: 1, source_addr_npi: 1, destination_addr: '2113' }
const receiptOf = (id: string, stat = 'DELIVRD') => ({
  ...PHONE,
  data_coding: 0,
  esm_class: 4,
  short_message: Buffer.from(`id:${id} sub:001 dlvrd:001 stat:${stat} err:000 text:`),
})
const text = (words: string, more: Record<string, unknown> = {}) => ({
  ...PHONE,
  data_coding: 0,
  short_message: words,
  ...more,
})
const statusOf = async (smsc: Smsc, fields: Record<string, unknown>): Promise<number> =>
  (await smsc.bring(fields)).command_status

test('a receipt that comes before the answer, twice or in another order is handed on as it is', async () => {
  const { smsc, gateway, receipts } = await bound()
  smsc.onSubmit = async (_, nth) => {
    await smsc.bring(receiptOf(`m-${nth}`))
    return { message_id: `m-${nth}` }
  }
  await expect(gateway.send(anSms())).resolves.toEqual({ kind: 'accepted', providerRef: 'm-1' })
  expect(await statusOf(smsc, receiptOf('m-1'))).toBe(0)
  expect(await statusOf(smsc, receiptOf('of-long-ago', 'EXPIRED'))).toBe(0)
  expect(receipts).toMatchObject([
    { gateway: 'operator', ref: null, providerRef: 'm-1', state: 'delivered', reason: null },
    { providerRef: 'm-1', state: 'delivered' },
    { providerRef: 'of-long-ago', state: 'expired', reason: 'EXPIRED' },
  ])
  expect(JSON.stringify(receipts)).not.toContain('81234567890')
})

test('receipts of parts become one of the whole: delivered with the last, failed with the first', async () => {
  const { smsc, gateway, receipts } = await bound()
  await gateway.send(anSms({ text: LONG }))
  for (const id of ['m-3', 'm-1', 'm-1', 'm-2']) await smsc.bring(receiptOf(id))
  expect(receipts.map(({ state, reason }) => [state, reason])).toEqual([
    ['waiting', '1 of 3 parts delivered'],
    ['waiting', '2 of 3 parts delivered'],
    ['waiting', '2 of 3 parts delivered'],
    ['delivered', null],
  ])
  expect(receipts.every(({ ref, providerRef }) => ref === 'n-0001' && providerRef === 'm-1 m-2 m-3')).toBe(true)
  await gateway.send(anSms({ text: LONG, ref: 'n-2' }))
  await smsc.bring(receiptOf('m-5', 'UNDELIV'))
  expect(receipts.at(-1)).toMatchObject({ ref: 'n-2', providerRef: 'm-4 m-5 m-6', state: 'failed' })
})

test('a receipt that brings our 16 bits back settles a message that nobody answered', async () => {
  const { smsc, gateway, receipts } = await bound()
  smsc.onSubmit = () => 'cut'
  await expect(gateway.send(anSms({ ref: 'n-77' }))).resolves.toMatchObject({ kind: 'unknown' })
  await expect.poll(() => smsc.bound.size, { timeout: 5_000 }).toBe(1)
  await smsc.bring({ ...receiptOf('m-9'), user_message_reference: referenceOf('n-77') })
  // The same 16 bits about another number are another message.
  await smsc.bring({ ...receiptOf('m-9'), source_addr: '6281111111111', user_message_reference: referenceOf('n-77') })
  const turned = { source_addr: 'BPBD', destination_addr: '6281234567890' }
  await smsc.bring({ ...receiptOf('m-9'), ...turned, user_message_reference: referenceOf('n-77') })
  expect(receipts).toMatchObject([
    { ref: 'n-77', providerRef: 'm-9', state: 'delivered' },
    { ref: null, providerRef: 'm-9' },
    { ref: 'n-77', providerRef: 'm-9' },
  ])
})

test('a receipt that names nothing is let go with a warning', async () => {
  const { smsc, receipts, lines } = await bound()
  expect(await statusOf(smsc, { ...PHONE, esm_class: 4, short_message: Buffer.from('stat:DELIVRD') })).toBe(0)
  expect(receipts).toEqual([])
  expect(lines.some((line) => line.includes('receipt without an id'))).toBe(true)
})

test('replies are read by their alphabet', async () => {
  const { smsc, texts } = await bound()
  await smsc.bring(text('Siap @ pos_1 [2] €'))
  await smsc.bring(text('Siap – 🙏', { data_coding: 8 }))
  await smsc.bring(text('é', { data_coding: 3 }))
  await smsc.bring({ ...text(''), message_payload: 'LAPOR banjir', short_message: '' })
  await smsc.bring({ ...text('1'), source_addr: '081234567890', source_addr_ton: 2 })
  await smsc.bring({ ...text('1'), source_addr_ton: 0 })
  expect(texts.map((one) => [one.from, one.to, one.text])).toEqual([
    ['+6281234567890', '2113', 'Siap @ pos_1 [2] €'],
    ['+6281234567890', '2113', 'Siap – 🙏'],
    ['+6281234567890', '2113', 'é'],
    ['+6281234567890', '2113', 'LAPOR banjir'],
    ['081234567890', '2113', '1'],
    ['+6281234567890', '2113', '1'],
  ])
})

/** Fails as often as it is told to, and then keeps. */
const forgetful = () => {
  const kept: (IncomingText | Receipt)[] = []
  const state = { failures: 0 }
  const keep = async (one: IncomingText | Receipt): Promise<void> => {
    if (state.failures > 0) {
      state.failures -= 1
      throw new Error('the database is away: +6281234567890')
    }
    kept.push(one)
  }
  const hearing: Hearing = { text: keep, receipt: keep }
  return { kept, state, hearing }
}

test('nothing is acknowledged before it is kept: what could not be is brought again under the same id', async () => {
  const { kept, state, hearing } = forgetful()
  const { smsc, lines } = await bound({ hearing })
  state.failures = 2
  expect(await statusOf(smsc, text('1'))).toBe(0x64)
  expect(await statusOf(smsc, receiptOf('m-1'))).toBe(0x64)
  expect(await statusOf(smsc, text('1'))).toBe(0)
  expect(await statusOf(smsc, receiptOf('m-1'))).toBe(0)
  expect(kept).toHaveLength(2)
  expect(lines.join()).not.toContain('81234567890')
})

test('a repetition has the id of the first, a second text of the same words has one of its own', async () => {
  const timers = handTimers()
  const { smsc, texts } = await bound({ timers })
  await smsc.bring(text('1'))
  await smsc.bring(text('1'))
  expect(new Set(texts.map(({ id }) => id)).size).toBe(2)
  // The session ends: the last acknowledgement may not have arrived, so the SMSC brings the text again.
  for (const session of smsc.bound.keys()) session.destroy()
  await timers.advance(1_000)
  await expect.poll(() => smsc.bound.size).toBe(1)
  await smsc.bring(text('1'))
  expect(texts[2]?.id).toBe(texts[1]?.id)
  await smsc.bring(text('1'))
  expect(new Set(texts.map(({ id }) => id)).size).toBe(3)
  // One that was acknowledged long before a session ended did arrive.
  await timers.advance(40_000)
  for (const session of smsc.bound.keys()) session.destroy()
  await timers.advance(1_000)
  await expect.poll(() => smsc.bound.size).toBe(1)
  await smsc.bring(text('1'))
  expect(new Set(texts.map(({ id }) => id)).size).toBe(4)
})

test('the parts of a long reply are joined, in whatever order they come, and acknowledged together', async () => {
  const timers = handTimers()
  const { smsc, texts } = await bound({ timers })
  const part = (number: number, words: string) => ({
    ...PHONE,
    data_coding: 0,
    esm_class: 0x40,
    short_message: { udh: Buffer.of(5, 0, 3, 7, 3, number), message: words },
  })
  const acknowledged: number[] = []
  const bring = (fields: Record<string, unknown>) =>
    void smsc.bring(fields).then((answer) => acknowledged.push(answer.command_status))
  bring(part(2, 'banjir '))
  bring(part(3, 'di Imogiri'))
  await timers.advance(1_000)
  expect([texts, acknowledged]).toEqual([[], []])
  bring(part(1, 'LAPOR '))
  await expect.poll(() => acknowledged).toEqual([0, 0, 0])
  expect(texts.map((one) => one.text)).toEqual(['LAPOR banjir di Imogiri'])
  // By parameters; the second never comes.
  bring({ ...text('1 saya '), sar_msg_ref_num: 5, sar_total_segments: 2, sar_segment_seqnum: 1 })
  await timers.advance(4_000)
  expect(texts).toHaveLength(1)
  await timers.advance(1_500)
  await expect.poll(() => acknowledged).toEqual([0, 0, 0, 0])
  expect(texts.at(-1)?.text).toBe('1 saya ')
})

test('more deliveries at once than can be kept are brought again, the session lives', async () => {
  let release = (): void => undefined
  const gate = new Promise<void>((resolve) => {
    release = resolve
  })
  const hearing: Hearing = { text: () => gate, receipt: () => gate }
  const { smsc } = await bound({ hearing })
  const early: number[] = []
  const all = Array.from({ length: 205 }, (_, nth) =>
    statusOf(smsc, text(`text ${nth}`)).then((status) => early.push(status)),
  )
  await expect.poll(() => early).toEqual(Array(5).fill(0x14))
  release()
  await Promise.all(all)
  expect(early.slice(5)).toEqual(Array(200).fill(0))
  expect(smsc.binds).toHaveLength(1)
})

test('the SMSC can be asked what became of a message', async () => {
  const { smsc, gateway } = await bound({ receiptId: 'hex-to-dec', deadNumbers: ['3'] })
  smsc.onOther = (pdu) =>
    pdu['message_id'] === 'A3F'
      ? { message_id: 'A3F', message_state: 2 }
      : pdu['message_id'] === 'B'
        ? { message_id: 'B', message_state: 5, error_code: 3 }
        : { command_status: 0x67 }
  const asked = { gateway: 'operator', ref: null }
  expect(await gateway.query('2623')).toMatchObject({ ...asked, providerRef: '2623', state: 'delivered', reason: null })
  expect(await gateway.query('2623 11')).toMatchObject({ providerRef: '2623 11', state: 'failed-for-good' })
  expect(await gateway.query('12')).toBeNull()
  expect(smsc.requests.find(({ command }) => command === 'query_sm')).toMatchObject({ source_addr: 'BPBD' })
  await gateway.close()
  expect(await gateway.query('2623')).toBeNull()
})

test('a text that was kept when its session had already ended is the same when it is brought again', async () => {
  const ids: string[] = []
  const releases: (() => void)[] = []
  const hearing: Hearing = {
    text: ({ id }) => {
      ids.push(id)
      return new Promise((resolve) => releases.push(resolve))
    },
    receipt: async () => undefined,
  }
  const timers = handTimers()
  const { smsc } = await bound({ hearing, timers })
  void smsc.bring(text('1'))
  await expect.poll(() => releases.length).toBe(1)
  for (const session of smsc.bound.keys()) session.destroy()
  await timers.advance(1_000)
  await expect.poll(() => smsc.bound.size).toBe(1)
  releases[0]?.()
  await timers.advance(500)
  void smsc.bring(text('1'))
  await expect.poll(() => ids.length).toBe(2)
  expect(ids[0]).toBe(ids[1])
})
