import type { Asking, Invitee, TeamPlan } from '../drills/assignment.ts'
import type { Closing } from '../drills/calendar.ts'
import type { DrillTerms, OccurrenceState } from '../drills/occurrence.ts'
import type { DrillPurpose, OccurrenceView, Turn } from '../drills/reminder.ts'
import { silentFrom } from '../drills/substitutes.ts'
import { PRIORITIES } from '../mobilisation/notice.ts'
import type { TimeZone } from '../roster/region.ts'
import type { ChannelName } from '../roster/responder.ts'
import type { Connection, Database } from './database.ts'
import { drawDrillCode } from './drill-codes.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

/** One drill at one village, with its copy of the programme. */
export interface LoadedOccurrence extends OccurrenceView {
  readonly id: string
  readonly programmeId: string
  readonly siteCode: string
  readonly zone: TimeZone
  /** Without its timing, which the occurrence's own instants have replaced. */
  readonly terms: Omit<DrillTerms, 'when'>
  /** When facilitators who do not come are next looked for others for. */
  readonly substitutesDueAt: Date | null
  /** When people were last told its time; null before they are invited. */
  readonly toldAt: Date | null
  /** Of a saved year's plan; null without one. */
  readonly teamPlan: TeamPlan | null
}

/** The occurrence, or null if there is none of this id. */
export const loadOccurrence = async (db: Connection, id: string): Promise<LoadedOccurrence | null> => {
  const [row] = await db.rows<LoadedOccurrence>(sql`
    SELECT id, programme_id AS "programmeId", site_code AS "siteCode", starts_at AS "startsAt", ends_at AS "endsAt",
           zone, programme AS terms, state, next_action_at AS "nextActionAt", invited_at AS "invitedAt",
           substitutes_due_at AS "substitutesDueAt", greatest(invited_at, moved_at) AS "toldAt", team_plan AS "teamPlan"
      FROM drill_occurrence WHERE id = ${id}`)
  return row ?? null
}

/** Who was invited and has not said no. */
export const invitedIds = async (
  db: Connection,
  occurrenceId: string,
): Promise<readonly { readonly responderId: string; readonly saidNo: boolean }[]> =>
  db.rows(sql`
    SELECT responder_id AS "responderId", coalesce(answer = 'no', false) AS "saidNo" FROM drill_invitee
     WHERE occurrence_id = ${occurrenceId} ORDER BY responder_id`)

/** Messages that go out with a turn. `fields` are the words for its template and never a contact. */
export interface DrillMessages {
  readonly purpose: DrillPurpose
  readonly to: readonly string[]
  /** The one that it goes by, for whoever has it; null: each of theirs. */
  readonly by: ChannelName | null
  readonly notAsked: Asking<unknown>['notAsked']
  readonly fields: Readonly<Record<string, string>>
}

/** What a turn writes beside the occurrence's own row. */
export interface TurnWork {
  readonly invitees?: readonly Invitee[]
  readonly messages?: DrillMessages
  /** The event that the drill began with. */
  readonly eventId?: string
  /** More for the timeline, such as facilitators that were not found. */
  readonly detail?: Readonly<Record<string, unknown>>
}

type Taken = Pick<LoadedOccurrence, 'id' | 'state' | 'nextActionAt' | 'startsAt' | 'endsAt' | 'terms'>

const insertInvitees = (db: Connection, occurrenceId: string, people: readonly Invitee[]): Promise<number> =>
  db.run(sql`
    INSERT INTO drill_invitee (occurrence_id, responder_id, role)
    SELECT ${occurrenceId}::uuid, i.id, i.role
      FROM unnest(${people.map(({ responderId }) => responderId)}::uuid[], ${people.map(({ role }) => role)}::text[])
           AS i(id, role)
    ON CONFLICT DO NOTHING`)

/**
 * One notice on each channel by which a person can be reached, or on the one that the message goes by: whoever has not
 * that one gets it on the other. The guards look at the rows as they are now.
 */
