import { beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { aFlood } from '../support/hazards.ts'
import { linkIn } from '../support/links.ts'
import { aPendamping, aSite, aTagana, mailOf, phoneOf } from '../support/people.ts'
import { type Officer, openVillage } from '../support/village.ts'

const kentongan = await openVillage()
const { phone, mail, clock } = kentongan

const CALL = /MOBILISASI Tagana/i

const noticesShown = z.object({
  notices: z.array(
    z.looseObject({
      id: z.string(),
      responderId: z.string().nullable(),
      channel: z.string(),
      purpose: z.string(),
      wave: z.number(),
      state: z.string(),
      ref: z.string(),
      text: z.string().optional(),
    }),
  ),
})

let callOutId = ''
let link = ''

beforeEach(async () => {
  await kentongan.found(aSite('KSB-1'))
  await kentongan.enrol(
    aTagana('R-0001', { kmNorth: 1, mail: true }),
    aTagana('R-0002', { kmNorth: 2 }),
    aTagana('R-0003', { kmNorth: 3 }),
    aPendamping('R-0004', { kmNorth: 4 }),
  )
  const answer = await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1, pendamping_desa: 1 } }))
  callOutId = answer.callOutId ?? ''
  link = linkIn(phone('R-0001').received(CALL))
  mail('R-0001').received(CALL)
  phone('R-0004').received(/bantu/i)
})

const viewer = (jurisdiction: string): Promise<Officer> => kentongan.addOfficer({ role: 'viewer', jurisdiction })

const noticesFor = async (by?: Officer) =>
  noticesShown.parse(await (await kentongan.ask(`/v1/call-outs/${callOutId}/notices`, by)).json()).notices

test('a call-out shows its status, what is filled by kind, its waves, its counts and what happened', async () => {
  await kentongan.replies('R-0004', '1')
  await kentongan.advance({ min: 10 })
  phone('R-0002').received(CALL)
  await kentongan.replies('R-0002', '2')
  phone('R-0003').received(CALL)
  const shown = await kentongan.callOut(callOutId)
  expect(shown).toMatchObject({
    status: 'calling',
    need: { tagana: 1, pendamping_desa: 1 },
    filled: { tagana: 0, pendamping_desa: 1 },
    called: 4,
    answers: { yes: 1, no: 1, arrived: 0, silent: 1, awaited: 1 },
    wave: 2,
    notices: { accepted: 5 },
    shortfall: [],
  })
  expect(shown.waves.map(({ wave, called }) => ({ wave, called }))).toEqual([
    { wave: 1, called: 2 },
    { wave: 2, called: 2 },
  ])
  expect(shown.timeline.map(({ kind }) => kind)).toEqual([
    'opened',
    'planned',
    'sites-alerted',
    'teams',
    'answer',
    'called',
    'answer',
    'called',
  ])
})

test('the responders of a call-out show who took whose place, and how far away each lives', async () => {
  await kentongan.replies('R-0001', '2')
  phone('R-0002').received(CALL)
  const reply = await kentongan.ask(`/v1/call-outs/${callOutId}/responders`)
  const { responders } = z.object({ responders: z.array(z.record(z.string(), z.unknown())) }).parse(await reply.json())
  const replaced = await kentongan.idOf('R-0001')
  expect(responders).toEqual([
    expect.objectContaining({ responderId: replaced, state: 'no', distanceKm: 1, wave: 1 }),
    expect.objectContaining({ kind: 'pendamping_desa', state: 'called', distanceKm: 4 }),
    expect.objectContaining({ state: 'called', distanceKm: 2, replaces: replaced }),
  ])
})

test('an admin sees the text with its working link, and a viewer sees neither', async () => {
  const [sms] = await noticesFor()
  expect(sms).toMatchObject({ channel: 'sms', purpose: 'call-out', wave: 1, state: 'accepted' })
  expect(sms?.text).toContain(link)
  for (const notice of await noticesFor(await viewer('32.04'))) {
    expect(notice.text).toBeUndefined()
    expect(JSON.stringify(notice)).not.toContain('/a/')
  }
})

