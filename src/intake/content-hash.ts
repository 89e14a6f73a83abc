import { hash } from 'node:crypto'

/** JSON with the fields of each object in the order of their names; undefined where JSON has no word for it. */
const canonical = (value: unknown): string | undefined => {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value))
    return `[${(value as readonly unknown[]).map((inner) => canonical(inner) ?? 'null').join(',')}]`
  const fields = value as Readonly<Record<string, unknown>>
  let text = ''
  for (const name of Object.keys(fields).sort()) {
    const inner = canonical(fields[name])
    if (inner !== undefined) text += `${text === '' ? '' : ','}${JSON.stringify(name)}:${inner}`
  }
  return `{${text}}`
}

/**
 * SHA-256 in hex over a message's content whatever the order of its fields and the blanks between them. Its `revision`
 * is left out: the same content under another number is still the same content.
 */
export const contentHash = (body: unknown): string => {
  const content = body !== null && typeof body === 'object' && !Array.isArray(body) ? { ...body, revision: null } : body
  return hash('sha256', canonical(content) ?? '', 'hex')
}

/** SHA-256 in hex over bytes as they came. */
export const bytesHash = (bytes: Buffer): string => hash('sha256', bytes, 'hex')
