import type { Hearing, IncomingText, Receipt } from '../../../src/channels/hearing.ts'
import { smppGateway } from '../../../src/channels/smpp/gateway.ts'
import type { SmppOptions } from '../../../src/channels/smpp/smpp-options.ts'
import { createLog, type Log } from '../../../src/log.ts'

export const PASSWORD = 'rahasia1'

export const quietLog = (lines: string[] = []): Log =>
  createLog({ level: 'debug', pretty: false, write: (line) => lines.push(line) })

/** Keeps what it hears. */
export const aHearing = () => {
  const receipts: Receipt[] = []
  const texts: IncomingText[] = []
  const hearing: Hearing = {
    receipt: async (receipt) => void receipts.push(receipt),
    text: async (text) => void texts.push(text),
  }
  return { hearing, receipts, texts }
}

/** A gateway to an SMSC on this machine, with short deadlines. */
export const aGateway = (port: number, changes: Partial<SmppOptions> = {}) =>
  smppGateway({
    name: 'operator',
    smsc: { host: '127.0.0.1', port, secure: false },
    systemId: 'kentongan',
    password: PASSWORD,
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
    window: 4,
    alphabet: 'gsm7',
    long: 'udh',
    receiptId: 'same',
    deadNumbers: [],
    reference: true,
    connectMs: 1_000,
    answerMs: 400,
    enquireEveryMs: 10_000,
    hearing: aHearing().hearing,
    log: quietLog(),
    ...changes,
  })
