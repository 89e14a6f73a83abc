import type { XmlElement } from '../cap/xml-tree.ts'
import { isVisibleAscii } from '../plain-text.ts'
import { show } from '../shown.ts'
import { type FeedReading, gather, type ItemReading, refusedItem, unreadable } from './reading.ts'
import { childText, rssItems } from './xml-fields.ts'

const LONGEST_ID = 200
const LONGEST_URL = 500

/** The address of the details: on the same origin as the feed, whatever the feed says; null for any other. */
const detailUrl = (link: string, feedUrl: string): string | null => {
  const url = link.length <= LONGEST_URL && URL.canParse(link, feedUrl) ? new URL(link, feedUrl) : null
  const isOurs = url !== null && url.origin === new URL(feedUrl).origin && url.username === '' && url.password === ''
  if (!isOurs) return null
  url.hash = ''
  return url.href
}

const readItem = (item: XmlElement, at: string, feedUrl: string): ItemReading => {
  const link = childText(item, 'link')
  const itemId = childText(item, 'guid') ?? link ?? ''
  if (!isVisibleAscii(itemId, LONGEST_ID))
    return refusedItem(at, [
      { path: `${at}/guid`, got: show(itemId), expected: `an id of at most ${LONGEST_ID} signs` },
    ])
  const url = link === null ? null : detailUrl(link, feedUrl)
  if (url !== null) {
    const mark = [url, childText(item, 'pubDate'), childText(item, 'title')].join(' ')
    return { kind: 'wanted', wanted: { itemId, url, mark } }
  }
  return refusedItem(itemId, [
    {
      path: `${at}/link (line ${item.line})`,
      got: show(link ?? undefined),
      expected: `an address at ${new URL(feedUrl).origin}`,
      hint: 'only the host of the feed itself is ever asked',
    },
  ])
}

/**
 * Reads the RSS that names BMKG's nowcast alerts: an id and the address of each, whose details are CAP. A link that
 * leads to another origin than `feedUrl` is refused, so that a feed can send us nowhere. Throws TypeError unless
 * `feedUrl` is a URL.
 */
export const readNowcastList = (root: XmlElement, feedUrl: string): FeedReading => {
  const items = rssItems(root)
  return items === null
    ? unreadable('/', root.name, 'RSS with a channel')
    : gather(items.map((item, at) => readItem(item, `item[${at + 1}]`, feedUrl)))
}
