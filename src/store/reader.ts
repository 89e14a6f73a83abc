import { InvalidInput } from '../errors.ts'

/** What a reader may see: rows of this jurisdiction. */
export interface Reader {
  readonly jurisdiction: string
}

/** The cursor of a list that runs backwards in time: the instant and the id of the last row shown. */
export const cursorOf = (at: Date, id: string): string => `${at.getTime()}.${id}`

const CURSOR = /^(\d{1,16})\.([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$/i

/**
 * Reads what `cursorOf` wrote. Throws InvalidInput for anything else, and for an instant beyond what a Date can hold:
 * neither the first page nor a failure of the database is an answer to a broken cursor.
 */
export const readCursor = (cursor: string): { readonly at: Date; readonly id: string } => {
  const [, ms, id] = CURSOR.exec(cursor) ?? []
  const at = new Date(Number(ms))
  if (id === undefined || Number.isNaN(at.getTime()))
    throw new InvalidInput('The cursor cannot be read.', [
      {
        path: 'cursor',
        got: 'text that no page gave',
        expected: 'the next of an earlier page',
        hint: 'take it as it is, or leave it out for the first page',
      },
    ])
  return { at, id }
}
