import { expect, test } from 'vitest'
import { Unavailable } from '../../src/errors.ts'
import type { ProposalState } from '../../src/intake/proposal-page.ts'
import type { ProposalNeeds } from '../../src/intake/proposal-routes.ts'
import type { ProposalResult } from '../../src/intake/proposal-words.ts'
import { DECIDED, PROPOSAL } from './sample-proposal.ts'
import { aServer, NOW, TOKEN } from './stand-ins.ts'

const URL_OF = `/p/${TOKEN}`
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

const nonceIn = (html: string): string => encodeURIComponent(/name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? '')
const post = (payload: string, url = URL_OF, headers: Record<string, string> = FORM) => ({
  method: 'POST' as const,
  url,
  payload,
  headers,
})

const aProposal = (more: Partial<ProposalNeeds> = {}) => {
  const { needs } = aServer()
  const decisions: object[] = []
  const decide: ProposalNeeds['decide'] = async (act) => {
    decisions.push(act)
    return 'recorded'
  }
  const { app, seen } = aServer({ proposals: { ...needs.proposals, decide, ...more } })
  const nonce = async (): Promise<string> => nonceIn((await app.inject({ url: URL_OF })).body)
  return { app, decisions, seen, nonce }
}

const shown = (state: ProposalState): ProposalNeeds['open'] => {
  const view = { ...PROPOSAL, state }
  return async () => ({ view, stamp: 'e1', tooSoon: false })
}

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
    'A7K2',
  ])
    expect(reply.body).toContain(words)
  expect([...reply.body.matchAll(/<button name="decision" value="(\w+)">(\w+)/g)].map((one) => one.slice(1))).toEqual([
    ['approve', 'Setujui'],
    ['decline', 'Tolak'],
  ])
  expect(reply.body).not.toMatch(/LATIHAN|UJI SISTEM|<input name/)
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
  const { app, decisions, nonce } = aProposal()
  const reply = await app.inject({
    ...post(`decision=${decision}&nonce=${await nonce()}`),
    remoteAddress: '203.0.113.9',
  })
  expect(reply.statusCode).toBe(200)
  expect(reply.body).toContain('keputusan Anda dicatat')
  expect(decisions).toEqual([{ token: TOKEN, decision, authorisedBy, address: '203.0.113.9', at: NOW }])
})

test.each([
  ['without the nonce', ''],
  ['with an invented nonce', `&nonce=abc.${'A'.repeat(43)}`],
])('a post %s decides nothing: the page asks for one more tap, which counts', async (_how, nonce) => {
  const { app, decisions } = aProposal()
  const reply = await app.inject(post(`decision=approve${nonce}`))
  expect([reply.statusCode, reply.body.includes('sekali lagi')]).toEqual([200, true])
  expect(decisions).toEqual([])
  await app.inject(post(`decision=approve&nonce=${nonceIn(reply.body)}`))
  expect(decisions).toHaveLength(1)
})

test('a post too soon after the e-mail decides nothing, even with the nonce', async () => {
  const { app, decisions, nonce } = aProposal({
    open: async () => ({ view: PROPOSAL, stamp: 'e1', tooSoon: true }),
  })
  const reply = await app.inject(post(`decision=approve&nonce=${await nonce()}`))
  expect(reply.body).toContain('sekali lagi')
  expect(decisions).toEqual([])
})

test('a page decides about what it showed: where something else waits by now, it is shown again', async () => {
  let stamp = 'e1'
  const { app, decisions, nonce } = aProposal({ open: async () => ({ view: PROPOSAL, stamp, tooSoon: false }) })
  const former = await nonce()
  stamp = 'e1 e2'
  expect((await app.inject(post(`decision=approve&nonce=${former}`))).body).toContain('sekali lagi')
  expect(decisions).toEqual([])
  await app.inject(post(`decision=approve&nonce=${await nonce()}`))
  expect(decisions).toHaveLength(1)
})

test('where nobody is named who may order Tagana, the page asks for a name and an office', async () => {
  const state = { ...PROPOSAL.state, asksAuthority: true } as ProposalState
  const { app, decisions, nonce } = aProposal({ open: shown(state) })
  const page = await app.inject({ url: URL_OF })
  expect(page.body).toMatch(/<input name="name".*<input name="office"/)
  const written = 'name=Ibu+Kadis&office=Dinas+Sosial+Kab.+Garut'
  await app.inject(post(`decision=approve&nonce=${await nonce()}&${written}`))
  await app.inject(post(`decision=decline&nonce=${await nonce()}&${written}`))
  expect(decisions).toMatchObject([
    { authorisedBy: { name: 'Ibu Kadis', office: 'Dinas Sosial Kab. Garut' } },
    { decision: 'decline', authorisedBy: null },
  ])
  const half = await app.inject(post(`decision=approve&nonce=${await nonce()}&name=%22Ibu%22&office=+`))
  expect(half.body).toContain('Isi nama dan kantornya')
  expect(half.body).toContain('value="&quot;Ibu&quot;"')
  expect(decisions).toHaveLength(2)
})

