import { expect, test } from 'vitest'
import { Unavailable } from '../../src/errors.ts'
import type { ProposalNeeds } from '../../src/intake/proposal-routes.ts'
import type { ProposalResult } from '../../src/intake/proposal-words.ts'
import { APPROVE, aProposal, post, shown, URL_OF } from './a-proposal.ts'
import { DECIDED, PROPOSAL } from './sample-proposal.ts'
import { aServer, TOKEN } from './stand-ins.ts'

const REFUSED: readonly (readonly [
  Exclude<ProposalResult, 'recorded' | 'again' | 'authority-half' | 'code-wrong'>,
  RegExp,
])[] = [
  ['own-event', /petugas kedua menyetujuinya/],
  ['role-missing', /peran approver atau admin/],
  ['authority-missing', /diperintah oleh Dinas Sosial: isi.*<input name="name"/],
  ['other-office', /tulis Dinas Sosial mana.*<input name="office"/],
  ['too-late', /Sudah terlambat/],
  ['not-waiting', /tidak menunggu lagi/],
  ['outside', /di luar wilayah Anda/],
]

test.each(REFUSED)('a decision refused as %s is a sentence on the page', async (because, words) => {
  const { app, carried } = aProposal({ decide: async () => because })
  const reply = await app.inject(post(`${APPROVE}&${await carried()}`))
  expect([reply.statusCode, reply.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8'])
  expect(reply.body).toMatch(words)
})

test('what is decided says who decided what and when, has no button, and a tap on an old page changes nothing', async () => {
  let open: ProposalNeeds['open'] = shown(PROPOSAL.state)
  const { app, decisions, carried } = aProposal({ open: (token, at) => open(token, at) })
  const former = await carried()
  open = shown(DECIDED)
  for (const reply of [await app.inject({ url: URL_OF }), await app.inject(post(`decision=decline&${former}`))]) {
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
  const { app, carried } = aProposal({ decide: async () => null })
  const reply = await app.inject(post(`${APPROVE}&${await carried()}`))
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
