import { describe, expect, test } from 'vitest'
import { aFlood, theCancel } from '../support/hazards.ts'
import { aTagana, PANGALENGAN } from '../support/people.ts'
import { type Officer, openVillage } from '../support/village.ts'

const village = await openVillage()
const { phone, mail, clock } = village

const CALL = /MOBILISASI TAGANA/i
const ASKED = /PERLU PERSETUJUAN/

/** An officer reads it as a text and as a mail. */
const told = (id: string, pattern: RegExp): void => {
  phone(id).received(pattern)
  mail(id).received(pattern)
}

/** Three Tagana near Pangalengan, and an approver beside the sender. */
const ready = async (): Promise<Officer> => {
  await village.enrol(...[1, 2, 3].map((km) => aTagana(`R-000${km}`, { kmNorth: km })))
  return village.addOfficer({ role: 'approver', jurisdiction: '32.04', contact: 'O-9002' })
}

const act = async (verb: string, by: Officer, body: object = {}): Promise<{ status: number; body: object }> => {
  const { callOutId } = await village.callOut()
  const reply = await village.act(`/v1/call-outs/${callOutId}/${verb}`, body, by)
  return { status: reply.status, body: (await reply.json()) as object }
}

const approve = (by: Officer): Promise<{ status: number; body: object }> => act('approve', by)

const social = (changes: object = {}): object =>
  aFlood(clock.now(), { hazard: 'social', headline: 'Konflik antarwarga', ...changes })

/** A proposal of the sender, of which both officers have been told. */
const proposed = async (event: object = social()): Promise<Officer> => {
  const approver = await ready()
  const answer = await village.receive(event)
  expect(answer).toMatchObject({ httpStatus: 202, decision: 'propose', reason: 'awaiting-approval' })
  told('O-9001', ASKED)
  told('O-9002', ASKED)
  expect(await village.callOut()).toMatchObject({ status: 'awaiting-approval', called: 0 })
  return approver
}

test('the example of a standing order lets a trial call Tagana, and is named nowhere', async () => {
  await village.enrol(aTagana('R-0001', { mail: true }))
  const answer = await village.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  expect(answer).toMatchObject({ decision: 'mobilise', reason: 'alert', warnings: [] })
  const said = `${phone('R-0001').received(CALL).text} ${mail('R-0001').received(CALL).text}`
  expect(said).toContain('BPBD Kab. Bandung')
  const shown = await village.callOut()
  const trail = await (await village.ask('/v1/audit')).text()
  expect(shown).toMatchObject({ authority: null })
  expect(`${said} ${JSON.stringify(shown)} ${trail}`).not.toContain('CONTOH')
})

