import { aGateway, PASSWORD } from '../smpp/a-gateway.ts'
import { openSmsc, type Reply, type Smsc, type Submitted } from '../smpp/smsc.ts'
import { pem } from './http-stand.ts'
import type { Arrival, Certificate, Driver, Move, Stand } from './stand.ts'

interface SmppStand extends Stand {
  readonly port: number
  readonly ca: string | undefined
}

// SMPP v3.4, section 5.1.3.
const STATUS = { later: 0x08, badNumber: 0x0b, password: 0x0e, throttled: 0x58, unknown: 0xff }

const refusal = (command_status: number): Reply => ({ command_status })

const aStand = async (certificate: Certificate | null): Promise<SmppStand> => {
  const cert = certificate === null ? undefined : pem(`${certificate}.cert`)
  const smsc: Smsc = await openSmsc(
    cert === undefined || certificate === null ? {} : { key: pem(`${certificate}.key`), cert },
  )
  const arrivals: Arrival[] = []
  const held: (() => void)[] = []
  let move: Move = { kind: 'accept', id: null }

  const named = (id: string | null, nth: number): Reply => ({ message_id: id ?? `m-${nth}` })
  /** Parts of one message come one after the other, each with its number in the header. */
  const arrive = ({ pdu, to, text }: Submitted): void => {
    const udh = (pdu['short_message'] as { readonly udh?: readonly Buffer[] }).udh?.[0]
    const last = arrivals.at(-1)
    if (udh !== undefined && (udh[4] ?? 1) > 1 && last !== undefined)
      arrivals[arrivals.length - 1] = { ...last, text: last.text + text }
    else arrivals.push({ to, text, ref: null })
  }
  smsc.onSubmit = (submitted, nth) => {
    arrive(submitted)
    const { session } = submitted
    switch (move.kind) {
      case 'accept':
        return named(move.id, nth)
      case 'accept-late': {
        const { afterMs } = move
        return new Promise((resolve) => setTimeout(() => resolve(named(null, nth)), afterMs))
      }
      case 'hold':
        return new Promise((resolve) => held.push(() => resolve(named(null, nth))))
      case 'refuse-number':
        return refusal(STATUS.badNumber)
      case 'refuse-us':
        return refusal(STATUS.password)
      case 'throttle':
        return refusal(STATUS.throttled)
      case 'fail-untaken':
        return refusal(STATUS.later)
      case 'fail-taken':
        return refusal(STATUS.unknown)
      case 'silence':
        return 'nothing'
      case 'cut':
        return 'cut'
      case 'half-answer':
        session.socket.end(submitted.pdu.response({ message_id: '4711' }).toBuffer().subarray(0, 18))
        return 'nothing'
      case 'garbage':
        session.socket.write('HTTP/1.1 400 Bad Request\r\n\r\n')
        return 'nothing'
    }
  }
  return {
    port: smsc.port,
    ca: cert,
    arrivals,
    does: (next) => {
      move = next
    },
    bytes: smsc.bytes,
    mostAtOnce: smsc.mostAtOnce,
    release: () => {
      move = { kind: 'accept', id: null }
      for (const answer of held.splice(0)) answer()
    },
    close: smsc.close,
  }
}

const stands = new WeakMap<Stand, SmppStand>()

export const smppDriver: Driver = {
  name: 'smpp',
  against: 'the npm package smpp 0.5.1 as an SMSC on loopback',
  leavesOut: {
    'throttled with a pause: after that pause': 'an SMSC says that it is too fast, not for how long',
    'our name of the message reaches the gateway': 'SMPP carries 16 bits of our own, not a name',
  },
  secrets: [PASSWORD],
  stand: async (certificate) => {
    const stand = await aStand(certificate)
    stands.set(stand, stand)
    return stand
  },
  channel: (stand, { connections, connectMs, answerMs }) => {
    const { port = 0, ca } = stands.get(stand) ?? {}
    const smsc = { host: '127.0.0.1', port, secure: ca !== undefined, ...(ca === undefined ? {} : { ca }) }
    return aGateway(port, { smsc, window: connections, connectMs, answerMs })
  },
  channelToNobody: (host, { connections, connectMs, answerMs }) => {
    const smsc = { host: host === 'loopback' ? '127.0.0.1' : 'smsc.example.invalid', port: 9, secure: false }
    return aGateway(9, { smsc, window: connections, connectMs, answerMs })
  },
}
