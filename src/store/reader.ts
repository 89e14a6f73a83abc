/** What a reader may see: rows of this jurisdiction. */
export interface Reader {
  readonly jurisdiction: string
}

/** The cursor of a list that runs backwards in time: the instant and the id of the last row shown. */
export const cursorOf = (at: Date, id: string): string => `${at.getTime()}.${id}`

export const readCursor = (cursor: string): { at: Date; id: string } | null => {
  const [, ms, id] = /^(\d{1,16})\.([0-9a-f-]{36})$/.exec(cursor) ?? []
  return ms === undefined || id === undefined ? null : { at: new Date(Number(ms)), id }
}
