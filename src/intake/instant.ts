const DAY = /^(\d{4})-(\d{2})-(\d{2})$/

const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-](0\d|1[0-4]):[0-5]\d)$/

/** Whether the text is a day of the calendar between 1900 and 2100, `YYYY-MM-DD`. */
export const isDay = (text: string): boolean => {
  const [, year, month, day] = (DAY.exec(text) ?? []).map(Number)
  if (year === undefined || month === undefined || day === undefined || year < 1900 || year > 2100) return false
  // Day 0 of the next month is the last day of this one.
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate()
}

/** Reads ISO 8601 with seconds optional and the offset required, as RFC 3339 has it; null for anything else. */
export const readInstant = (text: string): Date | null => {
  const [, day] = INSTANT.exec(text) ?? []
  return day !== undefined && isDay(day) ? new Date(text) : null
}
