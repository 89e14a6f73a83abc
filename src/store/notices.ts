import type { AfterSend, NoticeState, Purpose } from '../mobilisation/notice.ts'
import type { ChannelName } from '../roster/responder.ts'
import type { Mode } from '../wording/mode.ts'
import { readableContacts } from './contacts.ts'
import type { Connection } from './database.ts'
import type { Seal } from './seal.ts'
import { prepared, sql } from './sql.ts'

/** A notice that this process has claimed, with all that sending it takes. The address lives in memory only. */
export interface ClaimedNotice {
  readonly id: string
  readonly serial: bigint
  readonly callOutId: string | null
  readonly channel: ChannelName
  readonly purpose: Purpose
  readonly mode: Mode
  readonly ref: string
  /** Fencing: results count only for this claim. */
  readonly attempt: number
  readonly fields: Readonly<Record<string, string>>
  readonly language: string
  readonly name: string
  readonly kind: string | null
  readonly synthetic: boolean
  readonly address: string | null
}

interface ClaimedRow {
  id: string
  serial: string
  call_out_id: string | null
  channel: string
  purpose: string
  mode: string
  ref: string
  attempt: number
  fields: Record<string, string>
  language: string | null
  name: string
  kind: string | null
  synthetic: boolean
  sealed: Buffer | null
}

/** Which modes a lane sends: a real call never waits behind an exercise. */
export type NoticeLane = 'live' | 'exercise'

const modesOf = (lane: NoticeLane): readonly Mode[] => (lane === 'live' ? ['actual'] : ['exercise', 'test'])

/**
 * Takes up to `limit` due notices of a lane and channel, the most urgent first, for as long as `leaseUntil` says. Rows that another
 * process is taking are passed over, so no two processes ever hold the same one.
 */
export const claimNotices = async (
  db: Connection,
  seal: Seal,
  { lane, channel }: { readonly lane: NoticeLane; readonly channel: ChannelName },
  limit: number,
  now: Date,
  leaseUntil: Date,
): Promise<readonly ClaimedNotice[]> => {
  const rows = await db.rows<ClaimedRow>(sql`
    WITH due AS (
      SELECT id FROM notice
       WHERE state = 'planned' AND due_at <= ${now} AND mode = ANY(${modesOf(lane)})
         AND channel = ${channel}
       ORDER BY priority, due_at, serial LIMIT ${limit} FOR UPDATE SKIP LOCKED
    ), claimed AS (
      UPDATE notice n SET state = 'claimed', attempt = n.attempt + 1, lease_until = ${leaseUntil}
        FROM due WHERE n.id = due.id
      RETURNING n.*
    )
    SELECT c.id, c.serial, c.call_out_id, c.channel, c.purpose, c.mode, c.ref, c.attempt, c.fields,
           r.language, coalesce(r.name, o.name, s.chair_name, s.name, '') AS name, r.kind,
           coalesce(r.synthetic, s.synthetic, false) AS synthetic,
           CASE c.channel WHEN 'sms' THEN coalesce(r.phone_sealed, o.phone_sealed, s.chair_phone_sealed)
                          ELSE coalesce(r.email_sealed, o.email_sealed) END AS sealed
      FROM claimed c
      LEFT JOIN responder r ON r.id = c.responder_id
      LEFT JOIN operator o ON o.id = c.operator_id
      LEFT JOIN site s ON s.site_code = c.site_code
     ORDER BY c.priority, c.due_at, c.serial`)
  const addresses = readableContacts(seal, rows)
  return rows.map((row) => ({
    id: row.id,
    serial: BigInt(row.serial),
    callOutId: row.call_out_id,
    channel: row.channel as ChannelName,
    purpose: row.purpose as Purpose,
    mode: row.mode as Mode,
    ref: row.ref,
    attempt: row.attempt,
    fields: row.fields,
    language: row.language ?? 'id',
    name: row.name,
    kind: row.kind,
    synthetic: row.synthetic,
    address: addresses.get(row.id) ?? null,
  }))
}

/** Lengthens the lease of what this process still holds. */
export const keepLease = (
  db: Connection,
  held: readonly { readonly id: string; readonly attempt: number }[],
  leaseUntil: Date,
): Promise<number> =>
  db.run(sql`
    UPDATE notice n SET lease_until = ${leaseUntil}
      FROM unnest(${held.map(({ id }) => id)}::uuid[], ${held.map(({ attempt }) => attempt)}::int[]) AS h(id, attempt)
     WHERE n.id = h.id AND n.attempt = h.attempt AND n.state IN ('claimed', 'sending')`)

