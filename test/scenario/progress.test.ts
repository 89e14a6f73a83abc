import { expect, test } from 'vitest'
import { z } from 'zod'
import { aFlood } from '../support/hazards.ts'
import { linkIn, openLink, tap } from '../support/links.ts'
import { aTagana, PANGALENGAN, placeFrom } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const responderList = z.object({ responders: z.array(z.looseObject({ responderId: z.string() })) })

const kentongan = await openVillage()
const { phone, clock } = kentongan

const CALL = /MOBILISASI Tagana/i

/** Two are wanted and two called; R-0003 is next. */
const calling = async () => {
  await kentongan.enrol(...[1, 2, 3].map((nth) => aTagana(`R-000${nth}`, { kmNorth: nth })))
  await kentongan.receive(aFlood(clock.now()))
  return { sms: linkIn(phone('R-0001').received(CALL)), second: linkIn(phone('R-0002').received(CALL)) }
}

test('whoever came is on the way, there and done as they say, in whatever order it reaches us, and then left alone', async () => {
  const { sms, second } = await calling()
  expect((await openLink(sms)).html).not.toContain('value="done"')
  await kentongan.replies('R-0001', 'otw')
  await tap(second, 'yes')
  await kentongan.settle()
  expect(await kentongan.callOut()).toMatchObject({
    status: 'filled',
    answers: { yes: 2 },
    progress: { coming: 1, enRoute: 1, arrived: 0, done: 0 },
  })
  await kentongan.advance({ min: 20 })
  await kentongan.replies('R-0001', 'selesai')
  for (const late of ['tiba', 'ya', 'tidak bisa', 'selesai']) await kentongan.replies('R-0001', late)
  expect((await openLink(sms)).html).toContain('Terima kasih atas tugas Anda.')
  expect((await tap(second, 'arrived')).html).toContain('value="done"')
  await kentongan.settle()
  const shown = await kentongan.callOut()
  expect(shown).toMatchObject({
    status: 'filled',
    filled: { tagana: 2 },
    progress: { coming: 0, enRoute: 0, arrived: 1, done: 1 },
  })
  expect(shown.timeline.filter(({ kind }) => kind === 'answer').map(({ detail }) => detail['answer'])).toEqual([
    ...['en-route', 'yes', 'done', 'arrived', 'yes', 'no', 'done', 'arrived'],
  ])
  const responders = await kentongan.ask(`/v1/call-outs/${shown.callOutId}/responders`)
  const first = await kentongan.idOf('R-0001')
  const people = responderList.parse(await responders.json()).responders
  expect(people.find(({ responderId }) => responderId === first)).toMatchObject({
    answer: 'arrived',
    progress: 'done',
    enRouteAt: '2026-11-22T06:21:00.000Z',
    arrivedAt: null,
    doneAt: '2026-11-22T06:41:00.000Z',
  })
  // Free for the next matter, and at the end of this one only who is still there hears of it.
  await kentongan.act(`/v1/call-outs/${shown.callOutId}/stand-down`, { reason: 'surut' })
  phone('R-0002').received(/HENTI/)
  expect(await kentongan.callOut()).toMatchObject({ progress: { done: 1 }, answers: { stoodDown: 1 } })
})

test('"pulang" by somebody who never said yes fills nothing: over the link it is kept, by text an operator reads it', async () => {
  const { second } = await calling()
  expect(await kentongan.replies('R-0001', 'pulang')).toMatchObject({ outcome: 'inbox', reason: 'unclear' })
  phone('R-0001').received(/diteruskan ke posko/)
  expect((await tap(second, 'done')).html).toContain('Anda belum menjawab berangkat.')
  await kentongan.settle()
  expect(await kentongan.callOut()).toMatchObject({ filled: { tagana: 0 }, answers: { awaited: 2 } })
})

test('whoever is done may be called to the next place, though the first is not over', async () => {
  await calling()
  for (const id of ['R-0001', 'R-0002']) await kentongan.replies(id, 'siap')
  await kentongan.replies('R-0001', 'selesai')
  const elsewhere = { geometry: { type: 'Point', coordinates: placeFrom(PANGALENGAN, { kmEast: 3 }) }, radiusKm: 2 }
  await kentongan.receive(
    aFlood(clock.now(), { id: 'longsor-1', hazard: 'landslide', area: elsewhere, need: { tagana: 1 } }),
  )
  phone('R-0001').received(CALL)
  await kentongan.replies('R-0001', 'tidak bisa')
  // R-0002 is still at the first place.
  phone('R-0003').received(CALL)
})