const REFUSED: readonly (readonly [Exclude<ProposalResult, 'recorded' | 'again' | 'authority-half'>, RegExp])[] = [
  ['own-event', /petugas kedua menyetujuinya/],
  ['role-missing', /peran approver atau admin/],
  ['authority-missing', /diperintah oleh Dinas Sosial: isi.*<input name="name"/],
  ['other-office', /tulis Dinas Sosial mana.*<input name="office"/],
  ['too-late', /Sudah terlambat/],
  ['not-waiting', /tidak menunggu lagi/],
  ['outside', /di luar wilayah Anda/],
]

test.each(REFUSED)('a decision refused as %s is a sentence on the page', async (because, words) => {
  const { app, nonce } = aProposal({ decide: async () => because })
  const reply = await app.inject(post(`decision=approve&nonce=${await nonce()}`))
  expect([reply.statusCode, reply.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  expect(reply.body).toMatch(words)
})

test('what is decided says who decided what and when, has no button, and a tap on an old page changes nothing', async () => {
  let open: ProposalNeeds['open'] = shown(PROPOSAL.state)
  const { app, decisions, nonce } = aProposal({ open: (token, at) => open(token, at) })
  const former = await nonce()
  open = shown(DECIDED)
  for (const reply of [await app.inject({ url: URL_OF }), await app.inject(post(`decision=decline&nonce=${former}`))]) {
    for (const words of ['Disetujui', 'petugas (approver, BPBD Kab. Bandung)', 'Min 22/11 13.30 WIB'])
      expect(reply.body).toContain(words)
    expect(reply.body).not.toContain('<button')
  }
  expect(decisions).toEqual([])
})

test.each(['', 'decision=maybe', 'nonce=x', `decision=approve&name=${'x'.repeat(201)}`, 'decision=approve&name=a%00b'])(
  'the post %j decides nothing: 400, on a page',
  async (payload) => {
    const { app, decisions } = aProposal()
    const reply = await app.inject(post(payload))
    expect([reply.statusCode, reply.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8'])
    expect(reply.body).toContain('Pilih Setujui atau Tolak')
    expect(decisions).toEqual([])
  },
)

test.each(['/p/x', `/p/${'A'.repeat(19)}`, `/p/${TOKEN}x`, '/p/%3Cscript%3E', `/p/${'A'.repeat(90)}`])(
  'the link %s is unknown, and a page says so in Indonesian',
  async (url) => {
    const { app, decisions } = aProposal()
    for (const reply of [await app.inject({ url }), await app.inject(post('decision=approve', url))]) {
      expect([reply.statusCode, reply.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
      expect(reply.body).toContain('tidak dikenal')
    }
    expect(decisions).toEqual([])
  },
)

test('an operator who is revoked between page and tap is unknown', async () => {
  const { app, nonce } = aProposal({ decide: async () => null })
  const reply = await app.inject(post(`decision=approve&nonce=${await nonce()}`))
  expect([reply.statusCode, reply.body.includes('tidak dikenal')]).toEqual([404, true])
})

test('the twenty-first tap in a minute has to wait', async () => {
  const { app, decisions } = aProposal()
  for (let tap = 0; tap < 20; tap += 1) expect((await app.inject(post('decision=approve'))).statusCode).toBe(200)
  const reply = await app.inject(post('decision=approve'))
  expect([reply.statusCode, reply.headers['retry-after']]).toEqual([429, '60'])
  expect(decisions).toEqual([])
})

test('other methods, other types and large bodies are refused', async () => {
  const { app } = aProposal()
  const head = await app.inject({ method: 'HEAD', url: URL_OF })
  expect([head.statusCode, head.headers['allow']]).toEqual([405, 'GET, POST'])
  expect((await app.inject(post('{}', URL_OF, { 'content-type': 'application/json' }))).statusCode).toBe(415)
  expect((await app.inject(post(`decision=approve&nonce=${'x'.repeat(7000)}`))).statusCode).toBe(413)
})

test('a database that is away is said on a page, and no token is logged', async () => {
  const { app, seen } = aProposal({ open: async () => Promise.reject(new Unavailable('database')) })
  const reply = await app.inject({ url: URL_OF })
  expect([reply.statusCode, reply.headers['retry-after']]).toEqual([503, '5'])
  expect(reply.body).toContain('belum ada yang dicatat')
  expect(seen.logged.join()).not.toContain(TOKEN)
})

test('who taps on a link is not held up by a flood from the same address', async () => {
  const { app } = aServer({ bounds: { rates: { open: 1, tokens: 1, signatures: 1 } } })
  const statuses = async (url: string): Promise<readonly number[]> => {
    const replies = [await app.inject({ url }), await app.inject({ url }), await app.inject({ url })]
    return replies.map(({ statusCode }) => statusCode)
  }
  expect(await statuses('/docs')).toEqual([200, 429, 429])
  expect(await statuses(URL_OF)).toEqual([200, 200, 200])
})
