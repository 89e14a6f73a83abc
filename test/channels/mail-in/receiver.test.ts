import { connect } from 'node:net'
import { createTransport } from 'nodemailer'
import { expect, onTestFinished, test } from 'vitest'
import { ownMailboxes } from '../../../src/channels/mail-in/mailboxes.ts'
import { type IncomingMail, type MailLimits, mailReceiver } from '../../../src/channels/mail-in/receiver.ts'
import { taggedAddress } from '../../../src/channels/mail-in/tag.ts'
import { createLog } from '../../../src/log.ts'
import { exchange, eximInWords, gmail, postfix, postfixDelayed } from './bounces.ts'

const KEY = Buffer.alloc(32, 7)
const REF = `kn-${'0123456789abcdef'.repeat(2)}`
const MAILBOX = 'kentongan@posko.example'
const REPLY = taggedAddress(MAILBOX, { use: 'reply', serial: 4711n }, KEY)
const BOUNCE = taggedAddress(MAILBOX, { use: 'bounce', serial: 4711n }, KEY)

interface Given {
  readonly limits?: Partial<MailLimits>
  readonly take?: (mail: IncomingMail) => Promise<void>
}

/** A receiver on this machine with a real client before it. */
const aReceiver = async ({ limits = {}, take = async () => undefined }: Given = {}) => {
  const taken: IncomingMail[] = []
  const logged: string[] = []
  const receiver = mailReceiver({
    recipient: ownMailboxes([MAILBOX], KEY),
    take: async (mail) => {
      await take(mail)
      taken.push(mail)
    },
    log: createLog({ level: 'debug', pretty: false, write: (line) => logged.push(line) }),
    limits,
  })
  const port = await receiver.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => receiver.close())
  const client = createTransport({ host: '127.0.0.1', port, ignoreTLS: true })
  return {
    taken,
    logged,
    port,
    /** The server's last word, with its code. */
    send: async (raw: string, to: string | readonly string[] = MAILBOX, from = 'siti@example.id'): Promise<string> => {
      try {
        const { response } = await client.sendMail({ raw, envelope: { from, to: [to].flat() } })
        return response
      } catch (thrown) {
        return thrown instanceof Error && 'response' in thrown ? String(thrown.response) : String(thrown)
      }
    },
  }
}

const aReply = (text: string, headers = ''): string =>
  `From: Siti <Siti@Example.id>\r\nTo: ${MAILBOX}\r\nSubject: Re: MOBILISASI\r\nMessage-ID: <1@example.id>\r\n${headers}Content-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`

/** Says these lines as they are, each after an answer; what the server answered, in order. */
const say = (port: number, lines: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1')
    let said = ''
    const rest = [...lines]
    socket.setEncoding('latin1')
    socket.on('data', (piece: string) => {
      said += piece
      const next = rest.shift()
      if (next === undefined) socket.end()
      else socket.write(next)
    })
    socket.on('close', () => resolve(said))
    socket.on('error', reject)
  })

test('only mail for our own addresses is taken, tagged by us or plain; nothing is relayed', async () => {
  const { send, taken } = await aReceiver()
  const raw = aReply('Siap')
  for (const to of [MAILBOX, MAILBOX.toUpperCase(), REPLY, REPLY.toUpperCase(), BOUNCE])
    expect(await send(raw, to), to).toMatch(/^250 2\.0\.0 Kept/)
  expect(taken.map(({ tag }) => tag)).toEqual([
    null,
    null,
    { use: 'reply', serial: 4711n },
    { use: 'reply', serial: 4711n },
    { use: 'bounce', serial: 4711n },
  ])
  for (const to of [
    'siti@example.id',
    'kentongan@posko.example.id',
    'other@posko.example',
    'kentongan+x@posko.example',
    REPLY.replace('+r', '+b'),
    REPLY.replace(/1267-/, '1268-'),
    taggedAddress(MAILBOX, { use: 'reply', serial: 1n }, Buffer.alloc(32, 8)),
  ])
    expect(await send(raw, to), to).toMatch(/^550 5\.1\.1/)
  expect(taken).toHaveLength(5)
})

