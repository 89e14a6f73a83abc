import type { CallOutId } from '../mobilisation/hazard-event.ts'
import { PRIORITIES } from '../mobilisation/notice.ts'
import type { Mode } from '../wording/mode.ts'
import type { Connection } from './database.ts'
import type { SiteContact } from './site-contacts.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

/** A site in the area of a call-out, and what it is told. */
export interface SiteToTell {
  readonly siteCode: string
  readonly threadId: string
  /** The level on its hazard's scale; 0 without one. */
  readonly rank: number
  readonly fields: Readonly<Record<string, string>>
}

export interface SiteAlerts {
  /** In the area, nearest to its middle first. */
  readonly sites: readonly SiteToTell[]
  readonly contacts: readonly SiteContact[]
  /** So many more are in the area than the policy has told. */
  readonly beyond: number
  /** Until when the message holds; null: until it is ended. */
  readonly expiresAt: Date | null
}

/** Shown in the timeline; a longer list is only counted. */
const MOST_NAMED = 200

/** Ours: what was not handed over by then helps nobody. */
const LASTS_MS = 12 * 3_600_000

const untilOf = ({ expiresAt }: Pick<SiteAlerts, 'expiresAt'>, now: Date): Date => {
  const own = new Date(now.getTime() + LASTS_MS)
  return expiresAt !== null && expiresAt < own ? expiresAt : own
}

/** Whoever is told for a site, as the columns of a notice have them. */
const columnsOf = (contacts: readonly SiteContact[]) => ({
  sites: contacts.map(({ siteCode }) => siteCode),
  people: contacts.map(({ responderId }) => responderId),
  numbers: contacts.map(({ phoneIndex }) => phoneIndex),
  channels: contacts.map(({ channel }) => channel),
})

/**
 * Tells the sites in the area that were not told yet, and those for which the level rose, after the calls of the plan
 * were written: a number that is ordered to come gets no second message. One message for each number. What could not be
 * told is written down: sites without a contact, and how many are beyond the policy's number.
 */
export const alertSites = async (
  db: Connection,
  { callOutId, mode }: { readonly callOutId: CallOutId; readonly mode: Mode },
  alerts: SiteAlerts,
  now: Date,
): Promise<void> => {
  const { sites, contacts, beyond } = alerts
  if (sites.length === 0 || mode === 'test') return
  const countOf = new Map<string, number>()
  for (const { siteCode } of contacts) countOf.set(siteCode, (countOf.get(siteCode) ?? 0) + 1)
  const told = await db.rows<{ site_code: string; again: boolean }>(sql`
    INSERT INTO site_alert AS a (call_out_id, site_code, thread_id, level_rank, contacts, at)
    SELECT ${callOutId}, g.site_code, g.thread_id, g.level_rank, g.contacts, ${now}
      FROM unnest(${sites.map((one) => one.siteCode)}::text[], ${sites.map((one) => one.threadId)}::uuid[],
                  ${sites.map((one) => one.rank)}::int[], ${sites.map((one) => countOf.get(one.siteCode) ?? 0)}::int[])
             AS g(site_code, thread_id, level_rank, contacts)
    ON CONFLICT (call_out_id, site_code) DO UPDATE
      SET thread_id = excluded.thread_id, level_rank = excluded.level_rank, contacts = excluded.contacts, at = excluded.at
      WHERE a.level_rank < excluded.level_rank
    RETURNING site_code, xmax::text <> '0' AS again`)
  if (told.length === 0) return
  const raised = new Set(told.flatMap(({ site_code, again }) => (again ? [site_code] : [])))
  const newlyTold = new Set(told.map(({ site_code }) => site_code))
  const fields = Object.fromEntries(
    sites.map((one) => [one.siteCode, raised.has(one.siteCode) ? { ...one.fields, reason: 'raised' } : one.fields]),
  )
  const columns = columnsOf(contacts.filter(({ siteCode }) => newlyTold.has(siteCode)))
  const notices = await db.run(sql`
    INSERT INTO notice (id, call_out_id, responder_id, site_code, channel, purpose, wave, mode, priority, state, ref,
                        fields, due_at, expires_at, planned_at)
    SELECT gen_random_uuid(), ${callOutId}, c.responder_id, CASE WHEN c.responder_id IS NULL THEN c.site_code END,
           c.channel, 'site-alert',
           (SELECT coalesce(max(t.wave), 0) + 1 FROM notice t
             WHERE t.call_out_id = ${callOutId} AND t.purpose = 'site-alert'
               AND (t.responder_id = c.responder_id OR (c.responder_id IS NULL AND t.site_code = c.site_code))),
           ${mode},
           CASE WHEN ${mode}::text = 'actual' THEN ${PRIORITIES.topUp}::int ELSE ${PRIORITIES.exercise}::int END, 'planned',
           'kn-' || replace(gen_random_uuid()::text, '-', ''), ${JSON.stringify(fields)}::jsonb -> c.site_code,
           ${now}, ${untilOf(alerts, now)}, ${now}
      FROM unnest(${columns.sites}::text[], ${columns.people}::uuid[], ${columns.numbers}::text[], ${columns.channels}::text[])
             WITH ORDINALITY AS c(site_code, responder_id, phone_index, channel, nth)
     WHERE NOT EXISTS (SELECT 1 FROM call_out_responder p
                        WHERE p.call_out_id = ${callOutId} AND p.stood_down_at IS NULL
                          AND (p.responder_id = c.responder_id OR p.phone_index = c.phone_index))
     ORDER BY c.nth
    ON CONFLICT DO NOTHING`)
  const nobody = told.map(({ site_code }) => site_code).filter((code) => !countOf.has(code))
  await note(db, { callOutId }, now, 'sites-alerted', {
    sites: told.length - nobody.length,
    notices,
    raised: raised.size,
    withoutContact: nobody.slice(0, MOST_NAMED),
    withoutContactCount: nobody.length,
    beyond,
  })
}

