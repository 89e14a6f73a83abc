import { BAND_HOURS } from '../mobilisation/answer-history.ts'
import { timeZoneOf, UTC_OFFSET_HOURS } from '../roster/region.ts'
import type { Kind } from '../roster/responder.ts'
import { type Statement, sql } from './sql.ts'

/** What evidence is weighed by; see answer-history.ts, whose definition these statements follow. */
export interface HistoryTerms {
  /** Only what was known then counts. */
  readonly at: Date
  /** Odds of a yes of each kind before anybody was asked: what a silence that was cut short weighs depends on them. */
  readonly prior: Readonly<Record<Kind, number>>
  readonly halfLifeMs: number
  /** What an answer to a drill's invitation weighs against one to a call, 0 to 1; left out: nothing. */
  readonly inviteWeight?: number | undefined
}

const PROVINCES = Array.from({ length: 100 }, (_, number) => String(number).padStart(2, '0'))
const OFFSETS = PROVINCES.map((code) => UTC_OFFSET_HOURS[timeZoneOf(code)])

/** Who said yes and was sent home sooner had not set to work. */
const SERVED_AFTER = '1 hour'

/** The band of the day of a column `hour`. */
const bandOfHour = sql`
  CASE WHEN hour < ${BAND_HOURS.morning} OR hour >= ${BAND_HOURS.night} THEN 'night'
       WHEN hour < ${BAND_HOURS.afternoon} THEN 'morning'
       WHEN hour < ${BAND_HOURS.evening} THEN 'afternoon' ELSE 'evening' END`

/** Of whom, and by whose clocks: `where` is asked of a row of `responder r`. */
export const peopleWhere = (where: Statement): Statement => sql`
  SELECT r.id, r.kind, r.regency_code, z.hours
    FROM responder r
    JOIN unnest(${PROVINCES}::text[], ${OFFSETS}::int[]) AS z(province, hours) ON z.province = left(r.regency_code, 2)
   WHERE ${where}`

/**
 * Calls of `source` to those in `person`, with what became of them: whether a message left (`told`) or will (`asked`),
 * the last plain word that came in time, and the hour by the person's clocks. Mode test calls nobody. Worked out once
 * for each row (MATERIALIZED), or each figure would be worked out wherever it is used.
 */
export const pastCalls = (source: Statement, { at, prior }: Pick<HistoryTerms, 'at' | 'prior'>): Statement => sql`
  usual AS (SELECT * FROM unnest(${Object.keys(prior)}::text[], ${Object.values(prior)}::float8[]) AS u(kind, odds)),
  past AS MATERIALIZED (
    SELECT c.*, p.regency_code, o.mode, o.closed_at AS over_at, o.stood_down_at AS off_at, u.odds AS usual, said.meaning,
           coalesce(sent.told, false) AS told, coalesce(sent.asked, false) AS asked,
           coalesce(sent.in_danger, false) AS in_danger,
           least(c.deadline_at, coalesce(c.stood_down_at, c.deadline_at)) AS end_at,
           (floor(extract(epoch FROM c.called_at)::float8 / 3600)::bigint + p.hours) % 24 AS hour
      FROM (${source}) c
      JOIN person p ON p.id = c.responder_id
      JOIN call_out o ON o.id = c.call_out_id AND o.mode <> 'test'
      JOIN usual u ON u.kind = c.kind
      CROSS JOIN LATERAL (
        SELECT bool_or(n.accepted_at IS NOT NULL) AS told,
               bool_or(n.accepted_at IS NOT NULL OR n.ended_at IS NULL) AS asked,
               bool_or(n.purpose = 'safety-check') AS in_danger
          FROM notice n
         WHERE n.call_out_id = c.call_out_id AND n.responder_id = c.responder_id AND n.purpose IN ('call-out', 'safety-check')) sent
      LEFT JOIN LATERAL (
        SELECT a.meaning FROM answer a
         WHERE a.responder_id = c.responder_id AND a.call_out_id = c.call_out_id AND NOT a.weak
           AND a.meaning IN ('yes', 'no', 'en-route', 'arrived', 'done') AND a.at >= c.called_at
           AND a.at <= least(c.deadline_at, coalesce(c.stood_down_at, c.deadline_at))
         ORDER BY a.at DESC, a.id LIMIT 1) said ON true
  ), weighed AS MATERIALIZED (
    SELECT past.*,
           ${bandOfHour} AS band,
           -- The part of the deadline that ran.
           CASE WHEN deadline_at <= called_at THEN 1
                ELSE greatest(0, least(1, extract(epoch FROM end_at - called_at)::float8
                                          / nullif(extract(epoch FROM deadline_at - called_at), 0)::float8)) END AS part,
           -- Who is in danger is asked something else: neither their silence nor their yes tells how they answer a call.
           told AND NOT in_danger AND end_at <= ${at}::timestamptz AS tells
      FROM past
  )`

