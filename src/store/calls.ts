import type { CallOutId } from '../mobilisation/hazard-event.ts'
import { PRIORITIES } from '../mobilisation/notice.ts'
import { answerBy } from '../mobilisation/rota.ts'
import type { Kind, ResponderId } from '../roster/responder.ts'
import type { Mode } from '../wording/mode.ts'
import { mayBeCalled, type Taking } from './call-guards.ts'
import type { Connection } from './database.ts'
import { MAY_HAVE_LEFT } from './left.ts'
import { sql } from './sql.ts'

/** What the notices of one call-out have in common. */
export interface CallContext {
  readonly callOutId: CallOutId
  readonly mode: Mode
  /** What the templates may use; never a contact. */
  readonly fields: Readonly<Record<string, string>>
  /** The same for those who are called to the place of one thread, by its id; others get `fields`. */
  readonly fieldsByThread: Readonly<Record<string, Readonly<Record<string, string>>>>
  /** In a rota: what a message says of a turn, by the milliseconds of its beginning. */
  readonly fieldsOfShift: Readonly<Record<string, Readonly<Record<string, string>>>>
  readonly ackDeadlineMs: number
  /** Whether somebody who is called now is asked first whether they are safe, and ordered nowhere before. */
  readonly asksFirst: (responderId: string) => boolean
  readonly eventExpiresAt: Date | null
  /** What may be done with people whom others hold; left out: none of them is called. */
  readonly taking?: Taking
}

/** Somebody chosen, with the place taken over where it is a replacement. */
export interface Call {
  readonly responderId: ResponderId
  readonly kind: Kind
  readonly km: number
  readonly rank: number
  readonly wave: number
  readonly replaces: ResponderId | null
  readonly threadId: string | null
  /** In a rota: when the turn begins. */
  readonly shiftAt: Date | null
}

/** What says where to go: nothing of it is said to somebody who is asked whether they are safe. */
const WHERE_TO = ['muster', 'distance']

/** A "go" is worth sending for two deadlines, and for half an hour at the least. */
const SHORTEST_LIFE_MS = 30 * 60_000

const expiryOf = (context: CallContext, now: Date): Date => {
  const own = new Date(now.getTime() + Math.max(2 * context.ackDeadlineMs, SHORTEST_LIFE_MS))
  return context.eventExpiresAt !== null && context.eventExpiresAt < own ? context.eventExpiresAt : own
}

/** Until when each of them may answer. */
export const deadlinesOf = (
  { ackDeadlineMs }: Pick<CallContext, 'ackDeadlineMs'>,
  calls: readonly Pick<Call, 'shiftAt'>[],
  now: Date,
): readonly Date[] => calls.map(({ shiftAt }) => answerBy(now, shiftAt, ackDeadlineMs))

/**
 * Writes who is called, as far as the rows allow it at this instant: an index may be seconds old, the rows are not.
 * Guards: still on the roster with this kind, not opted out, available, reachable (by phone, when it is real), held by
 * no other call-out that keeps them, the number not called already for this one, not called before. Returns the ids that
 * went in; the caller chooses again for the others. Whoever another call-out gives up is told that its order is off.
 */
export const insertCalls = async (
  db: Connection,
  context: CallContext,
  wanted: readonly Call[],
  now: Date,
): Promise<ReadonlySet<string>> => {
  const { taking } = context
  const admitted = await taking?.admit(wanted.map(({ responderId }) => responderId))
  const calls = wanted.filter(({ responderId }) => admitted?.has(responderId) ?? true)
  if (calls.length === 0) return new Set()
  const rows = await db.rows<{ responder_id: string }>(sql`
    WITH pick AS (
      SELECT * FROM unnest(${calls.map((call) => call.responderId)}::uuid[], ${calls.map((call) => call.kind)}::text[],
                           ${calls.map((call) => call.km)}::float8[], ${calls.map((call) => call.rank)}::int[],
                           ${calls.map((call) => call.wave)}::int[], ${calls.map((call) => call.replaces)}::uuid[],
                           ${calls.map((call) => call.threadId)}::uuid[], ${calls.map((call) => call.shiftAt)}::timestamptz[],
                           ${deadlinesOf(context, calls, now)}::timestamptz[],
                           ${calls.map((call) => context.asksFirst(call.responderId))}::boolean[])
               AS p(responder_id, kind, km, rank, wave, replaces, thread_id, shift_at, deadline_at, asked)
    ), allowed AS (
      SELECT pick.*, r.phone_index, r.skills FROM pick JOIN responder r ON r.id = pick.responder_id AND r.kind = pick.kind
       WHERE ${mayBeCalled(context, now)}
         AND NOT EXISTS (SELECT 1 FROM call_out_responder c
                          WHERE c.call_out_id = ${context.callOutId} AND c.phone_index = r.phone_index)
    ), once AS (
      SELECT *, row_number() OVER (PARTITION BY coalesce(phone_index, responder_id::text) ORDER BY rank) AS nth FROM allowed
    )
    INSERT INTO call_out_responder (call_out_id, responder_id, kind, wave, rank, distance_km, replaces, phone_index,
                                    skills, thread_id, shift_at, called_at, deadline_at, safety, safety_at)
    SELECT ${context.callOutId}, responder_id, kind, wave, rank, km, replaces, phone_index, skills, thread_id, shift_at,
           ${now}, deadline_at, CASE WHEN asked THEN 'asked' END, CASE WHEN asked THEN ${now}::timestamptz END
      FROM once WHERE nth = 1
    ON CONFLICT DO NOTHING
    RETURNING responder_id`)
  const called = rows.map((row) => row.responder_id)
  await taking?.withdraw(called)
  await insertCallNotices(db, context, called, now)
  return new Set(called)
}

