import { createServer } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterEach, expect, test } from 'vitest'
import { emailChannel, type MailOptions } from '../../src/channels/email.ts'
import { aMail } from './a-message.ts'
import { type Move, type RawSmtp, startRawSmtp } from './raw-smtp.ts'

const opened: { close(): Promise<void> }[] = []
afterEach(async () => {
  for (const thing of opened.splice(0).reverse()) await thing.close()
})

const server = async (script: Readonly<Record<string, Move>> = {}): Promise<RawSmtp> => {
  const smtp = await startRawSmtp(script)
  opened.push(smtp)
  return smtp
}

const channel = (smtpUrl: string, options: Partial<MailOptions> = {}) => {
  const made = emailChannel({
    smtpUrl,
    mailFrom: 'Kentongan <siaga@kentongan.example.id>',
    deadlines: { connectMs: 300, greetingMs: 300, silenceMs: 300, messageMs: 2_000 },
    ...options,
  })
  opened.push(made)
  return made
}

const closedPort = async (): Promise<number> => {
  const probe = createServer()
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve))
  const address = probe.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  await new Promise<void>((resolve) => probe.close(() => resolve()))
  return address.port
}

const outcomes: [string, Record<string, Move>, { kind: string; afterMs?: number }, { begun: number }][] = [
  ['takes the mail', {}, { kind: 'accepted' }, { begun: 1 }],
  ['is closed before it greets', { connect: 'cut' }, { kind: 'try-again', afterMs: 5_000 }, { begun: 0 }],
  ['never greets', { connect: 'silence' }, { kind: 'try-again', afterMs: 5_000 }, { begun: 0 }],
  ['greets with 554', { connect: '554 no service' }, { kind: 'try-again', afterMs: 30_000 }, { begun: 0 }],
  ['greets with 421', { connect: '421 busy' }, { kind: 'try-again', afterMs: 30_000 }, { begun: 0 }],
  ['cuts at EHLO', { EHLO: 'cut' }, { kind: 'try-again', afterMs: 5_000 }, { begun: 0 }],
  ['answers MAIL with 451', { MAIL: '451 later' }, { kind: 'try-again', afterMs: 60_000 }, { begun: 0 }],
  ['answers MAIL with 530', { MAIL: '530 log in first' }, { kind: 'try-again', afterMs: 30_000 }, { begun: 0 }],
  ['answers RCPT with 450', { RCPT: '450 greylisted' }, { kind: 'try-again', afterMs: 60_000 }, { begun: 0 }],
  ['answers RCPT with 452', { RCPT: '452 full' }, { kind: 'try-again', afterMs: 30_000 }, { begun: 0 }],
  ['answers RCPT with 550', { RCPT: '550 no such user' }, { kind: 'refused' }, { begun: 0 }],
  ['cuts at RCPT', { RCPT: 'cut' }, { kind: 'try-again', afterMs: 5_000 }, { begun: 0 }],
  ['is silent at RCPT', { RCPT: 'silence' }, { kind: 'try-again', afterMs: 5_000 }, { begun: 0 }],
  ['answers DATA with 421', { DATA: '421 closing' }, { kind: 'try-again', afterMs: 30_000 }, { begun: 0 }],
  ['answers DATA with 554', { DATA: '554 no' }, { kind: 'refused' }, { begun: 0 }],
  ['cuts at DATA', { DATA: 'cut' }, { kind: 'try-again', afterMs: 5_000 }, { begun: 0 }],
  ['is silent at DATA', { DATA: 'silence' }, { kind: 'try-again', afterMs: 5_000 }, { begun: 0 }],
  ['cuts within the message', { body: 'cut' }, { kind: 'unknown' }, { begun: 1 }],
  ['resets within the message', { body: 'reset' }, { kind: 'unknown' }, { begun: 1 }],
  ['hangs within the message', { body: 'silence' }, { kind: 'unknown' }, { begun: 1 }],
  ['cuts after the final dot', { dot: 'cut' }, { kind: 'unknown' }, { begun: 1 }],
  ['hangs after the final dot', { dot: 'silence' }, { kind: 'unknown' }, { begun: 1 }],
  ['answers the message with 451', { dot: '451 later' }, { kind: 'try-again', afterMs: 60_000 }, { begun: 1 }],
  ['answers the message with 452', { dot: '452 full' }, { kind: 'try-again', afterMs: 30_000 }, { begun: 1 }],
  ['answers the message with 554', { dot: '554 spam' }, { kind: 'refused' }, { begun: 1 }],
]