describe('what waits for a second operator', () => {
  test('a social disaster, until one approves who did not post it', async () => {
    const approver = await proposed()
    expect((await approve(village.officer())).status).toBe(403)
    expect(await approve(approver)).toMatchObject({ status: 200, body: { status: 'planning' } })
    for (const id of ['R-0001', 'R-0002']) phone(id).received(CALL)
    expect((await approve(approver)).status).toBe(409)
  })

  test('another sender may not approve what a sender posted', async () => {
    await proposed()
    const sender = await village.addOfficer({ role: 'sender', jurisdiction: '32.04' })
    expect((await approve(sender)).status).toBe(403)
  })

  test('a point near the border that names no codes waits, and one that names them is called with a warning', async () => {
    // Nearer to Garut than to Soreang, by less than 15 km.
    const border = { geometry: { type: 'Point', coordinates: [107.73, -7.13] }, radiusKm: 2 }
    const doubt = expect.stringContaining('nearer to a place outside your jurisdiction')
    const approver = await ready()
    const bare = await village.receive(aFlood(clock.now(), { area: border }))
    expect(bare).toMatchObject({ decision: 'propose', reason: 'awaiting-approval' })
    expect(bare.warnings).toContainEqual(expect.stringContaining('lies near the border'))
    told('O-9001', ASKED)
    told('O-9002', ASKED)
    expect((await approve(approver)).status).toBe(200)
    for (const id of ['R-0003', 'R-0002']) phone(id).received(CALL)
    for (const id of ['R-0003', 'R-0002']) await village.replies(id, '1')

    const coded = { ...border, villageCodes: ['32.04.15.2003'] }
    const named = await village.receive(
      aFlood(clock.now(), { id: 'longsor-1', hazard: 'landslide', area: coded, need: { tagana: 1 } }),
    )
    expect(named).toMatchObject({ decision: 'mobilise', reason: 'alert', warnings: [doubt] })
    expect(await village.callOut(named.callOutId ?? '')).toMatchObject({ status: 'calling', called: 1 })
    phone('R-0001').received(CALL)
  })

  test('an area as large as a country', async () => {
    await ready()
    const box = [
      [105, -8],
      [117, -8],
      [117, 0],
      [105, 0],
      [105, -8],
    ]
    const event = aFlood(clock.now(), {
      area: { geometry: { type: 'Polygon', coordinates: [box] } },
      musterPoint: { name: 'Posko', coordinates: [...PANGALENGAN] },
    })
    const answer = await village.receive(event, { by: village.admin() })
    expect(answer).toMatchObject({ decision: 'propose', reason: 'awaiting-approval' })
    expect(answer.warnings).toContainEqual(expect.stringContaining('1,000,000 km²'))
  })

  test('an update of what was approved waits only for more people than were approved', async () => {
    const approver = await proposed(aFlood(clock.now(), { need: { tagana: 201 } }))
    expect((await approve(approver)).status).toBe(200)
    for (const id of ['R-0001', 'R-0002', 'R-0003']) phone(id).received(CALL)
    for (const id of ['O-9001', 'O-9002']) told(id, /TIDAK ADA ORANG/)

    const update = (tagana: number) => village.receive(aFlood(clock.now(), { messageType: 'update', need: { tagana } }))
    expect(await update(202)).toMatchObject({ decision: 'propose', reason: 'awaiting-approval' })
    told('O-9001', ASKED)
    told('O-9002', ASKED)
    expect(await village.callOut()).toMatchObject({ status: 'calling', need: { tagana: 201 } })
    expect((await approve(approver)).status).toBe(200)
    expect(await village.callOut()).toMatchObject({ status: 'calling', need: { tagana: 202 } })
    for (const id of ['O-9001', 'O-9002']) told(id, /TIDAK ADA ORANG/)
    expect(await update(202 - 200)).toMatchObject({ decision: 'mobilise', reason: 'update' })
    phone('R-0003').received(/TIDAK/)
    expect(await village.callOut()).toMatchObject({ status: 'calling', need: { tagana: 2 } })
  })
})

