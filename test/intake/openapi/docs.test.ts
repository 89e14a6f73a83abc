import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LEAST_EVENT } from '../../../src/intake/openapi/event-body.ts'
import { SIGNING_SAMPLES } from '../../../src/intake/openapi/signing-samples.ts'
import { aServer, SECRET } from '../stand-ins.ts'
import { operations } from './described.ts'

const run = promisify(execFile)

const { app, seen } = aServer({ clock: { now: () => new Date() } })
const page = await app.inject({ url: '/docs' })
const folder = mkdtempSync(join(tmpdir(), 'kentongan-samples-'))
let url = ''

beforeAll(async () => {
  url = await app.listen({ host: '127.0.0.1', port: 0 })
  // The samples sign the bytes of the file as they are, its last line break too.
  writeFileSync(join(folder, 'event.json'), `${JSON.stringify(LEAST_EVENT, null, 2)}\n`)
})
afterAll(async () => {
  await app.close()
  rmSync(folder, { recursive: true, force: true })
})

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

const COMMANDS: Readonly<Record<string, string>> = { mjs: process.execPath, py: 'python3', sh: 'sh' }

test.each(SIGNING_SAMPLES.map((sample) => [sample.name, sample] as const))(
  'the sample for %s posts a signed event as it stands',
  async (name, { file, text }) => {
    expect(page.body).toContain(text.split('\n')[0])
    writeFileSync(join(folder, file), text)
    const before = seen.deliveries.length
    const command = COMMANDS[file.split('.').at(-1) ?? ''] ?? ''
    const { stdout } = await run(command, [file], {
      cwd: folder,
      env: { PATH: process.env['PATH'], KENTONGAN_URL: url, OPERATOR: 'op-sender', SECRET },
    }).catch((thrown: unknown) => {
      throw new Error(`the sample for ${name} needs ${command}`, { cause: thrown })
    })
    expect(stdout).toContain('202')
    expect(seen.deliveries.length).toBe(before + 1)
    expect(seen.deliveries.at(-1)?.rawBody.toString()).toContain(LEAST_EVENT.id)
  },
)
