import smpp from 'smpp'
import { z } from 'zod'
import { smppGateway } from '../../src/channels/smpp/gateway.ts'
import { createLog } from '../../src/log.ts'
import { startChild } from './child.ts'
import type { Figure } from './figure.ts'
import type { Stage } from './stage.ts'

const CAPS = [500, 1_000] as const
const CAPPED_S = 6
const UNCAPPED = 30_000
/** Sent first and not measured. */
const WARM_UP = 2_000
/** Messages under way at once through the one session. */
export const WINDOW = 100
const TEXT =
  'BANJIR SIAGA di Imogiri, Bantul. Kumpul: Balai Desa Imogiri, 3 km. Balas 1 bila berangkat, 2 bila tidak. A7K2'

export const smscStatus = z.object({ port: z.int(), taken: z.int() })

/** Keeps `WINDOW` under way until `count` were sent; how many a second. */
export const rateOf = async (send: (nth: number) => Promise<unknown>, count: number): Promise<number> => {
  let next = 0
  const one = async (): Promise<void> => {
    while (next < count) {
      next += 1
      await send(next)
    }
  }
  const since = performance.now()
  await Promise.all(Array.from({ length: WINDOW }, one))
  return (count / (performance.now() - since)) * 1_000
}

/** One session to an SMSC of this machine. */
export const smscAt = (port: number) =>
  ({
    name: 'bench',
    smsc: { host: '127.0.0.1', port, secure: false },
    systemId: 'bench',
    password: 'bench',
    systemType: '',
    serviceType: '',
    source: 'BPBD',
    exerciseSource: null,
    sourceTon: null,
    sourceNpi: null,
    destinationTon: 1,
    destinationNpi: 1,
    bind: 'transceiver',
    sessions: 1,
    window: WINDOW,
    alphabet: 'gsm7',
    long: 'udh',
    receiptId: 'same',
    deadNumbers: [],
    reference: true,
    connectMs: 10_000,
    answerMs: 20_000,
    enquireEveryMs: 10_000,
  }) as const

const ourGateway = (stage: Stage, port: number) => {
  const channel = smppGateway({
    ...smscAt(port),
    hearing: { receipt: async () => undefined, text: async () => undefined },
    log: createLog({ level: 'error', pretty: false }),
  })
  stage.later(() => channel.close())
  return async (nth: number): Promise<void> => {
    const ready = await channel.prepare({
      ref: `n-${nth}`,
      to: `+62840000${String(nth).padStart(6, '0')}`,
      subject: null,
      text: TEXT,
      synthetic: true,
      mode: 'actual',
      urgent: true,
    })
    const outcome = await ready.send()
    ready.letGo()
    if (outcome.kind !== 'accepted') throw new Error(`message ${nth}: ${outcome.kind}, ${outcome.reason}`)
  }
}

/** The package smpp as a client, with a window that the bench keeps. */
export const rawClient = async (stage: Stage, port: number) => {
  const session = await new Promise<ReturnType<typeof smpp.connect>>((resolve) => {
    const opened = smpp.connect({ url: `smpp://127.0.0.1:${port}` }, () => resolve(opened))
  })
  session.on('error', () => session.destroy())
  stage.later(async () => session.destroy())
  const ask = (command: string, fields: object): Promise<void> =>
    new Promise((resolve) => {
      session.send(new smpp.PDU(command, { ...fields }), () => resolve())
    })
  await ask('bind_transceiver', { system_id: 'bench', password: 'bench' })
  return (nth: number): Promise<void> =>
    ask('submit_sm', {
      source_addr: 'BPBD',
      source_addr_ton: 5,
      destination_addr: `62840000${String(nth).padStart(6, '0')}`,
      dest_addr_ton: 1,
      dest_addr_npi: 1,
      registered_delivery: 1,
      data_coding: 0,
      short_message: TEXT,
    })
}

/** Messages a second through one session, to an SMSC in a process of its own. */
export const smppThroughput = async (stage: Stage): Promise<readonly Figure[]> => {
  const smsc = startChild(stage, 'smsc.js')
  const { port } = await smsc.ask({ perSecond: null }, smscStatus)
  const send = ourGateway(stage, port)
  const raw = await rawClient(stage, port)
  await rateOf(send, WARM_UP)
  await rateOf(raw, WARM_UP)
  const figures: Figure[] = []
  for (const cap of CAPS) {
    stage.tell(`an SMSC that answers ${cap} a second, ${CAPPED_S} s`)
    await smsc.ask({ perSecond: cap }, smscStatus)
    const value = await rateOf(send, cap * CAPPED_S)
    figures.push({
      what: `one session, SMSC capped at ${cap}/s`,
      value,
      unit: 'SMS/s',
      ceiling: { what: 'the cap', value: cap },
    })
  }
  const before = await smsc.ask({ perSecond: null }, smscStatus)
  // By turns, so that whatever else the machine does strikes both alike.
  const rates = { ours: 0, raw: 0 }
  const TURNS = 3
  for (let turn = 0; turn < TURNS; turn += 1) {
    rates.raw += (await rateOf(raw, UNCAPPED / TURNS)) / TURNS
    rates.ours += (await rateOf(send, UNCAPPED / TURNS)) / TURNS
  }
  const { taken } = await smsc.ask({ perSecond: null }, smscStatus)
  if (taken - before.taken !== 2 * UNCAPPED) throw new Error(`the SMSC took ${taken - before.taken} messages`)
  figures.push({
    what: 'one session, uncapped',
    value: rates.ours,
    unit: 'SMS/s',
    ceiling: { what: 'the package smpp as a client', value: rates.raw },
  })
  return figures
}
