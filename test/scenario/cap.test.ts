import { beforeEach, describe, expect, test } from 'vitest'
import { aCap, type CapGiven, refersTo } from '../support/cap.ts'
import { aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

/** More people for what is worse, so that a test can see an update. */
const CALL_OUT = `
ackDeadline: 10m
maxWaves: 3
searchRadiusKm: 50
overcall: 1
wave: { method: overcall }
closeAfter: 12h
approvalAbove: 200
need:
  default:
    moderate: { tagana: 1 }
    severe: { tagana: 2 }
    extreme: { tagana: 4 }
`

const kentongan = await openVillage({ files: { 'call-out.yaml': CALL_OUT } })
const { phone } = kentongan

const GO = /MOBILISASI/

const told = (pattern: RegExp, ...ids: readonly string[]): void => {
  for (const id of ids) phone(id).received(pattern)
}

const post = (given: CapGiven = {}) => kentongan.receive(aCap(given))

/** A minute and two behind the first alert: none is sent over 5 minutes before it comes. */
const LATER = '2026-11-22T13:22:00+07:00'
const LATEST = '2026-11-22T13:23:00+07:00'

beforeEach(() => kentongan.enrol(...[1, 2, 3, 4, 5].map((nth) => aTagana(`R-000${nth}`, { kmNorth: nth }))))

const nobodyWasCalled = async (): Promise<void> => {
  expect(await kentongan.rows`SELECT 1 FROM notice WHERE purpose = 'call-out'`).toEqual([])
}

describe('a row of alerts in CAP', () => {
  test('an alert calls people, and its sender is its source', async () => {
    const answered = await post()
    expect(answered).toMatchObject({
      httpStatus: 202,
      source: 'pusdalops@bpbd-bandung.invalid',
      sourceId: 'cap-1',
      mode: 'actual',
      decision: 'mobilise',
      reason: 'alert',
      warnings: [],
    })
    told(GO, 'R-0001', 'R-0002')
    expect(await kentongan.callOut()).toMatchObject({ status: 'calling', need: { tagana: 2 } })
  })

  test.each(['application/xml', 'text/xml; charset=utf-8'])('it may come as %s too', async (type) => {
    expect(await kentongan.receive(aCap(), { type })).toMatchObject({ httpStatus: 202, decision: 'mobilise' })
    told(GO, 'R-0001', 'R-0002')
  })

  test('the same in English is a translation; the same bytes again a repeat', async () => {
    const first = await post()
    told(GO, 'R-0001', 'R-0002')
    const english = { language: 'en', event: 'Flood', headline: 'Flood in Pangalengan' }
    const second = await post(english)
    expect(second).toMatchObject({ httpStatus: 202, decision: 'record', reason: 'translation' })
    expect([second.incidentId, second.callOutId]).toEqual([first.incidentId, first.callOutId])
    expect(second.warnings?.join(' ')).toMatch(/another language/)
    expect(await post()).toMatchObject({ httpStatus: 200, isRepeat: true, eventId: first.eventId })
    expect(await post(english)).toMatchObject({ httpStatus: 200, isRepeat: true, eventId: second.eventId })
    const other = await post({ headline: 'Banjir Pangalengan' })
    expect(other).toMatchObject({ httpStatus: 422 })
    expect(await kentongan.callOut()).toMatchObject({ called: 2 })
  })

  test('an update by references calls more, a smaller one fewer, and a cancel by references stands down', async () => {
    const first = await post()
    told(GO, 'R-0001', 'R-0002')
    const update = { identifier: 'cap-2', sent: LATER, msgType: 'Update', references: refersTo('cap-1') }
    const second = await post({ ...update, severity: 'Extreme' })
    expect(second).toMatchObject({ httpStatus: 202, decision: 'mobilise', reason: 'update', sourceId: 'cap-2' })
    expect([second.incidentId, second.callOutId]).toEqual([first.incidentId, first.callOutId])
    told(GO, 'R-0003', 'R-0004')
    // It refers to the newest only; the row is followed through it.
    const smaller = { ...update, identifier: 'cap-3', sent: LATEST, severity: 'Moderate' }
    const third = await post({ ...smaller, references: refersTo('cap-2', LATER) })
    expect(third).toMatchObject({ reason: 'update', callOutId: first.callOutId })
    told(/TIDAK PERLU BERANGKAT/, 'R-0002', 'R-0003', 'R-0004')
    const cancel = await post({
      identifier: 'cap-4',
      sent: '2026-11-22T13:24:00+07:00',
      msgType: 'Cancel',
      references: refersTo('cap-1'),
    })
    expect(cancel).toMatchObject({ decision: 'record', reason: 'stood-down', callOutId: first.callOutId })
    told(/BATAL/, 'R-0001')
    expect(await kentongan.callOut()).toMatchObject({ status: 'stood-down', reason: 'cancelled' })
    // Nothing of the row calls anybody again, under whatever identifier.
    expect(
      await post({ ...update, identifier: 'cap-5', sent: '2026-11-22T13:25:00+07:00', severity: 'Extreme' }),
    ).toMatchObject({ decision: 'record', reason: 'incident-ended' })
  })

  test('an update that comes before its alert calls people; the alert then is older, and calls nobody', async () => {
    const update = await post({
      identifier: 'cap-2',
      sent: LATER,
      msgType: 'Update',
      severity: 'Moderate',
      references: refersTo('cap-1'),
    })
    expect(update).toMatchObject({ decision: 'mobilise', reason: 'alert' })
    told(GO, 'R-0001')
    const alert = await post()
    expect(alert).toMatchObject({ httpStatus: 200, isRepeat: false, decision: 'record', reason: 'older-revision' })
    expect(alert.incidentId).toBe(update.incidentId)
    expect(await kentongan.callOut()).toMatchObject({ called: 1, need: { tagana: 1 } })
  })

  test('a cancel that comes before its alert is kept with a warning, and the alert calls nobody', async () => {
    const cancel = { identifier: 'cap-2', sent: LATER, msgType: 'Cancel', references: refersTo('cap-1') }
    expect(await post(cancel)).toMatchObject({ httpStatus: 202, decision: 'record', reason: 'nothing-to-cancel' })
    expect(await post()).toMatchObject({ decision: 'record', reason: 'older-revision' })
    await nobodyWasCalled()
  })

  test('an update whose every block is AllClear ends the call-out', async () => {
    const first = await post()
    told(GO, 'R-0001', 'R-0002')
    const clear = { identifier: 'cap-2', sent: LATER, msgType: 'Update', references: refersTo('cap-1') }
    expect(await post({ ...clear, responseType: 'AllClear' })).toMatchObject({
      reason: 'stood-down',
      callOutId: first.callOutId,
    })
    told(/SELESAI/, 'R-0001', 'R-0002')
  })

  test('another identifier for an overlapping area joins', async () => {
    const first = await post()
    told(GO, 'R-0001', 'R-0002')
    const second = await post({ identifier: 'cap-b', sent: LATER })
    expect(second).toMatchObject({ decision: 'mobilise', reason: 'joined', callOutId: first.callOutId })
    expect(second.warnings?.join(' ')).toMatch(/same hazard, same time/)
  })
})

test('a level in Indonesian words decides; one that cannot be read is named in a warning', async () => {
  const read = await post({ event: 'Erupsi gunung api', level: 'Siaga (Level III)' })
  told(/MOBILISASI.*Erupsi/, 'R-0001', 'R-0002')
  expect(read.warnings?.join(' ')).not.toMatch(/level/)
  const unread = { identifier: 'cap-2', sent: LATER, msgType: 'Update', references: refersTo('cap-1') }
  const warned = await post({ ...unread, event: 'Erupsi gunung api', level: 'merah' })
  expect(warned.warnings?.join(' ')).toMatch(/level "merah" is not used.*severity.*IV \(Awas\)/)
  told(/RALAT/, 'R-0001', 'R-0002')
  expect(await kentongan.rows`SELECT level FROM hazard_event ORDER BY sequence`).toEqual([
    { level: 'III' },
    { level: null },
  ])
})

describe('what calls nobody', () => {
  test.each<[string, CapGiven, object]>([
    ['status System', { status: 'System' }, { mode: 'test', decision: 'record', reason: 'status-system' }],
    ['status Draft', { status: 'Draft' }, { mode: 'test', decision: 'record', reason: 'status-draft' }],
    ['status Test', { status: 'Test' }, { mode: 'test', decision: 'mobilise', reason: 'mode-test' }],
    [
      'an acknowledgement',
      { identifier: 'cap-2', sent: LATER, msgType: 'Ack', references: refersTo('cap-1') },
      { mode: 'actual', decision: 'record', reason: 'acknowledgement' },
    ],
    ['certainty Unlikely', { certainty: 'Unlikely' }, { mode: 'actual', decision: 'record', reason: 'unlikely' }],
    ['urgency Past', { urgency: 'Past' }, { mode: 'actual', decision: 'record', reason: 'past' }],
    [
      'a nowcast of BMKG',
      { sender: 'juanda@bmkg.go.id', category: 'Met', event: 'Hujan lebat' },
      { mode: 'actual', decision: 'record', reason: 'nowcast' },
    ],
    [
      'a sender whose alerts config/feeds.yaml only records',
      { sender: 'cuaca.ekstrem@bmkg.go.id', event: 'Banjir' },
      { mode: 'actual', decision: 'record' },
    ],
  ])('%s', async (_words, given, expected) => {
    expect(await post(given)).toMatchObject({ httpStatus: 202, ...expected })
    const left = await kentongan.rows`SELECT 1 FROM notice WHERE state <> 'cancelled'`
    expect(left).toEqual([])
  })

  test('an acknowledgement of a call-out that runs changes nothing of it', async () => {
    const first = await post()
    told(GO, 'R-0001', 'R-0002')
    const ack = { identifier: 'cap-2', sent: LATER, msgType: 'Ack', references: refersTo('cap-1') }
    expect(await post(ack)).toMatchObject({ reason: 'acknowledgement', callOutId: first.callOutId })
    expect(await kentongan.callOut()).toMatchObject({ status: 'calling', called: 2 })
    const update = { identifier: 'cap-3', sent: LATEST, msgType: 'Update', severity: 'Extreme' }
    expect(await post({ ...update, references: refersTo('cap-1') })).toMatchObject({ reason: 'update' })
    told(GO, 'R-0003', 'R-0004')
  })

  test('scope Restricted waits for an operator', async () => {
    const restricted = '<scope>Restricted</scope><restriction>Petugas saja</restriction>'
    const answered = await post({ scope: restricted })
    expect(answered).toMatchObject({ httpStatus: 202, decision: 'propose', reason: 'scope-not-public' })
    await nobodyWasCalled()
    const { callOutId, status } = await kentongan.callOut()
    expect(status).toBe('awaiting-approval')
    for (const read of [phone, kentongan.mail]) read('O-9001').received(/PERLU/)
    const approver = await kentongan.addOfficer({ role: 'approver', jurisdiction: '32.04' })
    expect((await kentongan.act(`/v1/call-outs/${callOutId}/approve`, {}, approver)).status).toBe(200)
    told(GO, 'R-0001', 'R-0002')
  })

  test.each<[string, CapGiven, string]>([
    ['a drill under the status Actual', { headline: 'LATIHAN: banjir Kec. Pangalengan' }, 'says-exercise'],
    ['a tsunami warning that has ended', { event: 'Peringatan dini tsunami telah berakhir' }, 'says-ended'],
    ['a flood that its headline denies', { headline: 'Tidak ada banjir di Pangalengan' }, 'says-none'],
  ])('%s waits for an operator', async (_words, given, reason) => {
    expect(await post(given)).toMatchObject({ httpStatus: 202, decision: 'propose', reason })
    await nobodyWasCalled()
    for (const read of [phone, kentongan.mail]) read('O-9001').received(/PERLU/)
  })

  test('status Exercise is called as one', async () => {
    expect(await post({ status: 'Exercise' })).toMatchObject({ mode: 'exercise', decision: 'mobilise' })
    told(/LATIHAN/, 'R-0001', 'R-0002')
  })

  test('an earthquake that "tidak berpotensi tsunami" calls nobody for a tsunami', async () => {
    const quake = await post({
      category: 'Geo',
      event: 'Gempa bumi M 5,6, tidak berpotensi tsunami',
      headline: 'Gempa M 5,6 di darat, TIDAK BERPOTENSI TSUNAMI',
    })
    expect(quake).toMatchObject({ httpStatus: 202, decision: 'mobilise' })
    for (const id of ['R-0001', 'R-0002']) {
      const { text } = phone(id).received(/Gempa/)
      expect(text).not.toMatch(/tsunami/i)
    }
    expect(await kentongan.rows`SELECT DISTINCT hazard FROM hazard_event`).toEqual([{ hazard: 'earthquake' }])
  })
})