/** What a person's message says: of the thread that they are called for, of themselves, and in a rota of their turn. */
export const fieldsFor = ({ fields, fieldsByThread }: Pick<CallContext, 'fields' | 'fieldsByThread'>) => ({
  all: JSON.stringify(fields),
  byThread: JSON.stringify(fieldsByThread),
})

/**
 * Tells people who stay called what changed. What had not left yet, or may be repeated, is written anew. What keeps them
 * from danger goes out as early as a first call: `urgent`, and that a level was raised. Those who are asked whether they
 * are safe hear of no place: their order will say it.
 */
export const tellNews = async (
  db: Connection,
  context: CallContext,
  ids: readonly string[],
  purpose: 'raised' | 'correction',
  now: Date,
  urgent = purpose === 'raised',
): Promise<number> => {
  if (ids.length === 0) return 0
  const { all, byThread } = fieldsFor(context)
  await db.run(sql`
    UPDATE notice n SET fields = n.fields || (coalesce(${byThread}::jsonb -> c.thread_id::text, ${all}::jsonb)
                                              - CASE n.purpose WHEN 'safety-check' THEN ${WHERE_TO}::text[] ELSE '{}' END)
      FROM call_out_responder c
     WHERE n.call_out_id = ${context.callOutId} AND n.responder_id = ANY(${ids}::uuid[])
       AND n.purpose IN ('call-out', 'safety-check')
       AND n.state IN ('planned', 'unknown') AND c.call_out_id = n.call_out_id AND c.responder_id = n.responder_id`)
  return db.run(sql`
    INSERT INTO notice (id, call_out_id, responder_id, channel, purpose, wave, mode, priority, state, reason, ref, fields,
                        due_at, expires_at, planned_at, ended_at)
    SELECT gen_random_uuid(), n.call_out_id, n.responder_id, n.channel, ${purpose},
           (SELECT coalesce(max(t.wave), 0) + 1 FROM notice t
             WHERE t.call_out_id = n.call_out_id AND t.responder_id = n.responder_id AND t.purpose = ${purpose}),
           ${context.mode},
           CASE WHEN ${context.mode}::text <> 'actual' THEN ${PRIORITIES.exercise}::int
                WHEN ${urgent} THEN ${PRIORITIES.firstAlert}::int ELSE ${PRIORITIES.topUp}::int END,
           CASE WHEN ${context.mode}::text = 'test' THEN 'cancelled' ELSE 'planned' END,
           CASE WHEN ${context.mode}::text = 'test' THEN 'mode-test' END,
           'kn-' || replace(gen_random_uuid()::text, '-', ''),
           coalesce(${byThread}::jsonb -> c.thread_id::text, ${all}::jsonb) || jsonb_build_object('kind', c.kind),
           ${now}, ${expiryOf(context, now)}, ${now}, CASE WHEN ${context.mode}::text = 'test' THEN ${now}::timestamptz END
      FROM notice n JOIN call_out_responder c USING (call_out_id, responder_id)
     WHERE n.call_out_id = ${context.callOutId} AND n.responder_id = ANY(${ids}::uuid[]) AND n.purpose = 'call-out'
       AND ${MAY_HAVE_LEFT}
       AND c.stood_down_at IS NULL AND c.done_at IS NULL AND c.answer IS DISTINCT FROM 'no'
       AND c.safety IS DISTINCT FROM 'asked'
     GROUP BY n.call_out_id, n.responder_id, n.channel, c.kind, c.thread_id
    ON CONFLICT DO NOTHING`)
}