const weight = ({ at, halfLifeMs }: HistoryTerms): Statement => sql`
  power(0.5::float8, greatest(0, extract(epoch FROM ${at}::timestamptz - called_at)::float8 * 1000) / ${halfLifeMs}::float8)`

/**
 * Invitations to drills of `source` (occurrence_id, responder_id, answer, answered_at, invited_at, starts_at), weighed as
 * evidenceOfInvite has it, by responder and band. Only those whose message left tell.
 */
export const invitesByBand = (source: Statement, terms: HistoryTerms, told: Date = terms.at): Statement => sql`
  told_invite AS (
    SELECT i.responder_id, p.kind, p.regency_code, i.invited_at AS called_at, i.starts_at <= ${terms.at}::timestamptz AS began,
           CASE WHEN i.answered_at <= ${told}::timestamptz THEN i.answer END AS said,
           (floor(extract(epoch FROM i.invited_at)::float8 / 3600)::bigint + p.hours) % 24 AS hour
      FROM (${source}) i
      JOIN person p ON p.id = i.responder_id
     WHERE EXISTS (SELECT 1 FROM notice n WHERE n.occurrence_id = i.occurrence_id AND n.responder_id = i.responder_id
                                            AND n.accepted_at IS NOT NULL)
  ), by_invite AS (
    SELECT responder_id, kind, regency_code, ${bandOfHour} AS band,
           sum(${weight(terms)} * ${terms.inviteWeight ?? 0}::float8) FILTER (WHERE said IS NOT NULL OR began) AS asked,
           coalesce(sum(${weight(terms)} * ${terms.inviteWeight ?? 0}::float8) FILTER (WHERE said <> 'no'), 0) AS yes
      FROM told_invite GROUP BY 1, 2, 3, 4
  )`

export const INVITES = sql`
  SELECT i.occurrence_id, i.responder_id, i.answer, i.answered_at, d.invited_at, d.starts_at
    FROM drill_invitee i JOIN drill_occurrence d ON d.id = i.occurrence_id AND d.state <> 'cancelled'`

/** Of each row of `weighed`: how much of a question it was. */
const question = sql`
  CASE WHEN meaning IS NOT NULL OR part >= 1 THEN 1 ELSE part * (1 - usual) / (1 - usual * part) END`

export const sums = (terms: HistoryTerms): Statement => sql`
  sum(${weight(terms)} * (${question})) FILTER (WHERE tells) AS asked,
  coalesce(sum(${weight(terms)}) FILTER (WHERE tells AND meaning <> 'no'), 0) AS yes`

const milliseconds = (instant: Statement): Statement => sql`(extract(epoch FROM ${instant}) * 1000)::bigint`

/** Which rows a past is made of. */
export interface PastOf {
  /** Of a row of `responder r`. */
  readonly people: Statement
  /** Rows of call_out_responder. */
  readonly calls: Statement
  /** Of `drill_invitee i` and `drill_occurrence d`. */
  readonly invites: Statement
}

/**
 * The past of people, as one JSON array `bands` of `BandOfPerson` (settled-histories.ts). Somebody served in a real call-out who arrived, or who
 * said yes and was not sent home within the hour; until they said that they are done, or else until now. Calls asked
 * since `lately` are told one by one. Calls that ended by `told` tell something.
 */
export const pastByBand = (of: PastOf, terms: HistoryTerms, lately: Date, told: Date = terms.at): Statement => sql`
  WITH person AS MATERIALIZED (${peopleWhere(of.people)}), ${pastCalls(of.calls, { ...terms, at: told })},
  ${invitesByBand(sql`${INVITES} WHERE ${of.invites}`, terms, told)}, by_call AS (
    SELECT responder_id, band, ${sums(terms)},
           array_agg(${milliseconds(sql`called_at`)}) FILTER (WHERE asked AND called_at >= ${lately}) AS lately,
           max(called_at) FILTER (WHERE asked) AS called,
           max(coalesce(done_at, stood_down_at, over_at, off_at, ${terms.at}))
             FILTER (WHERE mode = 'actual'
                       AND (answer = 'arrived'
                            OR (answer = 'yes' AND (stood_down_at IS NULL
                                                    OR stood_down_at >= answered_at + ${SERVED_AFTER}::interval)))) AS served
      FROM weighed GROUP BY responder_id, band
  ), by_band AS (
    SELECT coalesce(c.responder_id, i.responder_id) AS responder_id, coalesce(c.band, i.band) AS band,
           CASE WHEN c.asked IS NULL THEN i.asked ELSE c.asked + coalesce(i.asked, 0) END AS asked,
           coalesce(c.yes, 0) + coalesce(i.yes, 0) AS yes, c.lately, c.called, c.served
      FROM by_call c FULL JOIN by_invite i ON i.responder_id = c.responder_id AND i.band = c.band
  )
  SELECT json_agg(json_build_array(responder_id, band, asked, yes, lately, ${milliseconds(sql`called`)},
                                   ${milliseconds(sql`served`)})) AS bands
    FROM by_band`
