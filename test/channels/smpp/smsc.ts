import type { AddressInfo, Socket } from 'node:net'
import smpp, { type PDU, type Session } from 'smpp'

/** What an SMSC does with a request: answers it with these fields, or does something to the connection. */
export type Reply = Readonly<Record<string, unknown>> | 'nothing' | 'cut'

export interface Submitted {
  readonly pdu: PDU
  readonly session: Session
  /** In E.164. */
  readonly to: string
  /** Of this part alone, decoded by the package. */
  readonly text: string
}

/** An SMSC made of the package `smpp` on 127.0.0.1. */
export interface Smsc {
  readonly port: number
  /** Sessions bound now, with the command that bound them. */
  readonly bound: Map<Session, string>
  /** Binds that ever came, in order. */
  readonly binds: readonly PDU[]
  readonly submitted: readonly Submitted[]
  readonly requests: readonly PDU[]
  /** The most submissions that were unanswered on one session at the same time. */
  mostAtOnce(): number
  /** Octets of submissions that ever came. */
  bytes(): number
  onBind: (pdu: PDU) => Reply
  onSubmit: (submitted: Submitted, nth: number) => Reply | Promise<Reply>
  onOther: (pdu: PDU) => Reply
  /** Octets are taken from the wire and not looked at. */
  deaf: boolean
  /** Brings something to a session and gives the answer. */
  bring(fields: Readonly<Record<string, unknown>>, session?: Session): Promise<PDU>
  close(): Promise<void>
}

const textOf = (pdu: PDU): string => {
  const part = pdu['short_message'] as { readonly message?: string | Buffer } | undefined
  const payload = pdu['message_payload'] as { readonly message?: string } | undefined
  const text = part?.message
  return typeof text === 'string' && text !== '' ? text : (payload?.message ?? '')
}

export const openSmsc = async (secure: { readonly key?: string; readonly cert?: string } = {}): Promise<Smsc> => {
  const sockets = new Set<Socket>()
  const unanswered = new Map<Session, number>()
  const binds: PDU[] = []
  const submitted: Submitted[] = []
  const requests: PDU[] = []
  let most = 0
  let bytes = 0

  const reply = (session: Session, pdu: PDU, what: Reply): void => {
    if (what === 'cut') session.destroy()
    else if (what !== 'nothing') session.send(pdu.response({ ...what }))
  }
  const submit = async (session: Session, pdu: PDU): Promise<void> => {
    const one = { pdu, session, to: `+${String(pdu['destination_addr'])}`, text: textOf(pdu) }
    submitted.push(one)
    bytes += Number(pdu['command_length'])
    unanswered.set(session, (unanswered.get(session) ?? 0) + 1)
    most = Math.max(most, unanswered.get(session) ?? 0)
    const what = await smsc.onSubmit(one, submitted.length)
    unanswered.set(session, (unanswered.get(session) ?? 1) - 1)
    reply(session, pdu, what)
  }

  const server = smpp.createServer(secure, (session) => {
    sockets.add(session.socket)
    session.on('error', () => session.destroy())
    session.on('close', () => {
      sockets.delete(session.socket)
      smsc.bound.delete(session)
    })
    session.on('pdu', (pdu) => {
      if (smsc.deaf || /_resp$|^generic_nack$/.test(pdu.command)) return
      requests.push(pdu)
      if (pdu.command.startsWith('bind_')) {
        binds.push(pdu)
        const what = smsc.onBind(pdu)
        if (typeof what === 'object' && (what['command_status'] ?? 0) === 0) smsc.bound.set(session, pdu.command)
        reply(session, pdu, what)
      } else if (pdu.command === 'submit_sm') void submit(session, pdu)
      else reply(session, pdu, smsc.onOther(pdu))
    })
  })
  // A handshake that the other side breaks off.
  server.on('tlsClientError', () => undefined)
  server.on('connection', (socket: Socket) => sockets.add(socket))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))

  const smsc: Smsc = {
    port: (server.address() as AddressInfo).port,
    bound: new Map(),
    binds,
    submitted,
    requests,
    mostAtOnce: () => most,
    bytes: () => bytes,
    onBind: () => ({ system_id: 'smsc' }),
    onSubmit: (_, nth) => ({ message_id: `m-${nth}` }),
    onOther: () => ({}),
    deaf: false,
    bring: (fields, session) =>
      new Promise((resolve, reject) => {
        const hears = [...smsc.bound].find(([, command]) => command !== 'bind_transmitter')?.[0]
        const to = session ?? hears
        if (to === undefined) reject(new Error('no session hears'))
        else to.send(new smpp.PDU('deliver_sm', fields), resolve)
      }),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
  return smsc
}
