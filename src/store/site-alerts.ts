import type { CallOutId } from '../mobilisation/hazard-event.ts'
import { PRIORITIES } from '../mobilisation/notice.ts'
import { type SiteWord, siteNews } from '../mobilisation/site-alert.ts'
import type { Mode } from '../wording/mode.ts'
import type { Connection } from './database.ts'
import { HAS_NOT_LEFT, MAY_HAVE_LEFT } from './left.ts'
import type { SiteContact } from './site-contacts.ts'
import { prepared, sql } from './sql.ts'
import { note } from './timeline.ts'

/** A site in the area of a call-out, and what it is told. */
export interface SiteToTell extends SiteWord {
  readonly siteCode: string
  readonly threadId: string
}

export interface SiteAlerts {
  /** In the area, nearest to its middle first. */
  readonly sites: readonly SiteToTell[]
  /** All in the area, with those of which nobody is told, or not any more. */
  readonly inArea: ReadonlySet<string>
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

/** What each site that was told of a call-out, and for which it is not over, was told last. */
export const toldBefore = async (db: Connection, callOutId: string): Promise<ReadonlyMap<string, SiteWord>> => {
  const rows = await db.rows<{ site_code: string; level_rank: number; fields: Record<string, string> | null }>(
    prepared(
      'sites-told',
      sql`
    SELECT a.site_code, a.level_rank, n.fields
      FROM site_alert a
      LEFT JOIN (SELECT DISTINCT ON (fields->>'siteCode') fields->>'siteCode' AS site_code, fields FROM notice
                  WHERE call_out_id = ${callOutId} AND purpose = 'site-alert' AND state <> 'cancelled'
                  ORDER BY fields->>'siteCode', serial DESC) n ON n.site_code = a.site_code
     WHERE a.call_out_id = ${callOutId} AND a.cleared_at IS NULL`,
    ),
  )
  return new Map(
    rows.map(({ site_code, level_rank, fields }) => [site_code, { rank: level_rank, fields: fields ?? {} }]),
  )
}

/** Of the sites in an area those that are to be told now, and what: others know it. */
export const sitesNotTold = (
  sites: readonly SiteToTell[],
  told: ReadonlyMap<string, SiteWord>,
): readonly (SiteToTell & { readonly news: 'alert' | 'raised' | 'correction' })[] =>
  sites.flatMap((site) => {
    const news = siteNews(told.get(site.siteCode) ?? null, site)
    return news === null ? [] : [{ ...site, news }]
  })

/**
 * Tells the sites in the area that were not told yet, and those for which the level rose or what they act on was corrected,
 * after the calls of the plan were written: a number that is ordered to come gets no second message. One message for each number. What could not be
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
  const newlyTold = sitesNotTold(sites, await toldBefore(db, callOutId))
  if (newlyTold.length === 0) return
  await db.run(sql`
    INSERT INTO site_alert (call_out_id, site_code, thread_id, level_rank, contacts, at)
    SELECT ${callOutId}, g.site_code, g.thread_id, g.level_rank, g.contacts, ${now}
      FROM unnest(${newlyTold.map((one) => one.siteCode)}::text[], ${newlyTold.map((one) => one.threadId)}::uuid[],
                  ${newlyTold.map((one) => one.rank)}::int[],
                  ${newlyTold.map((one) => countOf.get(one.siteCode) ?? 0)}::int[])
             AS g(site_code, thread_id, level_rank, contacts)
    ON CONFLICT (call_out_id, site_code) DO UPDATE
      SET thread_id = excluded.thread_id, level_rank = excluded.level_rank, contacts = excluded.contacts, at = excluded.at,
          cleared_at = NULL`)
  const codes = newlyTold.map(({ siteCode }) => siteCode)
  const fields = Object.fromEntries(
    newlyTold.map(({ siteCode, news, fields: own }) => [
      siteCode,
      { ...own, siteCode, ...(news === 'alert' ? {} : { reason: news }) },
    ]),
  )
  await db.run(sql`
    UPDATE notice SET state = 'cancelled', reason = 'in the area again before it left', ended_at = ${now}
     WHERE call_out_id = ${callOutId} AND purpose = 'site-all-clear' AND ${HAS_NOT_LEFT}
       AND fields->>'siteCode' = ANY(${codes})`)
  const columns = columnsOf(contacts.filter(({ siteCode }) => codes.includes(siteCode)))
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
  const nobody = codes.filter((code) => !countOf.has(code))
  await note(db, { callOutId }, now, 'sites-alerted', {
    sites: codes.length - nobody.length,
    notices,
    raised: newlyTold.filter(({ news }) => news === 'raised').length,
    corrected: newlyTold.filter(({ news }) => news === 'correction').length,
    withoutContact: nobody.slice(0, MOST_NAMED),
    withoutContactCount: nobody.length,
    beyond,
  })
}

/**
 * Tells these sites that it is over; what had not left is cancelled instead. Whoever heard that it is over and nothing of
 * these sites since hears it no second time.
 */
const clear = async (
  db: Connection,
  { callOutId, mode, reason }: { readonly callOutId: CallOutId; readonly mode: Mode; readonly reason: string },
  codes: readonly string[],
  now: Date,
): Promise<void> => {
  if (codes.length === 0) return
  await db.run(sql`
    UPDATE site_alert SET cleared_at = ${now} WHERE call_out_id = ${callOutId} AND site_code = ANY(${codes})`)
  await db.run(sql`
    UPDATE notice SET state = 'cancelled', reason = 'over before it left', ended_at = ${now}
     WHERE call_out_id = ${callOutId} AND purpose = 'site-alert' AND ${HAS_NOT_LEFT}
       AND fields->>'siteCode' = ANY(${codes})`)
  const sameContact = sql`
    f.call_out_id = n.call_out_id AND f.purpose = 'site-all-clear' AND f.channel = n.channel
    AND f.responder_id IS NOT DISTINCT FROM n.responder_id AND f.site_code IS NOT DISTINCT FROM n.site_code`
  const notices = await db.run(sql`
    INSERT INTO notice (id, call_out_id, responder_id, site_code, channel, purpose, wave, mode, priority, state, ref,
                        fields, due_at, expires_at, planned_at)
    SELECT gen_random_uuid(), n.call_out_id, n.responder_id, n.site_code, n.channel, 'site-all-clear',
           (SELECT coalesce(max(f.wave), 0) + 1 FROM notice f WHERE ${sameContact}), ${mode},
           CASE WHEN ${mode}::text = 'actual' THEN ${PRIORITIES.standDown}::int ELSE ${PRIORITIES.exercise}::int END, 'planned',
           'kn-' || replace(gen_random_uuid()::text, '-', ''),
           (array_agg(n.fields ORDER BY n.serial DESC))[1] || jsonb_build_object('reason', ${reason}::text),
           ${now}, ${new Date(now.getTime() + LASTS_MS)}, ${now}
      FROM notice n
     WHERE n.call_out_id = ${callOutId} AND n.purpose = 'site-alert' AND n.fields->>'siteCode' = ANY(${codes})
       AND ${MAY_HAVE_LEFT}
     GROUP BY n.call_out_id, n.responder_id, n.site_code, n.channel
    HAVING NOT EXISTS (SELECT 1 FROM notice f
                        WHERE ${sameContact} AND f.state <> 'cancelled' AND f.serial > max(n.serial)
                          AND f.fields->>'siteCode' = ANY(${codes}))
    ON CONFLICT DO NOTHING`)
  await note(db, { callOutId }, now, 'sites-cleared', { sites: codes.length, notices, reason })
}

const openSitesOf = async (db: Connection, callOutId: CallOutId) =>
  db.rows<{ site_code: string; thread_id: string }>(sql`
    SELECT site_code, thread_id FROM site_alert
     WHERE call_out_id = ${callOutId} AND cleared_at IS NULL ORDER BY site_code`)

/** Tells every site that was told of a call-out that it is over. */
export const tellSitesAllClear = async (
  db: Connection,
  off: { readonly callOutId: CallOutId; readonly mode: Mode; readonly reason: string },
  now: Date,
): Promise<void> => {
  const open = await openSitesOf(db, off.callOutId)
  const codes = open.map(({ site_code }) => site_code)
  await clear(db, off, codes, now)
}

/**
 * The same for those whose message was ended while others of the call-out go on, and for those that a newer message leaves
 * outside its area: of the sites that lie in no area any more. `inArea` null: not known, and nobody is told anything, for
 * they may lie in the area of another; the next plan tells them, or the end of the call-out.
 */
export const clearSitesOutside = async (
  db: Connection,
  callOut: { readonly callOutId: CallOutId; readonly mode: Mode },
  { threadIds, inArea }: { readonly threadIds: readonly string[]; readonly inArea: ReadonlySet<string> | null },
  now: Date,
): Promise<void> => {
  if (inArea === null) return
  const open = await openSitesOf(db, callOut.callOutId)
  const outside = open.filter(({ site_code }) => !inArea.has(site_code))
  const codesOf = (goesOn: boolean): readonly string[] =>
    outside.filter(({ thread_id }) => threadIds.includes(thread_id) === goesOn).map(({ site_code }) => site_code)
  await clear(db, { ...callOut, reason: 'ended' }, codesOf(false), now)
  await clear(db, { ...callOut, reason: 'left' }, codesOf(true), now)
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
