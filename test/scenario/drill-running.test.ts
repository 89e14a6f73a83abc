import ICAL from 'ical.js'
import nodeIcal from 'node-ical'
import { beforeEach, expect, test } from 'vitest'
import { ownMailboxes } from '../../src/channels/mail-in/mailboxes.ts'
import { readMail } from '../../src/channels/mail-in/reading.ts'
import { taggedAddress } from '../../src/channels/mail-in/tag.ts'
import { calendarToken } from '../../src/intake/calendar-token.ts'
import { calendarKey } from '../../src/main/drill-calendars.ts'
import { mailIntake, mailKey } from '../../src/main/mail-intake.ts'
import { apple } from '../calendar/answers.ts'
import { appleMail } from '../channels/mail-in/calendar-mails.ts'
import { gladi } from '../support/gladi.ts'
import { aMember, aSite, aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const village = await openVillage({
  files: { 'drills/gladi.yaml': gladi('team: { tagana: 1 }\nplaces: 1\nreminders: [1d]') },
})
// Two of everything: neither may invite, tell or substitute again.
await village.start('all')
const { phone, mail, clock, installation } = village

const START = new Date('2026-12-05T02:00:00.000Z')
const DAY = 86_400_000
const INVITED = /^\nLATIHAN - (?!.*(Ingat|berubah|BATAL|Tempat|tempat)).*Gladi posko/
const MEMBERS = ['R-0001', 'R-0002', 'R-0003']

const goTo = async (at: number): Promise<void> => {
  clock.setTo(new Date(at))
  await village.settle()
}

const drillId = async (): Promise<string> => {
  const [row] = await village.rows<{ id: string }>`SELECT id FROM drill_occurrence`
  return row?.id ?? ''
}

const act = async (what: 'cancel' | 'move', body: object, by = village.officer()) => {
  const reply = await village.act(`/v1/drills/${await drillId()}/${what}`, body, by)
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> }
}

const shown = async () =>
  (await village.ask(`/v1/drills/${await drillId()}`)).json() as Promise<Record<string, unknown>>

const told = async (kind: string) =>
  (
    await village.rows<{ detail: Record<string, unknown> }>`
      SELECT detail FROM timeline_entry WHERE kind = ${kind} ORDER BY id`
  ).map(({ detail }) => detail)

/** What both parsers read of a calendar: the method, the number, how it stands and when it begins. */
const readBoth = (source: string) => {
  const calendar = new ICAL.Component(ICAL.parse(source))
  const event = calendar.getFirstSubcomponent('vevent')
  const [other] = Object.values(nodeIcal.sync.parseICS(source)).flatMap((one) => (one?.type === 'VEVENT' ? [one] : []))
  const read = { method: other?.method, sequence: Number(other?.sequence), status: other?.status }
  expect({
    method: calendar.getFirstPropertyValue('method'),
    sequence: event?.getFirstPropertyValue('sequence'),
    status: event?.getFirstPropertyValue('status'),
  }).toEqual(read)
  return { ...read, start: other?.start, uid: other?.uid ?? '' }
}

const PARTIES = {
  organizer: { name: 'Dinsos', address: 'jawab@posko.example' },
  attendee: { name: 'Siti', address: 'siti@example.id' },
}

const feed = async () => {
  const token = calendarToken({ kind: 'site', siteCode: 'KSB-1' }, calendarKey(installation))
  return readBoth(await (await village.ask(`/v1/calendar/${token}.ics`)).text())
}

beforeEach(async () => {
  await village.found(aSite('KSB-1'))
  await village.enrol(
    ...MEMBERS.map((id) => aMember(id, { siteCode: 'KSB-1', kmNorth: 0.5, mail: id === 'R-0001' })),
    aTagana('R-0011', { kmNorth: 4 }),
    aTagana('R-0012', { kmNorth: 8 }),
    aTagana('R-0013', { kmNorth: 12 }),
  )
  await village.settle()
  await goTo(START.getTime() - 7 * DAY)
  for (const id of [...MEMBERS, 'R-0011']) phone(id).received(INVITED)
})

const myMail = (words: RegExp) => mail('R-0001').received(words)