test.each(outcomes)('a mail server that %s has one meaning and sees one hand-over', async (_, script, outcome, seen) => {
  const smtp = await server(script)
  const mail = channel(smtp.url)
  await expect(mail.send(aMail())).resolves.toMatchObject(outcome)
  // Whatever a pool would repeat by itself, it would have begun within this time.
  await mail.close()
  expect(smtp.begun()).toBe(seen.begun)
  expect(smtp.connections()).toBe(1)
  expect(smtp.commands.filter((line) => line.startsWith('DATA')).length).toBeLessThanOrEqual(1)
})

test('a closed port and an unknown host are tried again soon', async () => {
  const soon = { kind: 'try-again', afterMs: 5_000 }
  await expect(channel(`smtp://127.0.0.1:${await closedPort()}`).send(aMail())).resolves.toMatchObject(soon)
  await expect(channel('smtp://mail.invalid:25').send(aMail())).resolves.toMatchObject(soon)
})

test('a server that trickles its reply is given up at the deadline of the message, as unknown', async () => {
  const smtp = await server({ dot: '250-wait' })
  const mail = channel(smtp.url, { deadlines: { silenceMs: 5_000, messageMs: 200 } })
  await expect(mail.send(aMail())).resolves.toEqual({
    kind: 'unknown',
    reason: 'mail not handed over within 200 ms',
  })
})

test('a pipelining server that refuses the recipient but goes on to 354 gets no message', async () => {
  const smtp = await server({ EHLO: '250-mail\r\n250 PIPELINING', RCPT: '550 no such user', DATA: '354 go on' })
  await expect(channel(smtp.url).send(aMail())).resolves.toMatchObject({ kind: 'refused' })
  expect(smtp.mails.filter((text) => text.includes('Banjir'))).toEqual([])
})

test('the envelope is the checked address and nothing else', async () => {
  const smtp = await server()
  await channel(smtp.url).send(aMail({ to: "o'neil+siaga@sub.example.id", toName: 'A <evil@x.id>, B' }))
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
  const smtp = await server()
  await expect(channel(smtp.url).send(aMail({ to }))).resolves.toEqual({ kind: 'refused', reason: 'bad-address' })
  expect(smtp.connections()).toBe(0)
})

test('line breaks in name, subject and text add no header, no command and no second message', async () => {
  const smtp = await server()
  await channel(smtp.url).send(
    aMail({
      toName: 'Siti\r\nBcc: evil@x.id',
      subject: 'Banjir\r\nBcc: evil@x.id\r\n\r\nevil',
      text: 'a\r\n.\r\nMAIL FROM:<evil@x.id>\r\n.\nb',
    }),
  )
  expect(smtp.mails).toHaveLength(1)
  const [head = '', body = ''] = (smtp.mails[0] ?? '').split(/\r\n\r\n([^]*)/)
  expect(head).not.toMatch(/^Bcc:/im)
  expect(body.replaceAll(/^\.\./gm, '.')).toBe('a\r\n.\r\nMAIL FROM:<evil@x.id>\r\n.\r\nb')
  expect(smtp.commands.filter((line) => line.startsWith('MAIL'))).toHaveLength(1)
})

test('the same ref has the same Message-ID at every try, and a thread names its first message', async () => {
  const smtp = await server({ dot: '451 later' })
  const mail = channel(smtp.url)
  await mail.send(aMail({ threadRef: 'n-0000' }))
  await mail.send(aMail({ threadRef: 'n-0000' }))
  const ids = smtp.mails.map((text) => /^Message-ID: (.*)$/im.exec(text)?.[1]?.trim())
  expect(ids).toEqual(['<n-0001@kentongan.example.id>', '<n-0001@kentongan.example.id>'])
  expect(smtp.mails[0]).toMatch(/^In-Reply-To: <n-0000@kentongan\.example\.id>\r$/im)
  expect(smtp.mails[0]).toMatch(/^References: <n-0000@kentongan\.example\.id>\r$/im)
})

test('an accepted mail is known by its Message-ID; only an urgent one says so', async () => {
  const smtp = await server()
  const mail = channel(smtp.url)
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
  const smtp = await server()
  await channel(smtp.url).send(aMail({ text: 'Jarak ± 3 km – segera', toName: 'Siti Nurbäya' }))
  expect(smtp.mails[0]).toMatch(/^Content-Type: text\/plain; charset=utf-8\r$/im)
  expect(smtp.mails[0]).toMatch(/^Content-Transfer-Encoding: quoted-printable\r$/im)
  expect(smtp.mails[0]).toContain('Jarak =C2=B1 3 km =E2=80=93 segera')
})

