import { expect, test } from 'vitest'
import { faultsIn, faultsUnder, lines, load, withFolder } from './folders.ts'

const ALL = {
  SMTP_URL: 'smtps://user:p4ssword@mail.example:465',
  MAIL_FROM: 'Kentongan <k@dinsos.example>',
  SMS_URL: 'https://sms.example/send',
  SMS_TOKEN: 't0ken',
  SMS_INBOUND_TOKEN: 'inb0und',
}

/** Of a gateway of which nothing is said. */
const TERMS = { perSecond: null, burst: 2, order: 1, lanes: ['live', 'exercise'] }

test('the shipped gateways follow their variables, live or recorded', () => {
  for (const mode of ['live', 'record']) {
    expect(load({ ...ALL, KENTONGAN_CHANNELS: mode }).channels).toEqual({
      rates: { sms: { costRupiah: 400, perSecond: 10 }, email: { costRupiah: 0, perSecond: 100 } },
      email: [
        {
          ...TERMS,
          name: 'email',
          kind: 'smtp',
          costRupiah: 0,
          url: ALL.SMTP_URL,
          from: ALL.MAIL_FROM,
          replyTo: null,
          bounceTo: null,
          connections: 10,
          timeoutMs: 30_000,
        },
      ],
      sms: [
        {
          ...TERMS,
          name: 'sms',
          kind: 'http',
          costRupiah: 400,
          url: ALL.SMS_URL,
          token: 't0ken',
          connections: 10,
          timeoutMs: 20_000,
          honoursIdempotency: false,
        },
      ],
    })
  }
})

test('exercises may have a sender of their own at every gateway', () => {
  const yaml = `email:
  url: smtp://mail.example
  from: k@x.example
  exerciseFrom: Gladi <gladi@x.example>
sms:
  - { name: a, url: 'https://a.example', token: t, inboundToken: i, sender: DINSOS, exerciseSender: LATIHAN }
  - name: b
    kind: template
    url: https://b.example
    form: { to: '{to}', text: '{text}', from: '{sender}' }
    answer: { accepted: { status: 2xx } }
    sender: DINSOS
    exerciseSender: LATIHAN
`
  const { channels } = withFolder({ 'channels.yaml': yaml }, (folder) => load({ KENTONGAN_CONFIG: folder }))
  const both = { sender: 'DINSOS', exerciseSender: 'LATIHAN' }
  expect(channels).toMatchObject({ email: [{ exerciseFrom: 'Gladi <gladi@x.example>' }], sms: [both, both] })
  const wrong = faultsIn({ 'channels.yaml': yaml.replace('gladi@x.example', 'gladi') })
  expect(wrong.map(({ path }) => path)).toEqual(['channels.yaml:4'])
})

test('what messages cost is known while they are only recorded, and only of channels that there are', () => {
  const rated = `sms:\n  url: \${SMS_URL}\n  token: \${SMS_TOKEN}\n  costRupiah: 275.5\n  perSecond: 30\n`
  expect(withFolder({ 'channels.yaml': rated }, (folder) => load({ KENTONGAN_CONFIG: folder }).channels)).toEqual({
    rates: { sms: { costRupiah: 275.5, perSecond: 30 }, email: null },
    sms: [],
    email: [],
  })
  expect(faultsIn({ 'channels.yaml': rated.replace('275.5', '-1').replace('30', '0') })).toHaveLength(2)
})

test('live without a variable is one fault each that names it and says what to do', () => {
  const faults = faultsUnder({ KENTONGAN_CHANNELS: 'live', SMS_URL: ALL.SMS_URL, SMTP_URL: '' })
  expect(faults.map(({ path, got }) => [path, got])).toEqual([
    ['SMTP_URL', 'unset'],
    ['MAIL_FROM', 'unset'],
    ['SMS_TOKEN', 'unset'],
    ['SMS_INBOUND_TOKEN', 'unset'],
  ])
  expect(faults[0]?.expected).toMatch(/^a value, because KENTONGAN_CHANNELS is live and .*channels\.yaml:\d+ uses it$/)
  expect(faults[0]?.hint).toMatch(/take the whole section email out/)
})

test('an address of the wrong sort is a fault, recorded or live, and no value is quoted', () => {
  const faults = faultsUnder({
    SMTP_URL: 'https://u:p4ss@x',
    SMS_URL: 'sms',
    SMS_TOKEN: 'a b',
    MAIL_FROM: 'k@x.example\nBcc: y@z.example',
  })
  expect(lines(faults)).toEqual([
    'SMTP_URL | a URL that begins with https: | a URL that begins with smtps:// or smtp://',
    'MAIL_FROM | a text of 28 characters that is none | an e-mail address, alone or as Name <address>',
    'SMS_URL | not a URL | a URL that begins with https:// or http://',
    'SMS_TOKEN | a text with spaces or other signs | printable ASCII without spaces',
  ])
  expect(load({ MAIL_FROM: 'k@x.example', SMTP_URL: 'smtp://x' }).channels.email[0]?.from).toBe('k@x.example')
})

