import type { CapResource } from './cap-alert.ts'
import { childrenOf, type Findings, type Found } from './cap-elements.ts'
import { absoluteUri, decimal, freeText, neededText, wrong } from './cap-fields.ts'

const SECTION = '3.2.3'

const SHAPE = {
  section: SECTION,
  children: {
    resourceDesc: '1',
    mimeType: '1',
    size: '?',
    uri: '?',
    derefUri: '?',
    digest: '?',
  },
} as const

/** The top-level types that IANA registers, and those beginning with x- of RFC 2046. */
const MIME_TYPE =
  /^(?:application|audio|font|haptics|image|message|model|multipart|text|video|x-[\w-]+)\/[\w!#$&^.+-]+(?:\s*;.*)?$/i

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/** Digests of section 3.2.3 are SHA-1 in hexadecimal; newer senders write SHA-256 or base64, so only blanks are wrong. */
const readSize = (found: readonly Found[], findings: Findings): number | null => {
  const expected = `a whole number of bytes, 0 or more (section ${SECTION})`
  const size = decimal(found, expected, findings)
  const [one] = found
  if (
    one === undefined ||
    size === null ||
    (Number.isSafeInteger(size) && !one.element.text.includes('.') && size >= 0)
  )
    return size
  wrong(one, one.element.text, { expected }, findings)
  return null
}

const readDerefUri = (found: readonly Found[], findings: Findings): string | null => {
  const text = freeText(found, findings)?.replace(/\s+/g, '') ?? null
  const [one] = found
  if (one === undefined || text === null || BASE64.test(text)) return text
  wrong(one, text, { expected: `the file in base64 (section ${SECTION})`, hint: 'a link goes into uri' }, findings)
  return null
}

/** Reads one `resource` block. Nothing that it names is ever fetched. */
export const readResource = (found: Found, findings: Findings): CapResource => {
  const children = childrenOf(found, SHAPE, findings)
  const mimeType = neededText(children.mimeType, SECTION, findings)
  const [typed] = children.mimeType
  if (typed !== undefined && mimeType !== '' && !MIME_TYPE.test(mimeType)) {
    const expected = `a media type of RFC 2046 (section ${SECTION})`
    wrong(typed, mimeType, { expected, hint: 'for example image/png' }, findings)
  }
  const derefUri = readDerefUri(children.derefUri, findings)
  const size = readSize(children.size, findings)
  if (derefUri !== null && size === null)
    findings.warnings.push(`${found.path}/derefUri: the size of the file is not given`)
  return {
    resourceDesc: neededText(children.resourceDesc, SECTION, findings),
    mimeType,
    size,
    // A relative name goes with the file itself, which stands in derefUri.
    uri: absoluteUri(children.uri, SECTION, findings, children.derefUri.length > 0),
    derefUri,
    digest: freeText(children.digest, findings),
  }
}