test('of several recipients each is judged for itself, and the first tag counts', async () => {
  const { send, taken } = await aReceiver()
  expect(await send(aReply('Siap'), ['siti@example.id', MAILBOX, REPLY])).toMatch(/^250/)
  expect(taken.map(({ tag }) => tag?.serial)).toEqual([4711n])
})

test.each([
  ['Postfix', postfix, 'failed-for-good', /^5\.1\.1 550 5\.1\.1 User unknown$/],
  ['Postfix, not yet', postfixDelayed, 'waiting', /^4\.4\.1/],
  ['Exim in words', eximInWords, 'failed', /552 5\.2\.2 Mailbox full/],
  ['Gmail', gmail, 'failed-for-good', /^5\.1\.1 550-5\.1\.1 The email account/],
  ['Exchange', exchange, 'expired', /^5\.4\.7 550 5\.4\.7 QUEUE\.Expired/],
])('a bounce by %s names our mail and says what became of it', async (_server, written, state, reason) => {
  const { send, taken } = await aReceiver()
  expect(await send(written(REF), MAILBOX, '')).toMatch(/^250/)
  expect(taken).toEqual([
    {
      id: expect.stringMatching(/^[0-9a-f]{40}$/),
      from: expect.any(String),
      refs: [REF],
      said: { kind: 'bounce', bounce: { state, reason: expect.stringMatching(reason) } },
      tag: null,
    },
  ])
})

test('a reply is what somebody wrote, and names the mail that it answers, the nearest first', async () => {
  const { send, taken } = await aReceiver()
  const other = REF.replace('0', 'f')
  const quoting = `Siap\r\n\r\nPada Min, 22 Nov 2026 Kentongan <${MAILBOX}> menulis:\r\n> <${REF.replace('0', 'e')}@x.id>`
  await send(
    aReply(
      quoting,
      `In-Reply-To: <${REF}@posko.example>\r\nReferences: <co-1@x.id> <${other}@x.id>\r\n <${REF}@x.id>\r\n`,
    ),
  )
  await send(aReply('Siap', 'Auto-Submitted: auto-replied\r\n'))
  await send(aReply('Siap').replace('text/plain', 'text/calendar; method=REPLY'))
  expect(taken).toMatchObject([
    { from: 'siti@example.id', refs: [REF, other], said: { kind: 'reply', text: 'Siap' } },
    { said: { kind: 'automatic', text: 'Siap' } },
    { said: { kind: 'calendar' } },
  ])
})

test('a reply in HTML alone, in base64 and another alphabet, is read like any other', async () => {
  const { send, taken } = await aReceiver()
  const html =
    '<div dir="ltr">Tidak bisa, anak sakit</div><br><div class="gmail_quote"><div class="gmail_attr">Pada Min, 22 Nov 2026 pukul 13.21 Kentongan &lt;k@posko.example&gt; menulis:<br></div><blockquote>Balas 1 SIAP</blockquote></div>'
  const body = Buffer.from(html, 'utf16le').toString('base64')
  const head = aReply('').replace('text/plain; charset=utf-8', 'text/html; charset=utf-16le')
  await send(head.replace('\r\n\r\n', `\r\nContent-Transfer-Encoding: base64\r\n\r\n${body}`))
  expect(taken).toMatchObject([{ said: { kind: 'reply', text: 'Tidak bisa, anak sakit' } }])
})

test('the same mail has the same name, by its Message-ID or without one by its contents', async () => {
  const { send, taken } = await aReceiver()
  const bare = aReply('Siap').replace(/Message-ID: .*\r\n/, '')
  for (const raw of [aReply('Siap'), aReply('lain'), bare, bare, bare.replace('Siap', 'Ya')]) await send(raw)
  const [first, second, third, fourth, fifth] = taken.map(({ id }) => id)
  expect(first).toBe(second)
  expect(third).toBe(fourth)
  expect(new Set([first, third, fifth]).size).toBe(3)
})