const insertNotices = async (
  db: Connection,
  { id, startsAt }: Pick<Taken, 'id' | 'startsAt'>,
  messages: DrillMessages,
  now: Date,
) => {
  const rows = await db.rows<{ responder_id: string; channel: string }>(sql`
    INSERT INTO notice (id, occurrence_id, responder_id, channel, purpose, wave, mode, priority, state, ref, fields,
                        due_at, expires_at, planned_at)
    SELECT gen_random_uuid(), ${id}::uuid, r.id, channel.name, ${messages.purpose}, d.sequence, 'exercise', ${PRIORITIES.training}::int, 'planned',
           'kn-' || replace(gen_random_uuid()::text, '-', ''),
           ${JSON.stringify(messages.fields)}::jsonb || jsonb_build_object('kind', r.kind), ${now}, ${startsAt}, ${now}
      FROM responder r
      JOIN drill_occurrence d ON d.id = ${id}::uuid
      CROSS JOIN LATERAL unnest(r.channels) AS channel(name)
     WHERE r.id = ANY(${messages.to}::uuid[])
       AND CASE channel.name WHEN 'sms' THEN r.phone_sealed IS NOT NULL ELSE r.email_sealed IS NOT NULL END
       AND (coalesce(channel.name = ${messages.by}::text, true)
            OR NOT (${messages.by}::text = ANY(r.channels)
                    AND CASE ${messages.by}::text WHEN 'sms' THEN r.phone_sealed IS NOT NULL ELSE r.email_sealed IS NOT NULL END))
       AND NOT coalesce(CASE WHEN r.opted_out_at IS NOT NULL
                             THEN r.opted_out_until IS NULL OR r.opted_out_until > ${now}
                             ELSE r.opted_out_until > ${now} END, false)
       AND coalesce(r.unavailable_until <= ${startsAt}, true)
    ON CONFLICT DO NOTHING
    RETURNING responder_id, channel`)
  const otherwise = messages.by === null ? 0 : rows.filter(({ channel }) => channel !== messages.by).length
  return { notices: rows.length, people: new Set(rows.map((row) => row.responder_id)).size, otherwise }
}

/** Plans the messages of a turn, and writes who gets none and why. Gives how many were planned. */
export const writeMessages = async (
  db: Connection,
  taken: Pick<Taken, 'id' | 'startsAt'>,
  messages: DrillMessages,
  now: Date,
): Promise<number> => {
  const about = { occurrenceId: taken.id }
  const { notices, people, otherwise } = await insertNotices(db, taken, messages, now)
  await note(db, about, now, 'drill-notices-planned', { purpose: messages.purpose, notices, people })
  if (otherwise > 0)
    await note(db, about, now, 'drill-notices-otherwise', {
      purpose: messages.purpose,
      wanted: messages.by,
      reason: 'channel-not-theirs',
      people: otherwise,
    })
  // Chosen a moment ago, and yet no row let a message through: no address, or withdrawn in between.
  const unreached = messages.to.length - people
  const reasons = { ...messages.notAsked, ...(unreached === 0 ? {} : { 'not-reachable': unreached }) }
  if (Object.keys(reasons).length > 0)
    await note(db, about, now, 'not-invited', { purpose: messages.purpose, ...reasons })
  return notices
}

/** Facilitators of other drills that overlap this one, who have not said no. */
export const helpingElsewhere = async (
  db: Connection,
  { id, startsAt, endsAt }: Pick<LoadedOccurrence, 'id' | 'startsAt' | 'endsAt'>,
): Promise<ReadonlySet<string>> => {
  const rows = await db.rows<{ id: string }>(sql`
    SELECT DISTINCT i.responder_id AS id FROM drill_invitee i JOIN drill_occurrence d ON d.id = i.occurrence_id
     WHERE i.role = 'facilitator' AND i.answer IS DISTINCT FROM 'no' AND d.state IN ('invited', 'started')
       AND d.starts_at < ${endsAt} AND d.ends_at > ${startsAt} AND d.id <> ${id}::uuid`)
  return new Set(rows.map((row) => row.id))
}

/** The rehearsed incident is over with its drill: the sweep then stands its call-out down, with the words for that. */
const endRehearsal = (db: Connection, occurrenceId: string, now: Date): Promise<number> =>
  db.run(sql`
    UPDATE incident SET ended_at = ${now}
     WHERE mode = 'exercise' AND ended_at IS NULL
       AND id IN (SELECT e.incident_id FROM hazard_event e JOIN drill_occurrence d ON d.event_id = e.id
                   WHERE d.id = ${occurrenceId})`)

/**
 * Writes a turn and all that goes with it in one transaction, if the occurrence still stands as it was loaded: of two
 * workers with the same turn one saves and the other hears 'already-done'. Returns how many notices were planned.
 */