test('no link stands in the rows', async () => {
  const bodies = await kentongan.rows<{ body: string; fields: unknown }>`SELECT body, fields FROM notice`
  const token = link.slice(link.lastIndexOf('/') + 1)
  expect(JSON.stringify(bodies)).not.toContain(token)
  expect(bodies.every(({ body }) => body.includes('{link}'))).toBe(true)
})

test('no route shows a contact in full', async () => {
  const texts = await Promise.all(
    [
      '/v1/responders',
      '/v1/sites',
      '/v1/events',
      '/v1/call-outs',
      `/v1/call-outs/${callOutId}`,
      `/v1/call-outs/${callOutId}/responders`,
      `/v1/call-outs/${callOutId}/notices`,
    ].map(async (path) => (await kentongan.ask(path)).text()),
  )
  expect(texts[0]).toContain('…001')
  expect(texts[0]).toContain('…@contoh.invalid')
  for (const id of ['R-0001', 'R-0002', 'R-0003', 'R-0004', 'O-9001'])
    for (const contact of [phoneOf(id), phoneOf(id).slice(1), mailOf(id)])
      expect(texts.join('\n')).not.toContain(contact)
})

test('another jurisdiction sees and does nothing of it', async () => {
  const elsewhere = await kentongan.addOfficer({ role: 'sender', jurisdiction: '33.01' })
  for (const path of ['', '/notices', '/responders'])
    expect((await kentongan.ask(`/v1/call-outs/${callOutId}${path}`, elsewhere)).status).toBe(404)
  const act = (path: string, body: object) => kentongan.act(`/v1/call-outs/${callOutId}${path}`, body, elsewhere)
  expect((await act('/stand-down', { reason: 'x' })).status).toBe(404)
  expect((await act('/answers', { responderId: await kentongan.idOf('R-0001'), answer: 'yes' })).status).toBe(404)
  for (const list of ['/v1/call-outs', '/v1/events', '/v1/sites', '/v1/responders']) {
    const shown = await (await kentongan.ask(list, elsewhere)).text()
    expect(shown).not.toContain(callOutId)
    expect(shown).not.toContain('KSB-1')
    expect(shown).not.toContain('Warga')
  }
})

test.each(['', '32', '32.04', '32.04.15'])('the jurisdiction "%s" sees it', async (jurisdiction) => {
  const officer = await viewer(jurisdiction)
  expect((await kentongan.ask(`/v1/call-outs/${callOutId}`, officer)).status).toBe(200)
  expect(await (await kentongan.ask('/v1/call-outs', officer)).text()).toContain(callOutId)
})

test('a viewer may not act, and nobody may look without a token', async () => {
  const officer = await viewer('32.04')
  expect((await kentongan.act(`/v1/call-outs/${callOutId}/stand-down`, { reason: 'x' }, officer)).status).toBe(403)
  expect((await kentongan.receive(aFlood(clock.now(), { id: 'banjir-9' }), { by: officer })).httpStatus).toBe(403)
  expect((await kentongan.ask('/v1/call-outs', { ...officer, token: 'kt_wrong' })).status).toBe(401)
})

test('a site names its nearest people', async () => {
  const { features } = z
    .object({
      features: z.array(z.object({ properties: z.looseObject({ nearest: z.record(z.string(), z.unknown()) }) })),
    })
    .parse(await (await kentongan.ask('/v1/sites')).json())
  expect(features[0]?.properties.nearest).toEqual({
    tagana: { responderId: await kentongan.idOf('R-0001'), km: 1, name: 'Warga R-0001' },
    pendamping_desa: { responderId: await kentongan.idOf('R-0004'), km: 4, name: 'Warga R-0004' },
  })
})
