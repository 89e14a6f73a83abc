import { beforeEach, expect, test } from 'vitest'
import { aCap } from '../support/cap.ts'
import { aFlood } from '../support/hazards.ts'
import { linkIn, openLink, tap } from '../support/links.ts'
import { aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const kentongan = await openVillage()
const { phone, mail, clock } = kentongan

const GO = /MOBILISASI/
const OFF = /^\nDIALIHKAN/

type Body = Readonly<Record<string, unknown>>

const flood = (tagana: number, changes: Body = {}) =>
  kentongan.receive(aFlood(clock.now(), { need: { tagana }, ...changes }))
const landslide = (tagana: number, severity: string, changes: Body = {}) =>
  flood(tagana, { id: 'longsor-1', hazard: 'landslide', severity, ...changes })

const told = (words: RegExp, ...ids: readonly string[]): void => {
  for (const id of ids) phone(id).received(words)
}

/** Told that one order is off and that another holds: each says so by itself, whichever the gateway delivers first. */
const moved = (id: string, off: RegExp, order: RegExp): readonly string[] => {
  const texts = [phone(id).received(/./), phone(id).received(/./)].map(({ text }) => `\n${text}`)
  expect(texts).toEqual(expect.arrayContaining([expect.stringMatching(off), expect.stringMatching(order)]))
  return texts
}

const codeOf = async (callOutId: string | null | undefined): Promise<string> => {
  const [row] = await kentongan.rows<{ code: string }>`SELECT code FROM call_out WHERE id = ${callOutId ?? null}`
  return row?.code ?? ''
}

const entries = async (callOutId: string | null | undefined, kind: string) =>
  (await kentongan.callOut(callOutId ?? '')).timeline.filter((entry) => entry.kind === kind).map(({ detail }) => detail)

/** Of each person called by more than one call-out that goes on; there must never be any. */
const heldTwice = () => kentongan.rows`
  SELECT responder_id FROM call_out_responder p JOIN call_out c ON c.id = p.call_out_id
   WHERE c.status IN ('calling', 'filled', 'exhausted') AND p.stood_down_at IS NULL AND p.answer IS DISTINCT FROM 'no'
   GROUP BY 1 HAVING count(*) > 1`

/** Four Tagana to the north, a kilometre from one to the next. */
beforeEach(() => kentongan.enrol(...[1, 2, 3, 4].map((nth) => aTagana(`R-000${nth}`, { kmNorth: nth }))))

test('the more urgent takes whoever has not answered; the other is told who went where, and calls others', async () => {
  const one = await flood(2)
  const link = linkIn(phone('R-0001').received(GO))
  told(GO, 'R-0002')
  const two = await landslide(1, 'extreme')
  const [first, second] = [await codeOf(one.callOutId), await codeOf(two.callOutId)]
  const texts = moved('R-0001', OFF, /Longsor/)
  expect(texts.find((text) => text.includes(first))).toContain(second)
  told(/Banjir/, 'R-0003') // in place of R-0001
  const id = await kentongan.idOf('R-0001')
  expect(await entries(one.callOutId, 'people-taken')).toEqual([
    expect.objectContaining({ people: 1, responderIds: [id], by: two.callOutId, byCode: second }),
  ])
  expect(await entries(two.callOutId, 'people-taken-over')).toEqual([
    expect.objectContaining({ people: 1, responderIds: [id], from: one.callOutId, fromCode: first }),
  ])
  expect(await entries(one.callOutId, 'called')).toEqual([expect.objectContaining({ replaces: id, because: 'taken' })])
  // Without a code the answer is meant for the order that holds.
  const page = await openLink(link)
  for (const { html } of [page, await tap(link, 'yes', page)]) {
    expect(html).toContain(`Anda dialihkan ke panggilan ${second}`)
    expect(html).toContain(`You were moved to call-out ${second}`)
    expect(html).not.toMatch(/cukup/i)
  }
  await kentongan.replies('R-0001', 'siap')
  expect(await kentongan.callOut(two.callOutId ?? '')).toMatchObject({ status: 'filled' })
  for (const id of ['R-0002', 'R-0003']) await kentongan.replies(id, '1')
  expect(await kentongan.callOut(one.callOutId ?? '')).toMatchObject({ status: 'filled', filled: { tagana: 2 } })
  expect(await heldTwice()).toEqual([])
})

test('of two that are equally urgent the one that called first keeps its people, and the other says why', async () => {
  const one = await flood(2)
  told(GO, 'R-0001', 'R-0002')
  const two = await landslide(1, 'severe')
  told(/Longsor/, 'R-0003')
  const reply = await kentongan.ask(`/v1/call-outs/${two.callOutId}/responders`)
  const { responders } = (await reply.json()) as {
    responders: { responderId: string; reason: string; sentence: string }[]
  }
  const why = responders.find(({ reason }) => reason === 'called-elsewhere')
  expect(responders.filter(({ reason }) => reason === 'called-elsewhere')).toHaveLength(2)
  expect(why?.sentence).toContain(await codeOf(one.callOutId))
  expect(why?.sentence).toMatch(/^Tidak dipanggil: sedang dipanggil untuk kejadian lain, panggilan /)
})

test('whoever said yes is taken only where nobody else can be had, and whoever arrived never', async () => {
  const one = await flood(3)
  told(GO, 'R-0001', 'R-0002', 'R-0003')
  await kentongan.replies('R-0001', '1')
  await kentongan.replies('R-0002', '3')
  await kentongan.replies('R-0003', '1')
  await landslide(2, 'extreme')
  told(/Longsor/, 'R-0004')
  // Nearest of those who said yes; nobody is left for the flood in their place.
  moved('R-0001', OFF, /Longsor/)
  for (const reader of [phone, mail]) reader('O-9001').received(/KURANG/)
  expect(await kentongan.callOut(one.callOutId ?? '')).toMatchObject({ status: 'exhausted', filled: { tagana: 2 } })
  expect(await heldTwice()).toEqual([])
})

test('a deadline that passed in silence holds nobody, but the old order is withdrawn', async () => {
  await kentongan.rows`DELETE FROM responder WHERE external_id > 'R-0002'`
  await flood(1)
  told(GO, 'R-0001')
  await kentongan.advance({ min: 10 })
  told(GO, 'R-0002')
  await landslide(1, 'minor')
  moved('R-0001', OFF, /Longsor/)
  expect(await heldTwice()).toEqual([])
})

test('whoever said no, is called elsewhere and then says yes after all stays where they were called', async () => {
  const one = await flood(1)
  told(GO, 'R-0001')
  await kentongan.replies('R-0001', '2')
  told(GO, 'R-0002')
  const two = await landslide(1, 'severe')
  told(/Longsor/, 'R-0001')
  await kentongan.replies('R-0001', `1 ${await codeOf(one.callOutId)}`)
  expect(await kentongan.callOut(one.callOutId ?? '')).toMatchObject({ status: 'calling', answers: { no: 1 } })
  expect(await heldTwice()).toEqual([])
  await kentongan.replies('R-0001', `2 ${await codeOf(two.callOutId)}`)
  told(/Longsor/, 'R-0003')
  // Free again: now their word counts.
  await kentongan.replies('R-0001', `1 ${await codeOf(one.callOutId)}`)
  told(/CUKUP/, 'R-0002')
  expect(await kentongan.callOut(one.callOutId ?? '')).toMatchObject({ status: 'filled' })
})

const rehearsal = (id: string, tagana: number, changes: Body = {}) =>
  flood(tagana, { id, mode: 'exercise', severity: 'extreme', ...changes })

test('what is real ends an exercise in its regency: everybody in it is told, and its operator', async () => {
  const drill = await rehearsal('latihan-1', 2)
  told(/^\nLATIHAN - /, 'R-0001', 'R-0002')
  await kentongan.replies('R-0001', '1')
  const real = await landslide(1, 'minor')
  const ended = /^\nLATIHAN - DIHENTIKAN: ada kejadian nyata[\s\S]* LATIHAN$/
  told(ended, 'R-0002')
  moved('R-0001', ended, GO)
  for (const reader of [phone, mail]) reader('O-9001').received(/LATIHAN - DIHENTIKAN[\s\S]* LATIHAN/)
  expect(await kentongan.callOut(drill.callOutId ?? '')).toMatchObject({ status: 'stood-down', reason: 'real-event' })
  expect(await entries(real.callOutId, 'exercise-ended')).toEqual([
    expect.objectContaining({ exercise: drill.callOutId }),
  ])
  // And an exercise calls nobody whom something real holds.
  await rehearsal('latihan-2', 1)
  told(/^\nLATIHAN - /, 'R-0002')
  expect(await heldTwice()).toEqual([])
})

test('what is real ends an exercise in its regency that waits for approval: its operator is told, and nobody may approve it', async () => {
  const scope = '<scope>Restricted</scope><restriction>Petugas saja</restriction>'
  const drill = await kentongan.receive(aCap({ identifier: 'latihan-1', status: 'Exercise', scope }))
  expect(drill).toMatchObject({ mode: 'exercise', decision: 'propose', reason: 'scope-not-public' })
  for (const reader of [phone, mail]) reader('O-9001').received(/LATIHAN - PERLU PERSETUJUAN/)
  const real = await landslide(1, 'minor')
  told(GO, 'R-0001')
  const ended = new RegExp(`LATIHAN - DIHENTIKAN[^]*Banjir[^]*${await codeOf(real.callOutId)}[^]* LATIHAN`)
  for (const reader of [phone, mail]) reader('O-9001').received(ended)
  expect(await kentongan.callOut(drill.callOutId ?? '')).toMatchObject({ status: 'stood-down', reason: 'real-event' })
  expect(await entries(real.callOutId, 'exercise-ended')).toEqual([
    expect.objectContaining({ exercise: drill.callOutId }),
  ])
  const second = await kentongan.addOfficer({ role: 'approver', jurisdiction: '32.04', contact: 'O-9002' })
  const approved = await kentongan.act(`/v1/call-outs/${drill.callOutId}/approve`, {}, second)
  expect(approved.status).toBe(409)
  expect(await kentongan.rows`SELECT standing FROM hazard_event WHERE source_id = 'latihan-1'`).toEqual([
    { standing: 'declined' },
  ])
  await kentongan.advance({ h: 3 })
  for (const id of ['R-0002', 'R-0003', 'R-0004']) if (phone(id).waiting() > 0) told(GO, id)
})

test('from an exercise elsewhere a real call-out takes whom it needs, whatever they said, and the exercise goes on', async () => {
  const national = await kentongan.addOfficer({ role: 'sender', jurisdiction: '', contact: 'O-9002' })
  const area = { geometry: { type: 'Point', coordinates: [107.9, -7.22] }, radiusKm: 2 } // Kab. Garut
  const drill = await kentongan.receive(
    aFlood(clock.now(), { id: 'latihan-3', mode: 'exercise', severity: 'extreme', need: { tagana: 2 }, area }),
    { by: national },
  )
  told(/^\nLATIHAN - /, 'R-0001', 'R-0002')
  await kentongan.replies('R-0001', '3')
  await landslide(1, 'minor')
  moved('R-0001', /^\nLATIHAN - DIHENTIKAN: ada kejadian nyata/, /Longsor/)
  told(/^\nLATIHAN - [\s\S]* LATIHAN$/, 'R-0003')
  expect(await kentongan.callOut(drill.callOutId ?? '')).toMatchObject({ status: 'calling' })
  expect(await heldTwice()).toEqual([])
})
