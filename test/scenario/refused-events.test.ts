import { expect, test } from 'vitest'
import { aFlood } from '../support/hazards.ts'
import { aTagana } from '../support/people.ts'
import { type Officer, openVillage } from '../support/village.ts'

const village = await openVillage()
const { clock } = village

interface Entry {
  readonly actorId: string
  readonly subject: string
  readonly subjectId: string
  readonly address: string
  readonly detail: Record<string, unknown>
}

const refused = async (by?: Officer): Promise<readonly Entry[]> => {
  const reply = await village.ask('/v1/audit?action=event-refused', by)
  return ((await reply.json()) as { entries: Entry[] }).entries.toReversed()
}

const refusedActs = async (by?: Officer): Promise<readonly Entry[]> => {
  const reply = await village.ask('/v1/audit?action=act-refused', by)
  return ((await reply.json()) as { entries: Entry[] }).entries.toReversed()
}

const nobody = (changes: object = {}) => aFlood(clock.now(), { need: { tagana: 0 }, ...changes })

test('what is refused for who sent it, and where, stands in the trail, without contacts', async () => {
  const viewer = await village.addOfficer({ role: 'viewer', jurisdiction: '32.04' })
  const admin = await village.addOfficer({ role: 'admin', jurisdiction: '32.04' })
  const elsewhere = await village.addOfficer({ role: 'admin', jurisdiction: '34.02' })
  const { operatorId } = village.officer()
  const garut = nobody({ area: { villageCodes: ['32.05.01.1001'] } })
  const asked = await village.receive(garut, { webhookId: '+6281234567890' })
  expect(asked.httpStatus).toBe(403)
  expect((await village.receive(nobody(), { by: viewer })).httpStatus).toBe(403)
  await village.receive(nobody({ revision: 1 }))
  const other = await village.addOfficer({ role: 'sender', jurisdiction: '32.04.15' })
  expect((await village.receive(nobody({ revision: 1, headline: 'Lain' }), { by: other })).httpStatus).toBe(422)

  const entries = await refused()
  const who = (id: string) => ({ actor: 'operator', actorId: id, subject: 'operator', subjectId: id })
  expect(entries).toMatchObject([
    {
      ...who(operatorId),
      address: '127.0.0.1',
      detail: {
        reason: 'outside-jurisdiction',
        status: 403,
        webhookId: '***890',
        mode: 'actual',
        point: null,
        codes: ['32.05.01.1001'],
        found: '32.05.01.1001',
      },
    },
    { ...who(viewer.operatorId), detail: { reason: 'role-missing', status: 403 } },
    { ...who(other.operatorId), detail: { reason: 'other-sender', status: 422, sourceId: 'banjir-1' } },
  ])
  expect(JSON.stringify(entries)).not.toContain('81234567890')
  expect(await refused(admin)).toHaveLength(3)
  expect(await refused(elsewhere)).toEqual([])
})

test('a flood fills no table: 20 rows a minute, and the next minute counts what was left out', async () => {
  const viewer = await village.addOfficer({ role: 'viewer', jurisdiction: '32.04' })
  for (let sent = 0; sent < 23; sent += 1) await village.post(nobody(), { by: viewer })
  await village.advance({ min: 1 })
  await village.post(nobody(), { by: viewer })
  const rest = (await refused()).map(({ detail }) => detail['restOfMinute'] ?? detail['leftOutBefore'] ?? null)
  expect(rest).toEqual([...Array.from({ length: 19 }, () => null), 'left-out', 3])
})

test('an act on a call-out that is refused for who asks stands in the trail', async () => {
  await village.enrol(aTagana('R-0001'))
  const sender = village.officer()
  const { callOutId } = await village.receive(aFlood(clock.now(), { hazard: 'social', need: { tagana: 1 } }))
  village.phone('O-9001').received(/PERLU PERSETUJUAN/)
  village.mail('O-9001').received(/PERLU PERSETUJUAN/)
  const own = await village.act(`/v1/call-outs/${callOutId}/approve`, {}, sender)
  expect(own.status).toBe(403)
  const missing = await village.act(`/v1/call-outs/${callOutId}/approve`, { authorisedBy: { name: 'A', office: 'B' } })
  expect(missing.status).toBe(422)
  expect(await refusedActs()).toMatchObject([
    {
      actor: 'operator',
      actorId: sender.operatorId,
      subject: 'call-out',
      subjectId: callOutId,
      address: '127.0.0.1',
      detail: { act: 'approve', reason: 'own-event' },
    },
  ])
})
