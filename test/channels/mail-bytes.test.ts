import { assert, asyncProperty, constantFrom, record, string } from 'fast-check'
import MailComposer from 'nodemailer/lib/mail-composer'
import { expect, test } from 'vitest'
import { mailBytes } from '../../src/channels/mail-bytes.ts'

/** Words with all that the encoding cares for: line ends, trailing blanks, long lines, other scripts, dots and equals signs. */
const words = string({
  unit: constantFrom(
    'a',
    'ß',
    '=',
    '.',
    ' ',
    '\t',
    '\n',
    '\r\n',
    '\r',
    '漢',
    '😀',
    'x'.repeat(80),
    'kata lain, ',
    '\0',
  ),
  maxLength: 60,
})

const composed = (given: { text: string; html: string; subject: string; name: string }, encoding: string | undefined) =>
  new MailComposer({
    from: { name: 'Kentongan', address: 'kentongan@contoh.id' },
    to: { name: given.name.replaceAll(/\p{Cc}/gu, ' '), address: 'warga@contoh.id' },
    subject: given.subject.replaceAll(/\p{Cc}/gu, ' '),
    text: given.text,
    html: given.html,
    encoding: 'utf-8',
    ...(encoding === undefined ? {} : { textEncoding: 'quoted-printable' }),
  }).compile()

test('a mail of text is the same, byte for byte, as the MIME library writes it', async () => {
  const given = record({ text: words, html: words, subject: words, name: words })
  const preferred = constantFrom('quoted-printable', undefined)
  await assert(
    asyncProperty(given, preferred, async (mail, encoding) => {
      const node = composed(mail, encoding)
      const ours = await mailBytes(node)
      expect(ours.toString('latin1')).toBe((await node.build()).toString('latin1'))
    }),
    { numRuns: 500 },
  )
})

test('a part that is no text is left to the MIME library', async () => {
  const node = new MailComposer({
    from: 'kentongan@contoh.id',
    to: 'warga@contoh.id',
    text: 'Undangan',
    icalEvent: { method: 'REQUEST', content: 'BEGIN:VCALENDAR' },
    attachments: [{ filename: 'peta.bin', content: Buffer.from([0, 255, 13, 10]) }],
  }).compile()
  const ours = await mailBytes(node)
  expect(ours.toString('latin1')).toBe((await node.build()).toString('latin1'))
  expect(ours.toString('latin1')).toContain('peta.bin')
})
