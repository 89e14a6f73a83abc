import { maskContacts } from '../masking.ts'
import type { Hazard } from '../mobilisation/hazard.ts'
import { PRIORITIES, type Purpose } from '../mobilisation/notice.ts'
import { withoutName } from '../mobilisation/report-message.ts'
import type { Kind } from '../roster/responder.ts'
import { audit } from './audit.ts'
import type { Connection, Database } from './database.ts'
import { cursorOf, type Reader, readCursor } from './reader.ts'
import type { Seal } from './seal.ts'
import { sql } from './sql.ts'

/** A report as it came in, not yet read. */
export interface ReportGiven {
  readonly id: string
  readonly responderId: string
  readonly via: 'sms' | 'form'
  readonly text: string
  readonly receivedAt: Date
}

/** The reason of a row that nothing has read yet: the sweep finds it by this. */
const WAITING = 'waiting'

/** Keeps a report for the operators, whatever becomes of it; false where this id was kept before. */
export const keepReport = async (db: Connection, seal: Seal, given: ReportGiven): Promise<boolean> =>
  (await db.run(sql`
    INSERT INTO village_report (id, responder_id, via, received_at, text_sealed, outcome, reason)
    VALUES (${given.id}, ${given.responderId}, ${given.via}, ${given.receivedAt}, ${seal.seal(given.text)}, 'inbox',
            ${WAITING})
    ON CONFLICT (id) DO NOTHING`)) === 1

/** A report with whoever wrote it, for the job that reads it. */
export interface ReportLoaded extends ReportGiven {
  /** What was decided, or `waiting`. */
  readonly reason: string
  readonly kind: Kind
  readonly name: string
  readonly villageCode: string | null
  readonly regencyCode: string
  readonly longitude: number
  readonly latitude: number
  readonly accuracyM: number
}

/** Null where there is no such report, or its reporter is in the register no more. */
export const loadReport = async (db: Connection, seal: Seal, id: string): Promise<ReportLoaded | null> => {
  const [row] = await db.rows<Omit<ReportLoaded, 'text'> & { textSealed: Buffer }>(sql`
    SELECT v.id, v.responder_id AS "responderId", v.via, v.text_sealed AS "textSealed", v.received_at AS "receivedAt",
           v.reason, r.kind, r.name, coalesce(r.village_code, s.village_code) AS "villageCode",
           r.regency_code AS "regencyCode", r.lng AS longitude, r.lat AS latitude, r.accuracy_m AS "accuracyM"
      FROM village_report v JOIN responder r ON r.id = v.responder_id
      LEFT JOIN site s ON s.site_code = r.site_code
     WHERE v.id = ${id}`)
  if (row === undefined) return null
  const { textSealed, ...report } = row
  return { ...report, text: seal.open(textSealed) }
}

/** Whether somebody's report still waits to be read. */
export const isWaiting = ({ reason }: Pick<ReportLoaded, 'reason'>): boolean => reason === WAITING

/** How many of a person's reports since an instant, and before this one, reached the operators as proposals. */
export const proposedSince = async (
  db: Connection,
  { id, responderId, receivedAt }: Pick<ReportGiven, 'id' | 'responderId' | 'receivedAt'>,
  since: Date,
): Promise<number> => {
  const [row] = await db.rows<{ count: number }>(sql`
    SELECT count(*)::int AS count FROM village_report
     WHERE responder_id = ${responderId} AND received_at > ${since} AND received_at <= ${receivedAt} AND id <> ${id}
       AND outcome IN ('proposed', 'joined')`)
  return row?.count ?? 0
}

/** What became of a report. */
export interface ReportSettled {
  readonly hazard: Hazard | null
  readonly outcome: 'proposed' | 'joined' | 'inbox'
  readonly reason: string
  readonly eventId: string | null
}

/** A word of thanks that is an hour late says nothing any more. */
const REPLY_LIVES_MS = 3_600_000

const planReply = (
  db: Connection,
  responderId: string,
  { purpose, fields }: { readonly purpose: Purpose; readonly fields: Readonly<Record<string, string>> },
  at: Date,
): Promise<number> =>
  db.run(sql`
    INSERT INTO notice (id, responder_id, channel, purpose, wave, mode, priority, state, ref, fields, due_at, expires_at,
                        planned_at)
    SELECT gen_random_uuid(), id, 'sms', ${purpose}, 0, 'actual', ${PRIORITIES.operator}, 'planned',
           'kn-' || replace(gen_random_uuid()::text, '-', ''), ${JSON.stringify(fields)}::jsonb, ${at},
           ${new Date(at.getTime() + REPLY_LIVES_MS)}, ${at}
      FROM responder WHERE id = ${responderId} AND phone_sealed IS NOT NULL`)

