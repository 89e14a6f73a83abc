import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { isLoopback, senderOf } from './address.ts'

/** Connections open at once. */
export interface ConnectionCaps {
  readonly total: number
  readonly perAddress: number
  /** From the machine itself, which is what a reverse proxy on it looks like too. */
  readonly perLoopback: number
}

/** Ours: one office with all its programs needs a handful, a reverse proxy hundreds. */
const USUAL_CAPS: ConnectionCaps = { total: 2_000, perAddress: 100, perLoopback: 2_000 }

interface Held {
  readonly sender: string
  /** Requests that have arrived whole and are not answered yet. */
  working: number
  /** Whether anything was ever answered on it. */
  served: boolean
}

/**
 * Keeps the number of connections within bounds, in all and for each address (an IPv6 /64 counts as one). A newcomer beyond a bound takes the place of the
 * oldest connection on which nothing was ever answered, else of the oldest that is not being worked for: so whoever holds
 * connections open without using them keeps nobody out. Only where all are being worked for is the newcomer cut.
 */
export const boundConnections = (app: FastifyInstance, caps: ConnectionCaps = USUAL_CAPS): void => {
  const held = new Map<Socket, Held>()
  const bySender = new Map<string, Set<Socket>>()

  const leave = (socket: Socket): void => {
    const { sender } = held.get(socket) ?? {}
    held.delete(socket)
    if (sender === undefined) return
    const others = bySender.get(sender)
    others?.delete(socket)
    if (others?.size === 0) bySender.delete(sender)
  }

  /** Cuts one of these to make room; the newcomer itself, which comes last, where there is no other. */
  const makeRoom = (among: Iterable<Socket, unknown, unknown>, newcomer: Socket): void => {
    let idle: Socket | undefined
    for (const socket of among) {
      const { working = 0, served = false } = held.get(socket) ?? {}
      if (socket === newcomer || working > 0) continue
      idle ??= socket
      if (served) continue
      idle = socket
      break
    }
    const cut = idle ?? newcomer
    leave(cut)
    cut.destroy()
  }

  const enter = (socket: Socket): void => {
    const address = socket.remoteAddress ?? ''
    const sender = senderOf(address)
    const ofSender = bySender.get(sender) ?? new Set()
    bySender.set(sender, ofSender.add(socket))
    held.set(socket, { sender, working: 0, served: false })
    socket.once('close', () => leave(socket))
    if (ofSender.size > (isLoopback(address) ? caps.perLoopback : caps.perAddress)) makeRoom(ofSender, socket)
    else if (held.size > caps.total) makeRoom(held.keys(), socket)
  }

  const server: Server = app.server
  server.on('connection', enter)

  // Not on arrival: a body that trickles in is no work of ours.
  app.addHook('preHandler', (request, _reply, done) => {
    const connection = held.get(request.raw.socket)
    if (connection !== undefined) connection.working += 1
    done()
  })
  app.addHook('onResponse', (request, _reply, done) => {
    const connection = held.get(request.raw.socket)
    if (connection !== undefined) {
      connection.working = Math.max(0, connection.working - 1)
      connection.served = true
    }
    done()
  })
}
