import { beforeEach } from 'vitest'
import { z } from 'zod'
import { aTagana } from './people.ts'
import { BEGIN, openVillage } from './village.ts'

/** The smallest sufficient set of people with even odds; two waves of ten minutes, and whoever was called twice rests. */
const CALL_OUT = `
ackDeadline: 10m
maxWaves: 2
searchRadiusKm: 50
approvalAbove: 200
need:
  default:
    moderate: { tagana: 2 }
wave:
  method: sufficient
  odds: { prior: 50% }
  fairness: { mostCalls: 2 }
`

export const names = (first: number, last: number): readonly string[] =>
  Array.from({ length: last - first + 1 }, (_, n) => `R-${String(first + n).padStart(4, '0')}`)

/** Tagana in a row, a kilometre from one to the next. */
export const aRow = (length: number) => names(1, length).map((id, at) => aTagana(id, { kmNorth: at + 1 }))

const chanceShown = z.looseObject({
  chance: z.number(),
  target: z.number(),
  reached: z.boolean(),
  limits: z.array(z.string()),
  parts: z.array(z.looseObject({ name: z.string(), count: z.number(), coming: z.number(), chance: z.number() })),
})

/** A village whose call-outs seek the smallest sufficient wave, for the tests of one file; `more` are lines of its policy. */
export const openWaveVillage = async (more = '') => {
  const village = await openVillage({ files: { 'call-out.yaml': `${CALL_OUT}${more}\n` } })
  // Rates of kinds are read once a minute: no test begins in the minute of another.
  let days = 0
  beforeEach(() => {
    days += 30
    village.clock.setTo(new Date(BEGIN.getTime() + days * 86_400_000))
  })
  return {
    ...village,
    heard: (ids: readonly string[], pattern: RegExp): void => {
      for (const id of ids) village.phone(id).received(pattern)
    },
    chance: async () => chanceShown.parse((await village.callOut())['chance']),
    entries: async (kind: string) =>
      (await village.callOut()).timeline.filter((entry) => entry.kind === kind).map(({ detail }) => detail),
    /** Those whom a first plan passed over for this reason, by R-number. */
    skippedBecause: async (reason: string): Promise<readonly string[]> => {
      const rows = await village.rows<{ id: string }>`
        SELECT DISTINCT r.external_id AS id
          FROM timeline_entry t CROSS JOIN LATERAL jsonb_array_elements(t.detail->'skipped') s
          JOIN responder r ON r.id = (s->>'responderId')::uuid
         WHERE t.kind = 'planned' AND s->>'reason' = ${reason} ORDER BY 1`
      return rows.map(({ id }) => id)
    },
  }
}
