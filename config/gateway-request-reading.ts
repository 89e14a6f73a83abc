import type { RequestDescription, SlottedFields, SlottedJson } from '../src/wording/gateway-request.ts'
import type { Slot } from '../src/wording/slots.ts'
import { checkUrl } from './environment.ts'
import type { GatewaySource, SlotReader } from './gateway-slots.ts'
import type { TemplateSection } from './gateway-template.ts'

type Path = readonly PropertyKey[]
type Scalar = string | number | boolean
type Json = Exclude<TemplateSection['json'], undefined>
type RequestSection = Pick<TemplateSection, 'url' | 'method' | 'query' | 'headers' | 'form' | 'json'>

const HEADER = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/
/** What HTTP itself writes, or what would let a description change what it says. */
const OWN_HEADERS = /^(host|content-length|transfer-encoding|connection|keep-alive|upgrade|expect|te|trailer)$/i
/** Nothing that anybody wrote stands in a header: numbers and our own names only. */
const HEADER_SLOTS: readonly Slot[] = ['to', 'to.local', 'to.plain', 'ref', 'id']

const fieldsOf = (
  reader: SlotReader,
  given: Readonly<Record<string, Scalar>>,
  path: Path,
  allowed: readonly Slot[],
): SlottedFields =>
  Object.entries(given).map(([name, value]) => [name, reader.slotted(String(value), [...path, name], allowed)])

const jsonOf = (reader: SlotReader, given: Json, path: Path, allowed: readonly Slot[]): SlottedJson => {
  if (typeof given === 'string') return { kind: 'text', slotted: reader.slotted(given, path, allowed) }
  if (given === null || typeof given !== 'object') return { kind: 'plain', value: given }
  if (Array.isArray(given))
    return { kind: 'list', items: given.map((item, index) => jsonOf(reader, item, [...path, index], allowed)) }
  return {
    kind: 'object',
    fields: Object.entries(given).map(([name, value]) => [name, jsonOf(reader, value, [...path, name], allowed)]),
  }
}

const headersOf = (
  reader: SlotReader,
  given: Readonly<Record<string, Scalar>>,
  within: Path,
  allowed: readonly Slot[],
): SlottedFields =>
  Object.entries(given).map(([name, value]) => {
    const path = [...within, 'headers', name]
    if (!HEADER.test(name) || OWN_HEADERS.test(name))
      reader.fault(path, 'a header that cannot be set here', 'the name of a header, and none that HTTP writes itself')
    const slotted = reader.slotted(
      String(value),
      path,
      allowed.filter((slot) => HEADER_SLOTS.includes(slot)),
    )
    if (slotted.some((part) => typeof part === 'string' && !/^[\x20-\x7E]*$/.test(part)))
      reader.fault(path, 'a text with other signs', 'printable ASCII')
    return [name.toLowerCase(), slotted]
  })

const bodyOf = (
  reader: SlotReader,
  { method, form, json }: RequestSection,
  within: Path,
  allowed: readonly Slot[],
): RequestDescription['body'] => {
  if (form !== undefined && json !== undefined) reader.fault([...within, 'json'], 'form and json', 'one of the two')
  if (method === 'GET' && (form ?? json) !== undefined)
    reader.fault([...within, 'method'], 'GET with a body', 'POST, or the fields under query')
  if (form !== undefined) return { kind: 'form', fields: fieldsOf(reader, form, [...within, 'form'], allowed) }
  return json === undefined
    ? { kind: 'none' }
    : { kind: 'json', value: jsonOf(reader, json, [...within, 'json'], allowed) }
}

/**
 * Reads the request of a section that stands at `within` of its gateway's. Adds every fault; whatever has one is never
 * asked.
 */
export const requestOf = (
  reader: SlotReader,
  section: RequestSection,
  source: GatewaySource,
  within: Path,
  allowed: readonly Slot[],
): RequestDescription => {
  const url = reader.plain(section.url, [...within, 'url'])
  const before = source.faults.length
  if (reader.isWhole())
    checkUrl(source.yaml.placeOf([...source.at, ...within, 'url']), url, ['https:', 'http:'], source.faults)
  if (/[{}]/.test(url)) reader.fault([...within, 'url'], 'braces', 'slots under query, form or json alone')
  else if (URL.canParse(url) && new URL(url).username !== '')
    reader.fault(
      [...within, 'url'],
      'a URL with a user name',
      'the name and password under headers, form, json or query',
    )
  const isUrl = source.faults.length === before
  return {
    method: section.method,
    // Whoever gets a fault gets no gateway: this one is never asked.
    url: isUrl ? url : 'http://localhost/',
    query: fieldsOf(reader, section.query, [...within, 'query'], allowed),
    headers: headersOf(reader, section.headers, within, allowed),
    body: bodyOf(reader, section, within, allowed),
  }
}
