// An SMSC that takes everything and only counts: what it costs must not be measured. Started by the SMPP bench, which
// sets its pace: `{ perSecond: 500 }` for at most so many answers a second, `{ perSecond: null }` for as many as it can.

import type { AddressInfo } from 'node:net'
import { createServer } from 'node:net'
import { z } from 'zod'
import { framer } from '../../src/channels/smpp/framer.ts'
import { isResponse, type Pdu, readPdu, writePdu } from '../../src/channels/smpp/pdu.ts'
import { NO_TLVS } from '../../src/channels/smpp/tlv.ts'

const LONGEST_PDU = 70_000

let everyMs = 0
let freeAtMs = 0
let taken = 0

/** When the next answer may leave. */
const turnMs = (): number => {
  freeAtMs = Math.max(performance.now(), freeAtMs) + everyMs
  return freeAtMs
}

const answerTo = ({ body, sequence }: Pdu): Buffer => {
  const head = { status: 0, sequence, tlvs: NO_TLVS }
  if (body.command === 'submit_sm') {
    taken += 1
    return writePdu({ ...head, body: { command: 'submit_sm_resp', messageId: `m-${taken}` } })
  }
  if (body.command === 'enquire_link' || body.command === 'unbind')
    return writePdu({ ...head, body: { command: `${body.command}_resp` } })
  return writePdu({ ...head, body: { command: 'bind_transceiver_resp', systemId: 'smsc' } })
}

const server = createServer((socket) => {
  const frames = framer(LONGEST_PDU)
  const waiting: { readonly atMs: number; readonly answer: Buffer }[] = []
  const flush = (): void => {
    const nowMs = performance.now()
    const due: Buffer[] = []
    for (let next = waiting[0]; next !== undefined && next.atMs <= nowMs; next = waiting[0]) {
      due.push(next.answer)
      waiting.shift()
    }
    if (due.length > 0) socket.write(Buffer.concat(due))
    if (waiting.length > 0) setTimeout(flush, 1)
  }
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk: Buffer) => {
    const idle = waiting.length === 0
    for (const whole of frames.take(chunk)) {
      const pdu = readPdu(whole)
      if (isResponse(pdu.body)) continue
      waiting.push({ atMs: pdu.body.command === 'submit_sm' ? turnMs() : 0, answer: answerTo(pdu) })
    }
    if (idle) flush()
  })
})
const listening = new Promise<number>((resolve) => {
  server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port))
})

const orderSchema = z.object({ perSecond: z.number().nullable() })

const obey = async (order: unknown): Promise<object> => {
  const { perSecond } = orderSchema.parse(order)
  everyMs = perSecond === null ? 0 : 1_000 / perSecond
  freeAtMs = 0
  return { port: await listening, taken }
}

process.on('message', (order) => void obey(order).then((answer) => process.send?.(answer)))
process.on('disconnect', () => process.exit())
