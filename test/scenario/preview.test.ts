import { expect, test } from 'vitest'
import { z } from 'zod'
import { smsParts } from '../../src/wording/gsm7.ts'
import { aFlood, theCancel } from '../support/hazards.ts'
import { aMember, aSite, aTagana, PANGALENGAN, phoneOf, placeFrom } from '../support/people.ts'
import { openVillage } from '../support/village.ts'
import { chosen, consideredShown, previewsOf } from './previews.ts'

const kentongan = await openVillage()
const { phone, clock, installation } = kentongan
const { preview, writingNothing } = previewsOf(kentongan)

const CALL = /MOBILISASI TAGANA/i

/** What the call-out then kept. */
const kept = async () => {
  const { callOutId } = await kentongan.callOut()
  const reply = await kentongan.ask(`/v1/call-outs/${callOutId}/responders`)
  return z.looseObject({ responders: consideredShown }).parse(await reply.json()).responders
}

const enrolled = () =>
  kentongan.enrol(
    aTagana('R-0001', { kmNorth: 1 }),
    aTagana('R-0002', { kmNorth: 2, optedOutUntil: new Date('2027-01-01T00:00:00Z') }),
    aTagana('R-0003', { kmNorth: 3, mail: true }),
    aTagana('R-0004', { kmNorth: 4 }),
  )

test('a preview writes nothing, and says what the event then does', async () => {
  await enrolled()
  await kentongan.found(aSite('KSB-1'), aSite('KSB-2', { position: placeFrom(PANGALENGAN, { kmNorth: 40 }) }))
  const event = aFlood(clock.now(), { need: { tagana: 2 } })
  const shown = await writingNothing(() => preview(event))
  expect(shown).toMatchObject({
    httpStatus: 200,
    decision: 'mobilise',
    reason: 'alert',
    effect: 'plan',
    ifApproved: false,
    incidentId: null,
    callOutId: null,
    need: { tagana: 2 },
    called: 2,
    lookedAt: 3,
    fartherAway: 1,
    expectedYes: null,
    shortfall: [],
    sitesInArea: 1,
    sites: [{ siteCode: 'KSB-1' }],
  })
  expect(chosen(shown.responders)).toEqual(['R-0001 called chosen', 'R-0003 called chosen', 'R-0002 passed opted-out'])
  expect(shown.responders[2]?.sentence).toMatch(/^Tidak dipanggil: meminta untuk tidak dihubungi/)
  expect(JSON.stringify(shown)).not.toMatch(/62840000|@contoh/)

  const answered = await kentongan.receive(event)
  expect(answered).toMatchObject({ httpStatus: 202, decision: shown.decision, reason: shown.reason })
  const texts = ['R-0001', 'R-0003'].map((id) => phone(id).received(CALL).text)
  kentongan.mail('R-0003').received(CALL)
  expect(chosen(await kept())).toEqual(chosen(shown.responders))
  // The very texts were counted: two SMS, one e-mail at no cost.
  const parts = texts.reduce((sum, text) => sum + smsParts(text), 0)
  expect(shown.cost).toMatchObject({
    rupiah: 400 * parts,
    channels: { sms: { messages: 2, parts, rupiah: 400 * parts }, email: { messages: 1, parts: 1, rupiah: 0 } },
  })
})

test('whom the rows would refuse is passed over, and the next is shown instead', async () => {
  await kentongan.enrol(
    aTagana('R-0001', { kmNorth: 1 }),
    aTagana('R-0002', { kmNorth: 2, phone: phoneOf('R-0001') }),
    aTagana('R-0003', { kmNorth: 3 }),
    aTagana('R-0004', { kmNorth: 4 }),
  )
  await installation.roster()
  await kentongan.rows`UPDATE responder SET opted_out_at = ${clock.now()} WHERE external_id = 'R-0003'`
  const event = aFlood(clock.now(), { need: { tagana: 2 } })
  const shown = await writingNothing(() => preview(event))
  expect(chosen(shown.responders).toSorted()).toEqual([
    'R-0001 called chosen',
    'R-0002 passed refused-by-rows',
    'R-0003 passed refused-by-rows',
    'R-0004 called chosen',
  ])
  await kentongan.receive(event)
  for (const id of ['R-0001', 'R-0004']) phone(id).received(CALL)
  expect(chosen(await kept()).toSorted()).toEqual(chosen(shown.responders).toSorted())
})

