import { expect, test } from 'vitest'
import { readMail } from '../../../src/channels/mail-in/reading.ts'

const REF = `kn-${'0123456789abcdef'.repeat(2)}`

const aMail = (text: string, { from = 'siti@example.id', subject = 'Re: MOBILISASI', headers = '' } = {}): Buffer =>
  Buffer.from(`From: ${from}\r\nSubject: ${subject}\r\nMessage-ID: <1@example.id>\r\n${headers}\r\n${text}\r\n`)

const ANSWERS = `In-Reply-To: <${REF}@posko.example>\r\n`

test.each([
  ['as Sieve says it (RFC 5230)', 'Auto: MOBILISASI', `${ANSWERS}Auto-Submitted: auto-replied (vacation)\r\n`],
  ['that marks nothing', 'Re: MOBILISASI', ANSWERS],
])('a holiday notice %s is no bounce, though it has no sender and names our mail', async (_how, subject, headers) => {
  const away = aMail('Alamat penerima tidak ada orangnya, saya cuti', { subject, headers })
  expect((await readMail(away, { hasNoSender: true })).said.kind).toBe('automatic')
})

test('a report in words that brings our mail back below its own is a bounce', async () => {
  const words = `Maaf, alamat tidak dikenal.\r\n\r\nMessage-ID: <${REF}@posko.example>`
  const mail = await readMail(aMail(words, { subject: 'Info' }), { hasNoSender: true })
  expect(mail).toMatchObject({ refs: [REF], said: { kind: 'bounce', bounce: { state: 'failed-for-good' } } })
})

test.each(['(nobody)', `${'a'.repeat(300)}@example.id`, 'a@example.id, b@example.id'])(
  'a sender that is none, longer than any, or several is nobody: %s',
  async (from) => {
    expect((await readMail(aMail('Siap', { from }), { hasNoSender: false })).from).toBeNull()
  },
)

test('a reply whose plain part is empty says what its HTML says', async () => {
  const part = (type: string, text: string) => `--x\r\nContent-Type: text/${type}; charset=utf-8\r\n\r\n${text}\r\n`
  const headers = 'MIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=x\r\n'
  const parts = `${part('plain', '')}${part('html', '<p>Tidak bisa, s&aacute;kit</p><blockquote>Balas 1</blockquote>')}--x--`
  const { said } = await readMail(aMail(parts, { headers }), { hasNoSender: false })
  expect(said).toEqual({ kind: 'reply', text: 'Tidak bisa, sákit' })
})
