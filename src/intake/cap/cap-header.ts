import { type CapAlert, type CapReference, MSG_TYPES, SCOPES, STATUSES } from './cap-alert.ts'
import { childrenOf, type Findings, type Found, textOf } from './cap-elements.ts'
import { blankList, capInstantRule, freeText, freeTexts, instant, readCapInstant, word, wrong } from './cap-fields.ts'

const SECTION = '3.2.1'

const SHAPE = {
  section: SECTION,
  maySign: true,
  children: {
    identifier: '1',
    sender: '1',
    sent: '1',
    status: '1',
    msgType: '1',
    source: '?',
    scope: '1',
    restriction: '?',
    addresses: '?',
    code: '*',
    note: '?',
    references: '?',
    incidents: '?',
    info: '*',
  },
} as const

/** Everything of an alert but its `info` blocks, which stand beside it unread. */
export interface Header {
  readonly alert: Omit<CapAlert, 'info' | 'sent' | 'signed'>
  /** Null after a fault. */
  readonly sent: Date | null
  readonly infos: readonly Found[]
}

const readName = ([found]: readonly Found[], findings: Findings): string => {
  const text = textOf(found, findings)
  if (found === undefined || text === null) return ''
  if (/^[^\s,<&]+$/.test(text)) return text
  const expected = `a name without blanks, commas, < and & (section ${SECTION})`
  wrong(found, text, { expected, hint: text.trim() === '' ? 'give it one' : 'write it without them' }, findings)
  return text
}

const REFERENCE_RULE = `sender,identifier,sent of each message, divided by blanks (section ${SECTION})`

const readReference = (text: string, found: Found, findings: Findings): readonly CapReference[] => {
  const [sender = '', identifier = '', sentText = '', ...more] = text.split(',')
  if (sender === '' || identifier === '' || sentText === '' || more.length > 0) {
    wrong(found, text, { expected: REFERENCE_RULE, hint: 'three parts, two commas, no blanks within' }, findings)
    return []
  }
  const sent = readCapInstant(sentText)
  if (sent === null) {
    const { expected, hint = '' } = capInstantRule(sentText)
    wrong(found, sentText, { expected: `in each reference the sent time as ${expected}`, hint }, findings)
    return []
  }
  return [{ sender, identifier, sent }]
}

/** Which kinds of message speak of earlier ones: section 3.2.1, msgType. */
const NEEDS_REFERENCES: ReadonlySet<CapAlert['msgType']> = new Set(['Update', 'Cancel', 'Ack', 'Error'])

const checkReferences = (root: Found, header: Header, found: Found | undefined, findings: Findings): void => {
  const { identifier, sender, msgType, references } = header.alert
  const at = found ?? { ...root, path: `${root.path}/references` }
  if (references.length === 0 && NEEDS_REFERENCES.has(msgType) && (found?.element.text.trim() ?? '') === '')
    wrong(
      at,
      '',
      {
        expected: `${REFERENCE_RULE}, since msgType is ${msgType}`,
        hint: 'name the messages that it speaks of; one that speaks of none is an Alert',
      },
      findings,
    )
  for (const reference of references) {
    if (reference.sender === sender && reference.identifier === identifier) {
      const expected = `earlier messages, not this one (section ${SECTION})`
      wrong(at, `${reference.sender},${reference.identifier}`, { expected }, findings)
    }
    if (header.sent !== null && reference.sent > header.sent) {
      const expected = `messages sent before this one, ${header.sent.toISOString()} (section ${SECTION})`
      wrong(at, reference.sent.toISOString(), { expected, hint: 'check the offsets' }, findings)
    }
  }
}

const checkScope = (root: Found, { alert }: Header, restrictions: readonly Found[], findings: Findings): void => {
  const { scope, restriction, addresses, status, msgType, note } = alert
  const at = restrictions[0] ?? { ...root, path: `${root.path}/restriction` }
  if (scope === 'Restricted' && restriction === null)
    wrong(at, '', { expected: `the rule of the restriction, since scope is Restricted (section ${SECTION})` }, findings)
  if (scope !== 'Restricted' && restriction !== null) {
    const expected = `a restriction only where scope is Restricted (section ${SECTION})`
    wrong(at, restriction, { expected, hint: `scope is ${scope}` }, findings)
  }
  if (scope === 'Private' && addresses.length === 0) {
    const expected = `those whom it is for, since scope is Private (section ${SECTION})`
    wrong({ ...root, path: `${root.path}/addresses` }, '', { expected }, findings)
  }
  if (status === 'Exercise' && note === null)
    findings.warnings.push('alert/note should name the exercise, since status is Exercise (section 3.2.1)')
  if (msgType === 'Error' && note === null)
    findings.warnings.push('alert/note should say why, since msgType is Error (section 3.2.1)')
}

/** Reads an alert up to its `info` blocks, with what its parts say about each other. */
export const readHeader = (root: Found, findings: Findings): Header => {
  const children = childrenOf(root, SHAPE, findings)
  // A word that is missing or unknown has its own fault: rules that ask for it would only add noise.
  const before = findings.faults.length
  const status = word(children.status, STATUSES, SECTION, findings)
  const msgType = word(children.msgType, MSG_TYPES, SECTION, findings)
  const scope = word(children.scope, SCOPES, SECTION, findings)
  const wordsKnown =
    findings.faults.length === before &&
    [children.status, children.msgType, children.scope].every(({ length }) => length > 0)
  const [referring] = children.references
  const header: Header = {
    alert: {
      identifier: readName(children.identifier, findings),
      sender: readName(children.sender, findings),
      status,
      msgType,
      source: freeText(children.source, findings),
      scope,
      restriction: freeText(children.restriction, findings),
      addresses: blankList(children.addresses, findings),
      code: freeTexts(children.code, findings),
      note: freeText(children.note, findings),
      references:
        referring === undefined
          ? []
          : (textOf(referring, findings) ?? '')
              .split(/\s+/)
              .filter((text) => text !== '')
              .flatMap((text) => readReference(text, referring, findings)),
      incidents: blankList(children.incidents, findings),
    },
    sent: instant(children.sent, findings),
    infos: children.info,
  }
  if (wordsKnown) {
    checkReferences(root, header, referring, findings)
    checkScope(root, header, children.restriction, findings)
  }
  return header
}
