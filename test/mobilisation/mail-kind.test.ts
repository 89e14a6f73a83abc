import { expect, test } from 'vitest'
import { kindOfMail, type MailHead } from '../../src/mobilisation/mail-kind.ts'

interface Changes extends Partial<Omit<MailHead, 'header'>> {
  readonly headers?: Readonly<Record<string, string>>
}

const aHead = ({ headers = {}, ...changes }: Changes = {}): MailHead => ({
  hasNoSender: false,
  from: 'siti@example.id',
  subject: 'Re: MOBILISASI',
  header: (name) => headers[name] ?? null,
  parts: ['text/plain'],
  answersInvitation: false,
  reportType: null,
  bringsOurs: false,
  ...changes,
})

const DAEMON = 'mailer-daemon@mx.example.id'

test.each<[string, Changes, string]>([
  ['a person', {}, 'reply'],
  ['a person who writes about undelivered mail', { subject: 'Undeliverable', bringsOurs: true }, 'reply'],
  ['nobody at all', { from: null }, 'reply'],
  ['a program that says it is none', { headers: { 'auto-submitted': 'No; x' } }, 'reply'],
  ['an empty word', { headers: { 'auto-submitted': '' } }, 'reply'],
  ['an answer to an invitation', { parts: ['multipart/alternative', 'text/calendar'] }, 'calendar'],
  [
    'a calendar program for somebody',
    { answersInvitation: true, headers: { 'auto-submitted': 'auto-generated' } },
    'calendar',
  ],
  ['a daemon that brings an invitation back', { reportType: 'delivery-status', answersInvitation: true }, 'bounce'],
  ['a report', { reportType: 'delivery-status' }, 'bounce'],
  ['a report that says so in its part alone', { parts: ['multipart/mixed', 'message/delivery-status'] }, 'bounce'],
  ['Exim of old', { headers: { 'x-failed-recipients': 'siti@example.id' } }, 'bounce'],
  ['a daemon with words', { from: DAEMON, subject: 'Mail delivery failed: returning message' }, 'bounce'],
  ['a daemon in Indonesian', { from: DAEMON, subject: 'Pesan tidak terkirim' }, 'bounce'],
  ['no sender and our mail', { hasNoSender: true, from: 'x@y.id', subject: '?', bringsOurs: true }, 'bounce'],
  ['a daemon about nothing of ours', { from: DAEMON, subject: 'Laporan mingguan' }, 'automatic'],
  [
    'a holiday without a sender that quotes us',
    { hasNoSender: true, subject: 'Out of office', bringsOurs: true },
    'automatic',
  ],
  [
    'a holiday by RFC 5230, which quotes whom it answers',
    {
      hasNoSender: true,
      subject: 'Auto: MOBILISASI',
      bringsOurs: true,
      headers: { 'auto-submitted': 'auto-replied (vacation)' },
    },
    'automatic',
  ],
  ['a read receipt', { reportType: 'disposition-notification' }, 'automatic'],
  ['a holiday by RFC 3834', { headers: { 'auto-submitted': 'auto-replied (vacation)' } }, 'automatic'],
  ['a list', { headers: { precedence: 'Bulk' } }, 'automatic'],
  ['an old autoresponder', { headers: { 'x-autoreply': 'yes' } }, 'automatic'],
  ['no sender', { hasNoSender: true }, 'automatic'],
  ['Outlook on holiday', { subject: 'Automatic reply: MOBILISASI' }, 'automatic'],
  ['Outlook on holiday in Indonesian', { subject: 'Balasan Otomatis: MOBILISASI' }, 'automatic'],
])('a mail of %s', (_who, changes, kind) => {
  expect(kindOfMail(aHead(changes))).toBe(kind)
})
