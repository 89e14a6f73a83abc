import { expect, test } from 'vitest'
import { aFlood } from '../support/hazards.ts'
import { linkIn, openLink, tap } from '../support/links.ts'
import { aTagana, PANGALENGAN, phoneOf, placeFrom } from '../support/people.ts'
import { watchQueues } from '../support/queue-watch.ts'
import { openVillage } from '../support/village.ts'

const kentongan = await openVillage()
const { phone, mail, clock } = kentongan

const CALL = /MOBILISASI Tagana/i
const ENOUGH = /CUKUP/
const NOTED = /Pesan Anda diterima dan diteruskan ke posko/
const STOPPED = /STOP diterima/

/** What became of the messages that tell of texts that came in. */
const notings = () =>
  kentongan.rows<object>`SELECT purpose, channel, mode, state, reason FROM notice
    WHERE purpose IN ('inbox-noted', 'stop-noted') ORDER BY serial`

/** Two are wanted and two called, the first by e-mail too; R-0003 is next. */
const calling = async () => {
  await kentongan.enrol(
    aTagana('R-0001', { kmNorth: 1, mail: true }),
    aTagana('R-0002', { kmNorth: 2 }),
    aTagana('R-0003', { kmNorth: 3 }),
  )
  await kentongan.receive(aFlood(clock.now()))
  return {
    sms: linkIn(phone('R-0001').received(CALL)),
    mailed: linkIn(mail('R-0001').received(CALL)),
    second: linkIn(phone('R-0002').received(CALL)),
  }
}

test('the link of a text message answers with one tap', async () => {
  const { sms, second } = await calling()
  expect((await tap(sms, 'yes')).html).toContain('Terima kasih, jawaban Anda sudah dicatat.')
  await tap(second, 'yes')
  await kentongan.settle()
  expect(await kentongan.callOut()).toMatchObject({ status: 'filled', filled: { tagana: 2 } })
})

test('the page behind a link says what, when, where and with which code, and opening it changes nothing', async () => {
  const { sms } = await calling()
  const { code } = await kentongan.callOut()
  const { status, html } = await openLink(sms)
  expect(status).toBe(200)
  for (const words of [
    'Banjir',
    'Warnasari',
    '13.21 WIB',
    code,
    'BPBD Kab. Bandung',
    'belum ada',
    'Berangkat',
    'Tidak bisa',
  ])
    expect(html).toContain(words)
  expect(html).not.toContain('LATIHAN')
  expect(html).not.toContain(phoneOf('R-0001'))
  expect(Buffer.byteLength(html)).toBeLessThan(10_000)
  expect((await kentongan.callOut()).answers).toMatchObject({ yes: 0, awaited: 2 })
})

test('a mail link posted without its page is kept and fills nothing', async () => {
  const { mailed } = await calling()
  await kentongan.advance({ min: 1 })
  expect((await tap(mailed, 'yes')).html).toContain('Mohon ketuk jawaban Anda sekali lagi.')
  await kentongan.settle()
  const shown = await kentongan.callOut()
  expect(shown).toMatchObject({ filled: { tagana: 0 }, answers: { yes: 0, awaited: 2 } })
  expect(shown.timeline.find(({ kind }) => kind === 'answer')?.detail).toMatchObject({ weak: true, answer: 'yes' })
})

test('a mail link posted from its page counts three seconds after hand-over, and not before', async () => {
  const { mailed } = await calling()
  // Its mail server opens what it is given before it says that it takes it, for longer than that.
  await kentongan.rows`UPDATE notice SET state = 'sending', accepted_at = NULL, lease_until = '2099-01-01'
    WHERE channel = 'email'`
  clock.moveBy({ s: 20 })
  expect((await tap(mailed, 'yes', await openLink(mailed))).html).toContain('Mohon ketuk jawaban Anda sekali lagi.')
  await kentongan.rows`UPDATE notice SET state = 'accepted', accepted_at = ${clock.now()}, lease_until = NULL
    WHERE channel = 'email'`
  await kentongan.settle()
  await kentongan.advance({ s: 2, ms: 999 })
  await tap(mailed, 'yes', await openLink(mailed))
  await kentongan.settle()
  expect((await kentongan.callOut()).filled).toEqual({ tagana: 0 })
  await kentongan.advance({ ms: 1 })
  expect((await tap(mailed, 'yes', await openLink(mailed))).html).toContain('sudah dicatat')
  await kentongan.settle()
  expect((await kentongan.callOut()).filled).toEqual({ tagana: 1 })
})

