import {
  CAP_CERTAINTIES,
  CAP_SEVERITIES,
  CAP_URGENCIES,
  CATEGORIES,
  type CapInfo,
  RESPONSE_TYPES,
} from './cap-alert.ts'
import { readArea } from './cap-area.ts'
import { childrenOf, type Findings, type Found, textOf } from './cap-elements.ts'
import { absoluteUri, freeText, instant, namedValues, neededText, word, words, wrong } from './cap-fields.ts'
import { readResource } from './cap-resource.ts'

const SECTION = '3.2.2'

const SHAPE = {
  section: SECTION,
  children: {
    language: '?',
    category: '+',
    event: '1',
    responseType: '*',
    urgency: '1',
    severity: '1',
    certainty: '1',
    audience: '?',
    eventCode: '*',
    effective: '?',
    onset: '?',
    expires: '?',
    senderName: '?',
    headline: '?',
    description: '?',
    instruction: '?',
    web: '?',
    contact: '?',
    parameter: '*',
    resource: '*',
    area: '*',
  },
} as const

/** RFC 3066: letters, then parts of letters and digits, each of 8 at most. */
const LANGUAGE = /^[a-z]{1,8}(-[a-z0-9]{1,8})*$/i

const readLanguage = ([found]: readonly Found[], findings: Findings): string | null => {
  const text = textOf(found, findings)?.trim()
  if (found === undefined || text === undefined) return null
  if (LANGUAGE.test(text)) return text
  const expected = `a language of RFC 3066 (section ${SECTION})`
  wrong(found, text, { expected, hint: 'for example id, en-US: with a hyphen' }, findings)
  return null
}

type Times = Pick<CapInfo, 'effective' | 'onset' | 'expires'>

const show = (at: Date): string => at.toISOString()

/** What the three times say about each other; an effective time that is left out is the one of sending. */
const checkTimes = (
  found: Found,
  { effective, onset, expires }: Times,
  sent: Date | null,
  findings: Findings,
): void => {
  if (expires === null) return
  const at = { ...found, path: `${found.path}/expires` }
  const from = effective ?? sent
  if (from !== null && expires < from) {
    const since = effective === null ? 'sent' : 'effective'
    const expected = `an instant after ${since}, ${show(from)} (section ${SECTION})`
    wrong(at, show(expires), { expected, hint: 'check the offsets' }, findings)
  } else if (sent !== null && expires <= sent)
    findings.warnings.push(`${found.path}/expires is not after sent: the message has expired before it came`)
  if (onset !== null && expires < onset) {
    const expected = `an instant after onset, ${show(onset)} (section ${SECTION})`
    wrong(at, show(expires), { expected, hint: 'check the offsets' }, findings)
  }
}

/** An onset further ahead is a slip of the pen more often than a forecast. */
const FAR_ONSET_MS = 366 * 86_400_000

/** Reads one `info` block; `sent` is the alert's, null where it could not be read. */
export const readInfo = (found: Found, sent: Date | null, mayBeOver: boolean, findings: Findings): CapInfo => {
  const children = childrenOf(found, SHAPE, findings)
  const times: Times = {
    effective: instant(children.effective, findings),
    onset: instant(children.onset, findings),
    expires: instant(children.expires, findings),
  }
  const responseType = words(children.responseType, RESPONSE_TYPES, SECTION, findings)
  if (!mayBeOver && !responseType.includes('AllClear')) checkTimes(found, times, sent, findings)
  if (times.onset !== null && sent !== null && times.onset.getTime() - sent.getTime() > FAR_ONSET_MS)
    findings.warnings.push(`${found.path}/onset is more than a year after sent`)
  return {
    language: readLanguage(children.language, findings),
    category: words(children.category, CATEGORIES, SECTION, findings),
    event: neededText(children.event, SECTION, findings),
    responseType,
    urgency: word(children.urgency, CAP_URGENCIES, SECTION, findings),
    severity: word(children.severity, CAP_SEVERITIES, SECTION, findings),
    certainty: word(children.certainty, CAP_CERTAINTIES, SECTION, findings),
    audience: freeText(children.audience, findings),
    eventCode: namedValues(children.eventCode, SECTION, findings),
    ...times,
    senderName: freeText(children.senderName, findings),
    headline: freeText(children.headline, findings),
    description: freeText(children.description, findings),
    instruction: freeText(children.instruction, findings),
    web: absoluteUri(children.web, SECTION, findings),
    contact: freeText(children.contact, findings),
    parameter: namedValues(children.parameter, SECTION, findings),
    resource: children.resource.map((one) => readResource(one, findings)),
    area: children.area.map((one) => readArea(one, findings)),
  }
}