test('what cannot be kept now is told to come again, and kept then', async () => {
  let down = true
  const { send, taken, logged } = await aReceiver({
    take: async () => {
      if (down) throw new Error('database is down')
    },
  })
  expect(await send(aReply('Siap'))).toMatch(/^451 4\.3\.0/)
  down = false
  expect(await send(aReply('Siap'))).toMatch(/^250/)
  expect(taken).toHaveLength(1)
  expect(logged.join('')).not.toContain('siti')
})

test('a mail that is too long is refused, said beforehand or not, and the next is taken', async () => {
  const { send, taken, port } = await aReceiver({ limits: { size: 2_000 } })
  expect(await send(aReply('x'.repeat(900).concat('\r\n').repeat(5)))).toMatch(/^552/)
  const said = await say(port, [
    'EHLO x.id\r\n',
    'MAIL FROM:<siti@example.id>\r\n',
    `RCPT TO:<${MAILBOX}>\r\n`,
    'DATA\r\n',
    `${'x'.repeat(70).concat('\r\n').repeat(200)}.\r\n`,
    'QUIT\r\n',
  ])
  expect(said).toMatch(/^552 5\.3\.4/m)
  expect(await send(aReply('Siap'))).toMatch(/^250/)
  expect(taken).toHaveLength(1)
})

test('neither login nor TLS is offered, and connections are counted and timed', async () => {
  const { port, send } = await aReceiver({ limits: { connections: 1, sessionMs: 400 } })
  expect(await say(port, ['EHLO x.id\r\n', 'AUTH PLAIN AGEAYg==\r\n', 'QUIT\r\n'])).not.toMatch(
    /250[- ](?:AUTH|STARTTLS)|^235/m,
  )
  // Says nothing and stays: until its time is over nobody else is let in.
  const silent = say(
    port,
    Array.from({ length: 1 }, () => 'EHLO x.id\r\n'),
  )
  await silent
  const lazy = connect(port, '127.0.0.1')
  const greeted = new Promise((resolve) => lazy.once('data', resolve))
  const gone = new Promise((resolve) => lazy.once('close', resolve))
  lazy.on('error', () => undefined)
  await greeted
  expect(await send(aReply('Siap'))).toMatch(/^421/)
  await gone
  expect(await send(aReply('Siap'))).toMatch(/^250/)
})

test.each([
  ['nothing', ''],
  ['no head', 'Siap'],
  ['zeros', '\0'.repeat(1_000)],
  ['a boundary that never comes', 'Content-Type: multipart/mixed; boundary=x\r\n\r\n--y'],
  ['parts in parts', `${'Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n'.repeat(60)}Siap`],
  ['an alphabet that nobody has', 'Content-Type: text/plain; charset=klingon\r\n\r\nSiap'],
  ['base64 that is none', 'Content-Transfer-Encoding: base64\r\n\r\n====!!'],
  ['addresses that are none', 'From: <<>@>,,;:\r\nTo: \r\n\r\nSiap'],
  ['a report without a report', 'Content-Type: multipart/report; report-type=delivery-status; boundary=x\r\n\r\n--x--'],
  ['a line break in a header', 'Subject: a\r\n\r\rMessage-ID: <\r\n>\r\n\r\nSiap'],
  ['tags in tags', `Content-Type: text/html\r\n\r\n${'<div>'.repeat(20_000)}Siap`],
])('%s ends no receiver', async (_what, raw) => {
  const { send } = await aReceiver()
  expect(await send(raw)).toMatch(/^(?:250|554) /)
  expect(await send(aReply('Siap'))).toMatch(/^250/)
})

test('more parts than any mail has are refused as unreadable', async () => {
  const { send } = await aReceiver()
  const raw = `Content-Type: multipart/mixed; boundary=x\r\n\r\n${'--x\r\n\r\na\r\n'.repeat(200)}--x--`
  expect(await send(raw)).toMatch(/^554 5\.6\.0/)
})