test('messages share a few connections, and an idle connection is let go', async () => {
  const smtp = await server()
  const mail = channel(smtp.url, { connections: 2, idleMs: 50 })
  const sent = await Promise.all(Array.from({ length: 40 }, (_, n) => mail.send(aMail({ ref: `n-${n}` }))))
  expect(sent.every(({ kind }) => kind === 'accepted')).toBe(true)
  expect(new Set(smtp.mails.map((text) => /^Message-ID: (.*)$/im.exec(text)?.[1])).size).toBe(40)
  expect(smtp.connections()).toBe(2)
  await expect.poll(() => smtp.commands.filter((line) => line === 'QUIT').length).toBe(2)
  await expect(mail.send(aMail({ ref: 'n-40' }))).resolves.toMatchObject({ kind: 'accepted' })
  expect(smtp.connections()).toBe(3)
})

test('a refused recipient does not cost the connection', async () => {
  const smtp = await server({ RCPT: '550 no such user' })
  const mail = channel(smtp.url, { connections: 1 })
  for (const ref of ['n-1', 'n-2', 'n-3']) await mail.send(aMail({ ref }))
  expect(smtp.connections()).toBe(1)
})

test('closing waits for the message under way and sends nothing afterwards', async () => {
  const smtp = await server()
  const mail = channel(smtp.url)
  const underWay = mail.send(aMail())
  const later = underWay.then(() => mail.send(aMail({ ref: 'n-2' })))
  await underWay
  await mail.close()
  await later
  await expect(mail.send(aMail({ ref: 'n-3' }))).resolves.toMatchObject({ kind: 'try-again' })
  expect(smtp.mails.length).toBeLessThanOrEqual(2)
})

test('what a server says about an address is masked in the reason', async () => {
  const smtp = await server({ RCPT: '550 <siti@example.id> unknown, call +62 812-3456-7890' })
  const outcome = await channel(smtp.url).send(aMail())
  expect(outcome).toEqual({
    kind: 'refused',
    reason: expect.stringMatching(/…@example\.id.*…890/),
  })
  expect(JSON.stringify(outcome)).not.toMatch(/siti|812/)
})

const smtpServer = async (accept: (user: string) => boolean) => {
  const users: string[] = []
  const mails: string[] = []
  const smtp = new SMTPServer({
    authMethods: ['PLAIN', 'LOGIN'],
    // Its STARTTLS has a certificate that nobody signed, as a relay on this machine would.
    hideSTARTTLS: false,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth: ({ username = '' }, _session, done) => {
      users.push(username)
      done(accept(username) ? null : new Error('wrong password'), { user: username })
    },
    onData: (stream, _session, done) => {
      const pieces: Buffer[] = []
      stream.on('data', (piece: Buffer) => pieces.push(piece))
      stream.on('end', () => {
        mails.push(Buffer.concat(pieces).toString())
        done()
      })
    },
  })
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', () => resolve()))
  const address = smtp.server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  opened.push({ close: () => new Promise((resolve) => smtp.close(() => resolve())) })
  return { url: `smtp://siaga:geheim@127.0.0.1:${address.port}`, users, mails }
}

test('a real mail server that wants a login gets it, and the mail', async () => {
  const smtp = await smtpServer(() => true)
  await expect(channel(smtp.url).send(aMail())).resolves.toMatchObject({ kind: 'accepted' })
  expect(smtp.users).toEqual(['siaga'])
  expect(smtp.mails[0]).toContain('Banjir di Pangalengan.')
})

test('a wrong login is our fault and not the message’s: tried again, without the password in the reason', async () => {
  const smtp = await smtpServer(() => false)
  const outcome = await channel(smtp.url).send(aMail())
  expect(outcome).toMatchObject({ kind: 'try-again', afterMs: 30_000 })
  expect(JSON.stringify(outcome)).not.toContain('geheim')
  expect(smtp.mails).toEqual([])
})

test('a server without TLS gets nothing when TLS is required', async () => {
  const smtp = await server()
  await expect(channel(`${smtp.url}?requireTLS=true`).send(aMail())).resolves.toMatchObject({ kind: 'try-again' })
  expect(smtp.commands.some((line) => line.startsWith('MAIL'))).toBe(false)
})
