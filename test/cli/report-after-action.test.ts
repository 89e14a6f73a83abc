import { expect, test } from 'vitest'
import { reportCommand } from '../../src/cli/report.ts'
import { sql } from '../../src/store/sql.ts'
import { command, freshHome } from './commands.ts'

const { home, database } = await freshHome()
const kentongan = command(reportCommand, home)

const CALL_OUT = '0190a8f2-0000-7000-8000-000000000001'
const PEOPLE = 6_000

test('a call-out of six thousand people is reported whole, by the counts of its rows and its log', async () => {
  await database.run(sql`
    INSERT INTO hazard_event (id, incident_id, thread_id, sequence, standing, source, source_id, revision, content_hash,
                              jurisdiction, mode, message_type, hazard, severity, urgency, certainty, occurred_at,
                              received_at, headline, description, village_codes, regency_code, decision, reason, warnings)
    VALUES (${CALL_OUT}, ${CALL_OUT}, ${CALL_OUT}, 1, 'none', 'BPBD', 'x', 1, 'x', '', 'actual', 'alert', 'flood', 'severe',
            'immediate', 'observed', now(), now(), 'Banjir', '', '{}', '32.04', 'mobilise', 'x', '{}')`)
  await database.run(sql`
    INSERT INTO call_out (id, incident_id, event_id, code, mode, status, need, policy, shortfall, opened_at, closed_at)
    VALUES (${CALL_OUT}, ${CALL_OUT}, ${CALL_OUT}, 'A7K2', 'actual', 'closed', '{"tagana": 1500}', '{}', '{}',
            '2026-11-22T06:21:00Z', '2026-11-22T09:21:00Z')`)
  await database.run(sql`
    INSERT INTO call_out_responder (call_out_id, responder_id, kind, wave, rank, distance_km, called_at, deadline_at, answer,
                                    answered_at, answered_via)
    SELECT ${CALL_OUT}::uuid, md5(n::text)::uuid, 'tagana', 1 + n / 4000, n, 1, '2026-11-22T06:21:00Z',
           '2026-11-22T06:31:00Z', (ARRAY['yes', 'no', NULL])[1 + n % 3],
           CASE WHEN n % 3 < 2 THEN '2026-11-22T06:26:00Z'::timestamptz END, 'sms'
      FROM generate_series(1, ${PEOPLE}::int) n`)
  await database.run(sql`
    INSERT INTO timeline_entry (call_out_id, at, kind, detail)
    SELECT ${CALL_OUT}::uuid, '2026-11-22T06:21:00Z'::timestamptz + interval '50 ms' * n, 'answer',
           jsonb_build_object('responderId', md5(n::text)::uuid, 'answer', (ARRAY['yes', 'no'])[1 + n % 3])
      FROM generate_series(1, ${PEOPLE}::int) n WHERE n % 3 < 2`)
  await database.run(sql`
    INSERT INTO notice (id, call_out_id, responder_id, channel, purpose, wave, mode, priority, state, ref, fields, due_at,
                        planned_at, accepted_at)
    SELECT md5('n' || n)::uuid, ${CALL_OUT}::uuid, md5(n::text)::uuid, 'sms', 'call-out', 1, 'actual', 1,
           CASE WHEN n % 6 = 5 THEN 'refused' ELSE 'delivered' END, 'ref-' || n, '{}', '2026-11-22T06:21:00Z',
           '2026-11-22T06:21:00Z', CASE WHEN n % 6 = 5 THEN NULL ELSE '2026-11-22T06:21:20Z'::timestamptz END
      FROM generate_series(1, ${PEOPLE}::int) n`)
  const { code, out } = await kentongan('report', 'call-out', CALL_OUT, '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({
    provisional: false,
    figures: {
      answers: { called: 6_000, yes: 2_000, no: 2_000, unsafe: 0, none: 2_000 },
      byWave: [
        { group: '1', called: 3_999 },
        { group: '2', called: 2_001 },
      ],
      nonAnswers: [
        { name: 'refused', people: 1_000 },
        { name: 'silent', people: 1_000 },
      ],
      need: [{ kind: 'tagana', need: 1_500, coming: 2_000, missing: 0 }],
      spans: { toFirstNotice: 20, toQuorum: 225 },
    },
    story: [{ kind: 'answer', count: 4_000, words: { yes: 2_000, no: 2_000 } }],
  })
  expect((await kentongan('report', 'call-out', CALL_OUT, '--format', 'csv')).out.split('\n')).toHaveLength(6_002)
  const shown = await kentongan('report', 'call-out', CALL_OUT)
  expect(shown.out).toMatch(/^# Laporan pascakejadian/)
  expect(shown.out.length).toBeLessThan(10_000)
})

test('an id of nothing and a format that there is not are bad input', async () => {
  const unknown = '0190a8f2-0000-7000-8000-00000000ffff'
  for (const what of ['call-out', 'drill']) expect((await kentongan('report', what, unknown)).code).toBe(2)
  expect((await kentongan('report', 'call-out', CALL_OUT, '--format', 'pdf')).code).toBe(2)
  expect((await kentongan('report', 'call-out', 'A7K2')).code).toBe(2)
})
