import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { audit, listAudit } from '../../src/store/audit.ts'
import { openDatabase } from '../../src/store/database.ts'
import { addOperator } from '../../src/store/operators.ts'
import { saveResponders } from '../../src/store/register.ts'
import { createSeal } from '../../src/store/seal.ts'
import { sql } from '../../src/store/sql.ts'
import { freshDatabase } from '../support/database.ts'
import { aTagana } from '../support/people.ts'

const NOW = new Date('2026-11-22T06:00:00Z')
const seal = createSeal('a secret for the trail')
const db = openDatabase({ url: await freshDatabase(), max: 2, name: 'audit test', onError: () => undefined })
afterAll(() => db.close())

type Entry = Parameters<typeof audit>[1]

const anEntry = (more: Partial<Entry> = {}): Entry => ({
  at: NOW,
  actor: 'operator',
  actorId: 'op_1',
  action: 'approved',
  subject: 'call-out',
  subjectId: randomUUID(),
  detail: {},
  address: '10.0.0.7',
  ...more,
})

const ALL = { subject: null, subjectId: null, actorId: null, action: null, limit: 50, before: null } as const

const list = (query: Partial<Parameters<typeof listAudit>[2]> = {}, jurisdiction = '') =>
  listAudit(db, { jurisdiction }, { ...ALL, ...query })

describe('the trail', () => {
  test('gives back what was written, newest first', async () => {
    const subjectId = randomUUID()
    const first = anEntry({ subjectId, detail: { status: 'planning', count: 3, nested: { none: null } } })
    const second = anEntry({ subjectId, actor: 'program', actorId: null, action: 'stood-down', address: null })
    await audit(db, first)
    await audit(db, second)
    const { entries, next } = await list({ subjectId })
    expect(next).toBeNull()
    expect(entries.map(({ id: _id, ...entry }) => entry)).toEqual([second, first])
  })

  test('is undone with the decision that it belongs to', async () => {
    const entry = anEntry()
    const gone = db.transact(async (connection) => {
      await audit(connection, entry)
      throw new Error('the decision failed')
    })
    await expect(gone).rejects.toThrow('the decision failed')
    expect((await list({ subjectId: entry.subjectId })).entries).toEqual([])
  })

  test.each([
    ['changed', sql`UPDATE audit_entry SET action = 'nothing' WHERE subject_id = 'kept'`],
    ['deleted', sql`DELETE FROM audit_entry WHERE subject_id = 'kept'`],
  ])('cannot be %s', async (_what, statement) => {
    await audit(db, anEntry({ subjectId: 'kept' }))
    await expect(db.run(statement)).rejects.toThrow('only ever added to')
  })

  test('masks contacts in what is said about a decision, and keeps ids, codes and times', async () => {
    const subjectId = randomUUID()
    const kept = {
      by: 'op_062812345678901234',
      region: '32.04.15.2003',
      at: '2026-11-22T06:00:00.000Z',
      callOutId: subjectId,
      count: 81_234_567_890,
    }
    const detail = { ...kept, words: ['telepon 0812-3456-7890', { note: 'surel ibu.sari@kantor.example' }] }
    await audit(db, anEntry({ subjectId, detail }))
    const [entry] = (await list({ subjectId })).entries
    expect(entry?.detail).toEqual({ ...kept, words: ['telepon ***890', { note: 'surel ***@kantor.example' }] })
  })
})

describe('a list', () => {
  const ids = [randomUUID(), randomUUID(), randomUUID()] as const

  beforeAll(async () => {
    await audit(db, anEntry({ actorId: 'op_list', subjectId: ids[0] }))
    await audit(db, anEntry({ actorId: 'op_list', subjectId: ids[1], action: 'stood-down' }))
    await audit(db, anEntry({ actorId: 'op_list', subjectId: ids[2], subject: 'event' }))
    await audit(db, anEntry({ actorId: 'op_other', subjectId: ids[2], subject: 'event' }))
  })

  test.each<[string, Partial<Parameters<typeof listAudit>[2]>, readonly number[]]>([
    ['by who', { actorId: 'op_list' }, [2, 1, 0]],
    ['by what was done', { actorId: 'op_list', action: 'approved' }, [2, 0]],
    ['by the sort of thing', { actorId: 'op_list', subject: 'call-out' }, [1, 0]],
    ['by the thing', { subjectId: ids[2] }, [2, 2]],
    ['by all of these', { actorId: 'op_list', action: 'approved', subject: 'event', subjectId: ids[2] }, [2]],
    ['by what nobody did', { actorId: 'op_list', action: 'nothing' }, []],
  ])('is filtered %s', async (_words, query, expected) => {
    expect((await list(query)).entries.map((entry) => entry.subjectId)).toEqual(expected.map((at) => ids[at]))
  })

  test('comes in pages that miss and repeat nobody, also while more is written', async () => {
    const seen: string[] = []
    let before: string | null = null
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({ actorId: 'op_list', limit: 2, before })
      seen.push(...page.entries.map((entry) => entry.subjectId))
      before = page.next
      await audit(db, anEntry({ actorId: 'op_list' }))
    } while (before !== null)
    expect(seen).toEqual([ids[2], ids[1], ids[0]])
  })
})

