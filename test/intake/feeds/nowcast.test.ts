import { afterAll, expect, test } from 'vitest'
import { createXmlReader } from '../../../src/intake/cap/xml-reader.ts'
import { readNowcastList } from '../../../src/intake/feeds/nowcast.ts'
import type { FeedReading } from '../../../src/intake/feeds/reading.ts'
import { readRssInstant } from '../../../src/intake/feeds/xml-fields.ts'
import { readOf } from './readings.ts'

const xml = createXmlReader()
afterAll(() => xml.close())

const FEED = 'https://www.bmkg.go.id/alerts/nowcast/id'
const DETAIL = `${FEED}/CJB20261021003_alert.xml`

const item = (
  link: string,
  guid = '2.49.0.1.360.0.2026.10.21.03.20.003',
  title = 'Hujan Lebat di Jawa Barat',
): string =>
  `<item><title>${title}</title>${link === '' ? '' : `<link>${link}</link>`}<category>Met</category>` +
  `${guid === '' ? '' : `<guid isPermaLink="false">${guid}</guid>`}<pubDate>Wed, 21 Oct 2026 10:20:00 +0700</pubDate></item>`

const read = async (items: string, feedUrl = FEED): Promise<FeedReading> => {
  const tree = await xml.readXml(Buffer.from(`<rss version="2.0"><channel><title>x</title>${items}</channel></rss>`))
  return tree.kind === 'tree' ? readNowcastList(tree.root, feedUrl) : { kind: 'unreadable', faults: tree.faults }
}

test('the list names alerts, whose details are elsewhere on the same host', async () => {
  const { items, wanted } = readOf(await read(item(DETAIL)))
  expect(items).toEqual([])
  expect(wanted).toEqual([
    { itemId: '2.49.0.1.360.0.2026.10.21.03.20.003', url: DETAIL, mark: expect.stringContaining(DETAIL) },
  ])
})

test('an alert that is published anew, or named anew, is marked otherwise', async () => {
  const marks = await Promise.all(
    [item(DETAIL), item(DETAIL), item(DETAIL, undefined, 'Hujan Sedang')].map(
      async (one) => readOf(await read(one)).wanted[0]?.mark,
    ),
  )
  expect(marks[0]).toBe(marks[1])
  expect(marks[2]).not.toBe(marks[0])
})

test.each([
  'https://evil.example/alert.xml',
  'http://www.bmkg.go.id/alerts/nowcast/id/x.xml',
  'https://www.bmkg.go.id:8443/x.xml',
  'https://www.bmkg.go.id@evil.example/x.xml',
  'https://user:pass@www.bmkg.go.id/x.xml',
  'https://www.bmkg.go.id.evil.example/x.xml',
  '//evil.example/x.xml',
  '\\\\evil.example/x.xml',
  'http://169.254.169.254/latest/meta-data',
  'http://127.0.0.1:8080/v1/events',
  'file:///etc/passwd',
  'javascript:alert(1)',
  `https://www.bmkg.go.id/${'x'.repeat(600)}`,
  '',
])('a link to %s is refused: the feed sends us nowhere', async (link) => {
  const { wanted, refused } = readOf(await read(item(link) + item(DETAIL, 'other')))
  expect(wanted.map(({ itemId }) => itemId)).toEqual(['other'])
  expect(refused).toHaveLength(1)
})

test('a link within the host may be relative, and its fragment is left out', async () => {
  const { wanted } = readOf(await read(item('/alerts/nowcast/id/CBT1_alert.xml#top')))
  expect(wanted[0]?.url).toBe('https://www.bmkg.go.id/alerts/nowcast/id/CBT1_alert.xml')
})

test('without a guid the link names the alert; without either it is refused', async () => {
  expect(readOf(await read(item(DETAIL, ''))).wanted[0]?.itemId).toBe(DETAIL)
  expect(readOf(await read(item('', ''))).refused).toHaveLength(1)
  expect(readOf(await read(item(DETAIL, 'two words'))).refused).toHaveLength(1)
})

test('a document that is no RSS is unreadable', async () => {
  const tree = await xml.readXml(Buffer.from('<alert/>'))
  expect(tree.kind === 'tree' && readNowcastList(tree.root, FEED).kind).toBe('unreadable')
})

test.each([
  ['Mon, 16 Feb 2026 22:50:00 +0700', '2026-02-16T15:50:00.000Z'],
  ['16 Feb 2026 22:50 +0800', '2026-02-16T14:50:00.000Z'],
  ['Mon, 16 Feb 2026 22:50:00 GMT', '2026-02-16T22:50:00.000Z'],
  ['Mon, 16 Feb 2026 22:50:00 -0130', '2026-02-17T00:20:00.000Z'],
  ['Mon, 16 Feb 2026 22:50:00', undefined],
  ['Mon, 30 Feb 2026 22:50:00 GMT', undefined],
  ['Mon, 16 Xxx 2026 22:50:00 GMT', undefined],
  ['Mon, 16 Feb 2026 24:50:00 GMT', undefined],
])('%s is %s', (text, instant) => {
  expect(readRssInstant(text)?.toISOString()).toBe(instant)
})
