import { describe, expect, test } from 'vitest'
import { circle } from '../../src/geo/area.ts'
import { revokeOperator, rotateOperator } from '../../src/store/operators.ts'
import { aFlood } from '../support/hazards.ts'
import { aMember, aTagana, PANGALENGAN, placeFrom } from '../support/people.ts'
import { openProposal, proposalLinkIn } from '../support/proposal-links.ts'
import { type Officer, openVillage } from '../support/village.ts'

/** One duty officer by id, and a letter for the whole province. */
const village = await openVillage({
  files: {
    'call-out.yaml': `
ackDeadline: 10m
maxWaves: 3
searchRadiusKm: 50
overcall: 1
wave: { method: overcall }
approvalAbove: 200
approvalWithin: 20m
dutyOfficers: [op_duty]
need:
  default:
    moderate: { tagana: 2 }
`,
    'authorities.yaml': `
standingOrders:
  - region: "32"
    name: "Ibu Kepala"
    office: "Dinas Sosial Jawa Barat"
    basis: "460/1/Dinsos/2026, 5 Januari 2026"
    from: "2026-01-05"
    until: "2026-12-31"
`,
  },
})
const { phone, mail, clock } = village
const { database, seal } = village.installation

const ASKED = /PERLU PERSETUJUAN/
const CALL = /MOBILISASI/

const told = (id: string, pattern: RegExp): void => {
  phone(id).received(pattern)
  mail(id).received(pattern)
}

/** What only a second operator can let call people. */
const social = (changes: object = {}) =>
  aFlood(clock.now(), { hazard: 'social', headline: 'Bentrok', need: { tagana: 1 }, ...changes })

const at = (kmEast: number) => ({
  area: { geometry: { type: 'Point', coordinates: placeFrom(PANGALENGAN, { kmEast }) }, radiusKm: 2 },
})

const approver = (jurisdiction: string, contact: string, more: object = {}): Promise<Officer> =>
  village.addOfficer({ role: 'approver', jurisdiction, contact, ...more })

const approve = async (by: Officer, body: object = {}): Promise<number> =>
  (await village.act(`/v1/call-outs/${(await village.callOut()).callOutId}/approve`, body, by)).status

/** What the timeline says of those kinds, each with its level where it has one. */
const noted = async (...kinds: readonly string[]): Promise<readonly unknown[]> =>
  (await village.callOut()).timeline
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ kind, detail }) => [kind, detail['level'] ?? null])

const listed = async (path: string, key: string, by: Officer): Promise<number> => {
  const body = (await (await village.ask(path, by)).json()) as Record<string, readonly unknown[]>
  return body[key]?.length ?? -1
}

describe('a bulletin for several regencies', () => {
  const TWO = { area: { villageCodes: ['32.04.15.2003', '32.05.01.1001'] } }

  test('is shown to, and asked of, the operators of each of them; any one of them may decide', async () => {
    const province = await village.addOfficer({ role: 'sender', jurisdiction: '32', contact: 'O-9003' })
    const second = await approver('32.05', 'O-9012')
    const admin = await village.addOfficer({ role: 'admin', jurisdiction: '32.05.01' })
    const beyond = await approver('32.73', 'O-9022')
    await village.enrol(aTagana('R-0001'))
    const { eventId, callOutId } = await village.receive(social(TWO), { by: province })
    for (const id of ['O-9003', 'O-9012']) told(id, ASKED)
    for (const [by, seen] of [
      [second, 1],
      [admin, 1],
      [beyond, 0],
    ] as const) {
      expect(await listed('/v1/events', 'events', by)).toBe(seen)
      expect(await listed('/v1/call-outs', 'callOuts', by)).toBe(seen)
      for (const path of [`/v1/events/${eventId}`, `/v1/call-outs/${callOutId}`])
        expect((await village.ask(path, by)).status).toBe(seen === 1 ? 200 : 404)
    }
    expect(await listed('/v1/audit?action=event-received', 'entries', admin)).toBe(1)
    expect(await approve(beyond)).toBe(404)
    expect(await approve(second)).toBe(200)
    phone('R-0001').received(CALL)
    expect(await listed('/v1/audit?action=approved', 'entries', admin)).toBe(1)
  })

  test('is ended for everybody by an office of any regency that it names', async () => {
    const province = await village.addOfficer({ role: 'sender', jurisdiction: '32' })
    const second = await village.addOfficer({ role: 'sender', jurisdiction: '32.05' })
    await village.enrol(aTagana('R-0001'))
    const { callOutId } = await village.receive(aFlood(clock.now(), { ...TWO, need: { tagana: 1 } }), { by: province })
    phone('R-0001').received(CALL)
    expect((await village.act(`/v1/call-outs/${callOutId}/stand-down`, {}, second)).status).toBe(200)
    phone('R-0001').received(/HENTI/)
  })
})

