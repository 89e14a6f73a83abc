import { expect, test } from 'vitest'
import { receiptBy } from '../../src/mobilisation/gateway-hearing.ts'
import { faultsIn, lines, load, withFolder } from './folders.ts'

const ENV = { KENTONGAN_CHANNELS: 'live', KANNEL_PASSWORD: 'p4ss&word', KANNEL_SECRET: 'kunci-kunci-kunci-7' }
const FILE = `sms:
  - name: modem-kantor
    kind: kannel
    url: http://10.0.0.7:13013/cgi-bin/sendsms
    username: kentongan
    password: \${KANNEL_PASSWORD}
    callback: http://10.0.0.5:8080/
    secret: \${KANNEL_SECRET}
`

const read = (file: string) =>
  withFolder({ 'channels.yaml': file }, (folder) => load({ ...ENV, KENTONGAN_CONFIG: folder }).channels.sms[0])
const faults = (was: string, is: string, env: Record<string, string> = ENV) =>
  lines(faultsIn({ 'channels.yaml': FILE.replace(was, is) }, env)).join('\n')

test('a Kannel is a described gateway that asks for receipts under our name of the message', () => {
  const gateway = read(
    `${FILE}    sender: BPBD-BANTUL\n    exerciseSender: '5001'\n    smsc: operator-a\n    perSecond: 5\n`,
  )
  if (gateway?.kind !== 'template') throw new Error('no described gateway')
  expect(gateway).toMatchObject({ name: 'modem-kantor', perSecond: 5, connections: 10, exerciseSender: '5001' })
  expect(gateway.request).toMatchObject({ method: 'GET', url: 'http://10.0.0.7:13013/cgi-bin/sendsms' })
  const query = new Map(gateway.request.query)
  expect(query.get('dlr-url')).toEqual([
    'http://10.0.0.5:8080/v1/gateways/modem-kantor/receipts?key=kunci-kunci-kunci-7&ref=',
    { slot: 'ref' },
    '&state=%d&at=%T&reason=%A',
  ])
  expect([query.get('from'), query.get('smsc'), query.get('password')]).toEqual([
    [{ slot: 'sender' }],
    ['operator-a'],
    ['p4ss&word'],
  ])
  const plain = read(FILE)
  expect(plain?.kind === 'template' && plain.request.query.map(([name]) => name)).not.toContain('from')
})

test('a report of several is told by its end', () => {
  const gateway = read(FILE)
  const states = gateway?.kind === 'template' ? gateway.receipts?.states : undefined
  expect(['1', '2', '4', '8', '16', '12', '9', '18', '31'].map((word) => states?.get(word))).toEqual([
    'delivered',
    'failed',
    'waiting',
    'waiting',
    'failed',
    'waiting',
    'delivered',
    'failed',
    'delivered',
  ])
  expect(states?.has('0')).toBe(false)
  const receipts = gateway?.kind === 'template' ? gateway.receipts : null
  const said = (reason: string) =>
    receipts && receiptBy(receipts, (name) => ({ ref: 'n-1', state: '16', reason })[name] ?? null)
  expect(said('NACK/validity expired')).toMatchObject({ value: { state: 'expired' } })
  expect(said('NACK/0x0000000b/Invalid Destination Address')).toMatchObject({ value: { state: 'failed-for-good' } })
  expect(said('NACK/0x00000008/System Error')).toMatchObject({ value: { state: 'failed' } })
})

test.each([
  ['http://10.0.0.5:8080/', 'http://10.0.0.5:8080/?x=%d', 'an address with a query'],
  ['http://10.0.0.5:8080/', 'http://u:p@10.0.0.5:8080/', 'an address with a query or signs of its own'],
  ['http://10.0.0.7', 'ftp://10.0.0.7', 'a URL that begins with ftp:'],
  [`\${KANNEL_SECRET}`, 'pendek', 'a text of 6 characters'],
  [`\${KANNEL_SECRET}`, 'kunci kunci kunci 7&', 'letters, digits and . _ ~ -: it stands in an address'],
  ['username: kentongan', 'username: kentongan\n    sender: ":&"', 'a number, a short code or a name'],
])('%s as %j is a fault', (was, is, fault) => {
  expect(faults(was, is)).toContain(fault)
})

test('an unset variable is a fault while messages leave', () => {
  const { KANNEL_PASSWORD: _, ...env } = ENV
  expect(faults('', '', env)).toMatch(/KANNEL_PASSWORD .*unset/)
})
