import fc from 'fast-check'
import { afterAll, expect, test } from 'vitest'
import { createXmlReader } from '../../../src/intake/cap/xml-reader.ts'
import { readFeed } from '../../../src/intake/feeds/read-feed.ts'
import { FEED_FORMATS } from '../../../src/mobilisation/feed.ts'
import { CONTEXT } from './readings.ts'

const { readXml, close } = createXmlReader()
afterAll(() => close())

const context = { ...CONTEXT, feedUrl: 'https://feed.example/list', readXml }

const BULLETIN = `<info><eventid>20261021091405</eventid><date>21-10-26</date><time>09:14:05 WIB</time>
  <latitude>8.12 LS</latitude><longitude>122.34 BT</longitude><magnitude>5.1</magnitude>
  <timesent>21/10/2026 09:17:29WIB</timesent></info>`

test('an InaTEWS document is read as what it is, whatever stands before its first sign', async () => {
  const document = `<alert>${BULLETIN}</alert>`
  for (const text of [document, `\uFEFF${document}`, `<?xml version="1.0"?>\n${document}`])
    expect(await readFeed('inatews', Buffer.from(text), context)).toMatchObject({
      items: [{ itemId: 'gempa-20261021091405' }],
    })
  const json = Buffer.from('\uFEFF {"info":{"eventid":"x"}}')
  expect(await readFeed('inatews', json, context)).toMatchObject({ kind: 'read', refused: [{ itemId: 'x' }] })
})

test('JSON in place of XML, and XML in place of JSON, are unreadable', async () => {
  for (const format of ['gdacs', 'bmkg-nowcast'] as const)
    expect((await readFeed(format, Buffer.from('{}'), context)).kind).toBe('unreadable')
  for (const format of ['bmkg-quake', 'usgs', 'petabencana'] as const)
    expect((await readFeed(format, Buffer.from('<rss/>'), context)).kind).toBe('unreadable')
})

test('a document that would fetch or swell is unreadable', async () => {
  const bomb = '<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]><rss><channel>&b;</channel></rss>'
  for (const format of ['gdacs', 'bmkg-nowcast', 'inatews'] as const)
    expect((await readFeed(format, Buffer.from(bomb), context)).kind).toBe('unreadable')
})

test('whatever a server answers, no reader throws', async () => {
  const bytes = fc.oneof(
    fc.string(),
    fc.json(),
    fc.string().map((text) => `<rss><channel><item>${text}</item></channel></rss>`),
  )
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...FEED_FORMATS), bytes, async (format, text) => {
      const reading = await readFeed(format, Buffer.from(text), context)
      expect(['read', 'unreadable']).toContain(reading.kind)
    }),
    { numRuns: 300 },
  )
})
