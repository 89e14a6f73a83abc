import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { mapCommand } from '../../src/cli/map.ts'
import { circle } from '../../src/geo/area.ts'
import { sql } from '../../src/store/sql.ts'
import { faultIn } from '../cartography/well-formed.ts'
import { command, freshFolder, freshHome } from './commands.ts'

const folder = await freshFolder()
const { home, database } = await freshHome()
const kentongan = command(mapCommand, home)

const addSite = (code: string, lng: number) =>
  database.run(sql`
    INSERT INTO site (site_code, name, village_code, lng, lat, accuracy_m, landmass, hazards, synthetic, updated_at)
    VALUES (${code}, ${`Desa ${code}`}, '81.01.01.2001', ${lng}, -3.3, 100, 1, '{}', false, now())`)

beforeAll(async () => {
  await addSite('KSB-1', 128.92)
  await addSite('KSB-2', 129.4)
})

/** A call-out in Maluku (WIT) with one who says yes and one who is silent. */
const addCallOut = async (mode: string, assessed: boolean): Promise<string> => {
  const [callOutId, eventId, incidentId] = [randomUUID(), randomUUID(), randomUUID()]
  const at = '2026-11-22T04:21:00Z'
  const impact = assessed
    ? JSON.stringify({ area: circle([128.9, -3.3], 5), centre: [128.9, -3.3], radiusKm: 5, because: 'x' })
    : null
  await database.run(
    sql`INSERT INTO incident (id, hazard, mode, opened_at) VALUES (${incidentId}, 'flood', ${mode}, ${at})`,
  )
  await database.run(sql`
    INSERT INTO hazard_event (id, incident_id, thread_id, source, source_id, revision, sequence, standing, content_hash, jurisdiction, mode, message_type,
                              hazard, severity, urgency, certainty, occurred_at, received_at, headline, description,
                              village_codes, regency_code, decision, reason, warnings, impact_area)
    VALUES (${eventId}, ${incidentId}, ${eventId}, 'test', ${eventId}, 1, 1, 'active', '', '', ${mode}, 'alert', 'flood', 'severe', 'immediate',
            'observed', ${at}, ${at}, 'Banjir <Tehoru> & sekitarnya', '', '{}', '81.01', 'mobilise', 'alert', '{}',
            ${impact}::jsonb)`)
  await database.run(sql`
    INSERT INTO call_out (id, incident_id, event_id, code, mode, status, need, policy, destination, shortfall, opened_at)
    VALUES (${callOutId}, ${incidentId}, ${eventId}, 'A7K2', ${mode}, 'calling', '{"tagana": 2}', '{}',
            ${JSON.stringify({ name: 'Gardu KSB', position: [128.91, -3.31], landmass: 1 })}::jsonb, '{}', ${at})`)
  for (const [name, answer] of [
    ['Ani', 'yes'],
    ['Beni', null],
  ]) {
    const id = randomUUID()
    await database.run(sql`
      INSERT INTO responder (id, source, external_id, name, kind, regency_code, lng, lat, accuracy_m, landmass, language,
                             synthetic, updated_at, channels, serves_codes, skills)
      VALUES (${id}, 'test', ${id}, ${name}, 'tagana', '81.01', 128.95, -3.35, 100, 1, 'id', false, now(), '{}', '{}', '{}')`)
    await database.run(sql`
      INSERT INTO call_out_responder (call_out_id, responder_id, kind, wave, rank, distance_km, called_at, deadline_at,
                                      answer, answered_at, silent_at)
      VALUES (${callOutId}, ${id}, 'tagana', 1, 1, 5, ${at}, ${at}, ${answer},
              ${answer === null ? null : at}::timestamptz, ${answer === null ? at : null}::timestamptz)`)
  }
  return callOutId
}

const drawn = async (...args: readonly string[]): Promise<string> => {
  const file = join(folder, `${randomUUID()}.svg`)
  expect(await kentongan('map', '--out', file, ...args)).toMatchObject({ code: 0 })
  const svg = await readFile(file, 'utf8')
  expect(faultIn(svg)).toBeUndefined()
  return svg
}

test('the country shows every site; real ones carry no ribbon, invented ones do', async () => {
  const real = await drawn()
  expect(real).toContain('>2 Kampung Siaga Bencana (KSB)<')
  expect(real).toMatch(/2 KSB terdaftar\. Keadaan \p{L}+, \d+ \p{L}+ \d{4} pukul \d\d\.\d\d WIB/u)
  expect(real).not.toContain('DATA CONTOH')
  await database.run(sql`UPDATE site SET synthetic = true WHERE site_code = 'KSB-2'`)
  expect(await drawn()).toContain('>DATA CONTOH<')
})

test('a call-out shows its area, where to go, its people and, in words, what it is and when', async () => {
  const svg = await drawn('--call-out', await addCallOut('actual', true))
  expect(svg).toContain('<title id="map-title">Banjir &lt;Tehoru&gt; &amp; sekitarnya</title>')
  expect(svg).toContain('Minggu, 22 November 2026 pukul 13.21 WIT')
  expect(svg).toContain('Kode A7K2')
  expect(svg).toContain('Status: memanggil petugas')
  expect(svg).toContain('Bersedia: 1/2 Tagana')
  expect(svg).toContain('<title>Ani: Bersedia datang</title>')
  expect(svg).toContain('<title>Beni: Tidak menjawab</title>')
  for (const words of ['Wilayah terdampak', 'KSB terdampak', 'Gardu KSB']) expect(svg).toContain(`>${words}<`)
  expect(svg).not.toMatch(/LATIHAN|UJI SISTEM/)
})

test.each([
  ['exercise', 'LATIHAN'],
  ['test', 'UJI SISTEM'],
])('a call-out in mode %s says %s', async (mode, words) => {
  expect(await drawn('--call-out', await addCallOut(mode, true))).toContain(`>${words}<`)
})

test('before its event is assessed a call-out is drawn on the country', async () => {
  expect(await drawn('--call-out', await addCallOut('exercise', false))).not.toContain('Wilayah terdampak')
})

test.each(['nope', '0f6ae77b-c64e-4fce-ad13-5d95a780619e'])(
  'a call-out %s that there is not is refused by name',
  async (id) => {
    const { code, err } = await kentongan('map', '--out', join(folder, 'no.svg'), '--call-out', id)
    expect(code).toBe(2)
    expect(err).toContain(`--call-out: got "${id}"`)
  },
)

test('a map without a file, or with another kind of file, is bad usage', async () => {
  expect(await kentongan('map')).toMatchObject({ code: 2, out: '' })
  expect(await kentongan('map', '--out', 'peta.png')).toMatchObject({ code: 2, out: '' })
})