describe('where nobody can decide', () => {
  test('each level says so in the timeline, the log has it, and whoever posted it is told', async () => {
    await village.receive(social())
    told('O-9001', ASKED)
    expect(await noted('no-decider-at-level', 'no-decider')).toEqual([
      ['no-decider-at-level', 0],
      ['no-decider-at-level', 1],
      ['no-decider-at-level', 2],
      ['no-decider', null],
    ])
    const [notice] = await village.rows<{ body: string }>`SELECT body FROM notice WHERE channel = 'email'`
    expect(notice?.body).toContain('tidak ada petugas yang bisa memutuskan')
    expect(village.logged.filter((line) => line.includes('nobody who can be reached may decide'))).toHaveLength(1)
  })

  test('it goes to the first level that has somebody at once, with a row for each that has not', async () => {
    await approver('', 'O-9004')
    await village.receive(social())
    for (const id of ['O-9001', 'O-9004']) told(id, ASKED)
    expect(await noted('no-decider-at-level', 'no-decider')).toEqual([
      ['no-decider-at-level', 0],
      ['no-decider-at-level', 1],
    ])
  })

  test('a report that nobody was there to hear of is asked whole of the first who comes', async () => {
    await revokeOperator(database, village.officer().operatorId, clock.now())
    await village.enrol(aMember('R-0001'), aTagana('R-0002'), aTagana('R-0003'))
    await village.replies('R-0001', 'LAPOR banjir di RT 3, air setinggi dada')
    phone('R-0001').received(/Laporan Banjir/)
    expect(await village.rows`SELECT 1 FROM notice WHERE purpose = 'operator-approval'`).toEqual([])
    await village.addOfficer({ role: 'sender', jurisdiction: '32.04', contact: 'O-9002' })
    await village.advance({ min: 5 })
    const { code } = await village.callOut()
    const { text } = phone('O-9002').received(ASKED)
    for (const words of [`Ref ${code}`, 'Banjir', 'Warnasari', '2 Tagana']) expect(text).toContain(words)
    mail('O-9002').received(/Kejadian: Banjir[\s\S]*Tempat: .*Pangalengan[\s\S]*Dibutuhkan: 2 Tagana/)
    expect((await openProposal(proposalLinkIn({ text }))).html).toContain('laporan desa')
    await village.advance({ min: 5 })
    phone('O-9002').received(/TIDAK DISETUJUI .*Banjir Warnasari/)
    mail('O-9002').received(/TIDAK ADA KEPUTUSAN/)
  })

  test('one whose deciders left meanwhile is not reminded of in vain: it goes up at once, and says the same', async () => {
    const { operatorId } = await approver('32.04', 'O-9002')
    await village.receive(social())
    for (const id of ['O-9001', 'O-9002']) told(id, ASKED)
    await revokeOperator(database, operatorId, clock.now())
    await approver('32', 'O-9003')
    await village.advance({ min: 10 })
    told('O-9001', ASKED)
    const { text } = phone('O-9003').received(ASKED)
    for (const words of ['Warnasari', '13.21', '1 Tagana']) expect(text).toContain(words)
    mail('O-9003').received(ASKED)
    expect(await noted('approval-reminded', 'approval-forwarded')).toEqual([['approval-forwarded', null]])
  })
})

test('a duty officer who cannot decide is told, and keeps it from nobody above', async () => {
  const { operatorId } = await village.addOfficer({ role: 'viewer', jurisdiction: '32.04', contact: 'O-9005' })
  await database.run({ text: `UPDATE operator SET id = 'op_duty' WHERE id = $1`, values: [operatorId] })
  const province = await approver('32', 'O-9003')
  await village.enrol(aTagana('R-0001'))
  await village.receive(social())
  for (const id of ['O-9001', 'O-9005', 'O-9003']) told(id, ASKED)
  expect(await noted('no-decider-at-level')).toEqual([['no-decider-at-level', 0]])
  expect(await approve(province)).toBe(200)
  phone('R-0001').received(CALL)
})

test('an office that answers for part of its region sees what lies beyond it, and is neither asked nor decides', async () => {
  const part = await approver('32.04', 'O-9002', { area: circle(PANGALENGAN, 5) })
  const whole = await approver('32.04', 'O-9012')
  await village.enrol(aTagana('R-0001'))
  const { callOutId } = await village.receive(social(at(6)))
  for (const id of ['O-9001', 'O-9012']) told(id, ASKED)
  expect((await village.ask(`/v1/call-outs/${callOutId}`, part)).status).toBe(200)
  for (const verb of ['approve', 'decline', 'stand-down'])
    expect((await village.act(`/v1/call-outs/${callOutId}/${verb}`, {}, part)).status).toBe(403)
  expect(await approve(whole)).toBe(200)
  phone('R-0001').received(CALL)
})

test('a decision names what it is about: where a newer revision waits, it is refused, and the trail says by what it came', async () => {
  const second = await approver('32.04', 'O-9002')
  await village.enrol(aTagana('R-0001'))
  await village.receive(social())
  for (const id of ['O-9001', 'O-9002']) told(id, ASKED)
  const waiting = async () => ({ eventIds: (await village.callOut())['waitingEventIds'] })
  const former = await waiting()
  await village.advance({ min: 1 })
  await village.receive(social({ messageType: 'update', headline: 'Meluas' }))
  for (const id of ['O-9001', 'O-9002']) told(id, ASKED)
  expect(await approve(second, former)).toBe(409)
  const declined = await village.act(`/v1/call-outs/${(await village.callOut()).callOutId}/decline`, former, second)
  expect([declined.status, await declined.text()]).toEqual([409, expect.stringContaining('look again')])
  expect(await village.callOut()).toMatchObject({ status: 'awaiting-approval' })
  expect(await approve(second, await waiting())).toBe(200)
  phone('R-0001').received(CALL)
  const { entries } = (await (await village.ask('/v1/audit?action=approved')).json()) as { entries: unknown[] }
  expect(entries).toMatchObject([{ actorId: second.operatorId, detail: { via: 'token' } }])
})

test('whoever posted it cannot be its second with new keys either', async () => {
  const own = await approver('32.04', 'O-9002')
  await village.receive(social(), { by: own })
  told('O-9002', ASKED)
  const turned = await rotateOperator(database, seal, own.operatorId, 3_600_000, clock.now())
  if (turned.kind !== 'rotated') throw new Error(turned.kind)
  for (const keys of [own, turned.keys]) expect(await approve(keys)).toBe(403)
  expect(await village.callOut()).toMatchObject({ status: 'awaiting-approval' })
})
