import { expect, test } from 'vitest'
import type { ProposalState } from '../../src/intake/proposal-page.ts'
import { APPROVE, aProposal, carriedBy, post, shown, URL_OF } from './a-proposal.ts'
import { PROPOSAL } from './sample-proposal.ts'
import { NOW, TOKEN } from './stand-ins.ts'

test('the page shows what waits, who sent it, why, since and until when, and two buttons; it decides nothing', async () => {
  const { app, decisions } = aProposal()
  const reply = await app.inject({ url: URL_OF })
  expect(reply.statusCode).toBe(200)
  for (const words of [
    'Banjir',
    'Flood',
    'Tanggul jebol',
    'Kec. Pangalengan',
    'Min 22/11 13.21 WIB',
    '2 Tagana',
    'laporan desa',
    'laporan desa, belum diperiksa',
    'Min 22/11 13.25 WIB',
    'Min 22/11 13.55 WIB',
    'lalu diteruskan ke atas',
    'menunggu persetujuan',
  ])
    expect(reply.body).toContain(words)
  expect([...reply.body.matchAll(/<button name="decision" value="(\w+)">(\w+)/g)].map((one) => one.slice(1))).toEqual([
    ['approve', 'Setujui'],
    ['decline', 'Tolak'],
  ])
  expect(reply.body).not.toMatch(/LATIHAN|UJI SISTEM|<input name="(name|office)"|A7K2/)
  expect(decisions).toEqual([])
})

test('the page is small, whole and safe', async () => {
  const reply = await aProposal().app.inject({ url: URL_OF })
  expect(Buffer.byteLength(reply.body)).toBeLessThanOrEqual(10_000)
  expect(reply.body).not.toMatch(/<script|<img|<link|src=|href=|url\(|@import|\son\w+=/i)
  expect(reply.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-robots-tag': 'noindex, nofollow',
  })
  expect(reply.headers['content-security-policy']).toContain("default-src 'none'")
})

test.each([
  ['approve', null],
  ['decline', null],
] as const)('a tap on %s of the page that was shown decides', async (decision, authorisedBy) => {
  const { app, decisions, carried } = aProposal()
  const reply = await app.inject({
    ...post(`decision=${decision}&code=A7K2&${await carried()}`),
    remoteAddress: '203.0.113.9',
  })
  expect(reply.statusCode).toBe(200)
  expect(reply.body).toContain('keputusan Anda dicatat')
  expect(decisions).toEqual([{ token: TOKEN, decision, seen: 'e1', authorisedBy, address: '203.0.113.9', at: NOW }])
})

test.each([
  ['without the nonce', ''],
  ['with an invented nonce', `&nonce=abc.${'A'.repeat(43)}`],
])('a post %s decides nothing: the page asks for one more tap, which counts', async (_how, nonce) => {
  const { app, decisions } = aProposal()
  const reply = await app.inject(post(`${APPROVE}${nonce}`))
  expect([reply.statusCode, reply.body.includes('sekali lagi')]).toEqual([200, true])
  expect(decisions).toEqual([])
  await app.inject(post(`${APPROVE}&${carriedBy(reply.body)}`))
  expect(decisions).toHaveLength(1)
})

test.each(['', '&code=', '&code=B7K2', '&code=A7K22', '&code=%00'])(
  'an approval with %j in place of the code of the message decides nothing, whatever the page carried',
  async (code) => {
    const { app, decisions, carried } = aProposal()
    const reply = await app.inject(post(`decision=approve&${await carried()}${code}`))
    expect([reply.statusCode, reply.body.includes('Ketik kode usulan')]).toEqual([200, true])
    expect(reply.body).not.toContain('A7K2')
    expect(decisions).toEqual([])
  },
)

test('to decline wants no code', async () => {
  const { app, decisions, carried } = aProposal()
  await app.inject(post(`decision=decline&${await carried()}`))
  expect(decisions).toMatchObject([{ decision: 'decline' }])
})

test('a link that has expired opens nothing and decides nothing: 410, on a page', async () => {
  const { app, decisions } = aProposal({ open: async () => 'expired' })
  for (const reply of [await app.inject({ url: URL_OF }), await app.inject(post(APPROVE))]) {
    expect([reply.statusCode, reply.headers['content-type']]).toEqual([410, 'text/html; charset=utf-8'])
    expect(reply.body).toContain('tidak berlaku')
  }
  expect(decisions).toEqual([])
})

test('a post too soon after the e-mail decides nothing, even with the nonce', async () => {
  const { app, decisions, carried } = aProposal({
    open: async () => ({ view: PROPOSAL, stamp: 'e1', tooSoon: true }),
  })
  const reply = await app.inject(post(`${APPROVE}&${await carried()}`))
  expect(reply.body).toContain('sekali lagi')
  expect(decisions).toEqual([])
})

test('a page decides about what it showed: where something else waits by now, it is shown again', async () => {
  let stamp = 'e1'
  const { app, decisions, carried } = aProposal({ open: async () => ({ view: PROPOSAL, stamp, tooSoon: false }) })
  const former = await carried()
  stamp = 'e1 e2'
  const reply = await app.inject(post(`${APPROVE}&${former}`))
  expect([reply.statusCode, reply.body.includes('Ada yang berubah sementara itu')]).toEqual([409, true])
  expect(decisions).toEqual([])
  await app.inject(post(`${APPROVE}&${await carried()}`))
  expect(decisions).toHaveLength(1)
})

test('what changes between the look and the decision is said with 409, and shown', async () => {
  const { app, carried } = aProposal({ decide: async () => 'changed' })
  const reply = await app.inject(post(`${APPROVE}&${await carried()}`))
  expect(reply.statusCode).toBe(409)
  expect(reply.body).toMatch(/Ada yang berubah sementara itu.*<button/)
})

test('where nobody is named who may order Tagana, the page asks for a name and an office', async () => {
  const state = { ...PROPOSAL.state, asksAuthority: true } as ProposalState
  const { app, decisions, carried } = aProposal({ open: shown(state) })
  const page = await app.inject({ url: URL_OF })
  expect(page.body).toMatch(/<input name="name".*<input name="office"/)
  const written = 'name=Ibu+Kadis&office=Dinas+Sosial+Kab.+Garut'
  await app.inject(post(`${APPROVE}&${await carried()}&${written}`))
  await app.inject(post(`decision=decline&${await carried()}&${written}`))
  expect(decisions).toMatchObject([
    { authorisedBy: { name: 'Ibu Kadis', office: 'Dinas Sosial Kab. Garut' } },
    { decision: 'decline', authorisedBy: null },
  ])
  const half = await app.inject(post(`${APPROVE}&${await carried()}&name=%22Ibu%22&office=+`))
  expect(half.body).toContain('Isi nama dan kantornya')
  expect(half.body).toContain('value="&quot;Ibu&quot;"')
  expect(decisions).toHaveLength(2)
})