test('a late yes by the link of somebody stood down hears that there are enough', async () => {
  const { sms, second } = await calling()
  await kentongan.advance({ min: 10 })
  phone('R-0003').received(CALL)
  await tap(second, 'yes')
  await kentongan.replies('R-0003', '1')
  phone('R-0001').received(ENOUGH)
  mail('R-0001').received(ENOUGH)
  expect((await openLink(sms)).html).toContain('Personel sudah cukup.')
  expect((await tap(sms, 'yes')).html).toContain('Sudah cukup, tidak perlu berangkat.')
  await kentongan.settle()
  expect(await kentongan.callOut()).toMatchObject({ status: 'filled', filled: { tagana: 2 }, answers: { yes: 3 } })
})

test('a changed link opens nothing', async () => {
  const { sms } = await calling()
  const other = sms.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'))
  expect((await openLink(other)).status).toBe(404)
  expect((await tap(other, 'yes')).status).toBe(404)
})

test.each([
  ['an unclear text', 'R-0001', 'jam berapa pak?', 'unclear'],
  ['a yes among words that we do not know', 'R-0001', 'bisa ganti nomor', 'unclear'],
  ['a number that nobody has', 'R-7777', '1', 'unknown-number'],
  ['a code that is not theirs', 'R-0001', '1 Z9Z9', 'unknown-code'],
])('%s goes to the inbox and counts for nothing', async (_, from, text, reason) => {
  await calling()
  expect(await kentongan.replies(from, text)).toEqual({ outcome: 'inbox', reason })
  const { answers, code } = await kentongan.callOut()
  expect(answers).toMatchObject({ yes: 0, no: 0, awaited: 2 })
  // Somebody of the roster hears so, by the same way, with the code; a stranger nothing.
  if (reason !== 'unknown-number')
    expect(phone(from).received(NOTED).text).toContain(`balas 1 BERANGKAT atau 2 TIDAK, kode ${code}.`)
})

test('a text that its gateway delivers twice counts once and gets the same answer', async () => {
  await calling()
  const deliver = () => kentongan.replies('R-0001', '1', 'sms-77')
  expect([await deliver(), await deliver()]).toEqual([
    { outcome: 'answered', reason: 'counted' },
    { outcome: 'answered', reason: 'counted' },
  ])
  const [row] = await kentongan.rows<{ n: number }>`SELECT count(*)::int AS n FROM answer`
  expect(row?.n).toBe(1)
  expect(await kentongan.replies('R-0001', '1')).toEqual({ outcome: 'answered', reason: 'said before' })
  expect((await kentongan.callOut()).filled).toEqual({ tagana: 1 })
})

test('a missed call is a yes where one call waits for that number, and a matter for a human elsewhere', async () => {
  const letsRing = (id: string) => kentongan.replies(id, '', undefined, { missedCall: true })
  await calling()
  expect(await letsRing('R-0001')).toEqual({ outcome: 'answered', reason: 'counted' })
  expect((await kentongan.callOut()).filled).toEqual({ tagana: 1 })
  expect(await kentongan.rows`SELECT via, weak FROM answer`).toEqual([{ via: 'missed-call', weak: false }])
  expect(await letsRing('R-7777')).toEqual({ outcome: 'inbox', reason: 'missed-call' })
})

test('several who say no in the same instant are each replaced once', async () => {
  await kentongan.enrol(...[1, 2, 3, 4, 5, 6, 7, 8].map((km) => aTagana(`R-000${km}`, { kmNorth: km })))
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 4 } }))
  const first = ['R-0001', 'R-0002', 'R-0003', 'R-0004']
  const second = ['R-0005', 'R-0006', 'R-0007', 'R-0008']
  for (const id of first) phone(id).received(CALL)
  await Promise.all(first.map((id) => kentongan.replies(id, 'tidak')))
  for (const id of second) phone(id).received(CALL)
  await Promise.all(second.map((id) => kentongan.replies(id, 'siap')))
  expect(await kentongan.callOut()).toMatchObject({ status: 'filled', called: 8, filled: { tagana: 4 } })
})

