import { createHash } from 'node:crypto'

const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return (value as readonly unknown[]).map(sorted)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, unknown>>)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]) => [key, sorted(inner)]),
  )
}

/**
 * SHA-256 in hex over a message's content whatever the order of its fields and the blanks between them. Its `revision`
 * is left out: the same content under another number is still the same content.
 */
export const contentHash = (body: unknown): string => {
  const content = body !== null && typeof body === 'object' && !Array.isArray(body) ? { ...body, revision: null } : body
  return createHash('sha256')
    .update(JSON.stringify(sorted(content)))
    .digest('hex')
}

/** SHA-256 in hex over bytes as they came. */
export const bytesHash = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
