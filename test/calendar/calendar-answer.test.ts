import { expect, test } from 'vitest'
import { readCalendarAnswer } from '../../src/calendar/calendar-answer.ts'
import { apple, google, outlook, plain, UID } from './answers.ts'

test.each([
  ['Google', google('ACCEPTED'), { uid: UID, said: 'accepted', comment: '', sequence: 1 }],
  [
    'Google with a note',
    google('TENTATIVE', 'Saya usahakan\\, Pak'),
    { said: 'tentative', comment: 'Saya usahakan, Pak' },
  ],
  ['Outlook', outlook('DECLINED', 'Sedang sakit'), { uid: UID, said: 'declined', comment: 'Sedang sakit' }],
  ['a program that leaves the number out', apple('ACCEPTED').replace('SEQUENCE:1\r\n', ''), { sequence: null }],
  ['an update', apple('ACCEPTED').replace('SEQUENCE:1', 'SEQUENCE:12'), { sequence: 12 }],
  ['a number that is none', apple('ACCEPTED').replace('SEQUENCE:1', 'SEQUENCE:x'), { said: 'accepted' }],
  ['Apple', apple('ACCEPTED'), { uid: UID, said: 'accepted', comment: '' }],
  [
    'lines that end with LF, a BOM and blanks',
    `\uFEFF\n${apple('declined').replaceAll('\r\n', '\n')}\n\n`,
    { said: 'declined' },
  ],
])('an answer of %s is read', (_dialect, source, expected) => {
  expect(readCalendarAnswer(source)).toMatchObject(expected)
})

test.each([
  ['an invitation', plain('METHOD:REQUEST', `ATTENDEE;PARTSTAT=ACCEPTED:mailto:x@y.id`)],
  ['a proposal of another time', plain('METHOD:COUNTER', `ATTENDEE;PARTSTAT=TENTATIVE:mailto:x@y.id`)],
  ['no method', plain('X-A:1', `ATTENDEE;PARTSTAT=ACCEPTED:mailto:x@y.id`)],
  [
    'two people',
    plain('METHOD:REPLY', `ATTENDEE;PARTSTAT=ACCEPTED:mailto:x@y.id\r\nATTENDEE;PARTSTAT=DECLINED:mailto:z@y.id`),
  ],
  ['nobody', plain('METHOD:REPLY', 'COMMENT:ya')],
  ['no word', plain('METHOD:REPLY', 'ATTENDEE:mailto:x@y.id')],
  ['somebody in their place', plain('METHOD:REPLY', 'ATTENDEE;PARTSTAT=DELEGATED:mailto:x@y.id')],
  ['a word from the depths', plain('METHOD:REPLY', 'ATTENDEE;PARTSTAT=CONSTRUCTOR:mailto:x@y.id')],
  ['no entry', plain('METHOD:REPLY', 'ATTENDEE;PARTSTAT=ACCEPTED:mailto:x@y.id').replace(/^UID.*\r\n/m, '')],
  [
    'several events',
    google('ACCEPTED').replace('END:VCALENDAR', `BEGIN:VEVENT\r\nUID:2\r\nEND:VEVENT\r\nEND:VCALENDAR`),
  ],
  ['no event', 'BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR'],
  ['two calendars', `${google('ACCEPTED')}${google('DECLINED')}`],
  ['half a calendar', google('ACCEPTED').slice(0, 300)],
  ['something else', 'Siap hadir'],
  ['nothing', ''],
  ['more than any answer is', google('ACCEPTED', 'x'.repeat(100_000))],
])('%s is no answer', (_what, source) => {
  expect(readCalendarAnswer(source)).toBeNull()
})
