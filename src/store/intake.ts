import { Unavailable } from '../errors.ts'
import { callOutCodes } from '../mobilisation/answer.ts'
import type { CallOutId } from '../mobilisation/hazard-event.ts'
import { boxShare, familyOf, type SameQuake } from '../mobilisation/joining.ts'
import { type Arrival, deliveredBy, type Received } from './arrivals.ts'
import type { Connection, Database } from './database.ts'
import { type Asked, type Settled, settle } from './intake-decision.ts'
import { readKnown } from './intake-known.ts'
import { noRows } from './intake-shapes.ts'
import { addRows, ChangedMeanwhile, changeRows } from './intake-write.ts'
import { askDeciders, proposalFields } from './proposals.ts'
import type { Seal } from './seal.ts'
import { sql } from './sql.ts'

/** Messages written in one transaction at most: beyond this a commit no longer gets cheaper for each. */
const MOST_AT_ONCE = 256

/** Bytes of bodies written in one transaction at most, unless one alone is larger: a flood of outlines goes in parts. */
const MOST_BYTES = 4 * 1024 * 1024

/** Of those waiting, so many are looked at for one batch: each is compared with those before it. */
const MOST_LOOKED_AT = 2 * MOST_AT_ONCE

/** Of one message only: the others of its batch need not wait for a code. */
class NoCode extends Unavailable {}

/** Codes drawn ahead: a counter is asked once for so many call-outs. */
const CODES_DRAWN = 2_048

/** Whoever holds the lock and does not commit is cut off after this; the others say 503 and are tried again. */
const WAIT_FOR_LOCK = '5s'

/**
 * 'kent' in ASCII. The lock comes before anything is read, so that the reading sees what the last holder wrote. A plan is
 * kept with its connection, and one that was made while the tables were small would go through all of them for ever:
 * whatever a batch asks for goes by an index.
 */
const BEGIN_ALONE = {
  text: `BEGIN; SET LOCAL lock_timeout = '${WAIT_FOR_LOCK}';
         SET LOCAL enable_seqscan = off; SET LOCAL enable_hashjoin = off; SET LOCAL enable_mergejoin = off;
         SELECT pg_advisory_xact_lock(1801809524)`,
  values: [],
}

interface Waiting {
  readonly arrival: Arrival
  /** Every id that it speaks of, its own first. */
  readonly names: readonly string[]
  readonly resolve: (received: Received) => void
  readonly reject: (thrown: unknown) => void
}

const namesOf = ({ message }: Arrival): readonly string[] =>
  [
    [message.source, message.sourceId],
    ...message.aliases.map((alias) => [message.source, alias]),
    ...message.references.map(({ source, sourceId }) => [source, sourceId]),
  ].map((name) => JSON.stringify(name))

/** Whether two messages may speak of one happening, by hazard and place. */
const nearEachOther = (a: Arrival, b: Arrival): boolean => {
  if (a.place === null || b.place === null || !a.joins || !b.joins) return false
  const [left, right] = [a.message.event, b.message.event]
  return (
    left.hazard !== null &&
    right.hazard !== null &&
    familyOf(left.hazard).includes(right.hazard) &&
    left.mode === right.mode &&
    // Agencies may put one quake far apart.
    (left.hazard === 'earthquake' || boxShare(a.place.box, b.place.box) > 0)
  )
}

/**
 * Those waiting that have nothing to do with each other, in their order; the rest stays. Whatever must wait keeps those
 * behind it waiting that are related to it: the second must see what became of the first.
 */
const takeBatch = (waiting: Waiting[]): Waiting[] => {
  const [batch, left]: [Waiting[], Waiting[]] = [[], []]
  const looked: Arrival[] = []
  const names = new Set<string>()
  let bytes = 0
  for (const one of waiting.slice(0, MOST_LOOKED_AT)) {
    const { arrival } = one
    bytes += arrival.rawBody.length
    const free =
      batch.length < MOST_AT_ONCE &&
      (bytes <= MOST_BYTES || batch.length === 0) &&
      !one.names.some((name) => names.has(name)) &&
      !looked.some((other) => nearEachOther(other, arrival))
    ;(free ? batch : left).push(one)
    looked.push(arrival)
    for (const name of one.names) names.add(name)
  }
  waiting.splice(0, MOST_LOOKED_AT, ...left)
  return batch
}

const askForApproval = (db: Connection, { arrival, eventId, callOutId, code, reason, level }: Asked) =>
  askDeciders(
    db,
    {
      callOutId: callOutId as CallOutId,
      mode: arrival.message.event.mode,
      eventIds: [eventId],
      senderId: arrival.actor === 'operator' ? arrival.actorId : null,
      senders: arrival.actor !== 'operator',
      fields: proposalFields(arrival.fields(), { code, need: arrival.need, reason }),
    },
    level,
    arrival.receivedAt,
  )

/** What became of a message, after those who decide about it were asked. */
const withDeciders = async (db: Connection, { received, asked }: Settled): Promise<Received> => {
  if (asked === null) return received
  const { nobodyDecides } = await askForApproval(db, asked)
  return received.kind === 'new' ? { ...received, nobodyDecides } : received
}