test('a number at which people are called for two open call-outs must say the code', async () => {
  await kentongan.enrol(aTagana('R-0001'), aTagana('R-0002', { kmNorth: 2, phone: phoneOf('R-0001') }))
  const one = await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  const elsewhere = { geometry: { type: 'Point', coordinates: placeFrom(PANGALENGAN, { kmEast: 3 }) }, radiusKm: 2 }
  const two = await kentongan.receive(
    aFlood(clock.now(), { id: 'banjir-2', hazard: 'landslide', area: elsewhere, need: { tagana: 1 } }),
  )
  phone('R-0001').received(/Banjir/)
  phone('R-0001').received(/longsor/i)
  expect(await kentongan.replies('R-0001', '1')).toEqual({ outcome: 'inbox', reason: 'several-open' })
  phone('R-0001').received(/2 TIDAK, kode [A-Z0-9]{4} \/ [A-Z0-9]{4}\./)
  const { code } = await kentongan.callOut(two.callOutId ?? '')
  expect(await kentongan.replies('R-0001', `1 ${code.toLowerCase()}`)).toMatchObject({ outcome: 'answered' })
  expect((await kentongan.callOut(two.callOutId ?? '')).status).toBe('filled')
  expect((await kentongan.callOut(one.callOutId ?? '')).filled).toEqual({ tagana: 0 })
})

test('stop withdraws consent on every channel, calls somebody else, and is honoured afterwards', async () => {
  await kentongan.enrol(
    aTagana('R-0001', { kmNorth: 1, mail: true }),
    aTagana('R-0002', { kmNorth: 2 }),
    aTagana('R-0003', { kmNorth: 3 }),
  )
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('R-0001').received(CALL)
  mail('R-0001').received(CALL)
  expect(await kentongan.replies('R-0001', 'STOP')).toMatchObject({ outcome: 'opted-out' })
  expect(phone('R-0001').received(STOPPED).text).toContain('Untuk kembali, hubungi BPBD Kab. Bandung')
  phone('R-0002').received(CALL)
  await kentongan.replies('R-0002', '1')
  // Said again it is honoured and not confirmed, and what else they write is not acknowledged.
  expect(await kentongan.replies('R-0001', 'stop')).toMatchObject({ outcome: 'opted-out' })
  expect(await kentongan.replies('R-0001', 'terima kasih banyak pak')).toMatchObject({ outcome: 'inbox' })
  expect(await notings()).toMatchObject([
    { purpose: 'stop-noted', channel: 'sms', state: 'accepted' },
    { purpose: 'stop-noted', state: 'cancelled', reason: 'withdrawn before' },
    { purpose: 'inbox-noted', state: 'cancelled', reason: 'consent withdrawn' },
  ])
  await kentongan.receive(aFlood(clock.now(), { id: 'longsor-2', hazard: 'landslide', need: { tagana: 1 } }))
  phone('R-0003').received(CALL)
})

test('an operator may answer for somebody, and not for somebody who was not called', async () => {
  await calling()
  const { callOutId } = await kentongan.callOut()
  const path = `/v1/call-outs/${callOutId}/answers`
  const said = await kentongan.act(path, { responderId: await kentongan.idOf('R-0001'), answer: 'no' })
  expect(said.status).toBe(200)
  phone('R-0003').received(CALL)
  const [stranger] = await kentongan.rows<{ id: string }>`SELECT gen_random_uuid() AS id`
  expect((await kentongan.act(path, { responderId: stranger?.id, answer: 'no' })).status).toBe(422)
})

test('whoever answers an exercise wakes a review on its road, by text, by link or through an operator', async () => {
  await kentongan.enrol(...[1, 2, 3].map((nth) => aTagana(`R-000${nth}`, { kmNorth: nth })))
  const exercise = { id: 'latihan-1', mode: 'exercise', need: { tagana: 3 } }
  const { callOutId } = await kentongan.receive(aFlood(clock.now(), exercise))
  const link = linkIn(phone('R-0001').received(/LATIHAN/))
  for (const id of ['R-0002', 'R-0003']) phone(id).received(/LATIHAN/)
  const queued = await watchQueues(kentongan)
  await tap(link, 'yes')
  await kentongan.replies('R-0002', '1', 'text-1')
  await kentongan.replies('R-0002', '1', 'text-1') // the gateway repeats itself
  await kentongan.act(`/v1/call-outs/${callOutId}/answers`, {
    responderId: await kentongan.idOf('R-0003'),
    answer: 'yes',
  })
  const reviews = (await queued()).split('\n').filter((words) => words.includes('review-call-out'))
  const on = (lane: string): RegExp => new RegExp(`"queue": "${lane}"|\\{kentongan\\}:${lane}:`)
  expect(reviews.join('\n')).toMatch(on('exercise'))
  expect(reviews.filter((words) => on('live').test(words))).toEqual([])
})
