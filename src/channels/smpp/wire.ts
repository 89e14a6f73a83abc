import { connect as connectTcp, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { framer } from './framer.ts'
import { type Pdu, readPdu, writePdu } from './pdu.ts'

/** Where an SMSC listens. */
export interface SmscAddress {
  readonly host: string
  readonly port: number
  readonly secure: boolean
  /** Trusted instead of the certificates that come with Node; PEM. */
  readonly ca?: string
}

/** A connection that carries PDUs. */
export interface Wire {
  /** False where nothing can be written any more: then nothing of it has left. */
  write(pdu: Pdu): boolean
  /** Ends it at once; `ended` is not called for that. */
  destroy(): void
}

export interface WireEvents {
  standing(): void
  /** Octets came, whatever they say. */
  heard(): void
  pdu(pdu: Pdu): void
  /** Once, and nothing after it. */
  ended(why: string): void
}

// The longest text of a message_payload and its header; what is longer is no PDU.
const LONGEST_PDU = 70_000

const dial = ({ host, port, secure, ca }: SmscAddress): Socket =>
  secure
    ? // An address is checked against the certificate without being named in the handshake (RFC 6066).
      connectTls({ host, port, ...(isIP(host) === 0 ? { servername: host } : {}), ...(ca === undefined ? {} : { ca }) })
    : connectTcp({ host, port })

/** Dials and reads PDUs until one side ends. Octets that are no PDUs end the connection, and nothing else. */
export const openWire = (address: SmscAddress, events: WireEvents): Wire => {
  const socket = dial(address)
  const frames = framer(LONGEST_PDU)
  let over = false
  let corked = false
  const end = (why: string): void => {
    socket.destroy()
    if (over) return
    over = true
    events.ended(why)
  }
  socket.setNoDelay(true)
  socket.once(address.secure ? 'secureConnect' : 'connect', () => events.standing())
  socket.on('data', (chunk: Buffer) => {
    if (over) return
    events.heard()
    let whole: readonly Buffer[]
    try {
      whole = frames.take(chunk)
    } catch (thrown) {
      end(`no SMPP: ${thrown instanceof Error ? thrown.message : 'unreadable'}`)
      return
    }
    for (const octets of whole) if (!over) events.pdu(readPdu(octets))
  })
  socket.on('error', (error) => end(`connection: ${error.message}`))
  socket.on('end', () => end('the SMSC closed the connection'))
  socket.on('close', () => end('the connection closed'))
  return {
    write: (pdu) => {
      if (over || !socket.writable) return false
      if (!corked) {
        // What is written in one go leaves in one go.
        corked = true
        socket.cork()
        process.nextTick(() => {
          corked = false
          socket.uncork()
        })
      }
      socket.write(writePdu(pdu))
      return true
    },
    destroy: () => {
      over = true
      socket.destroy()
    },
  }
}
