import type { IncomingHttpHeaders } from 'node:http'
import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import type { OperatorNeeds } from '../../src/intake/operator.ts'
import { verifyDelivery } from '../../src/intake/signature.ts'
import { signBytes } from '../support/signing.ts'
import { operatorFor } from './stand-ins.ts'

// The example that the Standard Webhooks specification publishes.
const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const BODY = '{"test": 2432232314}'
const SIGNATURE = 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE='
const SENT_S = 1_614_265_330
const HEADERS: IncomingHttpHeaders = {
  'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJek',
  'webhook-timestamp': String(SENT_S),
  'webhook-signature': SIGNATURE,
  'kentongan-operator': 'op-1',
}

const OTHER_SECRET = `whsec_${Buffer.alloc(24, 9).toString('base64')}`

const needsWith = (secrets: readonly string[]): Pick<OperatorNeeds, 'byId' | 'secretsOf'> => ({
  byId: async (id) => (id === 'op-1' ? operatorFor('sender') : null),
  secretsOf: async (id) => (id === 'op-1' ? secrets : []),
})

const verify = ({
  headers = {},
  body = BODY,
  secrets = [SECRET],
  atS = SENT_S,
}: {
  headers?: IncomingHttpHeaders
  body?: string
  secrets?: readonly string[]
  atS?: number
} = {}) => verifyDelivery({ ...HEADERS, ...headers }, Buffer.from(body), needsWith(secrets), new Date(atS * 1000))

test("the specification's example is accepted, and names its operator", async () => {
  expect(await verify()).toEqual({ operator: operatorFor('sender'), webhookId: 'msg_p5jXN8AQM9LWM0D4loKWxJek' })
})

test('whatever text the published library signs is accepted', async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 999 }), async (text, ms) => {
      const body = Buffer.from(text).toString()
      const at = new Date(SENT_S * 1000 + ms)
      const signature = new Webhook(SECRET).sign(HEADERS['webhook-id'] as string, at, body)
      expect(await verify({ headers: { 'webhook-signature': signature }, body })).not.toBeNull()
    }),
  )
})

test('a message in UTF-16 is signed as its bytes are', async () => {
  const body = Buffer.from('\ufeff<alert/>', 'utf16le')
  const signature = signBytes(SECRET, HEADERS['webhook-id'] as string, new Date(SENT_S * 1000), body)
  const headers = { ...HEADERS, 'webhook-signature': signature }
  expect(await verifyDelivery(headers, body, needsWith([SECRET]), new Date(SENT_S * 1000))).not.toBeNull()
})

test.each([
  ['while a secret is rotated', { secrets: [OTHER_SECRET, SECRET] }],
  ['among several', { headers: { 'webhook-signature': `v1,AAAA v1a,whatever ${SIGNATURE}` } }],
  ['300 s late', { atS: SENT_S + 300 }],
  ['300 s early', { atS: SENT_S - 300 }],
])('a good signature is accepted %s', async (_when, given) => {
  expect(await verify(given)).not.toBeNull()
})

test.each([
  ['another body', { body: '{"test": 2432232315}' }],
  ['one blank more', { body: `${BODY} ` }],
  ['another id', { headers: { 'webhook-id': 'msg_p5jXN8AQM9LWM0D4loKWxJel' } }],
  ['another time', { headers: { 'webhook-timestamp': String(SENT_S + 1) } }],
  ['another secret', { secrets: [OTHER_SECRET] }],
  ['a cut signature', { headers: { 'webhook-signature': SIGNATURE.slice(0, -1) } }],
  ['another version', { headers: { 'webhook-signature': SIGNATURE.replace('v1', 'v2') } }],
  ['a signature without its version', { headers: { 'webhook-signature': SIGNATURE.slice(3) } }],
  ['an empty signature', { headers: { 'webhook-signature': '' } }],
  ['eleven signatures', { headers: { 'webhook-signature': Array(11).fill(SIGNATURE).join(' ') } }],
  ['301 s late', { atS: SENT_S + 301 }],
  ['301 s early', { atS: SENT_S - 301 }],
  ['a time in milliseconds', { headers: { 'webhook-timestamp': `${SENT_S}000` } }],
  ['a time with a fraction', { headers: { 'webhook-timestamp': `${SENT_S}.0` } }],
  ['an operator whom nobody knows', { headers: { 'kentongan-operator': 'op-2' } }],
  ['an operator whose secrets were revoked', { secrets: [] }],
  ['a blank in the id', { headers: { 'webhook-id': 'msg 1' } }],
  ['an id of 257 characters', { headers: { 'webhook-id': 'm'.repeat(257) } }],
])('%s is refused', async (_what, given) => {
  expect(await verify(given)).toBeNull()
})

test.each(Object.keys(HEADERS))('a delivery without %s is refused', async (name) => {
  expect(await verify({ headers: { [name]: undefined } })).toBeNull()
})