describe('a reader of one region', () => {
  const [eventId, callOutId, phaseId, reportId] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]

  const addOffice = (jurisdiction: string) =>
    addOperator(
      db,
      seal,
      { name: 'Kantor', organisation: 'BPBD', jurisdiction, role: 'admin', email: null, phone: null },
      NOW,
    )

  const actions = async (jurisdiction: string): Promise<readonly string[]> =>
    (await list({ limit: 500 }, jurisdiction)).entries
      .map(({ action }) => action)
      .filter((action) => action.startsWith('test-'))
      .sort()

  beforeAll(async () => {
    const [bandung, garut, country] = await Promise.all(['32.04', '32.05', ''].map(addOffice))
    if (bandung === undefined || garut === undefined || country === undefined) throw new Error('no offices')
    await saveResponders(db, seal, [{ ...aTagana('R-0001'), landmass: 1 }], NOW)
    await db.run(sql`
      INSERT INTO emergency_phase (id, region_code, phase, from_at, until_at, decree, declared_by, declared_at)
      VALUES (${phaseId}, '32.04', 'siaga-darurat', ${NOW}, ${new Date(NOW.getTime() + 1)}, 'SK', 'op', ${NOW})`)
    await db.run(sql`
      INSERT INTO village_report (id, responder_id, via, received_at, text_sealed, outcome, reason)
      SELECT ${reportId}, id, 'sms', ${NOW}, ''::bytea, 'inbox', 'unclear' FROM responder`)
    const incidentId = randomUUID()
    await db.run(sql`INSERT INTO incident (id, mode, opened_at) VALUES (${incidentId}, 'actual', ${NOW})`)
    await db.run(sql`
      INSERT INTO hazard_event (id, incident_id, thread_id, sequence, standing, source, source_id, revision,
                                content_hash, jurisdiction, mode, message_type, hazard, severity, urgency, certainty,
                                occurred_at, received_at, headline, description, village_codes, regency_code, decision,
                                reason, warnings)
      VALUES (${eventId}, ${incidentId}, ${eventId}, 1, 'active', 'BPBD', 'banjir-1', 1, 'x', '32.04', 'actual',
              'alert', 'flood', 'severe', 'unknown', 'unknown', ${NOW}, ${NOW}, '', '', '{}', '32.04', 'mobilise',
              'alert', '{}')`)
    await db.run(sql`
      INSERT INTO call_out (id, incident_id, event_id, code, mode, status, need, policy, shortfall, opened_at)
      VALUES (${callOutId}, ${incidentId}, ${eventId}, 'A7K2', 'actual', 'calling', '{}', '{}', '{}', ${NOW})`)
    await audit(
      db,
      anEntry({ subject: 'event', subjectId: eventId, actor: 'feed', actorId: 'bmkg', action: 'test-event' }),
    )
    await audit(db, anEntry({ subjectId: callOutId, actorId: country.operatorId, action: 'test-call-out' }))
    await audit(db, anEntry({ actorId: bandung.operatorId, action: 'test-by-ours' }))
    await audit(db, anEntry({ actorId: garut.operatorId, action: 'test-by-theirs' }))
    await audit(db, anEntry({ actorId: country.operatorId, action: 'test-by-the-country' }))
    await audit(
      db,
      anEntry({
        subject: 'operator',
        subjectId: bandung.operatorId,
        actor: 'program',
        actorId: null,
        action: 'test-about-ours',
      }),
    )
    await audit(
      db,
      anEntry({
        subject: 'operator',
        subjectId: garut.operatorId,
        actor: 'program',
        actorId: null,
        action: 'test-about-theirs',
      }),
    )
    await audit(
      db,
      anEntry({ subject: 'phase', subjectId: phaseId, actorId: country.operatorId, action: 'test-phase' }),
    )
    await audit(
      db,
      anEntry({ subject: 'report', subjectId: reportId, actor: 'village', actorId: 'x', action: 'test-report' }),
    )
    await audit(
      db,
      anEntry({
        subject: 'event',
        subjectId: 'not-a-uuid',
        actor: 'feed',
        actorId: bandung.operatorId,
        action: 'test-feed',
      }),
    )
  })

  test('sees what was decided by and about its own, whoever did it', async () => {
    const here = ['test-call-out', 'test-event', 'test-phase', 'test-report']
    const ours = ['test-about-ours', 'test-by-ours', ...here]
    expect(await actions('32.04')).toEqual(ours)
    // A kecamatan sees what happens in its regency, not what the regency's officers do.
    expect(await actions('32.04.15')).toEqual(here)
    expect(await actions('32')).toEqual([...ours, 'test-about-theirs', 'test-by-theirs'].sort())
    expect(await actions('34')).toEqual([])
    expect(await actions('32.0')).toEqual([])
  })

  test('of the whole country sees all of it', async () => {
    expect(await actions('')).toHaveLength(10)
  })
})
