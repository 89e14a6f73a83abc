import { expect, test } from 'vitest'
import { z } from 'zod'
import { aFlood } from '../support/hazards.ts'
import { aPendamping, aPsm, aSite, aTagana, PANGALENGAN, placeFrom } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

/** Everybody comes, nearly: the smallest set is the need itself. */
const CALL_OUT = `
ackDeadline: 10m
maxWaves: 2
searchRadiusKm: 50
approvalAbove: 200
need:
  default:
    moderate: { tagana: 1, pendamping_desa: 1, skills: { kitchen: 1 } }
wave:
  target: 80%
  odds: { prior: 95%, priorAnswers: 1000, kindAnswers: 1000 }
teams: { most: 2 }
`
const kentongan = await openVillage({ files: { 'call-out.yaml': CALL_OUT } })
const { phone, mail, clock } = kentongan

const COOK = { skills: ['dapur_umum'] }
const place = (kmEast: number) => placeFrom(PANGALENGAN, { kmEast })

const shown = z.looseObject({
  status: z.string(),
  called: z.number(),
  need: z.record(z.string(), z.number()),
  shortfall: z.array(z.string()),
  skills: z.object({ need: z.record(z.string(), z.number()), filled: z.record(z.string(), z.number()) }),
  teams: z.array(
    z.looseObject({
      siteCode: z.string(),
      state: z.string(),
      members: z.array(z.looseObject({ responderId: z.string(), coming: z.boolean() })),
      jointMinutes: z.number().nullable(),
    }),
  ),
})
const callOut = async () => shown.parse(await kentongan.callOut())

/** `KSB-A formed R-0001 R-0011` */
const teams = async (): Promise<readonly string[]> => {
  const rows = await kentongan.rows<{ id: string; name: string }>`SELECT id, external_id AS name FROM responder`
  const names = new Map(rows.map(({ id, name }) => [id, name]))
  return (await callOut()).teams.map(
    ({ siteCode, state, members }) =>
      `${siteCode} ${state} ${members.map((one) => names.get(one.responderId)).join(' ')}`,
  )
}

