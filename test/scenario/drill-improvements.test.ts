import { expect, test } from 'vitest'
import { aMember, aSite, aTagana, PANGALENGAN, placeFrom } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const village = await openVillage({
  files: {
    'drills/gladi.yaml': `id: gladi
type: gladi-lapang
hazard: flood
sites: { codes: [KSB-1, KSB-2] }
startsAt: 2026-12-05T09:00
zone: site
duration: 2h
invite: 7d
team: { tagana: 1 }
`,
    'drills/ulang.yaml': `id: ulang
type: gladi-lapang
hazard: flood
sites: { filter: { openImprovements: true } }
startsAt: 2026-12-26T09:00
zone: site
duration: 2h
invite: 7d
closedDays: keep
`,
  },
})
const { phone, mail, clock } = village

const DAY = 86_400_000
/** 09.00 WIB. */
const [FIRST, SECOND] = [Date.UTC(2026, 11, 5, 2), Date.UTC(2026, 11, 26, 2)]

const goTo = async (ms: number): Promise<void> => {
  clock.setTo(new Date(ms))
  await village.settle()
}

const drillOf = async (programme: string, site: string): Promise<string> => {
  const [row] = await village.rows<{ id: string }>`
    SELECT id FROM drill_occurrence WHERE programme_id = ${programme} AND site_code = ${site} AND state <> 'cancelled'`
  return row?.id ?? ''
}

const came = async (drill: string, ...ids: readonly string[]): Promise<void> => {
  const people = await village.rows<{ id: string; name: string }>`
    SELECT i.responder_id AS id, r.external_id AS name FROM drill_invitee i JOIN responder r ON r.id = i.responder_id
     WHERE i.occurrence_id = ${drill}`
  const attendance = people.map(({ id, name }) => ({ responderId: id, came: ids.includes(name) }))
  expect((await village.act(`/v1/drills/${drill}/attendance`, { attendance })).status).toBe(200)
}

const shown = async (query = '') => {
  const { improvements } = (await (await village.ask(`/v1/improvements?all=true${query}`)).json()) as {
    improvements: { siteCode: string; code: string; sentence: string; doneBecause: string | null }[]
  }
  return improvements.map(({ siteCode, code, doneBecause }) => ({ siteCode, code, doneBecause }))
}

const reportOf = async (drill: string): Promise<string> =>
  (await village.ask(`/v1/drills/${drill}/report?format=md`)).text()

test('what a drill showed means the village for the next programme, and a better drill mends it', async () => {
  await village.found(aSite('KSB-1'))
  await village.found(aSite('KSB-2', { position: placeFrom(PANGALENGAN, { kmNorth: 1 }) }))
  await village.enrol(
    aMember('R-0001', { siteCode: 'KSB-1', kmNorth: 0.5 }),
    aMember('R-0002', { siteCode: 'KSB-1', kmNorth: 0.6 }),
    aMember('R-0003', { siteCode: 'KSB-1', kmNorth: 0.7, mail: true }),
    aMember('R-0004', { siteCode: 'KSB-2', kmNorth: 1.2 }),
    aTagana('R-0011', { kmNorth: 4 }),
    aTagana('R-0012', { kmNorth: 5 }),
  )
  await village.settle()
  await goTo(FIRST - 7 * DAY)
  const members = ['R-0001', 'R-0002', 'R-0003']
  for (const id of [...members, 'R-0004', 'R-0011', 'R-0012']) phone(id).received(/Gladi lapang/)
  expect(mail('R-0003').received(/Undangan/).text).not.toContain('diperbaiki')
  for (const id of ['R-0001', 'R-0002', 'R-0004', 'R-0011', 'R-0012']) await village.replies(id, '1')
  await goTo(FIRST)
  await goTo(FIRST + 3 * 3_600_000)
  const first = await drillOf('gladi', 'KSB-1')
  await came(first, 'R-0001')
  await came(await drillOf('gladi', 'KSB-2'), 'R-0004', 'R-0011', 'R-0012')

  // Lists may come for a week.
  await goTo(FIRST + 6 * DAY)
  expect(await shown()).toEqual([])
  await goTo(FIRST + 7 * DAY + 3 * 3_600_000)
  expect(await shown('&site=KSB-1')).toEqual([
    { siteCode: 'KSB-1', code: 'facilitators-missing', doneBecause: null },
    { siteCode: 'KSB-1', code: 'members-absent', doneBecause: null },
  ])
  expect(await shown('&site=KSB-2')).toEqual([])
  expect(await reportOf(first)).toMatch(/1 dari 3 anggota hadir: .* \| terbuka \|/)

  // The programme that repeats means this village alone.
  await goTo(SECOND - 7 * DAY)
  for (const id of members) phone(id).received(/Gladi lapang/)
  // Whoever is invited reads what the village is to practise.
  expect(mail('R-0003').received(/Undangan/).text).toMatch(
    /diperbaiki dari latihan sebelumnya: .*1 dari 3 anggota hadir: cari waktu/,
  )
  for (const id of members) await village.replies(id, '1')
  await goTo(SECOND)
  await goTo(SECOND + 3 * 3_600_000)
  const second = await drillOf('ulang', 'KSB-1')
  await came(second, 'R-0001', 'R-0002')
  await goTo(SECOND + 7 * DAY + 3 * 3_600_000)
  expect(await shown('&site=KSB-1')).toEqual([
    // This one asked for no facilitators: it cannot show that they would come.
    { siteCode: 'KSB-1', code: 'facilitators-missing', doneBecause: null },
    { siteCode: 'KSB-1', code: 'members-absent', doneBecause: `mended-by ${second}` },
  ])
  expect(await reportOf(first)).toContain('membaik pada latihan lain')
  expect(await reportOf(second)).toContain('membaik pada latihan ini')
})