/** Tells every site that was told of a call-out that it is over; what had not left is cancelled instead. */
export const tellSitesAllClear = async (
  db: Connection,
  { callOutId, mode, reason }: { readonly callOutId: CallOutId; readonly mode: Mode; readonly reason: string },
  now: Date,
): Promise<void> => {
  const over = await db.run(sql`
    UPDATE site_alert SET cleared_at = ${now} WHERE call_out_id = ${callOutId} AND cleared_at IS NULL`)
  if (over === 0) return
  await db.run(sql`
    UPDATE notice SET state = 'cancelled', reason = 'over before it left', ended_at = ${now}
     WHERE call_out_id = ${callOutId} AND purpose = 'site-alert' AND state = 'planned'`)
  const notices = await db.run(sql`
    INSERT INTO notice (id, call_out_id, responder_id, site_code, channel, purpose, wave, mode, priority, state, ref,
                        fields, due_at, expires_at, planned_at)
    SELECT gen_random_uuid(), n.call_out_id, n.responder_id, n.site_code, n.channel, 'site-all-clear', 1, ${mode},
           CASE WHEN ${mode}::text = 'actual' THEN ${PRIORITIES.standDown}::int ELSE ${PRIORITIES.exercise}::int END, 'planned',
           'kn-' || replace(gen_random_uuid()::text, '-', ''),
           (array_agg(n.fields ORDER BY n.serial DESC))[1] || jsonb_build_object('reason', ${reason}::text),
           ${now}, ${new Date(now.getTime() + LASTS_MS)}, ${now}
      FROM notice n
     WHERE n.call_out_id = ${callOutId} AND n.purpose = 'site-alert'
       AND n.state IN ('claimed', 'sending', 'accepted', 'delivered', 'unknown')
     GROUP BY n.call_out_id, n.responder_id, n.site_code, n.channel
    ON CONFLICT DO NOTHING`)
  await note(db, { callOutId }, now, 'sites-cleared', { sites: over, notices, reason })
}

/** Of the sites in an area those that would be told now: others were, of this level or a higher one. */
export const sitesNotTold = async (
  db: Connection,
  callOutId: string,
  sites: readonly SiteToTell[],
): Promise<readonly SiteToTell[]> => {
  const told = await db.rows<{ site_code: string; level_rank: number }>(sql`
    SELECT site_code, level_rank FROM site_alert WHERE call_out_id = ${callOutId}`)
  const ranks = new Map(told.map(({ site_code, level_rank }) => [site_code, level_rank]))
  return sites.filter(({ siteCode, rank }) => rank > (ranks.get(siteCode) ?? -1))
}

/** How many sites were told of a call-out, and those of which nobody could be told. */
export const sitesTold = async (
  db: Connection,
  callOutId: string,
): Promise<{ readonly alerted: number; readonly withoutContact: readonly string[] }> => {
  const rows = await db.rows<{ site_code: string; contacts: number }>(sql`
    SELECT site_code, contacts FROM site_alert WHERE call_out_id = ${callOutId} ORDER BY site_code`)
  const without = rows.filter(({ contacts }) => contacts === 0)
  return { alerted: rows.length - without.length, withoutContact: without.map(({ site_code }) => site_code) }
}
