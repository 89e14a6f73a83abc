import { expect, test } from 'vitest'
import { readCalendarAnswer } from '../../../src/calendar/calendar-answer.ts'
import { readMail } from '../../../src/channels/mail-in/reading.ts'
import { apple, google, outlook, UID } from '../../calendar/answers.ts'
import { appleMail, bareMail, googleMail, outlookMail } from './calendar-mails.ts'

const read = (raw: string) => readMail(Buffer.from(raw), { hasNoSender: false })

test.each([
  ['Google', googleMail(google('ACCEPTED')), 'accepted', 'Siti has accepted this invitation.'],
  ['Outlook', outlookMail(outlook('DECLINED', 'Sedang sakit')), 'declined', 'Sedang sakit'],
  ['Apple', appleMail(apple('TENTATIVE')), 'tentative', ''],
  ['a program that sends nothing else', bareMail(google('ACCEPTED')), 'accepted', ''],
])('an answer by %s arrives as one, though a machine wrote it', async (_program, raw, word, text) => {
  const { said } = await read(raw)
  expect(said).toMatchObject({ kind: 'calendar', text })
  const source = said.kind === 'calendar' ? (said.calendar ?? '') : ''
  expect(readCalendarAnswer(source)).toMatchObject({ uid: UID, said: word })
})

test('an invitation from elsewhere is no answer, and a holiday notice that has one beside it stays automatic', async () => {
  const invitation = google('NEEDS-ACTION').replace('REPLY', 'REQUEST')
  const sent = googleMail(invitation).replace('method=REPLY', 'method=REQUEST')
  expect((await read(sent)).said.kind).toBe('automatic')
  const { said } = await read(sent.replace('Auto-Submitted: auto-generated\r\n', ''))
  expect(said.kind).toBe('calendar')
  expect(readCalendarAnswer(said.kind === 'calendar' ? (said.calendar ?? '') : '')).toBeNull()
})

test('a part that is larger than any answer is left where it is', async () => {
  const { said } = await read(appleMail(google('ACCEPTED', 'x'.repeat(100_000))))
  expect(said).toEqual({ kind: 'calendar', text: '' })
})
