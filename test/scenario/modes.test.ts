import { expect, test } from 'vitest'
import { aFlood } from '../support/hazards.ts'
import { linkIn, openLink } from '../support/links.ts'
import { aTagana } from '../support/people.ts'
import { watchQueues } from '../support/queue-watch.ts'
import { openVillage } from '../support/village.ts'

const kentongan = await openVillage()
const { phone, mail, clock, outbox } = kentongan

test('every message of an exercise says LATIHAN first and last, in subject and body', async () => {
  await kentongan.enrol(aTagana('R-0001', { kmNorth: 1, mail: true }), aTagana('R-0002', { kmNorth: 2, mail: true }))
  await kentongan.receive(aFlood(clock.now(), { mode: 'exercise', need: { tagana: 1 } }))
  const link = linkIn(phone('R-0001').received(/Banjir/))
  mail('R-0001').received(/Banjir/)
  await kentongan.advance({ min: 10 })
  phone('R-0002').received(/Banjir/)
  mail('R-0002').received(/Banjir/)
  await kentongan.replies('R-0002', '1')
  phone('R-0001').received(/CUKUP/)
  mail('R-0001').received(/CUKUP/)
  await kentongan.replies('R-0002', '2')
  for (const told of [phone, mail]) told('O-9001').received(/KURANG/)

  const messages = outbox.everything()
  expect(messages.length).toBe(8)
  for (const { subject, text, mode } of messages) {
    expect(mode).toBe('exercise')
    expect(text.trim()).toMatch(/^LATIHAN - [\s\S]*LATIHAN$/)
    if (subject !== null) expect(subject).toMatch(/^LATIHAN - .*LATIHAN$/)
  }
  expect((await openLink(link)).html.match(/LATIHAN - bukan kejadian nyata/g)).toHaveLength(2)
})

test('no word of an exercise stands in a real call', async () => {
  await kentongan.enrol(aTagana('R-0001', { mail: true }))
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  for (const told of [phone, mail]) {
    const { subject, text } = told('R-0001').received(/Banjir/)
    expect(`${subject} ${text}`).not.toMatch(/latihan|gladi|simulasi|uji sistem/i)
  }
})

/** Whoever ordered an exercise is told that something real ended it. */
const operatorHears = (): void => {
  for (const reader of [phone, mail]) reader('O-9001').received(/LATIHAN - DIHENTIKAN/)
}

test('an exercise may reach somebody by e-mail alone, and does not keep them from a real call', async () => {
  await kentongan.enrol(aTagana('R-0001', { phone: null, mail: true }), aTagana('R-0002', { kmNorth: 2 }))
  await kentongan.receive(aFlood(clock.now(), { id: 'latihan-1', mode: 'exercise' }))
  mail('R-0001').received(/LATIHAN/)
  phone('R-0002').received(/LATIHAN/)
  await kentongan.replies('R-0002', '1')
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  for (const words of [/^\n(LATIHAN - DIHENTIKAN|MOBILISASI)/, /^\n(LATIHAN - DIHENTIKAN|MOBILISASI)/])
    phone('R-0002').received(words)
  mail('R-0001').received(/^LATIHAN - DIHENTIKAN/)
  operatorHears()
})

test('mode test decides, sends nothing, and records why', async () => {
  await kentongan.enrol(aTagana('R-0001', { mail: true }), aTagana('R-0002', { kmNorth: 2 }))
  const answer = await kentongan.receive(aFlood(clock.now(), { mode: 'test' }))
  expect(answer).toMatchObject({ httpStatus: 202, decision: 'mobilise', reason: 'mode-test' })
  await kentongan.advance({ h: 1 })
  expect(await kentongan.callOut()).toMatchObject({
    status: 'stood-down',
    reason: 'mode-test',
    called: 2,
    notices: { cancelled: 3 },
  })
  const reasons = await kentongan.rows<{ reason: string }>`SELECT DISTINCT reason FROM notice`
  expect(reasons).toEqual([{ reason: 'mode-test' }])
  expect(outbox.everything()).toEqual([])
})

test('an exercise takes its own road through the queues, and a real call the other', async () => {
  const queued = await watchQueues(kentongan)
  const lane = (name: string): RegExp => new RegExp(`lane\\\\?" ?: ?\\\\?"${name}`)
  await kentongan.enrol(aTagana('R-0001'))
  await kentongan.receive(aFlood(clock.now(), { id: 'latihan-1', mode: 'exercise', need: { tagana: 1 } }))
  phone('R-0001').received(/LATIHAN/)
  const before = await queued()
  expect(before).toMatch(lane('exercise'))
  expect(before).not.toMatch(lane('live'))
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  for (const words of [/^\n(LATIHAN - DIHENTIKAN|MOBILISASI)/, /^\n(LATIHAN - DIHENTIKAN|MOBILISASI)/])
    phone('R-0001').received(words)
  operatorHears()
  expect(await queued()).toMatch(lane('live'))
})
