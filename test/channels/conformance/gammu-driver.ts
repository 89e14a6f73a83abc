import { connect as connectTo, createServer, type Socket } from 'node:net'
import { gammuGateway } from '../../../src/channels/gammu/gateway.ts'
import { systemClock } from '../../../src/clock.ts'
import { PASSWORD, startTables, type Tables } from '../gammu/smsd.ts'
import { aHearing, quietLog } from '../smpp/a-gateway.ts'
import type { Arrival, ChannelSettings, Driver, Move, Stand } from './stand.ts'

interface GammuStand extends Stand {
  readonly url: string
}

let shared: Promise<Tables> | undefined

/** The tables that the stands share. */
export const gammuTables = (): Promise<Tables> => {
  shared ??= startTables()
  return shared
}

export const closeGammu = async (): Promise<void> => {
  const tables = await shared
  shared = undefined
  await tables?.close()
}

/** What stands in the outbox, as SMSD would send it. */
const outbox = async ({ db }: Tables): Promise<Arrival[]> => {
  const { rows } = await db.query<Arrival>(`
    SELECT "DestinationNumber" AS to, substr("CreatorID", 11) AS ref,
           "TextDecoded" || coalesce((SELECT string_agg(p."TextDecoded", '' ORDER BY p."SequencePosition")
                                        FROM outbox_multipart p WHERE p."ID" = o."ID"), '') AS text
      FROM outbox o ORDER BY "ID"`)
  return rows
}

const isMessage = (chunk: Buffer): boolean => chunk.includes('INSERT INTO outbox')
/** ReadyForQuery, outside a transaction: the answer is whole. */
const isWhole = (answer: Buffer): boolean => answer.subarray(-6).equals(Buffer.from('Z\0\0\0\x05I', 'latin1'))

/** Stands between us and a real PostgreSQL: what comes back late, not at all or broken, that has said whole. */
const aStand = async (): Promise<GammuStand> => {
  const tables = await gammuTables()
  await tables.clear()
  await tables.db.query('GRANT INSERT ON outbox TO kentongan_sms; DROP TRIGGER IF EXISTS full_disk ON outbox')
  const { hostname, port } = new URL(tables.url)
  const arrivals: Arrival[] = []
  const held: (() => void)[] = []
  const sockets = new Set<Socket>()
  let move: Move = { kind: 'accept', id: null }
  let bytes = 0
  let unanswered = 0
  let most = 0

  /** Makes the database do what the move says of it. */
  const prepare = async (): Promise<void> => {
    if (move.kind === 'accept' && move.id !== null)
      await tables.db.query(`SELECT setval('"outbox_ID_seq"', $1)`, [Number(move.id) - 1])
    if (move.kind === 'refuse-us') await tables.db.query('REVOKE INSERT ON outbox FROM kentongan_sms')
    if (move.kind === 'fail-untaken')
      await tables.db.query(`
        CREATE OR REPLACE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
          BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = 'disk_full'; END $$;
        CREATE OR REPLACE TRIGGER full_disk BEFORE INSERT ON outbox EXECUTE FUNCTION full_disk()`)
  }
  const answer = async (client: Socket, said: Buffer): Promise<void> => {
    const there = await outbox(tables)
    arrivals.splice(0, arrivals.length, ...there)
    switch (move.kind) {
      case 'accept-late':
        await new Promise((resolve) => setTimeout(resolve, move.kind === 'accept-late' ? move.afterMs : 0))
        break
      case 'hold':
        await new Promise<void>((resolve) => held.push(resolve))
        break
      case 'silence':
        return
      case 'cut':
        client.destroy()
        return
      case 'half-answer':
        client.end(said.subarray(0, 8))
        return
      case 'garbage':
        client.write('halo\r\n\r\n')
        return
      default:
    }
    unanswered -= 1
    client.write(said)
  }
  const server = createServer((client) => {
    const database = connectTo(Number(port), hostname)
    let said: Buffer | null = null
    for (const socket of [client, database]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        sockets.delete(socket)
        client.destroy()
        database.destroy()
      })
    }
    client.on('data', (chunk) => {
      if (!isMessage(chunk)) {
        database.write(chunk)
        return
      }
      bytes += chunk.length
      unanswered += 1
      most = Math.max(most, unanswered)
      said = Buffer.alloc(0)
      void prepare().then(() => database.write(chunk))
    })
    database.on('data', (chunk) => {
      if (said === null) {
        client.write(chunk)
        return
      }
      said = Buffer.concat([said, chunk])
      if (!isWhole(said)) return
      const whole = said
      said = null
      void answer(client, whole)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  const url = new URL(tables.url)
  url.hostname = '127.0.0.1'
  url.port = String(address.port)
  return {
    url: url.href,
    arrivals,
    does: (next) => {
      move = next
    },
    bytes: () => bytes,
    mostAtOnce: () => most,
    release: () => {
      move = { kind: 'accept', id: null }
      for (const tell of held.splice(0)) tell()
    },
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

const stands = new WeakMap<object, GammuStand>()

const channelTo = (url: string, settings: ChannelSettings) =>
  gammuGateway({
    name: 'modem',
    url,
    phone: null,
    exercisePhone: null,
    pollEveryMs: 60_000,
    hearing: aHearing().hearing,
    clock: systemClock(),
    log: quietLog(),
    ...settings,
  })

const NO_TLS = 'the TLS of a connection to PostgreSQL is that of the package pg'

export const gammuDriver: Driver = {
  name: 'gammu',
  against:
    "PostgreSQL with the tables of Debian's gammu-smsd 1.42.0, which sends and receives beside it in gammu.test.ts",
  leavesOut: {
    'a number that cannot be reached is refused': 'an outbox takes any number: the modem learns it later',
    'throttled: later': 'a database has no pace',
    'throttled with a pause: after that pause': 'a database has no pace',
    'out of order, perhaps taken: unknown': 'a database that says no has taken nothing',
    'TLS with the right name is used': NO_TLS,
    'TLS with another name: no byte, later': NO_TLS,
  },
  secrets: [PASSWORD],
  stand: async () => {
    const stand = await aStand()
    stands.set(stand, stand)
    return stand
  },
  channel: (stand, settings) => channelTo(stands.get(stand)?.url ?? '', settings),
  channelToNobody: (host, settings) =>
    channelTo(
      `postgresql://kentongan_sms:${PASSWORD}@${host === 'loopback' ? '127.0.0.1:9' : 'smsd.example.invalid'}/smsd`,
      settings,
    ),
  close: closeGammu,
}
