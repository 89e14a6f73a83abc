import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, onTestFinished } from 'vitest'
import type { NoticeState } from '../../src/mobilisation/notice.ts'
import { openDatabase } from '../../src/store/database.ts'
import { saveResponders } from '../../src/store/register.ts'
import { createSeal } from '../../src/store/seal.ts'
import { sql } from '../../src/store/sql.ts'
import { freshDatabase } from '../support/database.ts'
import { emptyTables } from '../support/empty-tables.ts'
import { aTagana, type Person } from '../support/people.ts'

export const NOW = new Date('2026-11-22T06:30:00Z')
export const after = (seconds: number): Date => new Date(NOW.getTime() + seconds * 1_000)

export interface NoticeGiven {
  readonly state?: NoticeState
  readonly channel?: 'sms' | 'email'
  readonly purpose?: string
  readonly mode?: string
  readonly tries?: number
  readonly gateway?: string | null
  readonly providerRef?: string | null
  readonly endedAt?: Date | null
  readonly expiresAt?: Date | null
}

export interface NoticeSeen {
  readonly id: string
  readonly ref: string
  readonly channel: string
  readonly state: string
  readonly reason: string | null
  readonly repeats: number
  readonly follows: string | null
  readonly accepted_at: Date | null
  readonly delivered_at: Date | null
  readonly settled_at: Date | null
}

/** A database with one call-out, whose people and notices a test puts in. Call it at the top of a file. */
export const openOutcomes = async () => {
  const seal = createSeal('a secret for outcomes')
  const db = openDatabase({ url: await freshDatabase(), max: 4, name: 'outcomes', onError: () => undefined })
  afterAll(() => db.close())
  let callOutId = ''

  beforeEach(async () => {
    await emptyTables(db, [
      'call_out',
      'call_out_responder',
      'contact_flag',
      'hazard_event',
      'incident',
      'notice',
      'receipt',
      'responder',
      'timeline_entry',
    ])
    const [incidentId, eventId] = [randomUUID(), randomUUID()]
    callOutId = randomUUID()
    await db.run(sql`
      INSERT INTO call_out (id, incident_id, event_id, code, mode, status, need, policy, shortfall, opened_at)
      VALUES (${callOutId}, ${incidentId}, ${eventId}, 'A7K2', 'actual', 'calling', '{}', '{}', '{}', ${NOW})`)
  })

  const save = (person: Person, at = NOW): Promise<number> => saveResponders(db, seal, [{ ...person, landmass: 1 }], at)
  const idOf = async (externalId: string): Promise<string> => {
    const [row] = await db.rows<{ id: string }>(sql`SELECT id FROM responder WHERE external_id = ${externalId}`)
    return row?.id ?? ''
  }
  const people = { nth: 0 }
  return {
    db,
    seal,
    save,
    idOf,
    callOutId: () => callOutId,
    /** A person who was called, by phone or, where asked, by mail too; gives the id of the row. */
    called: async (externalId: string, given: { readonly mail?: boolean } = {}): Promise<string> => {
      await save(aTagana(externalId, given))
      const id = await idOf(externalId)
      people.nth += 1
      await db.run(sql`
        INSERT INTO call_out_responder (call_out_id, responder_id, kind, wave, rank, distance_km, called_at, deadline_at)
        VALUES (${callOutId}, ${id}, 'tagana', 1, ${people.nth}, 1, ${NOW}, ${after(600)})`)
      return id
    },
    /** A notice as it stands after a try; gives its reference. */
    notice: async (responderId: string, given: NoticeGiven = {}): Promise<string> => {
      const { state = 'accepted', channel = 'sms', purpose = 'call-out', mode = 'actual', tries = 1 } = given
      const ref = `kn-${randomUUID().slice(0, 8)}`
      const held = state === 'claimed' || state === 'sending'
      await db.run(sql`
        INSERT INTO notice (id, call_out_id, responder_id, channel, purpose, wave, mode, priority, state, ref, fields,
                            provider_ref, gateway, attempt, tries, due_at, planned_at, sending_at, accepted_at, ended_at,
                            expires_at, lease_until)
        VALUES (${randomUUID()}, ${callOutId}, ${responderId}, ${channel}, ${purpose}, 1, ${mode}, 0, ${state}, ${ref},
                '{"place":"Warnasari"}', ${given.providerRef ?? null}, ${given.gateway ?? null}, ${tries}, ${tries}, ${NOW},
                ${NOW}, ${tries > 0 ? NOW : null}, ${state === 'accepted' ? NOW : null},
                ${given.endedAt ?? (state === 'unknown' ? NOW : null)}, ${given.expiresAt ?? after(1_800)},
                ${held ? after(10) : null})`)
      return ref
    },
    seen: async (ref: string): Promise<NoticeSeen> => {
      const [row] = await db.rows<NoticeSeen>(sql`SELECT * FROM notice WHERE ref = ${ref}`)
      if (row === undefined) throw new Error(`no notice ${ref}`)
      return row
    },
    all: (): Promise<NoticeSeen[]> => db.rows<NoticeSeen>(sql`SELECT * FROM notice ORDER BY serial`),
    timeline: () =>
      db.rows<{ kind: string; detail: Readonly<Record<string, unknown>> }>(
        sql`SELECT kind, detail FROM timeline_entry ORDER BY id`,
      ),
    /** Holds a notice's row in a transaction of somebody else until the test is over. */
    hold: async (ref: string): Promise<() => Promise<void>> => {
      let letGo = (): void => undefined
      let held = (): void => undefined
      const holding = new Promise<void>((resolve) => {
        held = resolve
      })
      const done = db.transact(async (connection) => {
        await connection.run(sql`SELECT 1 FROM notice WHERE ref = ${ref} FOR UPDATE`)
        held()
        await new Promise<void>((resolve) => {
          letGo = resolve
        })
      })
      await holding
      const release = async (): Promise<void> => {
        letGo()
        await done
      }
      onTestFinished(release)
      return release
    },
  }
}
