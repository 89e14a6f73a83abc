import type MimeNode from 'nodemailer/lib/mime-node'
import { encode, wrap } from 'nodemailer/lib/qp'

/** RFC 2045, 6.7: a line of quoted-printable has 76 characters at most; the MIME library's own measure too. */
const LINE_LENGTH = 76

/** Longer ones the MIME library wraps piece by piece. */
const LONGEST_BYTES = 65_536

/** Blanks at the very end are encoded, and wrapped after all that stands before them. */
const quotedPrintable = (text: string): string => {
  let end = text.length
  while (end > 0 && ' \t'.includes(text.charAt(end - 1))) end -= 1
  const wrapped = wrap(encode(text.slice(0, end)), LINE_LENGTH)
  const lastLine = wrapped.lastIndexOf('\n') + 1
  return wrapped.slice(0, lastLine) + wrap(wrapped.slice(lastLine) + encode(text.slice(end)), LINE_LENGTH)
}

/** A node's headers and content; null where it holds something other than text as 7bit or quoted-printable. */
const written = (node: MimeNode): string | null => {
  // Building the headers decides whether the node has parts, and their boundary.
  const head = `${node.buildHeaders()}\r\n\r\n`
  const { content, boundary } = node
  if (content !== undefined && typeof content !== 'string') return null
  const encoding = node.getTransferEncoding()
  if (encoding === 'base64') return null
  const text = content ?? ''
  if (text.length * 3 > LONGEST_BYTES) return null
  let bytes = head + (encoding === 'quoted-printable' ? quotedPrintable(text) : text)
  if (!node.multipart || typeof boundary !== 'string') return bytes
  for (const [nth, child] of node.childNodes.entries()) {
    const part = written(child)
    if (part === null) return null
    bytes += `${nth === 0 ? '' : '\r\n'}--${boundary}\r\n${part}`
  }
  return `${bytes}\r\n--${boundary}--\r\n`
}

/**
 * What `node.build()` gives, byte for byte, without its streams where all parts are text: they are more than half of the
 * processor time that a mail takes to be written.
 */
export const mailBytes = async (node: MimeNode): Promise<Buffer> => {
  const text = written(node)
  if (text === null) return node.build()
  const missing = text.endsWith('\n') ? '' : text.endsWith('\r') ? '\n' : '\r\n'
  return Buffer.from(text + missing, 'utf8')
}