test('who says yes to a full drill waits, and is told when a place comes free', async () => {
  myMail(/Undangan/)
  await village.replies('R-0001', '1')
  await village.replies('R-0002', '1')
  phone('R-0002').received(/daftar tunggu/)
  await village.advance({ s: 1 })
  await village.replies('R-0003', '1')
  phone('R-0003').received(/daftar tunggu/)
  expect(await shown()).toMatchObject({
    places: 1,
    byRole: {
      member: { invited: 3, yes: 1, no: 0, waiting: 2, silent: 0 },
      facilitator: { invited: 1, yes: 0, no: 0, waiting: 0, silent: 1 },
    },
  })
  // The same word again is the same yes.
  await village.replies('R-0002', '1')
  await village.replies('R-0001', '2')
  phone('R-0002').received(/Ada tempat/)
  expect(await shown()).toMatchObject({ byRole: { member: { yes: 1, no: 1, waiting: 1 } } })
  await village.replies('R-0002', '2')
  phone('R-0003').received(/Ada tempat/)
  // Who gave up the place waits behind the others, and one who comes at once finds it taken.
  await village.replies('R-0002', '1')
  phone('R-0002').received(/daftar tunggu/)
  expect((await told('drill-place-taken')).length).toBe(3)
})

test('a facilitator who says no is replaced by the next of the kind, once, until nobody is left', async () => {
  myMail(/Undangan/)
  await village.replies('R-0011', '2')
  phone('R-0012').received(INVITED)
  await village.replies('R-0011', '2')
  await village.replies('R-0012', '2')
  phone('R-0013').received(INVITED)
  await village.replies('R-0013', '2')
  expect(await told('drill-substitute-invited')).toMatchObject([
    { inSteadOf: await village.idOf('R-0011'), responderId: await village.idOf('R-0012'), because: 'said-no' },
    { inSteadOf: await village.idOf('R-0012'), responderId: await village.idOf('R-0013'), because: 'said-no' },
  ])
  expect(await told('drill-no-substitute')).toMatchObject([{ inSteadOf: await village.idOf('R-0013'), kind: 'tagana' }])
  expect(await shown()).toMatchObject({ byRole: { facilitator: { invited: 3, no: 3 } } })
})

test('a facilitator who is silent is replaced at half of the lead, and who stands in has time to answer', async () => {
  myMail(/Undangan/)
  await goTo(START.getTime() - 3.5 * DAY - 1)
  expect(await told('drill-substitute-invited')).toEqual([])
  await goTo(START.getTime() - 3.5 * DAY)
  phone('R-0012').received(INVITED)
  // A later look, for a refusal, does not give up the one who was invited since.
  await village.replies('R-0011', '2')
  await village.advance({ h: 1 })
  expect(await told('drill-substitute-invited')).toMatchObject([{ because: 'silent' }])
  await village.replies('R-0012', '1')
  expect(await shown()).toMatchObject({ byRole: { facilitator: { invited: 2, yes: 1, no: 1 } } })
})