describe('a proposal that nobody decides', () => {
  const levels = async (): Promise<void> => {
    await village.addOfficer({ role: 'approver', jurisdiction: '32', contact: 'O-9003' })
    await village.addOfficer({ role: 'approver', jurisdiction: '', contact: 'O-9004' })
  }

  test('is reminded of at half the time, goes up at its end, and lapses after the top; the sender is told', async () => {
    await levels()
    await proposed()
    await village.advance({ min: 9, s: 59 })
    expect(village.outbox.unexpected()).toEqual([])
    const down = ['O-9001', 'O-9002']
    for (const ids of [down, [...down.slice(0, 1), 'O-9003'], [...down.slice(0, 1), 'O-9004']]) {
      // Half of the time: a reminder to those who were asked.
      await village.advance({ s: 1 })
      for (const id of ids) told(id, ASKED)
      await village.advance({ min: 9, s: 59 })
      expect(village.outbox.unexpected()).toEqual([])
      await village.advance({ s: 1 })
      const next = { 'O-9002': 'O-9003', 'O-9003': 'O-9004' }[ids[1] ?? '']
      for (const id of next === undefined ? [] : ['O-9001', next]) told(id, ASKED)
      if (next !== undefined) await village.advance({ min: 9, s: 59 })
    }
    for (const id of ['O-9001', 'O-9002', 'O-9003', 'O-9004']) told(id, /TIDAK DISETUJUI|TIDAK ADA KEPUTUSAN/)
    const shown = await village.callOut()
    expect(shown).toMatchObject({ status: 'stood-down', reason: 'approval-lapsed', called: 0 })
    expect(shown.timeline.map(({ kind }) => kind).filter((kind) => kind.startsWith('approval'))).toEqual([
      'approval-reminded',
      'approval-forwarded',
      'approval-reminded',
      'approval-forwarded',
      'approval-reminded',
      'approval-lapsed',
    ])
    await village.advance({ h: 2 })
  })

  test('may be approved by whom it was forwarded to', async () => {
    const province = await village.addOfficer({ role: 'approver', jurisdiction: '32', contact: 'O-9003' })
    await village.enrol(aTagana('R-0001'), aTagana('R-0002', { kmNorth: 2 }))
    await village.receive(social())
    // Nobody but its sender could decide in the regency.
    told('O-9001', ASKED)
    told('O-9003', ASKED)
    expect((await approve(province)).status).toBe(200)
    for (const id of ['R-0001', 'R-0002']) phone(id).received(CALL)
    await village.advance({ min: 9 })
    for (const id of ['R-0001', 'R-0002']) await village.replies(id, '1')
    await village.advance({ h: 2 })
  })

  test.each([
    ['called off by an operator', () => act('stand-down', village.officer())],
    ['cancelled', () => village.receive(theCancel(clock.now()))],
    ['declined', () => act('decline', village.officer(), { reason: 'sudah aman' })],
  ])('is over once it is %s: no reminder, no approval', async (_, end) => {
    const approver = await proposed()
    await end()
    expect(await village.callOut()).toMatchObject({ status: 'stood-down', called: 0 })
    expect((await approve(approver)).status).toBe(409)
    await village.advance({ min: 10 })
    await village.advance({ h: 2 })
    const waiting = await village.rows`SELECT 1 FROM hazard_event WHERE standing = 'waiting'`
    expect(waiting).toEqual([])
  })
})

test('what was declined calls nobody, and says who declined and why', async () => {
  const approver = await proposed()
  expect(await act('decline', approver, { reason: 'laporan keliru' })).toMatchObject({
    status: 200,
    body: { status: 'stood-down' },
  })
  const shown = await village.callOut()
  expect(shown).toMatchObject({ status: 'stood-down', reason: 'declined' })
  expect(shown.timeline.find(({ kind }) => kind === 'declined')?.detail).toMatchObject({
    by: approver.operatorId,
    words: 'laporan keliru',
  })
  expect((await act('decline', approver)).status).toBe(409)
})

test('a smaller update takes the place of one that waited, and nobody is asked about that any more', async () => {
  const approver = await ready()
  await village.receive(aFlood(clock.now()))
  for (const id of ['R-0001', 'R-0002']) phone(id).received(CALL)
  await village.receive(aFlood(clock.now(), { messageType: 'update', need: { tagana: 300 } }))
  told('O-9001', ASKED)
  told('O-9002', ASKED)
  await village.receive(aFlood(clock.now(), { messageType: 'update', need: { tagana: 3 } }))
  phone('R-0003').received(CALL)
  expect((await approve(approver)).status).toBe(409)
  await Promise.all(['R-0001', 'R-0002', 'R-0003'].map((id) => village.replies(id, '1')))
  await village.advance({ min: 10 })
  await village.advance({ h: 1 })
  expect(await village.callOut()).toMatchObject({ status: 'filled', need: { tagana: 3 } })
})

test('a declined update leaves the call-out as it was', async () => {
  const approver = await ready()
  await village.receive(aFlood(clock.now()))
  for (const id of ['R-0001', 'R-0002']) phone(id).received(CALL)
  await village.receive(aFlood(clock.now(), { messageType: 'update', need: { tagana: 300 } }))
  told('O-9001', ASKED)
  told('O-9002', ASKED)
  expect(await act('decline', approver)).toMatchObject({ status: 200, body: { status: 'calling' } })
  expect(await village.callOut()).toMatchObject({ status: 'calling', need: { tagana: 2 } })
  await village.receive(aFlood(clock.now(), { messageType: 'update', need: { tagana: 3 } }))
  phone('R-0003').received(CALL)
})
