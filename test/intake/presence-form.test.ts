import { expect, test } from 'vitest'
import { type AnswerResult, answerPage } from '../../src/intake/answer-page.ts'
import type { PresenceView } from '../../src/intake/presence-form.ts'
import { VIEW } from './sample-view.ts'
import { aServer, TOKEN } from './stand-ins.ts'

const page = (presence: PresenceView | null, result: AnswerResult | null = null): string =>
  answerPage({ ...VIEW, mode: 'exercise', purpose: 'drill', code: null, presence }, 'a"b', result)

const linesLike = (html: string, words: RegExp): number => html.match(new RegExp(words, 'g'))?.length ?? 0

test('the form for the code stands on the page of a drill at its time, with the nonce, and nowhere else', () => {
  const html = page('offered')
  expect(html).toContain('name="code"')
  expect(html).toContain('Saya hadir')
  expect(linesLike(html, /name="nonce" value="a&quot;b"/)).toBe(2)
  expect(Buffer.byteLength(html)).toBeLessThan(10_000)
  expect(html).not.toMatch(/<script|src=|href=|\son\w+=/i)
  for (const other of [null, 'closed', 'present', 'absent'] as const) expect(page(other)).not.toContain('name="code"')
})

test('while the code is asked for nobody says by a button alone that they have arrived', () => {
  const wordsOn = (html: string) => [...html.matchAll(/name="answer" value="([^"]+)"/g)].map(([, word]) => word)
  expect(wordsOn(page(null))).toEqual(['yes', 'no', 'arrived'])
  for (const view of ['offered', 'closed', 'present', 'absent'] as const)
    expect(wordsOn(page(view))).toEqual(['yes', 'no'])
  const over = answerPage({ ...VIEW, purpose: 'drill', state: 'over', presence: 'offered' }, 'n')
  expect(wordsOn(over)).toEqual([])
  expect(over).toContain('name="code"')
  expect(over).not.toContain('atas tugas Anda')
})

test.each([
  ['present', 'present', /sudah dicatat/],
  ['absent', 'marked-absent', /TIDAK hadir/],
  ['closed', 'code-closed', /Terlalu banyak kode salah/],
] as const)('how it stands (%s) is said once', (view, result, words) => {
  expect(linesLike(page(view), words)).toBe(1)
  expect(linesLike(page(view, result), words)).toBe(1)
})

test('the fifth wrong code is told as wrong, and that the form is closed', () => {
  const html = page('closed', 'wrong-code')
  expect(html).toContain('Kode salah')
  expect(html).toContain('Terlalu banyak kode salah')
})

test('a code by a link that is not known finds a page that says so, and one that is no code none', async () => {
  const { app } = aServer()
  const post = (payload: string) =>
    app.inject({
      method: 'POST',
      url: `/a/${TOKEN}`,
      payload,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })
  expect((await post('code=7K2A')).statusCode).toBe(404)
  expect((await post(`code=${'7'.repeat(101)}`)).statusCode).toBe(400)
})