test('a moved drill asks anew: calendars, reminders and links follow, and an answer to the old time does not count', async () => {
  const invitation = myMail(/Undangan/)
  const invited = readBoth(invitation.invitation?.(PARTIES) ?? '')
  expect(invited).toMatchObject({ method: 'REQUEST', sequence: 1, status: 'CONFIRMED', start: START })
  await village.replies('R-0001', '1')
  await village.replies('R-0003', '2')
  const to = new Date(START.getTime() + 2 * DAY)
  expect(await act('move', { to: to.toISOString(), reason: 'Panen' })).toMatchObject({
    status: 200,
    body: { sequence: 2, answersCleared: 1, notices: 4 },
  })
  for (const id of ['R-0001', 'R-0002', 'R-0011']) phone(id).received(/[Bb]erubah.*7\/12 pk 09.00/)
  const update = myMail(/Waktu berubah/)
  expect(update.text).toMatch(/Alasan: Panen/)
  expect(update.organizerSerial).toBe(invitation.serial)
  expect(readBoth(update.invitation?.(PARTIES) ?? '')).toEqual({ ...invited, sequence: 2, start: to })
  expect(await feed()).toEqual({ method: 'PUBLISH', sequence: 2, status: 'CONFIRMED', start: to, uid: invited.uid })
  expect(await told('not-told')).toEqual([{ purpose: 'drill-moved', 'said-no': 1 }])

  // The yes to the old time, which was on its way.
  const key = mailKey(installation.seal)
  const take = mailIntake(installation, { wake: async () => undefined }, { receipt: async () => undefined })
  const answer = async (sequence: number): Promise<void> => {
    const mailbox = 'jawab@posko.example'
    const tagged = taggedAddress(mailbox, { use: 'reply', serial: invitation.serial ?? 0n }, key)
    const raw = appleMail(apple('ACCEPTED', invited.uid).replace('SEQUENCE:1', `SEQUENCE:${sequence}`))
    const unique = raw.replace(/^Message-I[dD]: <.*$/m, `Message-ID: <${sequence}@x.example>`)
    const tag = ownMailboxes([mailbox], key)(tagged)?.tag ?? null
    await take({ ...(await readMail(Buffer.from(unique), { hasNoSender: false })), tag })
  }
  await answer(1)
  expect(await shown()).toMatchObject({ byRole: { member: { yes: 0, no: 1, silent: 2 } } })
  expect(await told('drill-answer-to-old-time')).toMatchObject([{ said: 'accepted' }])
  await answer(2)
  expect(await shown()).toMatchObject({ byRole: { member: { yes: 1, no: 1, silent: 1 } } })
  await village.replies('R-0011', '1')
  // At the hour of the old reminder, and of the old start, nothing happens.
  await goTo(START.getTime())
  expect(await shown()).toMatchObject({ state: 'invited' })
  await goTo(to.getTime() - DAY)
  for (const id of ['R-0001', 'R-0002', 'R-0011']) phone(id).received(/Ingat.*7\/12/)
  myMail(/Pengingat/)
  await goTo(to.getTime())
  expect(await shown()).toMatchObject({ state: 'started' })
  expect(await act('move', { to: new Date(to.getTime() + DAY).toISOString() })).toMatchObject({ status: 409 })
})

test('a cancelled drill tells everybody who has not said no, and calendars take it out', async () => {
  const invited = readBoth(myMail(/Undangan/).invitation?.(PARTIES) ?? '')
  await village.replies('R-0003', '2')
  const elsewhere = await village.addOfficer({ role: 'sender', jurisdiction: '32.05' })
  expect(await act('cancel', { reason: 'Banjir' }, elsewhere)).toMatchObject({ status: 404 })
  expect(await act('cancel', {})).toMatchObject({ status: 422 })
  expect(await act('move', { to: '2020-01-01T00:00:00Z' })).toMatchObject({ status: 422 })
  expect(await act('cancel', { reason: 'Jalan desa terendam' })).toMatchObject({ status: 200, body: { sequence: 2 } })
  for (const id of ['R-0001', 'R-0002', 'R-0011']) phone(id).received(/BATAL.*Jalan desa terendam/)
  const last = myMail(/BATAL/)
  expect(last.invitationMethod).toBe('CANCEL')
  expect(readBoth(last.invitation?.(PARTIES) ?? '')).toEqual({
    ...invited,
    method: 'CANCEL',
    sequence: 2,
    status: 'CANCELLED',
  })
  expect(await feed()).toMatchObject({ sequence: 2, status: 'CANCELLED' })
  expect(await act('cancel', { reason: 'Lagi' })).toMatchObject({ status: 409 })
  const listed = (await (await village.ask('/v1/drills')).json()) as { drills: object[] }
  expect(listed.drills).toMatchObject([{ state: 'cancelled', reason: 'Jalan desa terendam' }])
  const trail = await village.rows<object>`SELECT action, actor_id FROM audit_entry WHERE subject = 'drill'`
  expect(trail).toEqual([{ action: 'drill-cancelled', actor_id: village.officer().operatorId }])
})

test('a drill whose village leaves the register is cancelled by the program, and its people hear why', async () => {
  myMail(/Undangan/)
  await village.rows`DELETE FROM site`
  await village.rows`UPDATE roster_version SET version = version + 1`
  await goTo(START.getTime() - DAY)
  for (const id of [...MEMBERS, 'R-0011']) phone(id).received(/BATAL.*tidak lagi terdaftar/)
  myMail(/BATAL/)
})
