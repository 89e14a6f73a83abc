import { beforeEach, expect, test } from 'vitest'
import { aFlood } from '../support/hazards.ts'
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
until: 2027-01-15
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
startsAt: 2027-01-16T09:00
duration: 1h
invite: 1d
`,
  },
})
// Two of everything, as in a real deployment: neither may do the other's work again.
await kentongan.start('all')
const { phone, clock } = kentongan

const TEST = /^\nTES KONTAK - bukan kejadian\. (?!.*LATIHAN)BPBD .*Balas 1/
const adviceOf = (words: string): RegExp => new RegExp(`^\\nINFO KESIAPSIAGAAN - ${words} BPBD .*STOP INFO$`)
const CALL = /^\nMOBILISASI .*Banjir/
const IDS = ['R-0001', 'R-0002', 'R-0011']

const goTo = async (at: Date | string): Promise<void> => {
  clock.setTo(new Date(at))
  await kentongan.settle()
}

/** From a day in Java on, three looks a day within the hours. */
const passDays = async (day: string, days: number): Promise<void> => {
  const first = new Date(`${day}T00:00+07:00`).getTime()
  for (let day = 0; day < days; day += 1)
    for (const hour of [9, 12, 15]) await goTo(new Date(first + (day * 24 + hour) * 3_600_000))
}

const recipients = () =>
  kentongan.rows<{ campaign: string; turn: number; id: string; state: string; reason: string | null }>`
    SELECT c.campaign_id AS campaign, c.turn, r.external_id AS id, c.state, c.reason
      FROM campaign_recipient c JOIN responder r ON r.id = c.responder_id ORDER BY 1, 2, 3`

const stateOf = async (id: string, turn: number, campaign = 'tes'): Promise<string> => {
  const row = (await recipients()).find((one) => one.campaign === campaign && one.turn === turn && one.id === id)
  return row?.reason ?? row?.state ?? 'no row'
}

const testEverybody = (): void => {
  for (const id of IDS) phone(id).received(TEST)
}

const answersOf = (id: string) =>
  kentongan.rows<{ meaning: string; about: string }>`
    SELECT a.meaning, CASE WHEN a.call_out_id IS NOT NULL THEN 'call-out' WHEN a.occurrence_id IS NOT NULL THEN 'drill'
                           ELSE 'neither' END AS about
      FROM answer a JOIN responder r ON r.id = a.responder_id WHERE r.external_id = ${id} ORDER BY a.at, a.id`

beforeEach(async () => {
  await kentongan.found(aSite('KSB-1'))
  await kentongan.enrol(
    aMember('R-0001', { siteCode: 'KSB-1', kmNorth: 0.5 }),
    aMember('R-0002', { siteCode: 'KSB-1', kmNorth: 0.6 }),
    aTagana('R-0011', { kmNorth: 4 }),
  )
  await kentongan.settle()
})

test('everybody gets one test in a turn, by daylight; a 1 is an answer, silence in two turns is shown', async () => {
  await passDays('2026-12-07', 8)
  testEverybody()
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
  expect(await stateOf('R-0001', 0)).toBe('answered')
  expect(await answersOf('R-0001')).toEqual([{ meaning: 'reachable', about: 'neither' }])
  await goTo('2026-12-20T00:00:00Z')
  expect(await stateOf('R-0002', 0)).toBe('silent')
  expect(await kentongan.rows`SELECT 1 FROM contact_flag`).toEqual([])

  await passDays('2026-12-21', 9)
  testEverybody()
  for (const id of IDS) expect(await stateOf(id, 1)).toBe('silent')
  const flags = () => kentongan.rows<{ id: string }>`
    SELECT r.external_id AS id, f.reason, f.channel FROM contact_flag f JOIN responder r ON r.id = f.responder_id ORDER BY 1`
  expect(await flags()).toEqual([
    { id: 'R-0002', reason: 'no-answer-to-tests', channel: 'sms' },
    { id: 'R-0011', reason: 'no-answer-to-tests', channel: 'sms' },
  ])
  const shown = await kentongan.ask('/v1/campaigns/tes')
  expect(await shown.json()).toMatchObject({
    type: 'contact-test',
    turns: [
      { turn: 1, people: 3, silent: 3 },
      { turn: 0, answered: 1, silent: 2 },
    ],
    places: [
      { siteCode: 'KSB-1', people: 2, left: 2 },
      { siteCode: null, people: 1 },
    ],
  })
  const far = await kentongan.addOfficer({ role: 'viewer', jurisdiction: '51' })
  expect(await (await kentongan.ask('/v1/campaigns/tes?format=csv', far)).text()).toBe(
    'regencyCode,siteCode,people,left,answered,silent\n',
  )
  expect((await kentongan.ask('/v1/campaigns/none')).status).toBe(404)
  // Late is better than never, and takes the flag away.
  await kentongan.replies('R-0002', '1')
  expect(await stateOf('R-0002', 1)).toBe('answered')
  expect((await flags()).map(({ id }) => id)).toEqual(['R-0011'])
  // A flag keeps no call from anybody.
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('R-0011').received(CALL)
  for (const id of ['R-0001', 'R-0002']) phone(id).received(/PERINGATAN KSB/)
})

test('a call-out beside an open test gets the 1; an answer to a test is no answer to a call', async () => {
  // Who is asked after the last look of the seventh day is found on the next.
  await passDays('2026-12-07', 8)
  testEverybody()
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('R-0011').received(CALL)
  for (const id of ['R-0001', 'R-0002']) phone(id).received(/PERINGATAN KSB/)
  await kentongan.replies('R-0011', '1')
  expect(await answersOf('R-0011')).toEqual([{ meaning: 'yes', about: 'call-out' }])
  expect(['sent', 'silent']).toContain(await stateOf('R-0011', 0))
  await kentongan.replies('R-0001', '1')
  expect(await answersOf('R-0001')).toEqual([{ meaning: 'reachable', about: 'neither' }])
  expect(await kentongan.rows`SELECT 1 FROM call_out_responder WHERE answer = 'yes'`).toHaveLength(1)
})

test('beside a drill’s invitation that came later a 1 is the drill’s, and the next one the test’s', async () => {
  await passDays('2027-01-04', 12)
  testEverybody()
  for (const id of ['R-0001', 'R-0002']) phone(id).received(/^\nLATIHAN - /)
  await kentongan.replies('R-0001', '1')
  expect(await answersOf('R-0001')).toEqual([{ meaning: 'yes', about: 'drill' }])
  await kentongan.replies('R-0001', '1')
  expect(await stateOf('R-0001', 2)).toBe('answered')
})

test('STOP INFO ends advice alone; STOP ends everything; each turn has its own text and is the last after until', async () => {
  await passDays('2027-02-01', 4)
  for (const id of ['R-0001', 'R-0002']) phone(id).received(adviceOf('Siapkan tas darurat\\.'))
  expect(await stateOf('R-0001', 0, 'info')).toBe('told')
  expect(await kentongan.replies('R-0001', 'stop info')).toMatchObject({ outcome: 'answered' })
  phone('R-0001').received(/^\nSTOP INFO diterima: info kesiapsiagaan tidak dikirim lagi\. .* BPBD /)
  // Said again it is honoured and not confirmed.
  expect(await kentongan.replies('R-0001', 'stop info')).toMatchObject({ outcome: 'answered' })
  await passDays('2027-03-01', 4)
  phone('R-0002').received(adviceOf('Hafalkan jalur evakuasi\\.'))
  expect(await stateOf('R-0001', 1, 'info')).toBe('opted-out-of-info')
  // Of what matters nothing has stopped.
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('R-0011').received(CALL)
  await kentongan.replies('R-0011', '1')
  for (const id of ['R-0001', 'R-0002']) phone(id).received(/PERINGATAN KSB/)
  await passDays('2027-04-01', 4)
  expect((await recipients()).filter(({ turn }) => turn > 1)).toEqual([])
})

test('nobody is tested who withdrew, has no number, or is called for something real; each row says why', async () => {
  await kentongan.replies('R-0001', 'stop')
  phone('R-0001').received(/STOP diterima/)
  await kentongan.rows`UPDATE responder SET phone_sealed = NULL, phone_index = NULL, email_sealed = NULL, email_index = NULL
                        WHERE external_id = 'R-0002'`
  await goTo('2026-12-06T23:00:00Z')
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('R-0011').received(CALL)
  await kentongan.replies('R-0011', '1')
  await kentongan.rows`UPDATE campaign_recipient SET due_at = ${clock.now()}`
  await goTo('2026-12-07T02:00:00Z')
  expect(await stateOf('R-0001', 0)).toBe('opted-out')
  expect(await stateOf('R-0002', 0)).toBe('no-contact')
  expect(await stateOf('R-0011', 0)).toBe('planned')
  const [waits] = await kentongan.rows<{
    due: Date
  }>`SELECT due_at AS due FROM campaign_recipient WHERE state = 'planned'`
  expect(waits?.due.getTime()).toBeGreaterThanOrEqual(clock.now().getTime() + 86_400_000)
  expect(await kentongan.rows`SELECT 1 FROM notice WHERE campaign_id IS NOT NULL`).toEqual([])
})
