import { expect, test } from 'vitest'
import { answerPart } from '../../src/mobilisation/mail-answer.ts'

test.each([
  ['nothing else', 'Siap', 'Siap'],
  [
    'Gmail in Indonesian',
    'Siap\r\n\r\nPada Min, 22 Nov 2026 pukul 13.21 Kentongan <k@posko.id> menulis:\r\n\r\n> Balas 1 atau 2',
    'Siap',
  ],
  [
    'Gmail in Indonesian, wrapped',
    '1\n\nPada Min, 22 Nov 2026 pukul 13.21 Kentongan Kabupaten Bandung\n<kentongan+r1-0123456789abcdef0123@posko.id> menulis:\n\n> 2 tidak',
    '1',
  ],
  ['Gmail in English', 'Bisa\n\nOn Sun, Nov 22, 2026 at 1:21 PM Kentongan <k@posko.id>\nwrote:\n> x', 'Bisa'],
  ['Apple Mail', 'tidak bisa\n\n> On 22 Nov 2026, at 13.21, Kentongan wrote:\n> x', 'tidak bisa'],
  ['an address and a verb', 'ya\n\n22 November 2026 13.21, "Kentongan" <k@posko.id> menulis:\nx', 'ya'],
  ['Outlook', 'Siap\n________________________________\nFrom: Kentongan <k@posko.id>\nSent: Sunday\nBalas 2', 'Siap'],
  [
    'Outlook without a line',
    'Siap\n\nDari: Kentongan <k@posko.id>\nDikirim: 22 November 2026\nKepada: Siti\nBalas 2',
    'Siap',
  ],
  ['Outlook in bold', 'Siap\n\n*From:* Kentongan\n*Sent:* Sunday\nx', 'Siap'],
  ['Outlook of old', 'Siap\n-----Pesan Asli-----\nx', 'Siap'],
  ['Begin forwarded', 'Siap\nBegin forwarded message:\nx', 'Siap'],
  ['a field that heads nothing', 'Dari: rumah\nSiap', 'Dari: rumah\nSiap'],
  ['a date that heads nothing', 'Pada 10 menit lagi berangkat', 'Pada 10 menit lagi berangkat'],
  ['a signature', 'Siap\n-- \nSiti Nurbaya\nTagana 2 Bandung', 'Siap'],
  ['a phone', 'Siap\n\nDikirim dari iPhone saya', 'Siap'],
  ['a greeting at the end', 'Siap\n\nSalam hormat,\nSiti', 'Siap'],
  ['an answer below', 'Pada Min 22 Nov 2026, Kentongan menulis:\n> Balas 1\n> atau 2\n\nSiap', 'Siap'],
  ['an answer between', '> Balas 1\nSiap\n> 2', 'Siap'],
  ['a quotation that was broken', '\n> MOBILISASI Tagana: Banjir. Balas 1 BERANGKAT atau 2\nTIDAK\n> Kode A7K2', ''],
  ['an answer below a long line', '> MOBILISASI Tagana: Banjir. Balas 1 BERANGKAT atau 2 TIDAK\n\nSiap', 'Siap'],
  ['a date behind the name', 'Siap\nKentongan <k@posko.id> pada 22 Nov 2026 13.21 menulis:\nBalas 2', 'Siap'],
  ['a quotation alone', 'On 22 Nov 2026, Kentongan wrote:\nBalas 1 atau 2', ''],
  ['marks alone', '> Balas 1', ''],
  ['hard spaces', '\u00A0Siap\u00A0', 'Siap'],
  ['nothing', '', ''],
])('a reply with %s', (_what, text, answer) => {
  expect(answerPart(text)).toBe(answer)
})

test('a line longer than any head of a quotation is read as fast as others', () => {
  const wall = `${'<@'.repeat(60)}${'@'.repeat(200_000)}`
  expect(answerPart(`${wall}\n${wall}`)).toHaveLength(2 * wall.length + 1)
})
