import { afterAll, expect, test } from 'vitest'
import { SIGNING_SAMPLES } from '../../../src/intake/openapi/signing-samples.ts'
import { aServer } from '../stand-ins.ts'
import { operations } from './described.ts'

const { app } = aServer({ clock: { now: () => new Date() } })
const page = await app.inject({ url: '/docs' })

afterAll(() => app.close())

test('the page is whole in itself: no script, nothing from elsewhere, at most 200 kB', () => {
  expect(page.statusCode).toBe(200)
  expect(page.headers['content-type']).toBe('text/html; charset=utf-8')
  expect(page.headers['content-security-policy']).toContain("default-src 'none'")
  expect(Buffer.byteLength(page.body)).toBeLessThan(200_000)
  expect(page.body).not.toMatch(/<script|<link|<img|<iframe|\son\w+=|@import|url\(/i)
  expect(page.body).not.toMatch(/(src|href)="(https?:)?\/\//)
})

test('its tags are closed in their order, and every link within it leads somewhere', () => {
  const open: string[] = []
  for (const [, closing, name = ''] of page.body.matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*>/g)) {
    if (name === 'meta') continue
    if (closing === '') open.push(name)
    else expect(open.pop()).toBe(name)
  }
  expect(open).toEqual([])
  const ids = [...page.body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id)
  expect(new Set(ids).size).toBe(ids.length)
  for (const [, target] of page.body.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(target)
})

test('every route stands on it', () => {
  for (const { method, path, summary } of operations) {
    expect(page.body).toContain(`<code>${method} ${path}</code>`)
    expect(page.body).toContain(summary.replaceAll('&', '&amp;'))
  }
})

test('each sample stands on it from its first line', () => {
  for (const { text } of SIGNING_SAMPLES) expect(page.body).toContain(text.split('\n')[0])
})
