import type { Fault } from '../../errors.ts'
import { showName, showText } from '../shown.ts'
import { limited } from '../zod-faults.ts'
import type { CapAlert, CapInfo } from './cap-alert.ts'
import { CAP_12, type Findings } from './cap-elements.ts'
import { readHeader } from './cap-header.ts'
import { readInfo } from './cap-info.ts'
import type { XmlElement } from './xml-tree.ts'

export type CapReading =
  | { readonly kind: 'alert'; readonly alert: CapAlert; readonly warnings: readonly string[] }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] }

/** The namespaces of the versions before, of which 1.0 was a working draft's. */
const OLDER: ReadonlyMap<string, string> = new Map([
  ['http://www.incident.com/cap/1.0', '1.0'],
  ['urn:oasis:names:tc:emergency:cap:1.0', '1.0'],
  ['urn:oasis:names:tc:emergency:cap:1.1', '1.1'],
])

/** Envelopes that agencies put round alerts: EDXL-DE, and a list such as the Swedish weather service sends. */
const ENVELOPES: ReadonlySet<string> = new Set(['EDXLDistribution', 'edxlDistribution', 'alerts'])

const refuse = (path: string, got: string, expected: string, hint: string): CapReading => ({
  kind: 'refused',
  faults: [{ path, got, expected, hint }],
})

const isAlert = ({ name, namespace }: XmlElement): boolean =>
  name === 'alert' && (namespace === CAP_12 || OLDER.has(namespace))

const alertsWithin = (element: XmlElement): readonly XmlElement[] =>
  isAlert(element) ? [element] : element.children.flatMap(alertsWithin)

const notCap = ({ name, namespace }: XmlElement): CapReading => {
  const older = OLDER.get(namespace)
  if (older !== undefined)
    return refuse(
      'alert',
      `CAP ${older}`,
      `CAP 1.2, namespace ${CAP_12}`,
      'older versions have other rules, and are not read: send it as CAP 1.2',
    )
  const got = namespace === '' ? 'no namespace' : `namespace ${showText(namespace)}`
  return refuse(
    showName(name).slice(0, 100),
    `element ${showText(name)}, ${got}`,
    `the element alert of CAP 1.2, namespace ${CAP_12} (section 3.2.1)`,
    'write xmlns as it stands here, letter for letter',
  )
}

const TEXTS = ['event', 'headline', 'description', 'instruction'] as const

const primary = (language: string | null): string => (language ?? 'en').toLowerCase().split('-')[0] ?? ''

/** What the `info` blocks say about each other, and what a careful sender would not do. */
const infoWarnings = (infos: readonly CapInfo[]): readonly string[] => {
  const [first, ...others] = infos
  const warnings: string[] = []
  for (const [at, other] of others.entries()) {
    if (first === undefined) break
    const path = `alert/info[${at + 2}]`
    if (!other.category.some((category) => first.category.includes(category)))
      warnings.push(`${path}/category shares no word with that of info[1]: one alert should speak of one matter`)
    if (primary(other.language) === primary(first.language)) continue
    for (const name of TEXTS)
      if (other[name] !== null && other[name] === first[name])
        warnings.push(`${path}/${name} has the text of info[1] in another language`)
  }
  for (const [at, info] of infos.entries()) {
    if (info.area.length === 0) warnings.push(`alert/info[${at + 1}] names no area`)
    for (const name of TEXTS)
      if (/<\/?[a-z][^<>]*>|&(?:[a-z]{2,8}|#\d{1,6});/i.test(info[name] ?? ''))
        warnings.push(`alert/info[${at + 1}]/${name} holds HTML: it is taken as plain text`)
    for (const [nth, { polygons, circles, geocodes }] of info.area.entries())
      if (polygons.length === 0 && circles.length === 0 && geocodes.length === 0)
        warnings.push(`alert/info[${at + 1}]/area[${nth + 1}] has a name only: no polygon, circle or geocode places it`)
  }
  return warnings
}

const readAlert = (element: XmlElement, before: readonly string[]): CapReading => {
  const findings: Findings = { faults: [], warnings: [...before] }
  const root = { element, path: 'alert' }
  const { alert, sent, infos } = readHeader(root, findings)
  const isOver = alert.msgType !== 'Alert' && alert.msgType !== 'Update'
  const info = infos.map((found) => readInfo(found, sent, isOver, findings))
  if (!isOver && info.length === 0 && alert.status !== 'System')
    findings.faults.push({
      path: 'alert/info',
      got: 'nothing',
      expected: `at least one info, since msgType is ${alert.msgType} (section 3.2.1)`,
      hint: 'only Cancel, Ack and Error, and status System, may leave it out',
    })
  if (findings.faults.length > 0 || sent === null) return { kind: 'refused', faults: limited(findings.faults) }
  const signed = element.children.some(({ namespace }) => namespace !== CAP_12)
  if (signed) findings.warnings.push('the XML signature is not checked')
  findings.warnings.push(...infoWarnings(info))
  return { kind: 'alert', alert: { ...alert, sent, info, signed }, warnings: findings.warnings }
}

/**
 * Reads a CAP 1.2 alert of the OASIS standard of 1 July 2010, or says everything that is wrong with it at once (at most
 * 200 faults): the schema of its section 3.4, and the rules that its sections 3.2.1 to 3.2.4 and 3.3 put in words.
 * Each fault names the element and the section. One alert in an envelope (EDXL-DE, alerts) is read as if it stood alone.
 */
export const readCap = (root: XmlElement): CapReading => {
  if (isAlert(root)) return root.namespace === CAP_12 ? readAlert(root, []) : notCap(root)
  if (!ENVELOPES.has(root.name)) return notCap(root)
  const [only, ...others] = alertsWithin(root)
  if (only === undefined) return refuse(root.name, 'an envelope without an alert', 'one CAP 1.2 alert', 'put it inside')
  if (others.length > 0)
    return refuse(
      root.name,
      `${others.length + 1} alerts in one envelope`,
      'one alert in one message',
      'send each alert by itself: each is accepted or refused alone',
    )
  if (only.namespace !== CAP_12) return notCap(only)
  return readAlert(only, [`the alert stands in the envelope ${root.name}, which is not read`])
}
