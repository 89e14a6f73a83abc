import { expect, test } from 'vitest'
import { z } from 'zod'
import { aFlood, theCancel } from '../support/hazards.ts'
import { linkIn, openLink, tap } from '../support/links.ts'
import { aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'
import { chosen, consideredShown, previewsOf } from './previews.ts'

/** One person called for each one needed; floods of 5 km reach the homes of R-0001 to R-0004, not of R-0006 and on. */
const kentongan = await openVillage({
  files: {
    'call-out.yaml': `
ackDeadline: 10m
maxWaves: 3
searchRadiusKm: 50
overcall: 1
wave: { method: overcall }
safety: { hazards: [flood] }
approvalAbove: 200
need:
  default:
    moderate: { tagana: 2 }
`,
  },
})
const { phone, mail, clock } = kentongan
const { preview } = previewsOf(kentongan)

const ASK = /^\nANDA AMAN\? Banjir/
const ORDER = /MOBILISASI TAGANA: Banjir.*Kumpul:/
const ASK_EXERCISE = /^\nLATIHAN - (ANDA )?AMAN\? Banjir.*LATIHAN$/
const OVER = /^\nBATAL/

const enrolled = (): Promise<void> =>
  kentongan.enrol(...[1, 2, 3, 4, 6, 7].map((km) => aTagana(`R-000${km}`, { kmNorth: km })))

const considered = async () => {
  const { callOutId } = await kentongan.callOut()
  const reply = await kentongan.ask(`/v1/call-outs/${callOutId}/responders`)
  return z.looseObject({ responders: consideredShown }).parse(await reply.json()).responders
}

const purposesOf = (id: string): Promise<readonly { purpose: string; state: string; reason: string | null }[]> =>
  kentongan.rows`
    SELECT purpose, state, n.reason FROM notice n JOIN responder r ON r.id = n.responder_id
     WHERE r.external_id = ${id} ORDER BY serial`

test('who lives in the area is asked first: "1" is ordered and counts, "3" is ordered and counts by the next "1"', async () => {
  await enrolled()
  const flood = aFlood(clock.now())
  const foreseen = await preview(flood)
  const asked = ['R-0001 called asked-whether-safe', 'R-0002 called asked-whether-safe']
  expect(chosen(foreseen.responders)).toEqual(asked)
  await kentongan.receive(flood)
  for (const id of ['R-0001', 'R-0002']) {
    const { text } = phone(id).received(ASK)
    expect(text).toMatch(/Jangan berangkat\. Balas 1 AMAN\+SIAP\/3 AMAN\/2 TIDAK\/BAHAYA\./)
    expect(text).not.toMatch(/kumpul|ke:/i)
  }
  expect(chosen(await considered())).toEqual(asked)
  expect((await considered())[0]?.sentence).toMatch(/^Ditanya dulu apakah aman .*zona bahaya \(1,0 km\)\.$/)
  expect(await kentongan.callOut()).toMatchObject({ safety: { asked: 2, safe: 0, unsafe: 0 }, filled: { tagana: 0 } })

  await kentongan.replies('R-0001', '1')
  phone('R-0001').received(ORDER)
  expect(await kentongan.callOut()).toMatchObject({ safety: { asked: 1, safe: 1 }, filled: { tagana: 1 } })

  await kentongan.advance({ min: 9 })
  await kentongan.replies('R-0002', 'kami aman pak')
  phone('R-0002').received(ORDER)
  expect(await kentongan.callOut()).toMatchObject({ safety: { asked: 0, safe: 2 }, filled: { tagana: 1 } })
  // The order has a deadline of its own: nobody is called in their place at the old one.
  await kentongan.advance({ min: 5 })
  await kentongan.replies('R-0002', 'ya, aman')
  phone('R-0002').received(/diteruskan ke posko.* 1 BERANGKAT atau 2 TIDAK/)
  expect(await kentongan.callOut()).toMatchObject({ status: 'calling', called: 2 })
  await kentongan.replies('R-0002', '1')
  expect(await kentongan.callOut()).toMatchObject({ status: 'filled', filled: { tagana: 2 } })
  await kentongan.replies('R-0002', '3')
  expect(await kentongan.callOut()).toMatchObject({ answers: { yes: 1, arrived: 1 } })
  expect((await purposesOf('R-0002')).map(({ purpose }) => purpose)).toEqual([
    'safety-check',
    'call-out',
    'inbox-noted',
  ])
  // "Ya, aman" was no answer to the order: people read it.
  const words = await kentongan.rows<{ meaning: string }>`SELECT meaning FROM answer ORDER BY at, meaning`
  expect(words.map(({ meaning }) => meaning)).toEqual(['yes', 'safe', 'arrived', 'yes'])
})

test('not safe is a no that the operators hear of at once; silence and a no call others, who are asked where they live inside', async () => {
  await enrolled()
  await kentongan.receive(aFlood(clock.now()))
  for (const id of ['R-0001', 'R-0002']) phone(id).received(ASK)
  await kentongan.replies('R-0001', 'kami terjebak di atap')
  phone('O-9001').received(/TIDAK AMAN Ref .*: 1 orang yang dipanggil untuk Banjir/)
  mail('O-9001').received(/TIDAK AMAN: 1 orang/)
  phone('R-0003').received(ASK)
  const shown = await kentongan.callOut()
  expect(shown).toMatchObject({ safety: { asked: 2, unsafe: 1 }, answers: { no: 1 } })
  expect(shown.timeline).toContainEqual(
    expect.objectContaining({ kind: 'not-safe', detail: { responderId: await kentongan.idOf('R-0001') } }),
  )
  const [first] = await considered()
  expect(first).toMatchObject({ name: 'Warga R-0001', state: 'unsafe', safety: 'unsafe', answer: 'no' })
  // Later in safety: that is kept, and they are sent nowhere.
  await kentongan.replies('R-0001', 'sudah aman')
  expect(await kentongan.callOut()).toMatchObject({ safety: { safe: 1, unsafe: 0 }, answers: { no: 1 } })

  await kentongan.replies('R-0003', '2')
  phone('R-0004').received(ASK)
  await kentongan.advance({ min: 10 })
  // R-0002 and R-0004 kept silent; the next two live outside.
  for (const id of ['R-0006', 'R-0007']) phone(id).received(ORDER)
  for (const id of ['R-0006', 'R-0007']) await kentongan.replies(id, '1')
  // Only asked, and thanked all the same.
  for (const id of ['R-0002', 'R-0004']) phone(id).received(/^\nCUKUP/)
  expect(await kentongan.callOut()).toMatchObject({ status: 'filled', filled: { tagana: 2 } })
})

test('as the area grows and shrinks, those newly inside are asked and do not count, those outside are ordered', async () => {
  await enrolled()
  const began = clock.now()
  const update = (radiusKm: number, more: object = {}) => {
    const { area } = aFlood(began) as { area: object }
    return aFlood(began, { area: { ...area, radiusKm }, ...more })
  }
  await kentongan.receive(update(1.5))
  phone('R-0001').received(ASK)
  phone('R-0002').received(ORDER)
  await kentongan.replies('R-0002', '1')
  expect(await kentongan.callOut()).toMatchObject({ filled: { tagana: 1 } })

  await kentongan.advance({ min: 1 })
  await kentongan.receive(update(5, { messageType: 'update' }))
  phone('R-0002').received(ASK)
  expect(await kentongan.callOut()).toMatchObject({ safety: { asked: 2 }, filled: { tagana: 0 }, called: 2 })
  expect(chosen(await considered())).toContain('R-0002 stays asked-whether-safe')
  await kentongan.replies('R-0002', '3')
  phone('R-0002').received(ORDER)
  expect(await kentongan.callOut()).toMatchObject({ safety: { asked: 1, safe: 1 }, filled: { tagana: 1 } })

  await kentongan.advance({ min: 1 })
  await kentongan.receive(update(0.5, { messageType: 'update' }))
  phone('R-0001').received(ORDER)
  expect(await kentongan.callOut()).toMatchObject({ safety: { asked: 0, safe: 0 }, filled: { tagana: 1 } })

  await kentongan.advance({ min: 1 })
  await kentongan.receive(update(5, { messageType: 'update' }))
  for (const id of ['R-0001', 'R-0002']) phone(id).received(ASK)
  await kentongan.receive(theCancel(clock.now()))
  for (const id of ['R-0001', 'R-0002']) phone(id).received(OVER)
})

test('who refused, then came to live in the grown area and says yes after all, is asked before they count', async () => {
  await enrolled()
  const began = clock.now()
  const update = (radiusKm: number, more: object = {}) => {
    const { area } = aFlood(began) as { area: object }
    return kentongan.receive(aFlood(began, { area: { ...area, radiusKm }, need: { tagana: 1 }, ...more }))
  }
  await update(0.5)
  phone('R-0001').received(ORDER)
  await kentongan.replies('R-0001', '2')
  phone('R-0002').received(ORDER)
  await update(1.5, { messageType: 'update' })
  await kentongan.replies('R-0001', '1')
  phone('R-0001').received(ASK)
  expect(await kentongan.callOut()).toMatchObject({
    status: 'calling',
    safety: { asked: 1, safe: 0 },
    filled: { tagana: 0 },
  })
  await kentongan.replies('R-0001', '1')
  phone('R-0001').received(ORDER)
  phone('R-0002').received(/CUKUP/)
  expect(await kentongan.callOut()).toMatchObject({ status: 'filled', filled: { tagana: 1 } })
})

test('an order that has not left is not sent any more to somebody who is asked meanwhile', async () => {
  await kentongan.enrol(aTagana('R-0006', { kmNorth: 6 }))
  const began = clock.now()
  const need = { tagana: 1 }
  // Planned, and on its way: written as of a minute ahead, so that nothing leaves yet.
  await kentongan.receive(aFlood(began, { need }))
  phone('R-0006').received(ORDER)
  await kentongan.rows`
    UPDATE notice SET state = 'planned', due_at = due_at + interval '5 minutes', sending_at = NULL, accepted_at = NULL`
  kentongan.outbox.empty()
  await kentongan.receive(
    aFlood(began, { need, messageType: 'update', area: { ...(aFlood(began)['area'] as object), radiusKm: 9 } }),
  )
  phone('R-0006').received(ASK)
  await kentongan.advance({ min: 6 })
  expect(await purposesOf('R-0006')).toMatchObject([
    { purpose: 'call-out', state: 'cancelled', reason: 'not known to be safe' },
    { purpose: 'safety-check', state: 'accepted' },
  ])
})

test('the page of the question offers four answers and no place to go to; "safe" brings both', async () => {
  await enrolled()
  await kentongan.receive(aFlood(clock.now(), { mode: 'exercise', need: { tagana: 1 } }))
  const asked = phone('R-0001').received(ASK_EXERCISE)
  const link = linkIn(asked)
  const page = await openLink(link)
  expect(page.html).toMatch(/LATIHAN - bukan kejadian nyata/)
  expect([...page.html.matchAll(/value="(\w+)">/g)].map(([, word]) => word)).toEqual(['yes', 'safe', 'unsafe', 'no'])
  expect(page.html).not.toMatch(/Kumpul/)
  const after = await tap(link, 'safe', page)
  await kentongan.settle()
  phone('R-0001').received(/LATIHAN.*MOBILISASI Banjir.*Ke:/)
  expect(after.html).toMatch(/Jawaban Anda: <b>Aman<\/b>/)
  expect([...after.html.matchAll(/value="(\w+)">/g)].map(([, word]) => word)).toEqual([
    'yes',
    'no',
    'arrived',
    'unsafe',
  ])
  await tap(link, 'unsafe', page)
  await kentongan.settle()
  phone('O-9001').received(/LATIHAN.*TIDAK AMAN/)
  mail('O-9001').received(/TIDAK AMAN/)
  phone('R-0002').received(ASK_EXERCISE)
  expect(await kentongan.callOut()).toMatchObject({ safety: { asked: 1, unsafe: 1 }, filled: { tagana: 0 } })
})

test('where the sender says that it is safe to approach nobody is asked', async () => {
  await enrolled()
  await kentongan.receive(aFlood(clock.now(), { safeToApproach: true }))
  for (const id of ['R-0001', 'R-0002']) phone(id).received(ORDER)
  expect(await kentongan.callOut()).toMatchObject({ safety: { asked: 0 } })
})

test('"lapor" before it makes no report of what somebody called says about themselves', async () => {
  await enrolled()
  await kentongan.receive(aFlood(clock.now()))
  for (const id of ['R-0001', 'R-0002']) phone(id).received(ASK)
  expect(await kentongan.replies('R-0001', 'Lapor, ya aman')).toMatchObject({ outcome: 'answered' })
  phone('R-0001').received(ORDER)
  expect(await kentongan.replies('R-0002', 'lapor tidak aman')).toMatchObject({ outcome: 'answered' })
  phone('R-0003').received(ASK)
  for (const told of [phone, mail]) told('O-9001').received(/TIDAK AMAN/)
  expect(await kentongan.callOut()).toMatchObject({ safety: { asked: 1, safe: 1, unsafe: 1 } })
})
