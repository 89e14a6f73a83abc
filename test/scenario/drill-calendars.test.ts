import nodeIcal from 'node-ical'
import { expect, test } from 'vitest'
import { ownMailboxes } from '../../src/channels/mail-in/mailboxes.ts'
import { readMail } from '../../src/channels/mail-in/reading.ts'
import { type TagUse, taggedAddress } from '../../src/channels/mail-in/tag.ts'
import { calendarToken, type FeedOf } from '../../src/intake/calendar-token.ts'
import { calendarKey } from '../../src/main/drill-calendars.ts'
import { mailIntake, mailKey } from '../../src/main/mail-intake.ts'
import { apple, google, outlook } from '../calendar/answers.ts'
import { appleMail, googleMail, outlookMail } from '../channels/mail-in/calendar-mails.ts'
import { gladi } from '../support/gladi.ts'
import { aMember, aSite, aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const village = await openVillage({
  files: { 'drills/gladi.yaml': gladi('team: { tagana: 1 }\nreminders: [1d]\nrehearse: none') },
})
const { phone, mail, clock, installation } = village
const MAILBOX = 'jawab@posko.example'
const START = new Date('2026-12-05T02:00:00.000Z')
const DAY = 86_400_000

const key = mailKey(installation.seal)
const take = mailIntake(installation, { wake: async () => undefined }, { receipt: async () => undefined })

/** A mail as the receiver hands it on, to the tag of a message of ours. */
const answer = async (raw: string, serial: bigint, use: TagUse = 'reply'): Promise<void> => {
  clock.moveBy({ s: 1 })
  const to = ownMailboxes([MAILBOX], key)(taggedAddress(MAILBOX, { use, serial }, key))
  const unique = raw.replace(/^Message-I[dD]: <.*$/m, `Message-ID: <${clock.now().getTime()}@x.example>`)
  await take({ ...(await readMail(Buffer.from(unique), { hasNoSender: false })), tag: to?.tag ?? null })
}

const events = (source: string) =>
  Object.values(nodeIcal.sync.parseICS(source)).flatMap((one) => (one?.type === 'VEVENT' ? [one] : []))

const answers = () =>
  village.rows<object>`SELECT r.external_id AS who, i.answer FROM drill_invitee i JOIN responder r ON r.id = i.responder_id
     ORDER BY who`

const received = () =>
  village.rows<{ outcome: string; reason: string }>`
    SELECT outcome, reason FROM inbound_message ORDER BY received_at`

const look = async (feed: FeedOf, known = '') => {
  const path = `/v1/calendar/${calendarToken(feed, calendarKey(installation))}.ics`
  const { url } = await village.ask(path)
  const reply = await fetch(url, { headers: known === '' ? {} : { 'if-none-match': known } })
  return { status: reply.status, etag: reply.headers.get('etag') ?? '', text: await reply.text() }
}

test('an invitation reaches the calendar, its answer counts, and feeds show the drills', async () => {
  await village.found(aSite('KSB-1'))
  await village.enrol(
    aMember('R-0001', { siteCode: 'KSB-1', kmNorth: 0.5, mail: true }),
    aTagana('R-0011', { kmNorth: 4, mail: true }),
  )
  await village.settle()
  const region = { kind: 'region', regionCode: '32.04' } as const
  const early = await look(region)
  expect(events(early.text).map(({ status }) => status)).toEqual(['TENTATIVE'])
  expect((await look(region, early.etag)).status).toBe(304)

  clock.setTo(new Date(START.getTime() - 7 * DAY))
  await village.settle()
  for (const id of ['R-0001', 'R-0011']) phone(id).received(/Gladi posko/)
  const [mine, theirs] = ['R-0001', 'R-0011'].map((id) => mail(id).received(/Undangan/))
  const source = mine?.invitation?.({
    organizer: { name: 'Dinsos', address: MAILBOX },
    attendee: { name: 'Siti', address: 'siti@example.id' },
  })
  const [invited] = events(source ?? '')
  expect(invited).toMatchObject({ method: 'REQUEST', status: 'CONFIRMED', sequence: 1, start: START })
  expect(invited?.summary).toMatch(/^LATIHAN - Gladi posko KSB/)
  const uid = invited?.uid ?? ''
  const [me, them] = [mine?.serial ?? 0n, theirs?.serial ?? 0n]

  await answer(googleMail(google('ACCEPTED', '', uid)), me)
  await answer(outlookMail(outlook('DECLINED', 'Sedang sakit', uid)), them)
  expect(await answers()).toEqual([
    { who: 'R-0001', answer: 'yes' },
    { who: 'R-0011', answer: 'no' },
  ])
  // Perhaps is neither; another drill, the address for bounces and a cry for help are for a human.
  await answer(appleMail(apple('TENTATIVE', uid)), me)
  await answer(appleMail(apple('ACCEPTED', 'drill-0@kentongan')), them)
  await answer(appleMail(apple('ACCEPTED', uid)), them, 'bounce')
  await answer(googleMail(google('ACCEPTED', 'stop', uid)), them)
  expect(await answers()).toEqual([
    { who: 'R-0001', answer: null },
    { who: 'R-0011', answer: 'no' },
  ])
  expect(await received()).toEqual([
    { outcome: 'answered', reason: 'drill' },
    { outcome: 'answered', reason: 'drill' },
    { outcome: 'kept', reason: 'calendar-perhaps' },
    ...Array.from({ length: 3 }, () => ({ outcome: 'inbox', reason: 'calendar-answer' })),
  ])

  const site = await look({ kind: 'site', siteCode: 'KSB-1' }, early.etag)
  expect(events(site.text)).toMatchObject([{ uid, status: 'CONFIRMED', method: 'PUBLISH', start: START }])
  expect(site.text).not.toMatch(/mailto|contoh|\+62|ATTENDEE|ORGANIZER/)
  const tagana = { kind: 'responder', responderId: await village.idOf('R-0011') } as const
  expect(events((await look(tagana)).text).map((one) => one.uid)).toContain(uid)
  expect(events((await look({ kind: 'region', regionCode: '32.0' })).text)).toEqual([])
  expect((await look({ kind: 'site', siteCode: 'KSB-9' })).status).toBe(404)
  expect((await look({ ...tagana, responderId: uid.slice(6, 42) })).status).toBe(404)

  // Once it is over, an answer comes too late; what was not held says so to whoever follows it.
  await village.rows`UPDATE drill_occurrence SET state = 'cancelled', sequence = sequence + 1 WHERE site_code = 'KSB-1'`
  await answer(googleMail(google('ACCEPTED', '', uid)), me)
  expect((await received()).at(-1)).toEqual({ outcome: 'inbox', reason: 'calendar-answer' })
  expect(events((await look({ kind: 'site', siteCode: 'KSB-1' })).text)).toMatchObject([
    { uid, status: 'CANCELLED', sequence: 2 },
  ])
})