/** Puts back what was claimed and not begun, at shutdown. */
export const releaseNotices = (
  db: Connection,
  held: readonly { readonly id: string; readonly attempt: number }[],
): Promise<number> =>
  db.run(sql`
    UPDATE notice n SET state = 'planned', lease_until = NULL
      FROM unnest(${held.map(({ id }) => id)}::uuid[], ${held.map(({ attempt }) => attempt)}::int[]) AS h(id, attempt)
     WHERE n.id = h.id AND n.attempt = h.attempt AND n.state = 'claimed'`)

/** `go`: it may leave, for the `tries`-th time. `dropped`: no longer wanted. `gone`: the claim was lost to another. */
export type Departure = { readonly kind: 'go'; readonly tries: number } | { readonly kind: 'dropped' | 'gone' }

/**
 * Commits that this one message leaves now, or says why it must not any more: what was true when it was claimed may
 * have changed. A lost claim (`gone`) belongs to somebody else. The reason for not sending is written to the row.
 */
export const beginSending = async (
  db: Connection,
  notice: Pick<ClaimedNotice, 'id' | 'attempt'>,
  text: { readonly subject: string | null; readonly body: string },
  now: Date,
  leaseUntil: Date,
): Promise<Departure> => {
  const [row] = await db.rows<{ state: string; tries: number }>(
    prepared(
      'begin-sending',
      sql`
    WITH fact AS (
      SELECT n.id,
             CASE
               WHEN n.expires_at <= ${now} THEN 'expired'
               WHEN n.responder_id IS NOT NULL AND coalesce(CASE WHEN r.opted_out_at IS NOT NULL
                      THEN r.opted_out_until IS NULL OR r.opted_out_until > ${now}
                      ELSE r.opted_out_until > ${now} END, false)
                    AND n.purpose <> 'stand-down' THEN 'consent withdrawn'
               WHEN n.purpose IN ('call-out', 'safety-check', 'raised', 'correction') AND p.stood_down_at IS NOT NULL
                 THEN 'stood down before it left'
               WHEN n.purpose IN ('call-out', 'raised', 'correction') AND p.safety IN ('asked', 'unsafe') THEN 'not known to be safe'
               WHEN n.purpose = 'safety-check' AND (p.safety IS DISTINCT FROM 'asked' OR p.answer = 'no')
                 THEN 'answered before it left'
               -- Who said in one word that they are safe and coming does not know yet where to.
               WHEN n.purpose = 'call-out' AND p.answer IS NOT NULL AND NOT (p.answer = 'yes' AND p.safety IS NOT DISTINCT FROM 'safe')
                 THEN 'answered before it left'
               WHEN n.purpose IN ('raised', 'correction') AND p.answer = 'no' THEN 'declined before it left'
               WHEN n.purpose IN ('call-out', 'safety-check', 'raised', 'correction', 'site-alert') AND i.ended_at IS NOT NULL
                 THEN 'the incident is over'
               WHEN n.purpose IN ('call-out', 'safety-check', 'raised', 'correction', 'site-alert') AND c.status IN ('stood-down', 'closed')
                 THEN 'call-out is ' || c.status
               WHEN n.purpose = 'stand-down' AND p.stood_down_at IS NULL THEN 'called again before it left'
               WHEN n.purpose = 'stand-down' AND NOT EXISTS (
                      SELECT 1 FROM notice called WHERE called.call_out_id = n.call_out_id
                         AND called.responder_id = n.responder_id AND called.purpose IN ('call-out', 'safety-check')
                         AND called.sending_at IS NOT NULL) THEN 'the call never left'
               WHEN n.purpose = 'site-all-clear' AND NOT EXISTS (
                      SELECT 1 FROM notice told WHERE told.call_out_id = n.call_out_id AND told.purpose = 'site-alert'
                         AND told.responder_id IS NOT DISTINCT FROM n.responder_id
                         AND told.site_code IS NOT DISTINCT FROM n.site_code
                         AND told.sending_at IS NOT NULL) THEN 'the alert never left'
               WHEN d.state IN ('cancelled', 'missed') THEN 'drill is ' || d.state
             END AS why
        FROM notice n
        LEFT JOIN call_out c ON c.id = n.call_out_id
        LEFT JOIN incident i ON i.id = c.incident_id
        LEFT JOIN call_out_responder p ON p.call_out_id = n.call_out_id AND p.responder_id = n.responder_id
        LEFT JOIN responder r ON r.id = n.responder_id
        LEFT JOIN drill_occurrence d ON d.id = n.occurrence_id
       WHERE n.id = ${notice.id}
    )
    UPDATE notice n
       SET state = CASE WHEN fact.why IS NULL THEN 'sending' WHEN fact.why = 'expired' THEN 'expired' ELSE 'cancelled' END,
           reason = fact.why,
           subject = CASE WHEN fact.why IS NULL THEN ${text.subject} ELSE n.subject END,
           body = CASE WHEN fact.why IS NULL THEN ${text.body} ELSE n.body END,
           tries = n.tries + CASE WHEN fact.why IS NULL THEN 1 ELSE 0 END,
           sending_at = CASE WHEN fact.why IS NULL THEN ${now}::timestamptz ELSE n.sending_at END,
           ended_at = CASE WHEN fact.why IS NULL THEN NULL ELSE ${now}::timestamptz END,
           lease_until = CASE WHEN fact.why IS NULL THEN ${leaseUntil}::timestamptz END
      FROM fact
     WHERE n.id = fact.id AND n.state = 'claimed' AND n.attempt = ${notice.attempt} AND n.lease_until > ${now}
    RETURNING n.state, n.tries`,
    ),
  )
  if (row === undefined) return { kind: 'gone' }
  return row.state === 'sending' ? { kind: 'go', tries: row.tries } : { kind: 'dropped' }
}

