import { expect, test } from 'vitest'
import { ownMailboxes } from '../../src/channels/mail-in/mailboxes.ts'
import { mailChannel, mailServer } from './a-mail-channel.ts'
import { aMail } from './a-message.ts'

test('the envelope is the checked address and nothing else', async () => {
  const smtp = await mailServer()
  await mailChannel(smtp.url).send(aMail({ to: "o'neil+siaga@sub.example.id", toName: 'A <evil@x.id>, B' }))
  expect(smtp.commands.filter((line) => /^(?:MAIL|RCPT)/.test(line))).toEqual([
    'MAIL FROM:<siaga@kentongan.example.id>',
    "RCPT TO:<o'neil+siaga@sub.example.id>",
  ])
})

const hostile = [
  'a@example.id\r\nRCPT TO:<evil@x.id>',
  'a@example.id\nRCPT TO:<evil@x.id>',
  'a@example.id\0',
  'a@example.id ',
  ' a@example.id',
  'a@example.id,evil@x.id',
  'a@example.id;evil@x.id',
  'group: a@example.id, evil@x.id;',
  'A <a@example.id>',
  '<a@example.id>',
  'a@example.id>',
  '"a b"@example.id',
  '"a@x.id"@example.id',
  'a(evil)@example.id',
  'a@@example.id',
  'a@evil@example.id',
  '@example.id',
  'a@',
  'a@example',
  'a@[127.0.0.1]',
  'a@-example.id',
  'a@example..id',
  'a..b@example.id',
  '.a@example.id',
  'a.@example.id',
  'a\u202e@example.id',
  'ä@example.id',
  'a@exämple.id',
  'a@example.id\u2028x',
  `${'a'.repeat(65)}@example.id`,
  `a@${'b'.repeat(64)}.id`,
  `a@${'b.'.repeat(126)}id`,
  '',
]

test.each(hostile)('the address %j is refused and reaches no server', async (to) => {
  const smtp = await mailServer()
  await expect(mailChannel(smtp.url).send(aMail({ to }))).resolves.toEqual({ kind: 'refused', reason: 'bad-address' })
  expect(smtp.connections()).toBe(0)
})

test('line breaks in name, subject and text add no header, no command and no second message', async () => {
  const smtp = await mailServer()
  await mailChannel(smtp.url).send(
    aMail({
      toName: 'Siti\r\nBcc: evil@x.id',
      subject: 'Banjir\r\nBcc: evil@x.id\r\n\r\nevil',
      text: 'a\r\n.\r\nMAIL FROM:<evil@x.id>\r\n.\nb',
    }),
  )
  expect(smtp.mails).toHaveLength(1)
  const wire = smtp.mails[0] ?? ''
  const gap = wire.indexOf('\r\n\r\n')
  const [head, body] = [wire.slice(0, gap), wire.slice(gap + 4)]
  expect(head).not.toMatch(/^Bcc:/im)
  const [, plain] = /^[\s\S]*?\r\n\r\n([\s\S]*?)\r\n----/.exec(body.slice(body.indexOf('----'))) ?? []
  expect(plain?.replaceAll(/^\.\./gm, '.')).toBe('a\r\n.\r\nMAIL FROM:<evil@x.id>\r\n.\r\nb')
  expect(smtp.commands.filter((line) => line.startsWith('MAIL'))).toHaveLength(1)
})

test('the same ref has the same Message-ID at every try, and a thread names its first message', async () => {
  const smtp = await mailServer({ dot: '451 later' })
  const mail = mailChannel(smtp.url)
  await mail.send(aMail({ threadRef: 'n-0000' }))
  await mail.send(aMail({ threadRef: 'n-0000' }))
  const ids = smtp.mails.map((text) => /^Message-ID: (.*)$/im.exec(text)?.[1]?.trim())
  expect(ids).toEqual(['<n-0001@kentongan.example.id>', '<n-0001@kentongan.example.id>'])
  expect(smtp.mails[0]).toMatch(/^In-Reply-To: <n-0000@kentongan\.example\.id>\r$/im)
  expect(smtp.mails[0]).toMatch(/^References: <n-0000@kentongan\.example\.id>\r$/im)
})

test('an accepted mail is known by its Message-ID; only an urgent one says so', async () => {
  const smtp = await mailServer()
  const mail = mailChannel(smtp.url)
  await expect(mail.send(aMail({ urgent: true }))).resolves.toEqual({
    kind: 'accepted',
    providerRef: 'n-0001@kentongan.example.id',
  })
  await mail.send(aMail({ ref: 'n-0002' }))
  expect(smtp.mails[0]).toMatch(/^X-Priority: 1/im)
  expect(smtp.mails[1]).not.toMatch(/priority/i)
  expect(smtp.mails[0]).toMatch(/^Auto-Submitted: auto-generated\r$/im)
})

test('Indonesian text with other letters leaves as quoted-printable UTF-8', async () => {
  const smtp = await mailServer()
  await mailChannel(smtp.url).send(aMail({ text: 'Jarak ± 3 km – segera', toName: 'Siti Nurbäya' }))
  expect(smtp.mails[0]).toMatch(/^Content-Type: text\/plain; charset=utf-8\r$/im)
  expect(smtp.mails[0]).toMatch(/^Content-Transfer-Encoding: quoted-printable\r$/im)
  expect(smtp.mails[0]).toContain('Jarak =C2=B1 3 km =E2=80=93 segera')
})

test('what a server says about an address is masked in the reason', async () => {
  const smtp = await mailServer({ RCPT: '550 <siti@example.id> unknown, call +62 812-3456-7890' })
  const outcome = await mailChannel(smtp.url).send(aMail())
  expect(outcome).toEqual({
    kind: 'refused',
    reason: expect.stringMatching(/\*@example\.id.*\*890/),
  })
  expect(JSON.stringify(outcome)).not.toMatch(/siti|812/)
})

test('the words come as plain text first and as HTML, in one mail', async () => {
  const smtp = await mailServer()
  await mailChannel(smtp.url).send(aMail({ text: 'Jawab: https://k.example/a/AAAAAAAAAAAAAAAAAAAA <b>' }))
  const [wire = ''] = smtp.mails
  expect(wire).toMatch(/^Content-Type: multipart\/alternative;/im)
  expect(wire.indexOf('text/plain')).toBeLessThan(wire.indexOf('text/html'))
  expect(wire).toContain('&lt;b&gt;')
})

test('answers come back to an address of their own, and bounces to another; without mailboxes to the sender', async () => {
  const smtp = await mailServer()
  const key = Buffer.alloc(32, 7)
  const replyTo = 'posko@example.id'
  const bounceTo = 'balik@example.id'
  await mailChannel(smtp.url, { returns: { replyTo, bounceTo, key } }).send(aMail({ serial: 4711n }))
  await mailChannel(smtp.url, { returns: { replyTo: null, bounceTo: null, key } }).send(aMail())
  const [, answer = ''] = /^Reply-To: Kentongan <([^>]*)>\r$/im.exec(smtp.mails[0] ?? '') ?? []
  const senders = smtp.commands.flatMap((line) => /^MAIL FROM:<([^>]*)>/.exec(line)?.[1] ?? [])
  const own = ownMailboxes([replyTo, bounceTo], key)
  expect(own(answer)).toEqual({ tag: { use: 'reply', serial: 4711n } })
  expect(senders.map(own)).toEqual([{ tag: { use: 'bounce', serial: 4711n } }, null])
  expect(smtp.mails[1]).not.toMatch(/^Reply-To/im)
})
