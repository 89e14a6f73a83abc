import { createServer } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { namesBadContact } from '../../src/mobilisation/receipt.ts'
import { mailChannel, mailServer } from './a-mail-channel.ts'
import { aMail } from './a-message.ts'
import type { Move } from './raw-smtp.ts'

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

test.each(outcomes)(
  'a mail server that %s has one meaning and sees one hand-over',
  async (_, script, outcome, seen) => {
    const smtp = await mailServer(script)
    const mail = mailChannel(smtp.url)
    await expect(mail.send(aMail())).resolves.toMatchObject(outcome)
    // Whatever a pool would repeat by itself, it would have begun within this time.
    await mail.close()
    expect(smtp.begun()).toBe(seen.begun)
    expect(smtp.connections()).toBe(1)
    expect(smtp.commands.filter((line) => line.startsWith('DATA')).length).toBeLessThanOrEqual(1)
  },
)

test.each([
  ['550 no such user', true],
  ['550 5.1.1 <siti@example.id>: user unknown', true],
  ['550-5.2.1 this account\r\n550 5.2.1 is closed', true],
  ['553 5.1.3 bad address', true],
  ['556 5.1.10 takes no mail', true],
  ['550 5.7.1 your server is on a list', false],
  ['552 5.2.2 mailbox full', false],
  ['552 too big', false],
  ['554 5.4.1 relay access denied', false],
])('a recipient refused with %j is a bad address: %j', async (reply, isBad) => {
  const smtp = await mailServer({ RCPT: reply })
  const outcome = await mailChannel(smtp.url).send(aMail())
  const reason = outcome.kind === 'refused' ? outcome.reason : outcome.kind
  expect(namesBadContact(reason)).toBe(isBad)
  expect(reason).not.toContain('siti@')
})

test('the same words about the message, the sender or a later time say nothing of the address', async () => {
  for (const script of [{ dot: '550 5.1.1 odd' }, { MAIL: '550 5.1.1 odd' }, { RCPT: '450 4.1.1 later' }]) {
    const outcome = await mailChannel((await mailServer(script)).url).send(aMail())
    expect('reason' in outcome && namesBadContact(outcome.reason)).toBe(false)
  }
})

test('an exercise says in its sender what it is, or comes from a sender of its own', async () => {
  const smtp = await mailServer()
  const fromOf = async (options: { exerciseFrom?: string; mailFrom?: string }, mode: 'actual' | 'exercise') => {
    await mailChannel(smtp.url, options).send(aMail({ mode }))
    return /^From: (.*)$/m.exec(smtp.mails.at(-1) ?? '')?.[1]?.trim()
  }
  expect(await fromOf({}, 'actual')).toBe('Kentongan <siaga@kentongan.example.id>')
  expect(await fromOf({}, 'exercise')).toBe('LATIHAN Kentongan <siaga@kentongan.example.id>')
  expect(await fromOf({ mailFrom: 'a@example.id' }, 'exercise')).toBe('LATIHAN <a@example.id>')
  expect(await fromOf({ exerciseFrom: 'Gladi <gladi@example.id>' }, 'exercise')).toBe('Gladi <gladi@example.id>')
  expect(smtp.commands.filter((line) => line.startsWith('MAIL')).at(-1)).toMatch(/^MAIL FROM:<gladi@example\.id>/)
})

test('a closed port and an unknown host are tried again soon', async () => {
  const soon = { kind: 'try-again', afterMs: 5_000 }
  await expect(mailChannel(`smtp://127.0.0.1:${await closedPort()}`).send(aMail())).resolves.toMatchObject(soon)
  await expect(mailChannel('smtp://mail.invalid:25').send(aMail())).resolves.toMatchObject(soon)
})

test.each([
  ['after the message', { dot: 'silence' }, 'unknown'],
  ['before it', { MAIL: 'silence' }, 'try-again'],
])('a session that falls silent %s is left, and the next mail goes by another one', async (_, fault, kind) => {
  const script: Record<string, string> = {}
  const smtp = await mailServer(script)
  const mail = mailChannel(smtp.url, { connections: 1 })
  await expect(mail.send(aMail({ ref: 'n-1' }))).resolves.toMatchObject({ kind: 'accepted' })
  Object.assign(script, fault)
  // On the session of the first.
  await expect(mail.send(aMail({ ref: 'n-2' }))).resolves.toMatchObject({ kind })
  for (const stage of Object.keys(fault)) delete script[stage]
  await expect(mail.send(aMail({ ref: 'n-3' }))).resolves.toMatchObject({ kind: 'accepted' })
  expect(smtp.connections()).toBe(2)
})

test('a server that trickles its reply is given up at the deadline of the message, as unknown', async () => {
  const smtp = await mailServer({ dot: '250-wait' })
  const mail = mailChannel(smtp.url, { deadlines: { silenceMs: 5_000, messageMs: 200 } })
  await expect(mail.send(aMail())).resolves.toEqual({
    kind: 'unknown',
    reason: 'mail not handed over within 200 ms',
  })
})