/**
 * Writes what became of a message that left. Only the claim that sent it may say so; its own late word also settles a
 * row that was marked unknown in the meantime. False when the row is somebody else's by now.
 */
export const recordOutcome = async (
  db: Connection,
  notice: Pick<ClaimedNotice, 'id' | 'attempt'>,
  after: AfterSend,
  now: Date,
): Promise<boolean> => {
  const ended = after.state !== 'planned' && after.state !== 'accepted'
  return (
    (await db.run(
      prepared(
        'record-outcome',
        sql`
      UPDATE notice
         SET state = ${after.state}, provider_ref = coalesce(${after.providerRef}, provider_ref), reason = ${after.reason},
             due_at = coalesce(${after.dueAt}, due_at), lease_until = NULL,
             accepted_at = CASE WHEN ${after.state} = 'accepted' THEN ${now}::timestamptz END,
             ended_at = CASE WHEN ${ended} THEN ${now}::timestamptz END
       WHERE id = ${notice.id} AND attempt = ${notice.attempt} AND state IN ('sending', 'unknown')`,
      ),
    )) === 1
  )
}

/** A message that cannot even be written, such as one whose template is broken: its row says so. */
export const refuseClaimed = (
  db: Connection,
  notice: Pick<ClaimedNotice, 'id' | 'attempt'>,
  reason: string,
  now: Date,
): Promise<number> =>
  db.run(sql`
    UPDATE notice SET state = 'refused', reason = ${reason}, ended_at = ${now}, lease_until = NULL
     WHERE id = ${notice.id} AND attempt = ${notice.attempt} AND state = 'claimed'`)

/** What a process that died left behind: claimed goes back on the table, sending was perhaps taken and perhaps not. */
export const expireLeases = async (db: Connection, now: Date): Promise<{ returned: number; unknown: number }> => {
  const returned = await db.run(sql`
    UPDATE notice SET state = 'planned', lease_until = NULL WHERE state = 'claimed' AND lease_until <= ${now}`)
  // What nobody may send any more is not left lying about, whoever could not send it.
  await db.run(sql`
    UPDATE notice SET state = 'expired', reason = 'too late to be of use', ended_at = ${now}
     WHERE state = 'planned' AND expires_at <= ${now}`)
  const unknown = await db.run(sql`
    UPDATE notice SET state = 'unknown', reason = 'handed over, then the sender died or fell silent', lease_until = NULL,
                      ended_at = ${now}
     WHERE state = 'sending' AND lease_until <= ${now}`)
  return { returned, unknown }
}

/** How many notices of a lane are due. Counts no further than `enough`. */
export const dueNotices = async (db: Connection, lane: NoticeLane, now: Date, enough: number): Promise<number> => {
  const [row] = await db.rows<{ n: number }>(sql`
    SELECT count(*)::int AS n FROM (
      SELECT 1 FROM notice WHERE state = 'planned' AND due_at <= ${now} AND mode = ANY(${modesOf(lane)}) LIMIT ${enough}
    ) due`)
  return row?.n ?? 0
}

export const countByState = async (
  db: Connection,
  callOutId: string,
): Promise<Readonly<Partial<Record<NoticeState, number>>>> => {
  const rows = await db.rows<{ state: string; n: number }>(sql`
    SELECT state, count(*)::int AS n FROM notice WHERE call_out_id = ${callOutId} GROUP BY state ORDER BY state`)
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]))
}
