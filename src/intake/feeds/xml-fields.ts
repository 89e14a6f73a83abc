import type { XmlElement } from '../cap/xml-tree.ts'
import type { Fields } from './fields.ts'

export const childrenOf = (element: XmlElement, name: string, namespace = ''): readonly XmlElement[] =>
  element.children.filter((child) => child.name === name && child.namespace === namespace)

/** The text of the first such child, trimmed; null where it is missing or blank. */
export const childText = (element: XmlElement, name: string, namespace = ''): string | null => {
  const text = childrenOf(element, name, namespace)[0]?.text.trim() ?? ''
  return text === '' ? null : text
}

/**
 * An element as fields, as a JSON twin of the document has them: text for a leaf, an object for what has children, a
 * list where a name comes more than once. Namespaces are left out.
 */
export const fieldsOfXml = (element: XmlElement): Fields => {
  const fields = new Map<string, unknown[]>()
  for (const child of element.children) {
    const value = child.children.length === 0 ? child.text : fieldsOfXml(child)
    const had = fields.get(child.name)
    if (had === undefined) fields.set(child.name, [value])
    else had.push(value)
  }
  return Object.fromEntries([...fields].map(([name, values]) => [name, values.length === 1 ? values[0] : values]))
}

const RSS_PLACES = ['rss', 'RDF']

/** The items of an RSS document; null where it is none. */
export const rssItems = (root: XmlElement): readonly XmlElement[] | null => {
  const [channel] = root.children.filter(({ name }) => name === 'channel')
  if (!RSS_PLACES.includes(root.name) || channel === undefined) return null
  // RSS 1.0 has its items beside the channel, 2.0 within.
  return [...channel.children, ...root.children].filter(({ name }) => name === 'item')
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']

const RFC_822 =
  /^(?:[A-Za-z]{3},\s*)?(\d{1,2})\s+([A-Za-z]{3})\s+(\d{4})\s+(\d{2}):(\d{2})(?::(\d{2}))?\s+(?:(GMT|UTC|UT|Z)|([+-])(\d{2})(\d{2}))$/

/** RSS writes instants as RFC 822 does: `Mon, 16 Feb 2026 22:50:00 +0700`. Null for anything else. */
export const readRssInstant = (text: string): Date | null => {
  const match = RFC_822.exec(text.trim())
  if (match === null) return null
  const [, day, word = '', year, hour, minute, second = '0', , sign, zoneHours = '0', zoneMinutes = '0'] = match
  const month = MONTHS.indexOf(word.toLowerCase())
  const [d, h, m, s] = [Number(day), Number(hour), Number(minute), Number(second)]
  const midnight = new Date(Date.UTC(Number(year), month, d))
  if (month < 0 || midnight.getUTCDate() !== d || h > 23 || m > 59 || s > 59 || Number(zoneHours) > 14) return null
  const offsetMin = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1)
  return new Date(midnight.getTime() + ((h * 60 + m - offsetMin) * 60 + s) * 1000)
}
