import { createHash, randomUUID } from 'node:crypto'
import { afterAll } from 'vitest'
import { createLog } from '../../src/log.ts'
import type { Message } from '../../src/main/event-intake.ts'
import { landmassAt, openInstallation } from '../../src/main/installation.ts'
import { messageIntake } from '../../src/main/message-intake.ts'
import { mobilisationRuns } from '../../src/main/mobilisation-runs.ts'
import type { EventMessage } from '../../src/mobilisation/event-message.ts'
import type { CallOutId, EventId, HazardEvent } from '../../src/mobilisation/hazard-event.ts'
import type { Wake } from '../../src/queue/job.ts'
import { findDue } from '../../src/store/due.ts'
import { raiseRosterVersion, saveResponders } from '../../src/store/register.ts'
import { sql } from '../../src/store/sql.ts'
import { freshDatabase } from './database.ts'
import { runOn } from './database-server.ts'
import { emptyTables } from './empty-tables.ts'
import { freshConfiguration } from './ground.ts'
import { handClock } from './hand-clock.ts'
import { PANGALENGAN, type Person } from './people.ts'

export const BEGAN = new Date('2026-11-22T06:00:00.000Z')

/** How often each person was told to go and to stand down, by R-number, and whether they are to go now. */
export interface Told {
  readonly go: number
  readonly standDown: number
  readonly isToGo: boolean
}

/** One thing that somebody was told, and where they were to come. */
export interface Heard {
  readonly purpose: string
  readonly muster: string
}

/** A flood at Pangalengan for `need` Tagana; fields may be changed. */
export const aMessage = (
  sourceId: string,
  event: Partial<HazardEvent>,
  more: Partial<EventMessage> = {},
): EventMessage => ({
  source: 'BPBD Kab. Bandung',
  sourceId,
  aliases: [],
  revision: null,
  sentAt: null,
  references: [],
  language: null,
  contact: null,
  restraint: null,
  ...more,
  event: {
    messageType: 'alert',
    mode: 'actual',
    hazard: 'flood',
    severity: 'severe',
    urgency: 'immediate',
    certainty: 'observed',
    occurredAt: BEGAN,
    expiresAt: null,
    headline: 'Banjir',
    description: '',
    geometry: { type: 'Point', coordinates: [...PANGALENGAN] },
    radiusKm: 5,
    villageCodes: [],
    regions: [],
    sectors: [],
    felt: [],
    magnitude: null,
    depthKm: null,
    level: null,
    need: { kinds: { tagana: 2 }, skills: {} },
    musterPoint: null,
    safeToApproach: null,
    authorisedBy: null,
    ...event,
  },
})

/**
 * The rows, the intake and the jobs, without HTTP and queue: a message is taken in and every job that it wakes is run
 * before `post` comes back. Thousands of histories can be played like this.
 */
