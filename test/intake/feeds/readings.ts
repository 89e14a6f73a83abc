import type { Position } from '../../../src/geo/position.ts'
import type { FeedItem, FeedRead, FeedReading } from '../../../src/intake/feeds/reading.ts'

export const FETCHED_AT = new Date('2026-10-21T04:00:00Z')

const PLACES: Readonly<Record<string, Position>> = {
  Tuban: [112.06, -6.9],
  Bima: [118.73, -8.46],
  Sigi: [119.97, -1.39],
}

const REGENCIES: Readonly<Record<string, string>> = {
  'Sikka, Nusa Tenggara Timur': '53.07',
  'Ende, Nusa Tenggara Timur': '53.08',
  'Selayar, Sulawesi Selatan': '73.01',
}

export const CONTEXT = {
  fetchedAt: FETCHED_AT,
  placeOf: (name: string): Position | null => PLACES[name] ?? null,
  regencyByName: (province: string, district: string): string | null => REGENCIES[`${district}, ${province}`] ?? null,
}

/** The reading, where it could be read. */
export const readOf = (reading: FeedReading): FeedRead => {
  if (reading.kind === 'read') return reading
  throw new Error(`unreadable: ${JSON.stringify(reading.faults)}`)
}

/** The one thing in the feed, taken. */
export const onlyItem = (reading: FeedReading): FeedItem => {
  const { items, refused } = readOf(reading)
  const [item] = items
  if (item !== undefined && items.length === 1) return item
  throw new Error(`${items.length} items, refused ${JSON.stringify(refused)}`)
}

/** Where each fault of the refused things lies, without the place of the thing itself. */
export const faultPaths = (reading: FeedReading): readonly string[] =>
  readOf(reading).refused.flatMap(({ faults }) => faults.map(({ path }) => path.split('.').at(-1) ?? ''))

export const bytes = (value: unknown): Buffer => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value))
