import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { feedsSchema, readFeeds } from '../../config/feeds-config.ts'
import type { Fault } from '../../src/errors.ts'
import { requestsPerMinute } from '../../src/mobilisation/feed-pace.ts'
import { lines, PACKAGE_ROOT, withFolder } from './folders.ts'

const read = (text: string) =>
  withFolder({ 'feeds.yaml': text }, (folder) => {
    const faults: Fault[] = []
    const feeds = readFeeds(join(folder, 'feeds.yaml'), faults)
    return { feeds, faults: faults.map((fault) => ({ ...fault, path: fault.path.replace(`${folder}/`, '') })) }
  })

const aFeed = (more: Readonly<Record<string, string>> = {}): string => {
  const given = {
    name: 'gempa',
    format: 'bmkg-quake',
    url: 'https://feed.example/a.json',
    every: '20s',
    policy: 'mobilise',
  }
  const written = Object.entries({ ...given, ...more }).map(([key, value]) => `${key}: ${value}`)
  return `  - { ${written.join(', ')} }\n`
}

test('the shipped feeds are sound, all off, and nothing that may not mobilise does', () => {
  const faults: Fault[] = []
  const shipped = readFeeds(join(PACKAGE_ROOT, 'config', 'feeds.yaml'), faults)
  expect(faults).toEqual([])
  expect(shipped?.feeds.length).toBeGreaterThanOrEqual(8)
  expect(shipped?.feeds.filter(({ enabled }) => enabled)).toEqual([])
  expect(new Set(shipped?.feeds.map(({ format }) => format)).size).toBe(6)
  expect(shipped?.feeds.filter(({ policy }) => policy === 'mobilise').map(({ format }) => format)).toEqual([
    'bmkg-quake',
    'bmkg-quake',
    'bmkg-quake',
  ])
  expect(shipped?.senders.get('cuaca.ekstrem@bmkg.go.id')).toBe('record')
  const ofBmkg = shipped?.feeds.filter(({ host }) => host === 'data.bmkg.go.id') ?? []
  expect(ofBmkg.reduce((sum, feed) => sum + requestsPerMinute(feed), 0)).toBeLessThanOrEqual(60)
})

test('the shipped file names its schema in the first line, and the schema is what the code checks', () => {
  const text = readFileSync(join(PACKAGE_ROOT, 'config', 'feeds.yaml'), 'utf8')
  expect(text.split('\n')[0]).toBe('# yaml-language-server: $schema=schemas/feeds.schema.json')
  const written = readFileSync(join(PACKAGE_ROOT, 'config', 'schemas', 'feeds.schema.json'), 'utf8')
  expect(written).toBe(`${JSON.stringify(z.toJSONSchema(feedsSchema, { io: 'input' }), null, 2)}\n`)
})

test('a feed is read with its host and its limits; what is left out is off, 10 s, and no limit', () => {
  const { feeds, faults } = read(
    `hosts: { feed.example: { perMinute: 6 } }\nsenders: { Cap@Feed.example: propose }\nfeeds:\n${aFeed({ minMagnitude: '5.5' })}`,
  )
  expect(faults).toEqual([])
  expect(feeds).toEqual({
    feeds: [
      {
        name: 'gempa',
        format: 'bmkg-quake',
        url: 'https://feed.example/a.json',
        host: 'feed.example',
        everyMs: 20_000,
        policy: 'mobilise',
        enabled: false,
        timeoutMs: 10_000,
        thresholds: { minMagnitude: 5.5, maxDepthKm: null, minMmi: null },
      },
    ],
    perMinute: new Map([['feed.example', 6]]),
    senders: new Map([['cap@feed.example', 'propose']]),
  })
})

test('an empty file has no feeds', () => {
  expect(read('feeds: []\n').feeds?.feeds).toEqual([])
})

describe('refused, with the line', () => {
  test.each<[string, string, string[]]>([
    [
      'a nowcast that mobilises',
      `feeds:\n${aFeed({ format: 'bmkg-nowcast' })}`,
      ['feeds.yaml:2 | feeds.0.policy: "mobilise" | propose or record: bmkg-nowcast never mobilises'],
    ],
    [
      'a crowd that mobilises',
      `feeds:\n${aFeed()}${aFeed({ name: 'warga', format: 'petabencana' })}`,
      ['feeds.yaml:3 | feeds.1.policy: "mobilise" | propose or record: petabencana never mobilises'],
    ],
    [
      'limits of quakes for a crowd',
      `feeds:\n${aFeed({ format: 'petabencana', policy: 'propose', minMmi: '5' })}`,
      ['feeds.yaml:2 | feeds.0.minMmi: 5 | no limit of quakes for petabencana'],
    ],
    [
      'two feeds of one name',
      `feeds:\n${aFeed()}${aFeed()}`,
      ['feeds.yaml:3 | feeds.1.name: "gempa" | each name once'],
    ],
    [
      'more requests than the host allows, all feeds counted',
      `hosts: { feed.example: { perMinute: 5 } }\nfeeds:\n${aFeed()}${aFeed({ name: 'lain' })}`,
      ['feeds.yaml:3 | feeds.0.every: "20s" | at most 5 requests a minute: the feeds at feed.example ask 6 times'],
    ],
    [
      'http across the network',
      `feeds:\n${aFeed({ url: 'http://feed.example/' })}`,
      [
        'feeds.yaml:2 | feeds.0.url: "http://feed.example/" | an https address without a user name (http only on this machine)',
      ],
    ],
    [
      'a policy of another word',
      `feeds:\n${aFeed({ policy: 'call' })}`,
      ['feeds.yaml:2 | feeds.0.policy: "call" | one of "mobilise"|"propose"|"record"'],
    ],
    [
      'a period too short',
      `feeds:\n${aFeed({ every: '1s' })}`,
      ['feeds.yaml:2 | feeds.0.every: "1s" | a duration from 5s to 1d, such as 45s, 10m, 6h or 14d'],
    ],
    [
      'a name that a wake cannot carry',
      `feeds:\n${aFeed({ name: '"Gempa Terkini"' })}`,
      ['feeds.yaml:2 | feeds.0.name: "Gempa Terkini" | a name of a to z, 0 to 9 and hyphens, at most 40'],
    ],
    [
      'a key that is not known',
      `feeds:\n${aFeed({ minMag: '5' })}`,
      ['feeds.yaml:2 | feeds.0.minMag (unknown key) | a key that the schema named in the first line lists'],
    ],
  ])('%s', (_words, text, expected) => {
    const { feeds, faults } = read(text)
    expect(feeds).toBeUndefined()
    expect(lines(faults)).toEqual(expected)
  })

  test.each([
    'ftp://feed.example/',
    'https://user:pw@feed.example/',
    '/feeds/a.json',
    'http://10.0.0.1/',
    'http://127.0.0.1.example/',
  ])('the address %s', (url) => {
    expect(read(`feeds:\n${aFeed({ url: `"${url}"` })}`).faults).toHaveLength(1)
  })
})

test.each(['http://127.0.0.1:8085/', 'http://localhost/', 'http://[::1]:9/'])('%s is on this machine', (url) => {
  expect(read(`feeds:\n${aFeed({ url: `"${url}"` })}`).faults).toEqual([])
})
