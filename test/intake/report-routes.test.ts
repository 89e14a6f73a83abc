import { describe, expect, test } from 'vitest'
import { Unavailable } from '../../src/errors.ts'
import { type ReportResult, reportPage } from '../../src/intake/report-page.ts'
import {
  type FormReport,
  type ReportFormNeeds,
  reportFormRoutes,
  reportRoutes,
} from '../../src/intake/report-routes.ts'
import { HAZARD_NAMES, HAZARDS } from '../../src/mobilisation/hazard.ts'
import { aRouteServer, operatorsWith } from './a-route-server.ts'
import { bearer, CURSOR, NOW } from './stand-ins.ts'

const TOKEN = 'T'.repeat(43)
const URL_OF = `/r/${TOKEN}`
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }
const REPORTER = { standing: 'Anggota KSB', place: 'Desa Warnasari, Kec. Pangalengan, Kab. Bandung' }

const aForm = (
  result: Exclude<ReportResult, 'again'> | 'expired' | null = 'received',
  more: Partial<ReportFormNeeds> = {},
) => {
  const taken: FormReport[] = []
  const logged: string[] = []
  const log = (line: string, fields?: object): void => void logged.push(`${line} ${JSON.stringify(fields)}`)
  const needs: ReportFormNeeds = {
    nonceKey: Buffer.alloc(32, 7),
    openForm: async (token) => (token === TOKEN ? REPORTER : token === 'OLD' ? 'expired' : null),
    takeForm: async (report) => {
      taken.push(report)
      return result
    },
    ...more,
  }
  const app = aRouteServer((routes) => reportFormRoutes(routes, needs, { now: () => NOW }, { warn: log, error: log }))
  const post = (payload: string, url = URL_OF, headers: Record<string, string> = FORM) =>
    app.inject({ method: 'POST', url, payload, headers })
  const nonce = async (): Promise<string> =>
    encodeURIComponent(/name="nonce" value="([^"]+)"/.exec((await app.inject({ url: URL_OF })).body)?.[1] ?? '')
  return { app, taken, logged, post, nonce }
}

test('the form shows whose report it will be, every hazard, and keeps nothing', async () => {
  const { app, taken } = aForm()
  const reply = await app.inject({ url: URL_OF })
  expect(reply.statusCode).toBe(200)
  for (const shown of ['Anggota KSB', 'Desa Warnasari', 'Kirim', ...HAZARDS.map((one) => HAZARD_NAMES[one].id)])
    expect(reply.body).toContain(shown)
  expect(taken).toEqual([])
})

test('the page is small, whole and safe', async () => {
  const reply = await aForm().app.inject({ url: URL_OF })
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

test.each(['<script>alert("1")</script>&', '"'])(
  'fields full of %s leave the page within 10 kB and run nothing',
  (part) => {
    const long = part.repeat(600)
    const html = reportPage({ standing: long, place: long }, 'n', 'unclear', { hazard: 'flood', text: long })
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(10_000)
    expect(html).not.toContain('<script')
  },
)

test('what is filled in on the page that was shown is kept, trimmed and without control characters', async () => {
  const { post, nonce, taken } = aForm()
  const text = encodeURIComponent(' di RT 3\r\nair\u0007 setinggi dada ')
  const reply = await post(`hazard=flood&text=${text}&nonce=${await nonce()}`)
  expect(reply.statusCode).toBe(200)
  expect(reply.body).toContain('Laporan diterima')
  expect(taken).toEqual([
    {
      token: TOKEN,
      reportId: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-a[0-9a-f]{3}-[0-9a-f]{12}$/),
      hazard: 'flood',
      text: 'di RT 3\r\nair setinggi dada',
      at: NOW,
    },
  ])
})

test('Send pressed twice is one report; another text of the same page is another', async () => {
  const { post, nonce, taken } = aForm()
  const seen = await nonce()
  for (const text of ['a', 'a', 'b']) await post(`hazard=flood&text=${text}&nonce=${seen}`)
  const ids = taken.map(({ reportId }) => reportId)
  expect(ids[0]).toBe(ids[1])
  expect(new Set(ids).size).toBe(2)
})

test.each([
  ['without the nonce', ''],
  ['with an invented one', `&nonce=abc.${'A'.repeat(43)}`],
])('a post %s keeps nothing: the page asks again, still filled in', async (_how, nonce) => {
  const { post, taken } = aForm()
  const reply = await post(`hazard=landslide&text=di+%22RT+3%22${nonce}`)
  expect(reply.body).toContain('sekali lagi')
  expect(reply.body).toContain('<option value="landslide" selected>')
  expect(reply.body).toContain('di &quot;RT 3&quot;</textarea>')
  expect(taken).toEqual([])
  const shown = encodeURIComponent(/name="nonce" value="([^"]+)"/.exec(reply.body)?.[1] ?? '')
  await post(`hazard=landslide&text=x&nonce=${shown}`)
  expect(taken).toHaveLength(1)
})

