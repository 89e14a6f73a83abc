import { beforeEach, expect, test } from 'vitest'
import { aMember, aSite, aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const kentongan = await openVillage({
  files: {
    'campaigns/tes.yaml': `
id: tes
type: contact-test
audience: { kinds: [ksb_member, tagana] }
every: 14d
from: 2026-12-07
window: 09:00-16:00
spread: 7d
answerWithin: 1d
`,
    'campaigns/info.yaml': `
id: info
type: education
audience: { kinds: [ksb_member], sites: [KSB-1] }
every: 1 month
from: 2027-02-01
until: 2027-03-15
window: 09:00-16:00
spread: 3d
messages: [Siapkan tas darurat., Hafalkan jalur evakuasi.]
`,
    'drills/gladi.yaml': `
id: gladi
type: gladi-posko
hazard: flood
sites: { codes: [KSB-1] }
startsAt: 2026-12-24T09:00
duration: 1h
invite: 7d
`,
  },
})
// Two of everything, as in a real deployment: neither may do the other's work again.
await kentongan.start('all')
const { phone, clock } = kentongan

const TEST = /^\nTES KONTAK - bukan kejadian\. (?!.*LATIHAN)BPBD .*Balas 1/
const ADVICE = /^\nINFO KESIAPSIAGAAN - Siapkan tas darurat\. BPBD .*STOP INFO$/
const IDS = ['R-0001', 'R-0002', 'R-0011']

const goTo = async (text: string): Promise<void> => {
  clock.setTo(new Date(text))
  await kentongan.settle()
}

/** Hour by hour: only a clock that ticks so finds each person's own time. */
const passDays = async (first: string, days: number): Promise<void> => {
  for (let hour = 0; hour < days * 24; hour += 3)
    await goTo(new Date(new Date(first).getTime() + hour * 3_600_000).toISOString())
}

const recipients = () =>
  kentongan.rows<{ campaign: string; turn: number; id: string; state: string; reason: string | null; notices: number }>`
    SELECT c.campaign_id AS campaign, c.turn, r.external_id AS id, c.state, c.reason, c.notices
      FROM campaign_recipient c JOIN responder r ON r.id = c.responder_id ORDER BY 1, 2, 3`

const stateOf = async (turn: number, id: string, campaign = 'tes') =>
  (await recipients()).find((row) => row.campaign === campaign && row.turn === turn && row.id === id)?.state

beforeEach(async () => {
  await kentongan.rows`TRUNCATE campaign_turn, campaign_recipient, education_opt_out, contact_flag`
  await kentongan.found(aSite('KSB-1'))
  await kentongan.enrol(
    aMember('R-0001', { siteCode: 'KSB-1', kmNorth: 0.5 }),
    aMember('R-0002', { siteCode: 'KSB-1', kmNorth: 0.6 }),
    aTagana('R-0011', { kmNorth: 4 }),
  )
  await kentongan.settle()
})

test('everybody gets one test in a turn, by daylight; a 1 is an answer, silence in two turns is shown', async () => {
  await passDays('2026-12-06T17:00:00Z', 8)
  for (const id of IDS) phone(id).received(TEST)
  expect(await recipients()).toHaveLength(3)
  const sent = await kentongan.rows<{ hour: number; mode: string; priority: number }>`
    SELECT extract(hour FROM planned_at AT TIME ZONE 'Asia/Jakarta')::int AS hour, mode, priority FROM notice`
  expect(sent).toHaveLength(3)
  for (const { hour, mode, priority } of sent) {
    expect(hour).toBeGreaterThanOrEqual(9)
    expect(hour).toBeLessThan(16)
    expect([mode, priority]).toEqual(['exercise', 8])
  }

  await kentongan.replies('R-0001', '1')
  expect(await stateOf(0, 'R-0001')).toBe('answered')
  const answers = await kentongan.rows`SELECT meaning, via, call_out_id FROM answer`
  expect(answers).toEqual([{ meaning: 'reachable', via: 'sms', call_out_id: null }])
  await goTo('2026-12-20T00:00:00Z')
  expect(await stateOf(0, 'R-0002')).toBe('silent')
  expect(await kentongan.rows`SELECT 1 FROM contact_flag`).toEqual([])

  await passDays('2026-12-20T17:00:00Z', 9)
  expect((await recipients()).filter(({ turn }) => turn === 1).map(({ state }) => state)).toEqual([
    'silent',
    'silent',
    'silent',
  ])
  const flags = await kentongan.rows`
    SELECT r.external_id AS id, f.reason, f.channel FROM contact_flag f JOIN responder r ON r.id = f.responder_id ORDER BY 1`
  expect(flags).toEqual([
    { id: 'R-0002', reason: 'no-answer-to-tests', channel: 'sms' },
    { id: 'R-0011', reason: 'no-answer-to-tests', channel: 'sms' },
  ])
  // Late is better than never, and takes the flag away.
  await kentongan.replies('R-0002', '1')
  expect(await stateOf(1, 'R-0002')).toBe('answered')
  expect(await kentongan.rows`SELECT 1 FROM contact_flag`).toHaveLength(1)
})
