import { PANGALENGAN } from './people.ts'

type Body = Readonly<Record<string, unknown>>

/** A flood at Pangalengan that began as the clock stands, for `need` people; fields may be changed or added. */
export const aFlood = (now: Date, changes: Body = {}): Body => ({
  id: 'banjir-1',
  mode: 'actual',
  messageType: 'alert',
  hazard: 'flood',
  severity: 'severe',
  occurredAt: now.toISOString(),
  headline: 'Banjir Kec. Pangalengan',
  area: { geometry: { type: 'Point', coordinates: [...PANGALENGAN] }, radiusKm: 5, villageCodes: ['32.04.15.2003'] },
  need: { tagana: 2 },
  ...changes,
})

export const theCancel = (now: Date, changes: Body = {}): Body => ({
  id: 'banjir-1',
  mode: 'actual',
  messageType: 'cancel',
  occurredAt: now.toISOString(),
  ...changes,
})