export const openIncidentGround = async (people: readonly Person[], files: Readonly<Record<string, string>> = {}) => {
  const clock = handClock(BEGAN)
  const log = createLog({ level: 'silent', pretty: false, write: () => undefined })
  const url = await freshDatabase()
  // Nothing here outlives the test: waiting for the disk would be half of the time.
  await runOn(url, `ALTER DATABASE ${new URL(url).pathname.slice(1)} SET synchronous_commit = off`)
  const configuration = await freshConfiguration(files, 'none', url)
  const installation = await openInstallation({ configuration, log, name: 'incidents', clock })
  afterAll(() => installation.close())
  const { database, seal, places } = installation
  await saveResponders(
    database,
    seal,
    people.map((person) => ({ ...person, landmass: landmassAt(places, person.position) })),
    clock.now(),
  )
  await raiseRosterVersion(database)
  const woken: Wake[] = []
  const wake = async (wakes: readonly Wake[]): Promise<void> => void woken.push(...wakes)
  const take = messageIntake(installation, { wake })
  const runs = mobilisationRuns(installation, wake)
  const runWoken = async (): Promise<void> => {
    for (let next = woken.shift(); next !== undefined; next = woken.shift()) {
      const payload = next.payload as { eventId: EventId; callOutId: CallOutId }
      if (next.job === 'assess-event') await runs.assessEvent(payload)
      if (next.job === 'end-call-out') await runs.endCallOut(payload)
      if (next.job === 'review-call-out') await runs.reviewCallOut(payload)
    }
  }
  const settle = async (): Promise<void> => {
    await runWoken()
    // Histories follow each other so fast that not every event is woken: the sweep would find the others.
    const { events } = await findDue(database, new Date(clock.now().getTime() + 1_000))
    for (const { eventId } of events) await runs.assessEvent({ eventId })
    await runWoken()
  }
  const receive = (message: EventMessage, more: Partial<Message>) => {
    const body = JSON.stringify(message)
    return take({
      message,
      actor: 'operator',
      actorId: 'O-1',
      address: null,
      jurisdiction: '32.04',
      jurisdictionArea: null,
      joins: true,
      webhookId: randomUUID(),
      bodyHash: createHash('sha256').update(body).digest('hex'),
      contentHash: createHash('sha256').update(body).digest('hex'),
      rawBody: Buffer.from(body),
      receivedAt: clock.now(),
      ...more,
    })
  }
  return {
    installation,
    clock,
    database,
    runs,
    settle,
    /** Takes a message in, and leaves it to the test to plan it. */
    take: async (message: EventMessage, more: Partial<Message> = {}): Promise<EventId> => {
      const received = await receive(message, more)
      woken.length = 0
      if (!('answer' in received)) throw new RangeError(`the message was not taken in: ${received.kind}`)
      return received.answer.eventId as EventId
    },
    /** Takes a message in, as an operator of the regency posted it, and does what follows. */
    post: async (message: EventMessage, more: Partial<Message> = {}) => {
      const received = await receive(message, more)
      await settle()
      return received
    },
    /** What everybody who was ever called was told, as if each notice had left at once. */
    told: async (): Promise<Readonly<Record<string, Told>>> => {
      const rows = await database.rows<{ id: string; purpose: string; n: number }>(sql`
        SELECT r.external_id AS id, n.purpose, count(*)::int AS n FROM notice n JOIN responder r ON r.id = n.responder_id
         WHERE n.state <> 'cancelled' GROUP BY 1, 2`)
      const now = await database.rows<{ id: string }>(sql`
        SELECT DISTINCT r.external_id AS id FROM call_out_responder p JOIN responder r ON r.id = p.responder_id
         WHERE p.stood_down_at IS NULL`)
      const toGo = new Set(now.map(({ id }) => id))
      const told: Record<string, Told> = {}
      for (const { id } of rows) {
        const count = (purpose: string): number => rows.find((row) => row.id === id && row.purpose === purpose)?.n ?? 0
        told[id] = { go: count('call-out'), standDown: count('stand-down'), isToGo: toGo.has(id) }
      }
      return told
    },
    /** What each person was told by R-number, oldest first; what was taken back before it left is left out. */
    heard: async (): Promise<Readonly<Record<string, readonly Heard[]>>> => {
      const rows = await database.rows<{ id: string; heard: Heard[] }>(sql`
        SELECT r.external_id AS id,
               jsonb_agg(jsonb_build_object('purpose', n.purpose, 'muster', n.fields->>'muster') ORDER BY n.serial) AS heard
          FROM notice n JOIN responder r ON r.id = n.responder_id WHERE n.state <> 'cancelled' GROUP BY 1`)
      return Object.fromEntries(rows.map(({ id, heard }) => [id, heard]))
    },
    /** Everything that was planned so far counts as sent: a stand-down then goes out instead of taking it back. */
    send: () =>
      database.run(
        sql`UPDATE notice SET state = 'accepted', accepted_at = ${clock.now()}, sending_at = ${clock.now()} WHERE state = 'planned'`,
      ),
    /** Forgets every message and call, and keeps the people. */
    forget: () =>
      emptyTables(database, [
        'answer',
        'audit_entry',
        'call_out',
        'call_out_responder',
        'delivery',
        'event_link',
        'hazard_event',
        'incident',
        'notice',
        'timeline_entry',
      ]),
  }
}