test.each<[Exclude<ReportResult, 'again'>, RegExp]>([
  ['received', /diteruskan ke petugas BPBD/],
  ['noted', /dicatat untuk petugas/],
  ['unclear', /belum jelas/],
  ['limit', /sudah sering melapor/],
  ['not-allowed', /disimpan untuk petugas/],
  ['repeated', /sudah kami terima/],
])('a report that is %s says so', async (result, words) => {
  const { post, nonce } = aForm(result)
  expect((await post(`hazard=flood&nonce=${await nonce()}`)).body).toMatch(words)
})

test.each(['', 'hazard=', 'hazard=dragons', 'text=banjir', `hazard=flood&text=${'x'.repeat(2001)}`])(
  'the post %.30s says nothing: 400, on a page',
  async (payload) => {
    const { post, taken } = aForm()
    const reply = await post(payload)
    expect([reply.statusCode, reply.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8'])
    expect(taken).toEqual([])
  },
)

test('an unknown link is 404 and an old one 410, each on a page in Indonesian, for looking and sending', async () => {
  const { app, post } = aForm()
  for (const [token, status, words] of [
    ['X', 404, 'tidak dikenal'],
    ['A'.repeat(90), 404, 'tidak dikenal'],
    ['OLD', 410, 'tidak berlaku'],
  ] as const)
    for (const reply of [await app.inject({ url: `/r/${token}` }), await post('hazard=flood', `/r/${token}`)]) {
      expect(reply.statusCode).toBe(status)
      expect(reply.body).toContain(words)
    }
})

test.each([
  [null, 404],
  ['expired', 410],
] as const)('a link that stops holding while its form is filled in (%s) is %i', async (result, status) => {
  const { post, nonce } = aForm(result)
  expect((await post(`hazard=flood&nonce=${await nonce()}`)).statusCode).toBe(status)
})

test('the eleventh report in a minute has to wait', async () => {
  const { post, nonce, taken } = aForm()
  const seen = await nonce()
  for (let nth = 0; nth < 10; nth += 1) expect((await post(`hazard=flood&nonce=${seen}`)).statusCode).toBe(200)
  const reply = await post(`hazard=flood&nonce=${seen}`)
  expect([reply.statusCode, reply.headers['retry-after']]).toEqual([429, '60'])
  expect(taken).toHaveLength(10)
})

test('a body beyond 8 KiB and JSON are refused', async () => {
  const { post } = aForm()
  expect((await post(`hazard=flood&text=${'x'.repeat(9000)}`)).statusCode).toBe(413)
  expect((await post('{"hazard":"flood"}', URL_OF, { 'content-type': 'application/json' })).statusCode).toBe(415)
})

test('a database that is away is said on a page, and the log holds no token', async () => {
  const { app, logged } = aForm('received', { openForm: async () => Promise.reject(new Unavailable('database')) })
  const reply = await app.inject({ url: URL_OF })
  expect([reply.statusCode, reply.headers['retry-after']]).toEqual([503, '5'])
  expect(reply.body).toContain('Coba lagi')
  expect(logged.join()).not.toContain(TOKEN)
})

describe('GET /v1/reports', () => {
  const aList = () => {
    const queries: object[] = []
    const list = async (query: object) => {
      queries.push(query)
      return { reports: [{ reportId: 'r1' }], next: null }
    }
    return { queries, app: aRouteServer((routes) => reportRoutes(routes, { list }, operatorsWith())) }
  }

  test('needs a bearer, and hands the query on with the operator', async () => {
    const { app, queries } = aList()
    expect((await app.inject({ url: '/v1/reports' })).statusCode).toBe(401)
    const url = `/v1/reports?outcome=inbox&limit=7&after=${CURSOR}`
    const reply = await app.inject({ url, headers: bearer('sender') })
    expect(reply.json()).toEqual({ reports: [{ reportId: 'r1' }], next: null })
    expect(queries).toMatchObject([
      {
        operator: { operatorId: 'op-sender', jurisdiction: '32.04' },
        outcome: 'inbox',
        limit: 7,
        after: CURSOR,
        withText: true,
      },
    ])
  })

  test('a viewer is shown no words', async () => {
    const { app, queries } = aList()
    await app.inject({ url: '/v1/reports', headers: bearer('viewer') })
    expect(queries).toMatchObject([{ outcome: null, limit: 50, after: null, withText: false }])
  })

  test('a query with faults names them all', async () => {
    const reply = await aList().app.inject({
      url: '/v1/reports?outcome=x&limit=0&after=y&z=1',
      headers: bearer('viewer'),
    })
    expect(reply.statusCode).toBe(400)
    expect(reply.json().errors.map(({ path }: { path: string }) => path)).toEqual(['outcome', 'limit', 'after', 'z'])
  })
})