/**
 * Writes the calls that go out to people whose rows say that they are called, nearest first: their order, or to those whose
 * rows say so the question whether they are safe, which names no place to go to. Of somebody with several channels the
 * later ones wait as long as the call-out says (channel_pause_ms), for the case of silence.
 */
export const insertCallNotices = (
  db: Connection,
  context: CallContext,
  called: readonly string[],
  now: Date,
): Promise<number> =>
  db.run(sql`
    INSERT INTO notice (id, call_out_id, responder_id, channel, purpose, wave, mode, priority, state, reason, ref, fields,
                        due_at, expires_at, planned_at, ended_at, turn, because)
    SELECT gen_random_uuid(), c.call_out_id, c.responder_id, channel.name, what.purpose,
           -- A person who is called again within one wave gets the next number.
           greatest(c.wave, 1 + coalesce((SELECT max(t.wave) FROM notice t
                                           WHERE t.call_out_id = c.call_out_id AND t.responder_id = c.responder_id
                                             AND t.purpose = what.purpose), 0)), ${context.mode},
           CASE WHEN ${context.mode}::text <> 'actual' THEN ${PRIORITIES.exercise}::int
                WHEN c.wave = 1 AND c.replaces IS NULL AND NOT channel.waits THEN ${PRIORITIES.firstAlert}::int ELSE ${PRIORITIES.topUp}::int END,
           CASE WHEN ${context.mode}::text = 'test' THEN 'cancelled' ELSE 'planned' END,
           CASE WHEN ${context.mode}::text = 'test' THEN 'mode-test' END,
           'kn-' || replace(gen_random_uuid()::text, '-', ''),
           (coalesce(${fieldsFor(context).byThread}::jsonb -> c.thread_id::text, ${fieldsFor(context).all}::jsonb)
             || jsonb_build_object('kind', c.kind, 'distance', greatest(1, round(c.distance_km))::text || ' km')
             || coalesce(${JSON.stringify(context.fieldsOfShift)}::jsonb -> (extract(epoch FROM c.shift_at) * 1000)::bigint::text,
                         '{}'))
             - CASE what.purpose WHEN 'safety-check' THEN ${WHERE_TO}::text[] ELSE '{}' END,
           ${now}::timestamptz
             + CASE WHEN channel.waits THEN (channel.turn - 1) * o.channel_pause_ms ELSE 0 END * interval '1 millisecond',
           ${expiryOf(context, now)}, ${now}, CASE WHEN ${context.mode}::text = 'test' THEN ${now}::timestamptz END,
           channel.turn, CASE WHEN channel.waits THEN 'silence' END
      FROM call_out_responder c
      JOIN call_out o ON o.id = c.call_out_id
      JOIN responder r ON r.id = c.responder_id
      CROSS JOIN LATERAL (
        -- E-mail alone is no channel for a live order: the telephone does not wait for it.
        SELECT given.name, given.turn, given.turn > 1 AND o.channel_pause_ms > 0
                 AND NOT (given.name = 'sms' AND ${context.mode}::text = 'actual') AS waits
          FROM (SELECT name, row_number() OVER (ORDER BY nth)::int AS turn
                  FROM unnest(r.channels) WITH ORDINALITY AS own(name, nth)
                 WHERE CASE name WHEN 'sms' THEN r.phone_sealed IS NOT NULL ELSE r.email_sealed IS NOT NULL END) given
      ) channel
      CROSS JOIN LATERAL (SELECT CASE WHEN c.safety = 'asked' THEN 'safety-check' ELSE 'call-out' END AS purpose) what
     WHERE c.call_out_id = ${context.callOutId} AND c.responder_id = ANY(${called}::uuid[])
       -- Told the same already, and nothing else since: once is enough.
       AND NOT EXISTS (
         SELECT 1 FROM notice g
          WHERE g.call_out_id = c.call_out_id AND g.responder_id = c.responder_id AND g.channel = channel.name
            AND g.purpose = what.purpose AND g.state IN ('planned', 'claimed', 'sending', 'accepted', 'delivered', 'unknown')
            AND NOT EXISTS (
              SELECT 1 FROM notice s
               WHERE s.call_out_id = g.call_out_id AND s.responder_id = g.responder_id AND s.channel = g.channel
                 AND s.purpose IN ('stand-down', 'call-out', 'safety-check') AND s.purpose <> what.purpose
                 AND s.state <> 'cancelled' AND s.serial > g.serial))
     -- Their serial numbers decide who goes first among equals: the nearest, on the channel they prefer.
     ORDER BY c.rank, channel.turn
    -- Named: else each row is first looked for in every unique index of the table.
    ON CONFLICT (call_out_id, responder_id, purpose, wave, channel) DO NOTHING`)
