import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { expect, onTestFinished, test } from 'vitest'
import { packageRoot } from '../../src/main/package-root.ts'
import { mailChannel } from './a-mail-channel.ts'
import { aMail } from './a-message.ts'

type Certificate = 'own-name' | 'other-name'

const pem = (name: string): string => readFileSync(join(packageRoot(), 'test/fixtures/tls', `${name}.pem`), 'utf8')

interface Given {
  readonly certificate: Certificate
  readonly secure: boolean
}

/** A real mail server that wants a login and keeps what it was told. */
const aServer = async ({ certificate, secure }: Given) => {
  const told: string[] = []
  const mails: string[] = []
  const smtp = new SMTPServer({
    secure,
    key: pem(`${certificate}.key`),
    cert: pem(`${certificate}.cert`),
    authMethods: ['PLAIN'],
    // A client that sends its password before STARTTLS would get in.
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth: ({ username = '' }, { secure: isEncrypted }, done) => {
      told.push(`${username} ${isEncrypted ? 'within TLS' : 'in the clear'}`)
      done(null, { user: username })
    },
    onMailFrom: (_address, { secure: isEncrypted }, done) => {
      told.push(`mail ${isEncrypted ? 'within TLS' : 'in the clear'}`)
      done()
    },
    onData: (stream, _session, done) => {
      let bytes = 0
      stream.on('data', (piece: Buffer) => {
        bytes += piece.length
      })
      stream.on('end', () => {
        mails.push(String(bytes))
        done()
      })
    },
  })
  // A client that refuses the certificate cuts.
  smtp.on('error', () => undefined)
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', () => resolve()))
  const address = smtp.server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  onTestFinished(() => new Promise<void>((resolve) => smtp.close(() => resolve())))
  const scheme = secure ? 'smtps' : 'smtp'
  const urlOf = (host: string): string => `${scheme}://siaga:geheim@${host}:${address.port}?requireTLS=true`
  return { urlOf, told, mails }
}

const deadlines = { connectMs: 3_000, greetingMs: 3_000, silenceMs: 3_000, messageMs: 5_000 }

test.each([
  { secure: true, host: '127.0.0.1' },
  { secure: false, host: '127.0.0.1' },
  { secure: false, host: 'localhost' },
])(
  'a certificate that is trusted and has the name is good ($host, from the start: $secure)',
  async ({ secure, host }) => {
    const smtp = await aServer({ certificate: 'own-name', secure })
    const mail = mailChannel(smtp.urlOf(host), { ca: pem('own-name.cert'), deadlines })
    await expect(mail.send(aMail())).resolves.toMatchObject({ kind: 'accepted' })
    expect(smtp.told).toEqual(['siaga within TLS', 'mail within TLS'])
    expect(smtp.mails).toHaveLength(1)
  },
)

test.each<[string, Given & { readonly trusts: Certificate | null }]>([
  ['nobody signed, with TLS from the start', { certificate: 'own-name', secure: true, trusts: null }],
  ['nobody signed, after STARTTLS', { certificate: 'own-name', secure: false, trusts: null }],
  ['has another name, with TLS from the start', { certificate: 'other-name', secure: true, trusts: 'other-name' }],
  ['has another name, after STARTTLS', { certificate: 'other-name', secure: false, trusts: 'other-name' }],
])('a server whose certificate %s gets neither password nor mail, and is tried again', async (_what, given) => {
  const smtp = await aServer(given)
  const ca = given.trusts === null ? {} : { ca: pem(`${given.trusts}.cert`) }
  for (const host of ['127.0.0.1', 'localhost']) {
    const outcome = await mailChannel(smtp.urlOf(host), { ...ca, deadlines }).send(aMail())
    expect(outcome).toMatchObject({ kind: 'try-again', reason: expect.stringMatching(/self-signed|does not match/i) })
    expect(JSON.stringify(outcome)).not.toContain('geheim')
  }
  expect(smtp.told).toEqual([])
  expect(smtp.mails).toEqual([])
})
