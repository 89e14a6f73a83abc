// As much of the package `smpp` 0.5.1, which brings no types, as the tests use: an SMPP written by others.
declare module 'smpp' {
  import type { Server as NetServer, Socket } from 'node:net'

  interface Fields {
    readonly [name: string]: unknown
  }

  export class PDU {
    constructor(command: string, fields?: Fields)
    constructor(whole: Buffer)
    readonly command: string
    readonly command_status: number
    readonly sequence_number: number
    readonly [name: string]: unknown
    response(fields?: Fields): PDU
    toBuffer(): Buffer
  }

  export interface Session {
    readonly socket: Socket
    on(event: 'pdu', listener: (pdu: PDU) => void): void
    on(event: 'error', listener: (error: Error) => void): void
    on(event: 'close' | 'connect', listener: () => void): void
    send(pdu: PDU, answered?: (pdu: PDU) => void): boolean
    close(): void
    destroy(): void
  }

  export type Server = NetServer

  const smpp: {
    createServer(
      options: { readonly key?: string; readonly cert?: string },
      listener: (session: Session) => void,
    ): Server
    connect(options: { readonly url: string }, listener: () => void): Session
    readonly PDU: typeof PDU
  }
  export = smpp
}