/** Takes messages into the rows. */
export interface Intake {
  /**
   * Keeps a message: the delivery, the event, its incident and the reserved call-out, in one transaction. Only after it
   * has come back may anybody answer 2xx. Throws Unavailable while the database is away.
   */
  receive(arrival: Arrival): Promise<Received>
}

/**
 * Opens the intake. Messages that come while others are being written wait for each other and are then written
 * together, those that may speak of one happening one after the other. One batch at a time in the whole installation:
 * five copies posted at once, at whichever process, become one event and four repeats.
 */
export const openIntake = (db: Database, seal: Seal, sameQuake: SameQuake): Intake => {
  const waiting: Waiting[] = []
  const underWay = new Set<string>()
  const codes: number[] = []
  /** A batch was begun, and its commit is not on the way yet. */
  let deciding = false
  /** Batches that were begun and are not over. */
  let underCommit = 0

  /** Numbers of codes for so many call-outs: a counter is asked once for many. */
  const drawCodes = async (connection: Connection, least: number): Promise<readonly number[]> => {
    if (codes.length < least) {
      const drawn = await connection.rows<{ n: string }>(
        sql`SELECT nextval('call_out_code_number') AS n FROM generate_series(1, ${CODES_DRAWN})`,
      )
      codes.push(...drawn.map(({ n }) => Number(n)))
    }
    return codes.splice(0, least)
  }

  /**
   * What became of each; undefined for one that must see first what became of another of its incident. `sent` is told when
   * nothing is left but the commit, at the latest when all is over.
   */
  const write = (batch: readonly Waiting[], sent: () => void): Promise<readonly (Received | undefined)[]> =>
    db.transact(async (connection, last) => {
      const arrivals = batch.map(({ arrival }) => arrival)
      const drawn = (await drawCodes(connection, batch.length)).map(callOutCodes)
      const known = await readKnown(connection, arrivals, drawn.flat())
      const free = drawn.map((pair) => pair.find((code) => !known.takenCodes.has(code)))
      const rows = noRows()
      const spokenOf = new Set<string>()
      const settled = arrivals.map((arrival, at) => {
        const incidents = [...(known.incidentsOf.get(at) ?? [])]
        const isFirst = !incidents.some((id) => spokenOf.has(id))
        for (const id of incidents) spokenOf.add(id)
        if (!isFirst) return undefined
        const takeCode = (): string => {
          const code = free[at]
          if (code === undefined) throw new NoCode('codes: every one that was drawn is taken by an open call-out')
          return code
        }
        return settle({ seal, sameQuake, takeCode }, arrival, known, at, rows)
      })
      const written = [changeRows(connection, rows), addRows(connection, rows)]
      // What is followed by more is waited for; else it goes with the commit.
      if (settled.every((one) => !one || one.asked === null)) written.forEach(last)
      else await Promise.all(written)
      const received: (Received | undefined)[] = []
      for (const one of settled) received.push(one && (await withDeciders(connection, one)))
      sent()
      return received
    }, BEGIN_ALONE)

  const writeAll = async (batch: readonly Waiting[], sent: () => void): Promise<void> => {
    try {
      const received = await write(batch, sent)
      const later = batch.filter((one, at) => {
        const mine = received[at]
        if (mine !== undefined) one.resolve(mine)
        return mine === undefined
      })
      // Before whatever came after them; the first of a batch is always written, so that this ends.
      waiting.unshift(...later)
    } catch (thrown) {
      // Read again, they are decided by how it stands now.
      if (thrown instanceof ChangedMeanwhile) waiting.unshift(...batch)
      else if (batch.length === 1 || (thrown instanceof Unavailable && !(thrown instanceof NoCode)))
        for (const one of batch) one.reject(thrown)
      // One of them is what the database refuses: alone, it harms nobody else.
      else for (const one of batch) await writeAll([one], sent)
    } finally {
      sent()
    }
  }

  /**
   * Writes those waiting, a batch at a time. The next one asks for the lock while this one commits, so that nobody waits
   * for the way there and back; what it reads is read after that commit, because the lock comes first.
   */
  const writeOn = (): void => {
    if (deciding || underCommit > 1 || waiting.length === 0) return
    deciding = true
    underCommit += 1
    let told = false
    const sent = (): void => {
      if (told) return
      told = true
      deciding = false
      // Not at once: those whose answers just came back go along.
      setImmediate(writeOn)
    }
    void writeAll(takeBatch(waiting), sent).finally(() => {
      underCommit -= 1
      writeOn()
    })
  }

  return {
    receive: (arrival) => {
      const delivery = JSON.stringify([deliveredBy(arrival), arrival.webhookId])
      if (underWay.has(delivery)) return Promise.resolve({ kind: 'being-written' })
      underWay.add(delivery)
      return new Promise<Received>((resolve, reject) => {
        waiting.push({ arrival, names: namesOf(arrival), resolve, reject })
        // Whatever else came with it in this turn goes with it.
        if (!deciding) setImmediate(writeOn)
      }).finally(() => underWay.delete(delivery))
    },
  }
}