/** Writes down what became of a report, once, and in the audit trail; false where another process was first. */
export const settleReport = (
  db: Database,
  report: Pick<ReportGiven, 'id' | 'responderId' | 'via'>,
  settled: ReportSettled,
  /** What the reporter is told by the way that the report came; null where nothing is. */
  reply: { readonly purpose: Purpose; readonly fields: Readonly<Record<string, string>> } | null,
  at: Date,
): Promise<boolean> =>
  db.transact(async (connection) => {
    const { hazard, outcome, reason, eventId } = settled
    const changed = await connection.run(sql`
      UPDATE village_report SET hazard = ${hazard}, outcome = ${outcome}, reason = ${reason}, event_id = ${eventId}
       WHERE id = ${report.id} AND reason = ${WAITING}`)
    if (changed === 0) return false
    await audit(connection, {
      at,
      actor: 'village',
      actorId: report.responderId,
      action: `report-${outcome}`,
      subject: 'report',
      subjectId: report.id,
      detail: { via: report.via, hazard, reason, eventId },
      address: null,
    })
    if (reply !== null) await planReply(connection, report.responderId, reply, at)
    return true
  })

/** Reports that were kept before an instant and that nothing has read: their wake was lost. Oldest first. */
export const waitingReports = async (db: Connection, before: Date, limit: number): Promise<readonly string[]> => {
  const rows = await db.rows<{ id: string }>(sql`
    SELECT v.id FROM village_report v JOIN responder r ON r.id = v.responder_id
     WHERE v.reason = ${WAITING} AND v.received_at < ${before} ORDER BY v.received_at, v.id LIMIT ${limit}`)
  return rows.map(({ id }) => id)
}

interface ReportRow {
  id: string
  received_at: Date
  via: string
  kind: string | null
  name: string | null
  village_code: string | null
  regency_code: string | null
  hazard: string | null
  outcome: string
  reason: string
  event_id: string | null
  text_sealed: Buffer
}

/** A report as operators see it: the reporter's standing and village; neither name nor contact. */
export interface ReportShown {
  readonly reportId: string
  readonly receivedAt: Date
  readonly via: string
  /** Null where the reporter is in the register no more. */
  readonly kind: string | null
  readonly villageCode: string | null
  readonly regencyCode: string | null
  readonly hazard: string | null
  readonly outcome: string
  readonly reason: string
  readonly eventId: string | null
  /** The words, contacts masked and the reporter's own name left out; null for whoever may only look. */
  readonly text: string | null
}

const shownOf = (row: ReportRow, seal: Seal, withText: boolean): ReportShown => ({
  reportId: row.id,
  receivedAt: row.received_at,
  via: row.via,
  kind: row.kind,
  villageCode: row.village_code,
  regencyCode: row.regency_code,
  hazard: row.hazard,
  outcome: row.outcome,
  reason: row.reason,
  eventId: row.event_id,
  text: withText ? withoutName(maskContacts(seal.open(row.text_sealed)), row.name ?? '') : null,
})

/**
 * Reports of a jurisdiction, newest first. They belong to the reporter's regency; a smaller jurisdiction sees those of
 * the regency that it lies in. Reports of people who are in the register no more only the whole country sees.
 */
export const listReports = async (
  db: Connection,
  seal: Seal,
  { jurisdiction }: Reader,
  query: {
    readonly outcome: string | null
    readonly limit: number
    readonly after: string | null
    readonly withText: boolean
  },
): Promise<{ readonly reports: readonly ReportShown[]; readonly next: string | null }> => {
  const from = query.after === null ? null : readCursor(query.after)
  const rows = await db.rows<ReportRow>(sql`
    SELECT v.id, v.received_at, v.via, r.kind, r.name, coalesce(r.village_code, s.village_code) AS village_code,
           r.regency_code, v.hazard, v.outcome, v.reason, v.event_id, v.text_sealed
      FROM village_report v LEFT JOIN responder r ON r.id = v.responder_id LEFT JOIN site s ON s.site_code = r.site_code
     WHERE (${jurisdiction} = '' OR r.regency_code = left(${jurisdiction}, 5)
            OR r.regency_code LIKE ${jurisdiction} || '.%')
       AND (${query.outcome}::text IS NULL OR v.outcome = ${query.outcome}::text)
       AND (${from?.at ?? null}::timestamptz IS NULL
            OR (v.received_at, v.id) < (${from?.at ?? null}::timestamptz, ${from?.id ?? null}::uuid))
     ORDER BY v.received_at DESC, v.id DESC LIMIT ${query.limit}`)
  const last = rows.at(-1)
  return {
    reports: rows.map((row) => shownOf(row, seal, query.withText)),
    next: last !== undefined && rows.length === query.limit ? cursorOf(last.received_at, last.id) : null,
  }
}

/** Somebody who may report, by a link or for one. */
export interface ReporterRow {
  readonly responderId: string
  readonly kind: Kind
  readonly villageCode: string | null
  readonly regencyCode: string
}

/** The person with this row id or, where given, this id in a register; null for nobody. Several registers: the first. */
export const findReporter = async (
  db: Connection,
  by: { readonly responderId: string } | { readonly externalId: string },
): Promise<ReporterRow | null> => {
  const responderId = 'responderId' in by ? by.responderId : null
  const externalId = 'externalId' in by ? by.externalId : null
  const [row] = await db.rows<ReporterRow>(sql`
    SELECT r.id AS "responderId", r.kind, coalesce(r.village_code, s.village_code) AS "villageCode",
           r.regency_code AS "regencyCode"
      FROM responder r LEFT JOIN site s ON s.site_code = r.site_code
     WHERE r.id = ${responderId}::uuid OR r.external_id = ${externalId}::text ORDER BY r.source, r.id LIMIT 1`)
  return row ?? null
}
