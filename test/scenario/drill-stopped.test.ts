import { beforeEach, expect, test } from 'vitest'
import { aFlood } from '../support/hazards.ts'
import { aMember, aSite, aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const PROGRAMME = `
type: gladi-posko
hazard: flood
sites: { codes: [KSB-1] }
zone: site
duration: 1h
team: { tagana: 1 }
invite: 6d
`
const kentongan = await openVillage({
  files: {
    'drills/ruang.yaml': `id: ruang\nstartsAt: 2026-11-30T09:00${PROGRAMME}`,
    'drills/gladi.yaml': `id: gladi\nstartsAt: 2026-12-05T09:00\nrehearse: call-out${PROGRAMME}`,
  },
})
await kentongan.start('all')
const { phone, clock } = kentongan

/** 5 December 2026, 09.00 WIB. */
const START = new Date('2026-12-05T02:00:00.000Z')
const HOUR = 3_600_000

const STOPPED = /^\nLATIHAN - DIHENTIKAN: ada kejadian nyata\. Gladi posko KSB Pangalengan[\s\S]* LATIHAN$/
const REAL = /^\nMOBILISASI .*Longsor/

const ALERT = /^\nPERINGATAN/

/** As many messages as patterns, each like one of them, whichever the gateway delivers first. */
const heard = (id: string, ...patterns: readonly RegExp[]): void => {
  const texts = patterns.map(() => `\n${phone(id).received(/./).text}`)
  expect(texts).toEqual(expect.arrayContaining(patterns.map((pattern) => expect.stringMatching(pattern))))
}

const goTo = async (at: Date): Promise<void> => {
  clock.setTo(at)
  await kentongan.settle()
}

const landslide = (changes: Readonly<Record<string, unknown>> = {}) =>
  kentongan.receive(
    aFlood(clock.now(), { id: 'longsor-1', hazard: 'landslide', severity: 'minor', need: { tagana: 1 }, ...changes }),
  )

const drill = async (programme = 'gladi') => {
  const [row] = await kentongan.rows<{
    state: string
    reason: string | null
    event_id: string | null
    sequence: number
    told: Readonly<Record<string, unknown>> | null
  }>`
    SELECT state, reason, event_id, sequence,
           (SELECT detail FROM timeline_entry t WHERE t.occurrence_id = d.id AND t.kind = 'drill-cancelled') AS told
      FROM drill_occurrence d WHERE programme_id = ${programme}`
  return row
}

beforeEach(async () => {
  await kentongan.found(aSite('KSB-1'))
  await kentongan.enrol(
    aMember('R-0001', { siteCode: 'KSB-1', kmNorth: 0.5 }),
    aMember('R-0002', { siteCode: 'KSB-1', kmNorth: 0.6 }),
    aTagana('R-0011', { kmNorth: 4 }),
  )
  await kentongan.settle()
  await goTo(new Date('2026-11-29T02:00:00Z'))
  for (const id of ['R-0001', 'R-0002', 'R-0011']) {
    phone(id).received(/Gladi posko/)
    phone(id).received(/Gladi posko/)
  }
})

const answered = async (): Promise<void> => {
  await kentongan.rows`
    UPDATE drill_invitee SET answer = 'no', answered_at = ${clock.now()}
     WHERE responder_id = (SELECT id FROM responder WHERE external_id = 'R-0002')`
}

test('something real ends a drill that is going on: who was invited is told, who is needed is called', async () => {
  await answered()
  await goTo(new Date('2026-11-30T02:00:00Z'))
  expect(await drill('ruang')).toMatchObject({ state: 'started', reason: null, sequence: 1 })
  const real = await landslide()
  // At the drill, and needed: told that it is off, and called all the same.
  heard('R-0011', STOPPED, REAL)
  heard('R-0001', STOPPED, ALERT)
  heard('R-0002', ALERT)
  expect(await drill('ruang')).toMatchObject({
    state: 'cancelled',
    reason: 'real-event',
    sequence: 2,
    told: { callOutId: real.callOutId, people: 2, notices: 2 },
  })
  // What is days away is not touched: it begins if that is over by then.
  expect(await drill()).toMatchObject({ state: 'invited', reason: null })
})

test('a rehearsed call-out ends with its drill: each is told once, by the one or the other', async () => {
  await goTo(new Date('2026-11-30T04:00:00Z'))
  await goTo(START)
  phone('R-0011').received(/^\nLATIHAN - MOBILISASI/)
  for (const id of ['R-0001', 'R-0002']) phone(id).received(/^\nLATIHAN - PERINGATAN/)
  await landslide()
  heard('R-0011', /^\nLATIHAN - DIHENTIKAN: ada kejadian nyata\. Latihan/, REAL)
  for (const id of ['R-0001', 'R-0002']) heard(id, STOPPED, ALERT, /^\nLATIHAN - [\s\S]* LATIHAN$/)
  expect(await drill()).toMatchObject({ state: 'cancelled', reason: 'real-event', told: { people: 2 } })
  await kentongan.replies('R-0011', '1')
  await goTo(new Date(START.getTime() + 2 * HOUR))
  expect(await drill()).toMatchObject({ state: 'cancelled' })
})

test('where something real goes on a drill is not begun, and one begins once that is over', async () => {
  await goTo(new Date('2026-11-30T01:30:00Z'))
  const real = await landslide()
  phone('R-0011').received(REAL)
  for (const id of ['R-0001', 'R-0002']) heard(id, ALERT)
  await kentongan.replies('R-0011', '1')
  await goTo(new Date('2026-11-30T02:00:00Z'))
  expect(await drill('ruang')).toMatchObject({ state: 'cancelled', reason: 'real-event', told: { people: 3 } })
  for (const id of ['R-0001', 'R-0002', 'R-0011']) phone(id).received(STOPPED)
  await kentongan.act(`/v1/call-outs/${real.callOutId}/stand-down`, { reason: 'selesai' })
  for (const id of ['R-0001', 'R-0002', 'R-0011']) heard(id, /./)
  await goTo(START)
  expect(await drill()).toMatchObject({ state: 'started', reason: null })
  phone('R-0011').received(/^\nLATIHAN - MOBILISASI/)
  for (const id of ['R-0001', 'R-0002']) phone(id).received(/^\nLATIHAN - PERINGATAN/)
})

test('something real in another regency stops no drill', async () => {
  const national = await kentongan.addOfficer({ role: 'sender', jurisdiction: '', contact: 'O-9002' })
  await goTo(new Date('2026-11-30T01:30:00Z'))
  const area = { geometry: { type: 'Point', coordinates: [107.9, -7.22] }, radiusKm: 2 } // Kab. Garut
  const real = await kentongan.receive(
    aFlood(clock.now(), { id: 'longsor-1', hazard: 'landslide', severity: 'minor', need: { tagana: 1 }, area }),
    { by: national },
  )
  expect(real.callOutId).not.toBeNull()
  phone('R-0011').received(REAL)
  await kentongan.replies('R-0011', '1')
  expect(await kentongan.callOut(real.callOutId ?? '')).toMatchObject({ status: 'filled' })
  await goTo(new Date('2026-11-30T02:00:00Z'))
  expect(await drill('ruang')).toMatchObject({ state: 'started', reason: null })
})