test('each affected KSB has a team of its own, formed anew as answers come, and a skill is sought among its people', async () => {
  await kentongan.found(
    aSite('KSB-A'),
    aSite('KSB-B', { position: place(4), gardu: place(4.2) }),
    aSite('KSB-C', { position: place(4.5) }),
  )
  await kentongan.enrol(
    aTagana('R-0001', { kmNorth: 1 }),
    aTagana('R-0002', { kmNorth: 2 }),
    aTagana('R-0003', { kmNorth: 0.5, kmEast: 4 }),
    aTagana('R-0004', { kmNorth: 6, ...COOK }),
    aPendamping('R-0011', { kmNorth: 1 }),
    aPendamping('R-0012', { kmNorth: 1.5 }),
    aPendamping('R-0013', { kmNorth: 0.2, kmEast: 4.2 }),
  )
  const flood = aFlood(clock.now(), {
    need: null,
    area: { geometry: { type: 'Point', coordinates: PANGALENGAN }, radiusKm: 5 },
  })
  const { warnings } = await kentongan.receive(flood)
  expect(warnings).toEqual([
    'Tagana raised from 1 to 2: one for the team of each affected KSB',
    'Pendamping Desa raised from 1 to 2: one for the team of each affected KSB',
    '1 of 3 affected KSB get no team: at most 2 do',
  ])
  for (const id of ['R-0001', 'R-0003', 'R-0004']) phone(id).received(/MOBILISASI TAGANA/)
  for (const id of ['R-0011', 'R-0013']) phone(id).received(/bantu/i)
  expect(await callOut()).toMatchObject({
    called: 5,
    need: { tagana: 2, pendamping_desa: 2 },
    skills: { need: { dapur_umum: 1 }, filled: { dapur_umum: 0 } },
    shortfall: [],
  })
  expect(await teams()).toEqual(['KSB-A awaited R-0001 R-0011', 'KSB-B awaited R-0003 R-0013'])
  const reasons = await kentongan.rows<{ name: string; reason: string; team: string | null }>`
    SELECT r.external_id AS name, c.reason, c.detail->>'team' AS team
      FROM considered c JOIN responder r ON r.id = c.responder_id WHERE c.outcome = 'called' ORDER BY 1`
  expect(reasons).toEqual([
    { name: 'R-0001', reason: 'chosen-for-team', team: 'KSB-A' },
    { name: 'R-0003', reason: 'chosen-for-team', team: 'KSB-B' },
    { name: 'R-0004', reason: 'chosen-for-skill', team: null },
    { name: 'R-0011', reason: 'chosen-for-team', team: 'KSB-A' },
    { name: 'R-0013', reason: 'chosen-for-team', team: 'KSB-B' },
  ])

  // Who was called for the skill takes the place of one who does not come.
  await kentongan.replies('R-0003', '2')
  expect(await teams()).toEqual(['KSB-A awaited R-0004 R-0011', 'KSB-B awaited R-0001 R-0013'])
  for (const id of ['R-0001', 'R-0011', 'R-0013']) await kentongan.replies(id, '1')
  await kentongan.replies('R-0004', '1')
  expect(await callOut()).toMatchObject({ status: 'filled', skills: { filled: { dapur_umum: 1 } }, shortfall: [] })
  expect((await callOut()).teams).toMatchObject([{ state: 'formed' }, { state: 'formed' }])

  // Enough Tagana are sought again, but nobody else can cook.
  await kentongan.replies('R-0004', '2')
  phone('R-0002').received(/MOBILISASI TAGANA/)
  await kentongan.replies('R-0002', '1')
  phone('O-9001').received(/KURANG.*kurang 1 dapur umum/s)
  mail('O-9001').received(/1 dapur umum/)
  expect(await callOut()).toMatchObject({ status: 'exhausted', shortfall: ['none-left-in-reach:skill:dapur_umum'] })
  expect(await teams()).toEqual(['KSB-A formed R-0002 R-0011', 'KSB-B formed R-0001 R-0013'])
})

test('in a kelurahan somebody else is sought in place of a Pendamping Desa, and a skill that nobody has is named at once', async () => {
  await kentongan.found(aSite('KSB-A', { villageCode: '32.04.15.1001' }))
  await kentongan.enrol(aTagana('R-0001'), aPsm('R-0021', { kmNorth: 2 }), aPendamping('R-0011'))
  const { warnings } = await kentongan.receive(aFlood(clock.now(), { need: null }))
  expect(warnings).toEqual([
    'the affected KSB lie in kelurahan, which have no Pendamping Desa: 1 PSM are sought in their place',
  ])
  phone('R-0001').received(/MOBILISASI TAGANA/)
  phone('R-0021').received(/./)
  expect(await callOut()).toMatchObject({
    need: { tagana: 1, psm: 1 },
    shortfall: ['none-in-reach:skill:dapur_umum'],
    teams: [{ siteCode: 'KSB-A', state: 'awaited', fallback: ['psm'], inKelurahan: true }],
  })
})

test('a team that nobody in reach can make whole is reported, with who stands in where somebody can', async () => {
  await kentongan.found(aSite('KSB-A'), aSite('KSB-B', { position: place(2) }))
  await kentongan.enrol(aTagana('R-0001', COOK), aTagana('R-0002'), aPendamping('R-0011'))
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 2, pendamping_desa: 1 } }))
  for (const id of ['R-0001', 'R-0002']) phone(id).received(/MOBILISASI TAGANA/)
  phone('R-0011').received(/bantu/i)
  expect(await callOut()).toMatchObject({
    need: { tagana: 2, pendamping_desa: 1 },
    skills: { need: {} },
    shortfall: ['no-team:KSB-B'],
    teams: [{ state: 'awaited' }, { state: 'incomplete', jointMinutes: null, lacks: ['pendamping_desa'] }],
  })
})