test('a pipelining server that refuses the recipient but goes on to 354 gets no message', async () => {
  const smtp = await mailServer({ EHLO: '250-mail\r\n250 PIPELINING', RCPT: '550 no such user', DATA: '354 go on' })
  await expect(mailChannel(smtp.url).send(aMail())).resolves.toMatchObject({ kind: 'refused' })
  expect(smtp.mails.filter((text) => text.includes('Banjir'))).toEqual([])
})

test('messages share a few connections, and an idle connection is let go', async () => {
  const smtp = await mailServer()
  const mail = mailChannel(smtp.url, { connections: 2, idleMs: 50 })
  const sent = await Promise.all(Array.from({ length: 40 }, (_, n) => mail.send(aMail({ ref: `n-${n}` }))))
  expect(sent.every(({ kind }) => kind === 'accepted')).toBe(true)
  expect(new Set(smtp.mails.map((text) => /^Message-ID: (.*)$/im.exec(text)?.[1])).size).toBe(40)
  expect(smtp.connections()).toBe(2)
  await expect.poll(() => smtp.commands.filter((line) => line === 'QUIT').length).toBe(2)
  await expect(mail.send(aMail({ ref: 'n-40' }))).resolves.toMatchObject({ kind: 'accepted' })
  expect(smtp.connections()).toBe(3)
})

test('a refused recipient does not cost the connection', async () => {
  const smtp = await mailServer({ RCPT: '550 no such user' })
  const mail = mailChannel(smtp.url, { connections: 1 })
  for (const ref of ['n-1', 'n-2', 'n-3']) await mail.send(aMail({ ref }))
  expect(smtp.connections()).toBe(1)
})

test('nothing of a mail that is ready leaves before it is sent, and the session stands by then', async () => {
  const smtp = await mailServer()
  const ready = await mailChannel(smtp.url).prepare(aMail())
  expect(smtp.commands.map((line) => line.slice(0, 4))).toEqual(['EHLO'])
  await expect(ready.send()).resolves.toMatchObject({ kind: 'accepted' })
  ready.letGo()
  expect(smtp.connections()).toBe(1)
  expect(smtp.mails).toHaveLength(1)
})

test('a mail that is ready and then not sent gives its session to the next, once, and an unused one is let go', async () => {
  const smtp = await mailServer()
  const mail = mailChannel(smtp.url, { connections: 1, idleMs: 50 })
  const dropped = await mail.prepare(aMail({ ref: 'n-1' }))
  const waiting = [mail.send(aMail({ ref: 'n-2' })), mail.send(aMail({ ref: 'n-3' }))]
  dropped.letGo()
  dropped.letGo()
  await Promise.all(waiting)
  expect(smtp.mails.map((text) => /^Message-ID: <([^@]*)/im.exec(text)?.[1])).toEqual(['n-2', 'n-3'])
  expect(smtp.connections()).toBe(1)
  await expect.poll(() => smtp.commands.filter((line) => line === 'QUIT').length).toBe(1)
})

test('a server that leaves while a mail is ready gets nothing of it: try again', async () => {
  const smtp = await mailServer()
  const ready = await mailChannel(smtp.url).prepare(aMail())
  await smtp.close()
  await expect.poll(async () => (await ready.send()).kind).toBe('try-again')
  ready.letGo()
  expect(smtp.begun()).toBe(0)
})

test('closing waits for the message under way and sends nothing afterwards', async () => {
  const smtp = await mailServer()
  const mail = mailChannel(smtp.url)
  const underWay = mail.send(aMail())
  const later = underWay.then(() => mail.send(aMail({ ref: 'n-2' })))
  await underWay
  await mail.close()
  await later
  await expect(mail.send(aMail({ ref: 'n-3' }))).resolves.toMatchObject({ kind: 'try-again' })
  expect(smtp.mails.length).toBeLessThanOrEqual(2)
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
  onTestFinished(() => new Promise<void>((resolve) => smtp.close(() => resolve())))
  return { url: `smtp://siaga:geheim@127.0.0.1:${address.port}`, users, mails }
}

test('a real mail server that wants a login gets it, and the mail', async () => {
  const smtp = await smtpServer(() => true)
  await expect(mailChannel(smtp.url).send(aMail())).resolves.toMatchObject({ kind: 'accepted' })
  expect(smtp.users).toEqual(['siaga'])
  expect(smtp.mails[0]).toContain('Banjir di Pangalengan.')
})

test('a wrong login is our fault and not the message’s: tried again, without the password in the reason', async () => {
  const smtp = await smtpServer(() => false)
  const outcome = await mailChannel(smtp.url).send(aMail())
  expect(outcome).toMatchObject({ kind: 'try-again', afterMs: 30_000 })
  expect(JSON.stringify(outcome)).not.toContain('geheim')
  expect(smtp.mails).toEqual([])
})

test('a server without TLS gets nothing when TLS is required', async () => {
  const smtp = await mailServer()
  await expect(mailChannel(`${smtp.url}?requireTLS=true`).send(aMail())).resolves.toMatchObject({ kind: 'try-again' })
  expect(smtp.commands.some((line) => line.startsWith('MAIL'))).toBe(false)
})
