import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { concerns } from '../../src/mobilisation/concerned.ts'
import { openDatabase } from '../../src/store/database.ts'
import { sql } from '../../src/store/sql.ts'
import { callOutConcerns, eventConcerns } from '../../src/store/within-reach.ts'
import { freshDatabase } from '../support/database.ts'

const NOW = new Date('2026-11-22T06:00:00Z')
const db = openDatabase({ url: await freshDatabase(), max: 2, name: 'reach test', onError: () => undefined })
afterAll(() => db.close())

interface Row {
  readonly id: string
  readonly regencyCode: string
  readonly villageCodes: readonly string[]
  readonly regions: readonly { readonly code: string; readonly level: string | null }[]
}

const CODES = ['32', '32.04', '32.04.15', '32.04.15.2003', '32.05', '32.05.01.1001', '33', '33.01', '33.01.02']

/** Every pair of codes, one as the regency and the other named as a village or a region, and a few more. */
const ROWS: readonly Row[] = [
  ...['', ...CODES].map((regencyCode) => ({ regencyCode, villageCodes: [], regions: [] })),
  ...CODES.map((code) => ({ regencyCode: '31.71', villageCodes: [code], regions: [] })),
  ...CODES.map((code) => ({ regencyCode: '31.71', villageCodes: [], regions: [{ code, level: null }] })),
  { regencyCode: '32.04', villageCodes: ['32.04.15.2003', '32.05.01.1001'], regions: [{ code: '33', level: 'awas' }] },
].map((row) => ({ id: randomUUID(), ...row }))

const JURISDICTIONS = ['', ...CODES, '3', '32.0', '34', '31.71.01', '%', '32.04.15.2004']

/** Keeps a message of the incident. */
const keep = ({ id, regencyCode, villageCodes, regions }: Row, incidentId: string, standing: string) =>
  db.run(sql`
    INSERT INTO hazard_event (id, incident_id, thread_id, sequence, standing, source, source_id, revision, content_hash,
                              jurisdiction, mode, message_type, severity, urgency, certainty, occurred_at, received_at,
                              headline, description, village_codes, regions, regency_code, decision, reason)
    VALUES (${id}, ${incidentId}, ${id}, 1, ${standing}, 's', ${id}, 1, 'h', '', 'actual', 'alert', 'severe', 'immediate',
            'observed', ${NOW}, ${NOW}, '', '', ${villageCodes}, ${JSON.stringify(regions)}, ${regencyCode}, 'record',
            'test')`)

const keepIncident = async (): Promise<string> => {
  const id = randomUUID()
  await db.run(sql`INSERT INTO incident (id, mode, opened_at) VALUES (${id}, 'actual', ${NOW})`)
  return id
}

beforeAll(async () => {
  for (const row of ROWS) await keep(row, await keepIncident(), 'none')
})

test.each(JURISDICTIONS)(
  'the rows say of each message whether it concerns "%s" as the rule does',
  async (jurisdiction) => {
    const found = await db.rows<{ id: string }>(sql`
    SELECT e.id FROM hazard_event e WHERE e.id = ANY(${ROWS.map(({ id }) => id)}::uuid[]) AND ${eventConcerns(jurisdiction)}`)
    const expected = ROWS.filter((row) => concerns(row, jurisdiction))
    expect(found.map(({ id }) => id).sort()).toEqual(expected.map(({ id }) => id).sort())
  },
)

test('a column may hold the jurisdiction', async () => {
  const found = await db.rows<{ code: string }>(sql`
    SELECT o.code FROM unnest(${JURISDICTIONS}::text[]) AS o(code)
     WHERE EXISTS (SELECT 1 FROM hazard_event e WHERE e.id = ${ROWS.at(-1)?.id} AND ${eventConcerns(sql`o.code`)})`)
  const row = ROWS.at(-1)
  expect(found.map(({ code }) => code)).toEqual(
    JURISDICTIONS.filter((jurisdiction) => row !== undefined && concerns(row, jurisdiction)),
  )
})

describe('a call-out concerns', () => {
  const of = (regencyCode: string): Row => ({ id: randomUUID(), regencyCode, villageCodes: [], regions: [] })

  /** One that the first message leads; the others stand beside it. */
  const callOut = async (lead: Row, ...others: readonly (readonly [Row, string])[]): Promise<string> => {
    const [id, incidentId] = [randomUUID(), await keepIncident()]
    await keep(lead, incidentId, 'active')
    for (const [row, standing] of others) await keep(row, incidentId, standing)
    await db.run(sql`
      INSERT INTO call_out (id, incident_id, event_id, code, mode, status, need, policy, shortfall, opened_at)
      VALUES (${id}, ${incidentId}, ${lead.id}, 'A2A2', 'actual', 'calling', '{}', '{}', '{}', ${NOW})`)
    return id
  }
  const isShown = async (id: string, jurisdiction: string): Promise<boolean> =>
    (await db.rows(sql`SELECT 1 FROM call_out c WHERE c.id = ${id} AND ${callOutConcerns(jurisdiction)}`)).length === 1

  test.each([
    ['whom its leading message concerns', '32.04', true],
    ['whom a message beside it concerns that asks something', '32.05', true],
    ['nobody by one that asks nothing', '33.01', false],
    ['the country', '', true],
  ])('%s', async (_whom, jurisdiction, expected) => {
    const id = await callOut(of('32.04'), [of('32.05'), 'waiting'], [of('33.01'), 'none'])
    expect(await isShown(id, jurisdiction)).toBe(expected)
  })
})
