import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { callOutCommand } from '../../src/cli/call-out.ts'
import { importCommand } from '../../src/cli/import.ts'
import { operatorCommand } from '../../src/cli/operator.ts'
import { previewCommand } from '../../src/cli/preview.ts'
import { sql } from '../../src/store/sql.ts'
import { command, freshHome } from './commands.ts'

const { home, database } = await freshHome()
const kentongan = command((program, run) => {
  for (const add of [importCommand, operatorCommand, previewCommand, callOutCommand]) add(program, run)
}, home)

const written = (name: string, content: string): string => {
  const file = join(home, name)
  writeFileSync(file, content)
  return file
}

const REGISTER = `external_id,source,name,kind,phone,longitude,latitude,level,consent_on,synthetic,opted_out_until
T-1,test,Warga Satu,tagana,+628400000001,107.512,-7.19,utama,2026-01-02,true,
T-2,test,Warga Dua,tagana,+628400000002,107.513,-7.19,utama,2026-01-02,true,2099-01-01
T-3,test,Warga Tiga,tagana,+628400000003,107.514,-7.19,utama,2026-01-02,true,
`

const flood = (changes: object = {}): string =>
  JSON.stringify({
    id: 'banjir-1',
    mode: 'exercise',
    messageType: 'alert',
    hazard: 'flood',
    occurredAt: new Date().toISOString(),
    headline: 'Banjir',
    area: { geometry: { type: 'Point', coordinates: [107.5161, -7.1908] }, radiusKm: 5 },
    need: { tagana: 2 },
    ...changes,
  })

test('a preview shows who would be called and what it costs, without a service, and keeps nothing', async () => {
  expect((await kentongan('import', 'responders', written('responders.csv', REGISTER))).code).toBe(0)
  const { out } = await kentongan(
    ...['operator', 'add', '--name', 'BPBD Bandung', '--jurisdiction', '32.04', '--role', 'sender', '--json'],
  )
  const { operatorId, secret } = z.object({ operatorId: z.string(), secret: z.string() }).parse(JSON.parse(out))
  const by = ['--operator', operatorId, '--secret', secret]

  const file = written('banjir.json', flood())
  const { code, out: text, err } = await kentongan('preview', file, ...by)
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(text).toMatch(/decision +mobilise \(alert\)/)
  expect(text).toMatch(/called +2, 0 stay called, 0 stood down/)
  expect(text).toMatch(/cost +Rp[\d.]+ \(2 sms in \d+ parts\)/)
  expect(text).toMatch(
    /called +tagana +Warga Tiga +asked-whether-safe +Ditanya dulu apakah aman .*zona bahaya \(0,\d km, sekitar \d+ menit\)\./,
  )
  expect(text).toMatch(/passed +tagana +Warga Dua +opted-out +Tidak dipanggil: meminta untuk tidak dihubungi/)
  expect(text).toContain('The cost assumes:')

  const shown = await kentongan('preview', file, ...by, '--json')
  expect(JSON.parse(shown.out)).toMatchObject({ decision: 'mobilise', called: 2, need: { tagana: 2 } })
  const bad = await kentongan('preview', written('bad.json', flood({ hazard: 'flod' })), ...by)
  expect([bad.code, bad.err]).toEqual([2, expect.stringContaining('hazard')])
  expect(await database.rows(sql`SELECT id FROM hazard_event UNION SELECT id FROM call_out`)).toEqual([])
  expect(await database.rows(sql`SELECT 1 FROM delivery`)).toEqual([])
})

test('what a call-out considered is asked for by its id, and by a round from 1', async () => {
  const nothing = await kentongan('call-out', 'considered', '0190a8f2-0000-7000-8000-00000000ffff')
  expect([nothing.code, nothing.err]).toEqual([2, expect.stringContaining('There is no such call-out')])
  const [id, incident, responder] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
  const event = crypto.randomUUID()
  const at = new Date()
  await database.run(sql`
    INSERT INTO hazard_event (id, incident_id, thread_id, sequence, standing, source, source_id, revision, content_hash,
                              jurisdiction, mode, message_type, severity, urgency, certainty, occurred_at, received_at,
                              headline, description, village_codes, regency_code, decision, reason, warnings)
    VALUES (${event}, ${incident}, ${event}, 1, 'active', 's', 'i', 1, 'h', '32.04', 'exercise', 'alert', 'severe',
            'unknown', 'unknown', ${at}, ${at}, 'Banjir', '', '{}', '32.04', 'mobilise', 'alert', '{}')`)
  await database.run(sql`
    INSERT INTO call_out (id, incident_id, event_id, code, mode, status, need, policy, shortfall, opened_at)
    VALUES (${id}, ${incident}, ${event}, 'A7K2', 'exercise', 'calling', '{}', '{}', '{}', ${at})`)
  await database.run(sql`
    INSERT INTO choice_round (call_out_id, round, at, called, stays, passed, left_out, looked_at, farther)
    VALUES (${id}, 1, ${at}, 0, 0, 1, 0, 4, 9)`)
  await database.run(sql`
    INSERT INTO considered (call_out_id, responder_id, round, place, outcome, reason, detail)
    VALUES (${id}, ${responder}, 1, 1, 'passed', 'unavailable', '{"km": 3, "kind": "tagana"}')`)
  const { out } = await kentongan('call-out', 'considered', id)
  expect(out).toMatch(/1 +passed +tagana +- +- +unavailable +Tidak dipanggil: sedang tidak dapat bertugas \(3,0 km\)\./)
  expect(out).toMatch(/round +at +called +stay +passed over +not listed +looked at +farther away/)
  const second = await kentongan('call-out', 'considered', id, '--round', '2', '--json')
  expect(JSON.parse(second.out)).toMatchObject({ responders: [], rounds: [{ round: 1, lookedAt: 4, fartherAway: 9 }] })
  expect((await kentongan('call-out', 'considered', id, '--round', '0')).code).toBe(2)
})
