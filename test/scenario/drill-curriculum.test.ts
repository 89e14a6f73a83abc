import nodeIcal from 'node-ical'
import { expect, test } from 'vitest'
import { aFlood } from '../support/hazards.ts'
import { aMember, aSite, aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const drillOn = (id: string, day: string): string => `id: ${id}
type: pelatihan
hazard: flood
sites: { codes: [KSB-1] }
startsAt: ${day}T09:00
zone: site
duration: 2h
invite: 7d
curriculum: [pertolongan-pertama]
localWisdom: true
`
const village = await openVillage({
  files: {
    'drills/satu.yaml': drillOn('satu', '2026-12-05'),
    'drills/dua.yaml': drillOn('dua', '2026-12-20'),
  },
})
const { phone, mail, clock } = village

/** 09.00 WIB. */
const [FIRST, SECOND] = [Date.UTC(2026, 11, 5, 2), Date.UTC(2026, 11, 20, 2)]
const HOUR = 3_600_000
const DAY = 24 * HOUR

const goTo = async (ms: number): Promise<void> => {
  clock.setTo(new Date(ms))
  await village.settle()
}

const json = async <Body>(path: string): Promise<Body> => (await (await village.ask(path)).json()) as Body

interface Row {
  readonly module: string
  readonly expiresAt: string | null
}

const competencies = async (query = ''): Promise<readonly string[]> => {
  const found = await json<{ readonly competencies: readonly Row[] }>(`/v1/competencies${query}`)
  return found.competencies.map(({ module, expiresAt }) => `${module} ${expiresAt?.slice(0, 10) ?? 'for good'}`)
}

test('a drill says what it teaches, who came has it until its day, and one that breaks off teaches nothing', async () => {
  await village.found(aSite('KSB-1'))
  await village.enrol(
    aMember('R-0001', { siteCode: 'KSB-1', kmNorth: 0.5, mail: true }),
    aMember('R-0002', { siteCode: 'KSB-1', kmNorth: 0.6 }),
    aTagana('R-0011', { kmNorth: 4 }),
  )
  await village.settle()
  await goTo(FIRST - 7 * DAY)
  const invited = mail('R-0001').received(/Undangan/)
  expect(invited?.text).toContain('\nMateri: Pertolongan pertama; Kentongan sebagai tanda bahaya\n')
  const source = invited?.invitation?.({
    organizer: { name: 'Dinsos', address: 'jawab@posko.example' },
    attendee: { name: 'Siti', address: 'siti@example.id' },
  })
  const [event] = Object.values(nodeIcal.sync.parseICS(source ?? '')).flatMap((one) =>
    one?.type === 'VEVENT' ? [one] : [],
  )
  expect(event?.description).toMatch(/Materi: Pertolongan pertama; Kentongan.*\n[\s\S]*What is taught: First aid; /)
  for (const id of ['R-0001', 'R-0002']) phone(id).received(/Pelatihan/)

  await goTo(FIRST)
  await village.replies('R-0001', '3')
  expect(await competencies()).toEqual(['pertolongan-pertama 2028-12-05', 'kentongan for good'])
  await goTo(FIRST + 3 * HOUR)
  const [drill] = await village.rows<{ id: string }>`SELECT id FROM drill_occurrence WHERE programme_id = 'satu'`
  const attendance = [
    { responderId: await village.idOf('R-0001'), came: false },
    { responderId: await village.idOf('R-0002'), came: true },
  ]
  await village.act(`/v1/drills/${drill?.id}/attendance`, { attendance })
  expect(await competencies('?site=KSB-1')).toEqual(['pertolongan-pertama 2028-12-05', 'kentongan for good'])
  expect(await competencies('?expiringDays=90')).toEqual([])
  expect(await competencies('?region=33')).toEqual([])
  const report = await (await village.ask(`/v1/drills/${drill?.id}/report?format=md`)).text()
  expect(report).toContain('| Kentongan sebagai tanda bahaya | The kentongan as an alarm | 30 | ya |')
  const shown = await json<{ readonly modules: readonly { readonly id: string }[] }>(`/v1/drills/${drill?.id}`)
  expect(shown.modules.map(({ id }) => id)).toEqual(['pertolongan-pertama', 'kentongan'])

  await goTo(SECOND - 7 * DAY)
  mail('R-0001').received(/Undangan/)
  for (const id of ['R-0001', 'R-0002']) phone(id).received(/Pelatihan/)
  await goTo(SECOND)
  await village.replies('R-0001', '3')
  expect(await competencies()).toHaveLength(4)
  clock.setTo(new Date(SECOND + HOUR))
  await village.receive(aFlood(clock.now(), { id: 'longsor-1', severity: 'minor', need: { tagana: 1 } }))
  for (const id of ['R-0001', 'R-0002']) {
    const texts = [phone(id).received(/./).text, phone(id).received(/./).text]
    expect(texts).toEqual(expect.arrayContaining([expect.stringMatching(/^LATIHAN - DIHENTIKAN/)]))
  }
  mail('R-0001').received(/DIHENTIKAN/)
  phone('R-0011').received(/MOBILISASI/)
  expect(await competencies()).toHaveLength(2)
})
