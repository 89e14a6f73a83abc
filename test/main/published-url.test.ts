import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readEnvironment } from '../../config/environment.ts'
import { Unavailable } from '../../src/errors.ts'
import { lastKnown, publish, publishedUrl, runningUrl } from '../../src/main/published-url.ts'

const OURS = 'http://127.0.0.1:2'

const freshHome = () => {
  const home = mkdtempSync(join(tmpdir(), 'kentongan-home-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  mkdirSync(join(home, 'run'))
  const file = join(home, 'run', 'api.json')
  return {
    home,
    file,
    entry: () => JSON.parse(readFileSync(file, 'utf8')),
    write: (entry: object) => writeFileSync(file, JSON.stringify(entry)),
  }
}

const aService = async (): Promise<string> => {
  const server = createServer((_, reply) => void reply.end('{"status":"ok"}'))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const at = server.address()
  if (at === null || typeof at === 'string') throw new Error('it listens nowhere')
  return `http://127.0.0.1:${at.port}`
}

/** A process that lives and is not this one. */
const OTHER = process.ppid

test('what this process published is there until it takes it back', async () => {
  const { home, file, entry } = freshHome()
  const unpublish = await publish(home, OURS)
  expect(entry()).toEqual({ url: OURS, pid: process.pid })
  expect(runningUrl(home)).toBe(OURS)
  unpublish()
  expect(existsSync(file)).toBe(false)
})

test('a second service leaves the entry of a first that lives, at its start and at its end', async () => {
  const { home, entry, write } = freshHome()
  const first = { url: await aService(), pid: OTHER }
  write(first)
  const unpublish = await publish(home, OURS)
  expect(entry()).toEqual(first)
  unpublish()
  expect(entry()).toEqual(first)
})

test('an entry that another service wrote meanwhile is not taken away', async () => {
  const { home, entry, write } = freshHome()
  const unpublish = await publish(home, OURS)
  write({ url: 'http://127.0.0.1:3', pid: OTHER })
  unpublish()
  expect(entry()).toEqual({ url: 'http://127.0.0.1:3', pid: OTHER })
})

test('the entry of a dead process, or of one that is no service, is replaced', async () => {
  const { home, entry, write } = freshHome()
  // Above the largest number that a process can have, and a living process behind an address where nobody listens.
  for (const stale of [
    { url: 'http://127.0.0.1:1', pid: 2 ** 30 },
    { url: 'http://127.0.0.1:1', pid: OTHER },
    { url: OURS, pid: OTHER },
    'no entry at all',
  ]) {
    write(stale instanceof Object ? stale : [stale])
    await publish(home, OURS)
    expect(entry()).toEqual({ url: OURS, pid: process.pid })
  }
})

test('links stand on what is configured, else on what listens, else on the usual address', async () => {
  const { home } = freshHome()
  const environment = { ...readEnvironment({ KENTONGAN_HOME: home }, home, []), port: 8080 }
  expect(publishedUrl(environment)).toBe('http://127.0.0.1:8080')
  expect(publishedUrl({ ...environment, host: '::1' })).toBe('http://[::1]:8080')
  await publish(home, OURS)
  expect(publishedUrl(environment)).toBe(OURS)
  expect(publishedUrl({ ...environment, publicUrl: 'https://k.example' })).toBe('https://k.example')
})

test('no link stands on port 0', async () => {
  const { home } = freshHome()
  const environment = readEnvironment({ KENTONGAN_HOME: home, KENTONGAN_PORT: '0' }, home, [])
  expect(() => publishedUrl(environment)).toThrow(Unavailable)
  await publish(home, OURS)
  expect(publishedUrl(environment)).toBe(OURS)
})

test('what was known once stays known while the look is in vain, and no longer', () => {
  const found: (string | Error)[] = [new Unavailable('not yet'), 'a', new Unavailable('gone'), 'b', new Error('broken')]
  const url = lastKnown(() => {
    const next = found.shift()
    if (typeof next === 'string') return next
    throw next
  })
  expect(url).toThrow(Unavailable)
  expect([url(), url(), url()]).toEqual(['a', 'a', 'b'])
  expect(url).toThrow('broken')
})
