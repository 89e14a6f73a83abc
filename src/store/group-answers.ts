import type { Answers, Band, Evidence } from '../mobilisation/answer-history.ts'
import type { Kind } from '../roster/responder.ts'
import type { Connection } from './database.ts'
import { type HistoryTerms, INVITES, invitesByBand, pastCalls, peopleWhere, sums } from './history-statements.ts'
import { sql } from './sql.ts'

/** Ours: older calls, and invitations, than the newest twenty thousand move no rate. */
const NEWEST = 20_000

/** Answers of many people: all of a kind, and those of a kind in one regency. */
export interface GroupAnswers {
  of(kind: Kind): Answers
  in(kind: Kind, regencyCode: string): Answers
}

const added = (sum: Partial<Record<Band, Evidence>>, band: Band, { asked, yes }: Evidence): void => {
  const had = sum[band] ?? { asked: 0, yes: 0 }
  sum[band] = { asked: had.asked + asked, yes: had.yes + yes }
}

/** The answers of all people before an instant, by kind and by where they live now. */
export const groupAnswers = async (db: Connection, terms: HistoryTerms): Promise<GroupAnswers> => {
  const calls = sql`
    SELECT * FROM call_out_responder WHERE called_at < ${terms.at} ORDER BY called_at DESC LIMIT ${NEWEST}`
  const invites = sql`${INVITES} WHERE d.invited_at < ${terms.at} ORDER BY d.invited_at DESC LIMIT ${NEWEST}`
  const rows = await db.rows<{ kind: Kind; regency_code: string; band: Band; asked: number; yes: number }>(sql`
    WITH person AS (${peopleWhere(sql`true`)}), ${pastCalls(calls, terms)}, ${invitesByBand(invites, terms)}
    SELECT kind, regency_code, band, sum(asked) AS asked, sum(yes) AS yes
      FROM (SELECT kind, regency_code, band, ${sums(terms)} FROM weighed GROUP BY kind, regency_code, band
            UNION ALL SELECT kind, regency_code, band, asked, yes FROM by_invite) b
     WHERE asked IS NOT NULL
     GROUP BY kind, regency_code, band
     -- One order, or sums would differ in their last bit.
     ORDER BY kind, regency_code, band`)
  const ofKind = new Map<string, Partial<Record<Band, Evidence>>>()
  const inRegency = new Map<string, Partial<Record<Band, Evidence>>>()
  for (const { kind, regency_code, band, ...evidence } of rows)
    for (const [sums, key] of [
      [ofKind, kind],
      [inRegency, `${kind} ${regency_code}`],
    ] as const) {
      const sum = sums.get(key) ?? {}
      added(sum, band, evidence)
      sums.set(key, sum)
    }
  return {
    of: (kind) => ofKind.get(kind) ?? {},
    in: (kind, regencyCode) => inRegency.get(`${kind} ${regencyCode}`) ?? {},
  }
}