test('a section that is taken out is a channel that is not used', () => {
  expect(
    faultsIn(
      { 'channels.yaml': `sms:\n  url: \${SMS_URL}\n  token: \${SMS_TOKEN}\n` },
      { ...ALL, SMTP_URL: '', KENTONGAN_CHANNELS: 'live' },
    ),
  ).toEqual([])
  expect(faultsIn({ 'channels.yaml': '{}\n' }, { KENTONGAN_CHANNELS: 'live' })).toEqual([])
})

test('faults of the file have their line, and secrets written into it are not quoted', () => {
  const file =
    'email:\n  url: ftp://u:hunter2@x\n  from: k@x.example\n  connections: 500\nsms:\n  url: 5\n  token: hunter2\n  tokn: hunter2\n'
  const faults = faultsIn({ 'channels.yaml': file })
  expect(JSON.stringify(faults)).not.toContain('hunter2')
  expect(lines(faults)).toEqual([
    'channels.yaml:4 | email.connections: a number | number to be <=50',
    'channels.yaml:6 | sms.url: a number | text',
    'channels.yaml:8 | sms.tokn (unknown key) | a key that the schema named in the first line lists',
  ])
  expect(lines(faultsIn({ 'channels.yaml': file.split('\n').slice(0, 3).join('\n') }))).toEqual([
    'channels.yaml:2 | a URL that begins with ftp: | a URL that begins with smtps:// or smtp://',
  ])
})

const LIST = `sms:
  - name: utama
    url: https://a.example/send
    token: t0ken
    perSecond: 30
    costRupiah: 300
  - name: kedua
    kind: http
    url: https://b.example/send
    token: t0ken
    burst: 3
    lanes: [live]
  - name: cadangan
    url: \${SMS_URL_2}
    token: t0ken
    order: 2
`

test('several gateways are a list: those of the first order share, and forecasts reckon with these alone', () => {
  const { channels } = withFolder({ 'channels.yaml': LIST }, (folder) => load({ ...ALL, KENTONGAN_CONFIG: folder }))
  expect(channels.sms.map(({ name, perSecond, burst, order }) => [name, perSecond, burst, order])).toEqual([
    ['utama', 30, 6, 1],
    ['kedua', null, 3, 1],
  ])
  expect(channels.rates.sms).toEqual({ perSecond: 40, costRupiah: 325 })
  const [unset, ...others] = lines(faultsIn({ 'channels.yaml': LIST }, { ...ALL, KENTONGAN_CHANNELS: 'live' }))
  expect(unset).toMatch(/^SMS_URL_2 \| unset \| a value, because .*channels\.yaml:14 uses it$/)
  expect(others).toEqual([])
})

test('a gateway of a list without a name, with a name that is taken, or of an unknown kind is a fault with its line', () => {
  const twice = LIST.replace('name: kedua', 'name: utama').replace('name: cadangan', 'order: 3')
  expect(lines(faultsIn({ 'channels.yaml': twice.replace('    order: 2\n', '') }, ALL))).toEqual([
    'channels.yaml:7 | the name utama once more | each gateway with its own name',
    'channels.yaml:13 | sms.2.name: nothing | a name, as in every list',
  ])
  expect(
    lines(faultsIn({ 'channels.yaml': LIST.replace('kind: http', 'kind: pigeon').replace('utama', 'Utama') })),
  ).toEqual([
    'channels.yaml:2 | sms.0.name: a text of 5 characters | 1 to 40 of a-z, 0-9 and -, beginning with a letter or digit',
    'channels.yaml:8 | sms.1.kind: a text of 6 characters | kind to be http, template, smpp, kannel or gammu',
  ])
})

test('a channel whose gateways leave one of the lanes to nobody is a fault', () => {
  const none = LIST.replace('costRupiah: 300', 'lanes: [live]')
  expect(lines(faultsIn({ 'channels.yaml': none.slice(0, none.indexOf('  - name: cadangan')) }, ALL))).toEqual([
    'channels.yaml:2 | sms: no gateway with exercise among its lanes | one that takes messages of the lane exercise',
  ])
})

const EVERY_KIND = `
email: { url: smtp://127.0.0.1, from: k@posko.example }
sms:
  - { name: a, kind: http, url: http://127.0.0.1, token: t }
  - { name: b, kind: template, url: http://127.0.0.1, form: { to: '{to}', text: '{text}' }, answer: { accepted: { status: 200 } } }
  - { name: c, kind: smpp, url: smpp://127.0.0.1, systemId: k, password: p, source: BPBD }
  - { name: d, kind: kannel, url: http://127.0.0.1, username: u, password: p, callback: http://127.0.0.1, secret: kunci-kunci-kunci }
  - { name: e, kind: gammu, url: postgresql://127.0.0.1/smsd }
`

test('a gateway of any kind that falls silent is given up within 30 s, unless it is told otherwise', () => {
  const { channels } = withFolder({ 'channels.yaml': EVERY_KIND }, (folder) => load({ KENTONGAN_CONFIG: folder }))
  const silences = [...channels.email, ...channels.sms].map((gateway) =>
    'answerMs' in gateway ? gateway.answerMs : gateway.timeoutMs,
  )
  expect(silences).toEqual([30_000, 20_000, 20_000, 20_000, 20_000, 20_000])
  // And of an SMSC that nothing was sent to: when it is asked, and 10 s at most for its answer.
  expect(channels.sms).toContainEqual(expect.objectContaining({ kind: 'smpp', enquireEveryMs: 10_000 }))
})
