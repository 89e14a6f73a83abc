import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { InvalidArgumentError } from 'commander'
import { InvalidInput, reasonOf } from '../errors.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** Whether a text has the form of an id of ours. */
export const isUuid = (text: string): boolean => UUID.test(text.trim())

/** An id of ours, for commander: a bad one is bad usage. */
export const uuid = (text: string): string => {
  if (isUuid(text)) return text.trim().toLowerCase()
  throw new InvalidArgumentError('An id looks like 0190a8f2-6c1e-7d3a-9b5f-3f0a1c2d4e5f.')
}

/** How many rows to show, for commander: 1 to 500. */
export const limit = (text: string): number => {
  const count = Number(text)
  if (/^\d{1,3}$/.test(text) && count >= 1 && count <= 500) return count
  throw new InvalidArgumentError('A whole number from 1 to 500.')
}

/** The bytes of a file, or of standard input for `-`. Throws InvalidInput when it cannot be read. */
export const bytesFrom = async (file: string): Promise<Buffer> => {
  try {
    return file === '-' ? await buffer(process.stdin) : await readFile(file)
  } catch (cause) {
    throw new InvalidInput(
      'A file cannot be read',
      [{ path: 'FILE', got: reasonOf(cause), expected: 'a file that can be read, or - for standard input' }],
      { cause },
    )
  }
}

/** Says that an id names nothing here. */
export const unknownId = (what: string, id: string): InvalidInput =>
  new InvalidInput(`There is no such ${what}`, [{ path: 'ID', got: id, expected: `the id of one of this home` }])