test('an update of what runs is shown as the difference, with the call-out that it would change', async () => {
  await enrolled()
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 2 } }))
  for (const id of ['R-0001', 'R-0003']) phone(id).received(CALL)
  kentongan.mail('R-0003').received(CALL)
  const { callOutId, incidentId } = await kentongan.callOut()
  const more = aFlood(clock.now(), { messageType: 'update', revision: 2, need: { tagana: 3 } })
  const shown = await writingNothing(() => preview(more))
  expect(shown).toMatchObject({ decision: 'mobilise', reason: 'update', callOutId, incidentId, called: 1, stays: 2 })
  expect(chosen(shown.responders)).toEqual([
    'R-0004 called chosen',
    'R-0001 stays still-wanted',
    'R-0003 stays still-wanted',
    'R-0002 passed opted-out',
  ])
  const less = aFlood(clock.now(), { messageType: 'update', revision: 2, need: { tagana: 1 } })
  expect(await writingNothing(() => preview(less))).toMatchObject({ called: 0, stays: 1, stoodDown: 1 })
  expect(await writingNothing(() => preview(theCancel(clock.now())))).toMatchObject({
    decision: 'record',
    reason: 'stood-down',
    effect: 'stand-down',
    callOutId,
    stoodDown: 2,
    responders: [],
  })
  // A neighbour's message about the same flood joins, as it would when it is posted.
  const neighbour = aFlood(clock.now(), { id: 'banjir-2', need: { tagana: 3 } })
  expect(await writingNothing(() => preview(neighbour))).toMatchObject({ reason: 'joined', callOutId, called: 1 })
  expect(await kentongan.callOut()).toMatchObject({ called: 2, status: 'calling' })
})

test('what would wait for an operator shows whom a yes would call', async () => {
  await enrolled()
  const shown = await writingNothing(() => preview(aFlood(clock.now(), { hazard: 'social', need: { tagana: 1 } })))
  expect(shown).toMatchObject({ decision: 'propose', reason: 'awaiting-approval', ifApproved: true, called: 1 })
  expect(chosen(shown.responders)).toEqual(['R-0001 called chosen'])
})

test('what would be kept without effect shows nobody, and a test costs nothing', async () => {
  await enrolled()
  const old = new Date(clock.now().getTime() - 25 * 3_600_000)
  expect(await writingNothing(() => preview(aFlood(old)))).toMatchObject({
    httpStatus: 200,
    decision: 'record',
    reason: 'stale',
    effect: 'none',
    called: 0,
    cost: null,
  })
  expect(await writingNothing(() => preview(aFlood(clock.now(), { mode: 'test' })))).toMatchObject({
    decision: 'mobilise',
    reason: 'mode-test',
    called: 2,
    cost: { rupiah: 0 },
    minutesToReachAll: 0,
  })
})

test('kinds of which too few are in reach are the shortfall', async () => {
  await enrolled()
  await kentongan.enrol(aMember('R-0009', { kmNorth: 2 }))
  expect(await preview(aFlood(clock.now(), { need: { tagana: 4, ksb_member: 1, pkh: 1 } }))).toMatchObject({
    called: 4,
    shortfall: ['none-in-reach:tagana', 'none-in-reach:pkh'],
    places: [{ missing: { tagana: 1, pkh: 1 } }],
  })
})

test('it is refused as a post is, and nothing is kept of that either', async () => {
  await enrolled()
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('R-0001').received(CALL)
  const viewer = await kentongan.addOfficer({ role: 'viewer', jurisdiction: '32.04' })
  const elsewhere = await kentongan.addOfficer({ role: 'sender', jurisdiction: '33.01' })
  await writingNothing(async () => {
    expect(await preview(aFlood(clock.now()), viewer)).toMatchObject({ httpStatus: 403 })
    expect(await preview(aFlood(clock.now(), { id: 'lain' }), elsewhere)).toMatchObject({ httpStatus: 403 })
    expect(await preview('{')).toMatchObject({ httpStatus: 400 })
    expect(await preview(aFlood(clock.now(), { hazard: 'flod', strange: 1 }))).toMatchObject({ httpStatus: 422 })
    // The same number with other content.
    const other = await preview(aFlood(clock.now(), { revision: 1, need: { tagana: 3 } }))
    expect(other).toMatchObject({ httpStatus: 422, errors: [{ path: 'revision' }] })
    const forged = { ...kentongan.officer(), secret: elsewhere.secret }
    expect(await preview(aFlood(clock.now()), forged)).toMatchObject({ httpStatus: 401 })
  })
})

test('the same content again is shown as what it is: without effect', async () => {
  await enrolled()
  const event = aFlood(clock.now(), { need: { tagana: 1 } })
  const { incidentId, callOutId } = await kentongan.receive(event)
  phone('R-0001').received(CALL)
  expect(await writingNothing(() => preview(event))).toMatchObject({
    httpStatus: 200,
    decision: 'mobilise',
    effect: 'none',
    incidentId,
    callOutId,
    called: 0,
    responders: [],
  })
})

test('a tsunami warning that is in no row moves its own muster point off the shore', async () => {
  await kentongan.enrol(aTagana('R-0001', { kmNorth: 1 }))
  const warning = aFlood(clock.now(), {
    id: 'tsunami-1',
    hazard: 'tsunami',
    level: 'awas',
    area: { geometry: { type: 'Point', coordinates: [107.2, -7.45] }, regions: [{ code: '32.05' }] },
    need: { tagana: 1 },
  })
  const national = await kentongan.addOfficer({ role: 'sender', jurisdiction: '' })
  const shown = await writingNothing(() => preview(warning, national))
  await kentongan.post({ ...warning, mode: 'test' }, { by: national })
  await kentongan.settle()
  const [row] = await kentongan.rows<{ name: string }>`SELECT destination->>'name' AS name FROM call_out`
  expect(shown).toMatchObject({ httpStatus: 200, places: [{ name: row?.name }] })
})
