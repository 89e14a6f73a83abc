import { beforeEach, expect, test } from 'vitest'
import { aMember, aSite, aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const kentongan = await openVillage({
  files: {
    'drills/gladi.yaml': `
id: gladi
type: gladi-posko
hazard: flood
sites: { codes: [KSB-1] }
every: 14d
from: 2026-12-05
time: 09:00
zone: site
duration: 1h
team: { tagana: 1 }
invite: 7d
reminders: [1d, 2h]
rehearse: call-out
`,
  },
})
// Two of everything, as in a real deployment: neither may do the other's work again.
await kentongan.start('all')
const { phone, mail, clock } = kentongan

const INVITATION = /^\nLATIHAN - (?!.*Ingat).*Gladi posko/i
const REMINDER = /^\nLATIHAN - .*Ingat/
const CALL = /^\nLATIHAN - MOBILISASI .*Banjir/
const ALERT = /^\nLATIHAN - PERINGATAN KSB Pangalengan: Banjir/

const everybody = (pattern: RegExp): void => {
  for (const id of ['R-0001', 'R-0002', 'R-0011']) phone(id).received(pattern)
}

/** 5 December 2026, 09.00 WIB. */
const START = new Date('2026-12-05T02:00:00.000Z')
const before = (ms: number): Date => new Date(START.getTime() - ms)
const HOUR = 3_600_000
const DAY = 24 * HOUR

const goTo = async (at: Date): Promise<void> => {
  clock.setTo(at)
  await kentongan.settle()
}

const first = async () => {
  const [row] = await kentongan.rows<{ state: string; reason: string | null; event_id: string | null }>`
    SELECT state, reason, event_id FROM drill_occurrence ORDER BY starts_at LIMIT 1`
  return row
}

beforeEach(async () => {
  await kentongan.found(aSite('KSB-1'))
  await kentongan.enrol(
    aMember('R-0001', { siteCode: 'KSB-1', kmNorth: 0.5 }),
    aMember('R-0002', { siteCode: 'KSB-1', kmNorth: 0.6 }),
    aTagana('R-0011', { kmNorth: 4 }),
    aTagana('R-0012', { kmNorth: 8 }),
  )
  await kentongan.settle()
})

test('a programme invites, reminds twice and calls out once, each at its time', async () => {
  expect(await first()).toMatchObject({ state: 'planned' })
  await goTo(before(7 * DAY + 1))
  expect(kentongan.outbox.everything()).toEqual([])
  await goTo(before(7 * DAY))
  everybody(INVITATION)
  await kentongan.replies('R-0001', '1')
  // Whoever will set out for a drill attends it.
  await kentongan.replies('R-0011', 'siap otw')
  expect(await kentongan.rows`SELECT answer FROM drill_invitee WHERE answer IS NOT NULL`).toEqual([
    { answer: 'yes' },
    { answer: 'yes' },
  ])
  await goTo(before(DAY))
  everybody(REMINDER)
  await kentongan.replies('R-0002', '2')
  await goTo(before(2 * HOUR))
  phone('R-0001').received(REMINDER)
  phone('R-0011').received(REMINDER)
  await goTo(before(1))
  expect(await first()).toMatchObject({ state: 'invited', event_id: null })

  await goTo(START)
  phone('R-0011').received(CALL)
  for (const id of ['R-0001', 'R-0002']) phone(id).received(ALERT)
  const shown = await kentongan.callOut()
  expect(shown).toMatchObject({ mode: 'exercise', status: 'calling', need: { tagana: 1 }, called: 1 })
  expect(await first()).toMatchObject({ state: 'started', event_id: shown['eventId'] })
  await kentongan.replies('R-0011', '1')
  expect((await kentongan.callOut()).status).toBe('filled')

  await goTo(before(-HOUR))
  expect((await first())?.state).toBe('done')
  // With its drill the rehearsed call-out is over, and whoever was called or alerted hears it.
  phone('R-0011').received(/^\nLATIHAN - SELESAI/)
  for (const id of ['R-0001', 'R-0002']) phone(id).received(/^\nLATIHAN - /)
  expect((await kentongan.callOut()).status).toBe('stood-down')
  const [{ events, callOuts } = { events: 0, callOuts: 0 }] = await kentongan.rows<{
    events: number
    callOuts: number
  }>`
    SELECT (SELECT count(*)::int FROM hazard_event) AS events, (SELECT count(*)::int FROM call_out) AS "callOuts"`
  expect({ events, callOuts }).toEqual({ events: 1, callOuts: 1 })
})

test('a drill whose invitation nobody sent in time still begins, and says so', async () => {
  await goTo(before(-30 * 60_000))
  phone('R-0011').received(CALL)
  for (const id of ['R-0001', 'R-0002']) phone(id).received(ALERT)
  await kentongan.replies('R-0011', '1')
  expect(await first()).toMatchObject({ state: 'started' })
  const skipped = await kentongan.rows<{ detail: { purpose: string; reason: string } }>`
    SELECT detail FROM timeline_entry WHERE kind = 'drill-notice-skipped' ORDER BY id`
  expect(skipped.map(({ detail }) => detail.purpose)).toEqual(['drill-invite', 'drill-reminder-1', 'drill-reminder-2'])
  expect(skipped.every(({ detail }) => detail.reason === 'found-too-late')).toBe(true)
})

test('a drill found more than an hour after its start is missed, and calls nobody', async () => {
  await goTo(before(-HOUR - 1))
  expect(await first()).toMatchObject({ state: 'missed', event_id: null })
})

test('somebody who withdrew consent is neither invited nor called nor alerted', async () => {
  await kentongan.replies('R-0002', 'stop')
  phone('R-0002').received(/STOP diterima/)
  await goTo(before(7 * DAY))
  phone('R-0001').received(INVITATION)
  phone('R-0011').received(INVITATION)
  await kentongan.replies('R-0011', 'berhenti')
  phone('R-0011').received(/STOP diterima/)
  // Who withdrew has said nothing about the drill: at half of the lead another is invited.
  await goTo(before(3.5 * DAY))
  phone('R-0012').received(INVITATION)
  await goTo(before(DAY))
  for (const id of ['R-0001', 'R-0012']) phone(id).received(REMINDER)
  await goTo(before(2 * HOUR))
  for (const id of ['R-0001', 'R-0012']) phone(id).received(REMINDER)
  await goTo(START)
  phone('R-0012').received(CALL)
  phone('R-0001').received(ALERT)
  await kentongan.replies('R-0012', 'hadir')
  expect(mail('R-0001').waiting()).toBe(0)
})