export const saveTurn = (
  db: Database,
  taken: Taken,
  turn: Turn,
  work: TurnWork,
  now: Date,
): Promise<{ readonly kind: 'saved'; readonly notices: number } | { readonly kind: 'already-done' | 'people-taken' }> =>
  db.transact(async (connection) => {
    const { kind } = turn.action
    const helpers = (work.invitees ?? []).filter(({ role }) => role === 'facilitator')
    if (helpers.length > 0) {
      // One invitation after the other, so that nobody is asked to two places by two of them.
      await connection.run(sql`SELECT pg_advisory_xact_lock(hashtextextended('drill facilitators', 0))`)
      const elsewhere = await helpingElsewhere(connection, taken)
      if (helpers.some(({ responderId }) => elsewhere.has(responderId))) return { kind: 'people-taken' }
    }
    const substitutesDueAt = kind === 'invite' ? silentFrom(taken.startsAt, taken.terms, now) : null
    const changed = await connection.run(sql`
      UPDATE drill_occurrence
         SET state = ${turn.state}, next_action_at = ${turn.nextActionAt},
             -- What people's calendars go by; of a drill that was missed they read that it is not held.
             sequence = sequence + CASE WHEN ${kind === 'invite' || kind === 'missed'} THEN 1 ELSE 0 END,
             substitutes_due_at = CASE WHEN ${kind === 'invite'} THEN ${substitutesDueAt}::timestamptz
                                       WHEN ${kind === 'remind'} THEN substitutes_due_at END,
             invited_at = CASE WHEN ${kind === 'invite'} THEN ${now}::timestamptz ELSE invited_at END,
             started_at = CASE WHEN ${kind === 'start'} THEN ${now}::timestamptz ELSE started_at END,
             event_id = coalesce(${work.eventId ?? null}::uuid, event_id),
             reason = CASE WHEN ${kind === 'missed'} THEN 'found-after-its-time' ELSE reason END
       WHERE id = ${taken.id} AND state = ${taken.state} AND starts_at = ${taken.startsAt}
         AND next_action_at IS NOT DISTINCT FROM ${taken.nextActionAt}::timestamptz`)
    if (changed === 0) return { kind: 'already-done' }
    if (kind === 'finish') await endRehearsal(connection, taken.id, now)
    if (kind === 'invite' || kind === 'start') await drawDrillCode(connection, taken.id, now)
    const about = { occurrenceId: taken.id, eventId: work.eventId ?? null }
    for (const skipped of turn.skipped) await note(connection, about, now, 'drill-notice-skipped', { ...skipped })
    await note(connection, about, now, `drill-${kind}`, { ...work.detail })
    if (work.invitees !== undefined) await insertInvitees(connection, taken.id, work.invitees)
    const notices = work.messages === undefined ? 0 : await writeMessages(connection, taken, work.messages, now)
    return { kind: 'saved', notices }
  })

export interface ListedOccurrence {
  readonly id: string
  readonly programmeId: string
  readonly type: string
  readonly hazard: string
  readonly siteCode: string
  /** Null for a village that has left the register. */
  readonly siteName: string | null
  /** Its turn by the programme. */
  readonly slotAt: Date
  readonly startsAt: Date
  readonly endsAt: Date
  readonly zone: TimeZone
  /** What stands in the way of its turn. */
  readonly closings: readonly Closing[]
  readonly state: OccurrenceState
  readonly reason: string | null
  readonly invited: number
  readonly eventId: string | null
  readonly nextActionAt: Date | null
}

/** Occurrences that start within [from, to), by start, programme and site; at most `limit`. */
export const listOccurrences = (
  db: Connection,
  asked: { readonly from: Date; readonly to: Date; readonly programmeId?: string; readonly limit: number },
): Promise<readonly ListedOccurrence[]> =>
  db.rows<ListedOccurrence>(sql`
    SELECT d.id, d.programme_id AS "programmeId", d.programme ->> 'type' AS type, d.programme ->> 'hazard' AS hazard,
           d.site_code AS "siteCode", s.name AS "siteName", d.slot_at AS "slotAt",
           d.starts_at AS "startsAt", d.closings, d.ends_at AS "endsAt", d.zone,
           d.state, d.reason, d.event_id AS "eventId", d.next_action_at AS "nextActionAt",
           (SELECT count(*)::int FROM drill_invitee i WHERE i.occurrence_id = d.id) AS invited
      FROM drill_occurrence d LEFT JOIN site s ON s.site_code = d.site_code
     WHERE d.starts_at >= ${asked.from} AND d.starts_at < ${asked.to}
       AND d.programme_id = coalesce(${asked.programmeId ?? null}::text, d.programme_id)
     ORDER BY d.starts_at, d.programme_id, d.site_code LIMIT ${asked.limit}`)
