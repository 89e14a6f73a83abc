import { expect, test } from 'vitest'
import { Unavailable } from '../../src/errors.ts'
import { answerPage, type LinkView } from '../../src/intake/answer-page.ts'
import { VIEW } from './sample-view.ts'
import { aServer, NOW, TOKEN } from './stand-ins.ts'

const URL_OF = `/a/${TOKEN}`
const FORM = { 'content-type': 'application/x-www-form-urlencoded' }

const nonceIn = (html: string): string => /name="nonce" value="([^"]+)"/.exec(html)?.[1] ?? ''
const post = (payload: string, headers: Record<string, string> = FORM, url = URL_OF) => ({
  method: 'POST' as const,
  url,
  payload,
  headers,
})

test('the page shows what is asked, where and when, and three buttons', async () => {
  const { app, seen } = aServer()
  const reply = await app.inject({ url: URL_OF })
  expect(reply.statusCode).toBe(200)
  for (const shown of [
    'Banjir',
    'Kec. Pangalengan',
    '13.21 WIB',
    'Gardu KSB Warnasari',
    'A7K2',
    'Berangkat',
    'Tidak bisa',
    'Sudah tiba',
  ])
    expect(reply.body).toContain(shown)
  expect(seen.answers).toEqual([])
})

test.each<[string, Partial<LinkView>, readonly string[]]>([
  ['who said nothing yet', {}, ['yes', 'no', 'arrived']],
  ['who cannot come', { answer: 'no' }, ['yes', 'no', 'arrived']],
  ['who is coming', { answer: 'yes' }, ['en-route', 'arrived', 'done', 'no']],
  ['who is on the way', { answer: 'en-route' }, ['arrived', 'done', 'no']],
  ['who is there', { answer: 'arrived' }, ['done', 'no']],
  ['who is done', { answer: 'done' }, []],
  ['who said nothing, after the end', { state: 'over' }, ['arrived']],
  ['who could not come, after the end', { state: 'over', answer: 'no' }, ['arrived']],
  ['who was on the way, after the end', { state: 'over', answer: 'en-route' }, ['arrived', 'done']],
  ['who is there, after the end', { state: 'over', answer: 'arrived' }, ['done']],
  ['who attends a drill', { purpose: 'drill', answer: 'yes' }, ['yes', 'no', 'arrived']],
  ['whose alarm is tested', { purpose: 'alarm-test' }, ['yes', 'no']],
  ['who could come, were it real', { purpose: 'alarm-test', answer: 'yes', safety: 'safe' }, ['yes', 'no']],
  ['who could come, after the end', { purpose: 'alarm-test', answer: 'yes', state: 'over' }, []],
  ['who attended a drill', { purpose: 'drill', state: 'over', answer: 'arrived' }, ['arrived']],
])('the page offers %s what comes next, in its order', (_who, changes, words) => {
  const html = answerPage({ ...VIEW, ...changes }, 'n')
  expect([...html.matchAll(/name="answer" value="([^"]+)"/g)].map(([, word]) => word)).toEqual(words)
  if (changes.purpose === 'alarm-test') expect(html).toContain('JANGAN BERANGKAT')
  if (changes.answer === 'done') expect(html).toContain('Terima kasih atas tugas Anda.')
})

test('the page is small, whole and safe', async () => {
  const reply = await aServer().app.inject({ url: URL_OF })
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

test('the longest fields leave the page within 10 kB and run nothing', () => {
  const long = '<script>alert("1")</script>&'.repeat(100)
  const view: LinkView = {
    ...VIEW,
    office: long,
    subject: { id: long, en: long },
    place: long,
    when: long,
    muster: long,
  }
  const html = answerPage(view, 'n', 'enough')
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(10_000)
  expect(html).not.toContain('<script')
})

test('a tap on the page that was shown is recorded', async () => {
  const { app, seen } = aServer()
  const nonce = nonceIn((await app.inject({ url: URL_OF })).body)
  const reply = await app.inject(post(`answer=yes&nonce=${nonce}`))
  expect(reply.statusCode).toBe(200)
  expect(reply.body).toContain('Terima kasih')
  expect(seen.answers).toEqual([{ token: TOKEN, answer: 'yes', nonceValid: true, at: NOW }])
})

test.each([
  ['without the nonce', post('answer=yes')],
  ['with an invented nonce', post(`answer=yes&nonce=abc.${'A'.repeat(43)}`)],
  ['in JSON without the nonce', post('{"answer":"yes"}', { 'content-type': 'application/json' })],
])('a post %s is weak, and the page asks for another tap', async (_how, request) => {
  const { app, seen } = aServer()
  const reply = await app.inject(request)
  expect(reply.body).toContain('sekali lagi')
  expect(seen.answers).toMatchObject([{ nonceValid: false }])
  await app.inject(post(`answer=yes&nonce=${nonceIn(reply.body)}`))
  expect(seen.answers[1]).toMatchObject({ nonceValid: true })
})

test('JSON with the nonce counts, too', async () => {
  const { app, seen } = aServer()
  const nonce = nonceIn((await app.inject({ url: URL_OF })).body)
  await app.inject(post(JSON.stringify({ answer: 'no', nonce }), { 'content-type': 'application/json' }))
  expect(seen.answers).toMatchObject([{ answer: 'no', nonceValid: true }])
})

test.each([
  ['', FORM],
  ['answer=maybe', FORM],
  ['answer=yes&answer=maybe', FORM],
  ['{', { 'content-type': 'application/json' }],
  ['[]', { 'content-type': 'application/json' }],
])('the post %j says nothing: 400, on a page', async (payload, headers) => {
  const { app, seen } = aServer()
  const reply = await app.inject(post(payload, headers))
  expect([reply.statusCode, reply.headers['content-type']]).toEqual([400, 'text/html; charset=utf-8'])
  expect(reply.body).toContain('Pilih salah satu')
  expect(seen.answers).toEqual([])
})

test.each(['/a/x', `/a/${'A'.repeat(19)}`, `/a/${TOKEN}x`, '/a/%3Cscript%3E', `/a/${'A'.repeat(90)}`])(
  'the link %s is unknown, and a page says so in Indonesian',
  async (url) => {
    const { app } = aServer()
    for (const reply of [await app.inject({ url }), await app.inject(post('answer=yes', FORM, url))]) {
      expect([reply.statusCode, reply.headers['content-type']]).toEqual([404, 'text/html; charset=utf-8'])
      expect(reply.body).toContain('tidak dikenal')
    }
  },
)

test('looking without a page is refused: HEAD is 405', async () => {
  const reply = await aServer().app.inject({ method: 'HEAD', url: URL_OF })
  expect([reply.statusCode, reply.headers['allow']]).toEqual([405, 'GET, POST'])
})

test('the twenty-first tap in a minute has to wait, another link does not', async () => {
  const { app, seen } = aServer()
  for (let tap = 0; tap < 20; tap += 1) expect((await app.inject(post('answer=yes'))).statusCode).toBe(200)
  const reply = await app.inject(post('answer=yes'))
  expect([reply.statusCode, reply.headers['retry-after']]).toEqual([429, '60'])
  expect(seen.answers).toHaveLength(20)
  expect((await app.inject(post('answer=yes', FORM, '/a/BQIDBAUGBwgJCgsMDQ4'))).statusCode).toBe(404)
})

test('a body beyond 4 KiB and another type are refused', async () => {
  const { app } = aServer()
  expect((await app.inject(post(`answer=yes&nonce=${'x'.repeat(5000)}`))).statusCode).toBe(413)
  expect((await app.inject(post('answer=yes', { 'content-type': 'text/plain' }))).statusCode).toBe(415)
})

test('a database that is away is said on a page', async () => {
  const { needs } = aServer()
  const openLink = async () => Promise.reject(new Unavailable('database'))
  const { app, seen } = aServer({ answers: { ...needs.answers, openLink } })
  const reply = await app.inject({ url: URL_OF })
  expect([reply.statusCode, reply.headers['retry-after']]).toEqual([503, '5'])
  expect(reply.body).toContain('Coba lagi')
  expect(seen.logged.join()).not.toContain(TOKEN)
})

const marks = (html: string, mark: string): readonly boolean[] => {
  const body = html.slice(html.indexOf('<body>') + 6, html.indexOf('</body>'))
  return [body.startsWith('<b class="m">'), body.endsWith('</b>'), body.split(mark).length === 3]
}

test('an exercise says so first and last, a real call-out never', () => {
  expect(marks(answerPage({ ...VIEW, mode: 'exercise' }, 'n'), 'LATIHAN')).toEqual([true, true, true])
  expect(marks(answerPage({ ...VIEW, mode: 'test' }, 'n'), 'UJI SISTEM')).toEqual([true, true, true])
  expect(answerPage(VIEW, 'n')).not.toMatch(/LATIHAN|UJI SISTEM/)
})

test.each([
  ['enough', 'Sudah cukup', 4],
  ['over', 'sudah selesai', 2],
] as const)('a call-out that is %s says so', (state, words, buttons) => {
  const html = answerPage({ ...VIEW, state, answer: 'yes' }, 'n', state)
  expect(html).toContain(words)
  expect(html.match(/<button/g)).toHaveLength(buttons)
  expect(html).toContain('Jawaban Anda: <b>Berangkat</b>')
  expect(answerPage({ ...VIEW, state }, 'n')).toMatch(/Personel sudah cukup|sudah selesai/)
})

test('a drill asks who attends, and may have neither code nor meeting place', () => {
  const html = answerPage({ ...VIEW, purpose: 'drill', mode: 'exercise', code: null, muster: null }, 'n')
  expect(html).toContain('Hadir')
  expect(html).not.toMatch(/Kode|Kumpul/)
})

const words = (html: string): readonly (string | undefined)[] =>
  [...html.matchAll(/name="answer" value="(\w+)"/g)].map(([, word]) => word)

test('whoever is asked whether they are safe sees four answers, and no place to go to', () => {
  const asked: LinkView = { ...VIEW, safety: 'asked' }
  const html = answerPage(asked, 'n')
  expect(words(html)).toEqual(['yes', 'safe', 'unsafe', 'no'])
  expect(html).toContain('Apakah Anda AMAN?')
  expect(html).not.toContain('Gardu KSB Warnasari')
  expect(html).toContain('Jawaban Anda: <b>belum ada</b>')
  // Coming was said before the area grew: it does not count until they say that they are safe.
  expect(answerPage({ ...asked, answer: 'yes' }, 'n')).toContain('Jawaban Anda: <b>belum ada</b>')
  // Who cannot come, or is not needed, is asked no more.
  expect(words(answerPage({ ...asked, answer: 'no' }, 'n'))).toEqual(['yes', 'no', 'arrived', 'unsafe'])
  expect(words(answerPage({ ...asked, state: 'over' }, 'n'))).toEqual(['arrived', 'unsafe'])
})

test('once safe they see the order; not safe they see that they said so, and may say otherwise', () => {
  const safe = answerPage({ ...VIEW, safety: 'safe' }, 'n')
  expect(safe).toContain('Gardu KSB Warnasari')
  expect(safe).toContain('Jawaban Anda: <b>Aman</b>')
  expect(words(safe)).toEqual(['yes', 'no', 'arrived', 'unsafe'])
  expect(answerPage({ ...VIEW, safety: 'safe', answer: 'yes' }, 'n')).toContain('Jawaban Anda: <b>Berangkat</b>')
  const unsafe = answerPage({ ...VIEW, safety: 'unsafe', answer: 'no' }, 'n')
  expect(unsafe).toContain('Jawaban Anda: <b>TIDAK AMAN, butuh pertolongan</b>')
  expect(unsafe).not.toContain('Gardu KSB Warnasari')
})

test('a word about safety is recorded like any other', async () => {
  const { app, seen } = aServer()
  expect((await app.inject(post('answer=unsafe'))).statusCode).toBe(200)
  expect(seen.answers).toMatchObject([{ answer: 'unsafe' }])
})
