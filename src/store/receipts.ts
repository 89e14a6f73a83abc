import { maskContacts } from '../masking.ts'
import type { NoticeState } from '../mobilisation/notice.ts'
import { afterReceipt, type ReceiptState } from '../mobilisation/receipt.ts'
import { clearFlags, flagContacts } from './contact-flags.ts'
import type { Connection, Database } from './database.ts'
import { callOnNextChannel } from './next-channel.ts'
import { type Statement, sql } from './sql.ts'
import { note } from './timeline.ts'

/** What a gateway said of a message; one of `ref` and `providerRef` is there. */
export interface ReceiptGiven {
  readonly gateway: string
  readonly ref: string | null
  readonly providerRef: string | null
  readonly state: ReceiptState
  readonly reason: string | null
  readonly at: Date
}

/** How the gateway names the message; `ref:…` where it brings our own name of it back. */
const messageOf = ({ ref, providerRef }: Pick<ReceiptGiven, 'ref' | 'providerRef'>): string =>
  ref === null ? `id:${providerRef}` : `ref:${ref}`

/**
 * A receipt whose message is not found is looked at again for so long: its message may still be on its way to the row.
 * Then it is only kept.
 */
export const LOOKED_FOR_MS = 3_600_000

/** Gateways count their names of messages anew now and then; none tells of a message so long after it left. */
const TOLD_WITHIN_MS = 7 * 86_400_000

/** More than a second brings; the next sweep goes on. */
const AT_ONCE = 2_000

/**
 * Keeps receipts, each once: the same gateway saying the same of the same message again changes nothing. Where it has given
 * that name to a message which left since, it speaks of that one, and the new receipt takes the place of the old. Gives how
 * many were new. What they mean is for `settleReceipts`.
 */
export const keepReceipts = (db: Connection, receipts: readonly ReceiptGiven[], now: Date): Promise<number> =>
  db.run(sql`
    INSERT INTO receipt (gateway, message, ref, provider_ref, state, reason, said_at, received_at)
    SELECT gateway, message, ref, provider_ref, state, reason, said_at, ${now}
      FROM (SELECT DISTINCT ON (gateway, message, state) *
              FROM unnest(${receipts.map(({ gateway }) => gateway)}::text[], ${receipts.map(messageOf)}::text[],
                          ${receipts.map(({ ref }) => ref)}::text[], ${receipts.map(({ providerRef }) => providerRef)}::text[],
                          ${receipts.map(({ state }) => state)}::text[],
                          ${receipts.map(({ reason }) => (reason === null ? null : maskContacts(reason)))}::text[],
                          ${receipts.map(({ at }) => at)}::timestamptz[])
                     WITH ORDINALITY AS r(gateway, message, ref, provider_ref, state, reason, said_at, nth)
             ORDER BY gateway, message, state, nth) r
     -- Of one message as they came; and all who keep receipts at once lock known ones in one order.
     ORDER BY gateway, message, nth
    ON CONFLICT (gateway, message, state) DO UPDATE
       SET id = DEFAULT, reason = excluded.reason, said_at = excluded.said_at, received_at = excluded.received_at,
           notice_id = NULL, settled_at = NULL, effect = NULL
     WHERE receipt.ref IS NULL
       AND EXISTS (SELECT 1 FROM notice n
                    WHERE n.provider_ref = excluded.provider_ref AND (n.gateway IS NULL OR n.gateway = excluded.gateway)
                      AND n.provider_ref IS NOT NULL AND n.channel <> 'email' AND n.provider_ref <> 'recorded'
                      AND n.id IS DISTINCT FROM receipt.notice_id AND n.sending_at > receipt.received_at)`)

/**
 * Which of these gateways each receipt is about, where several tell by one way: the one by which its message left; the
 * first of them where that is not known. `gateways` has one at least.
 */
export const attributed = async (
  db: Connection,
  receipts: readonly Omit<ReceiptGiven, 'gateway'>[],
  gateways: readonly [string, ...string[]],
): Promise<readonly ReceiptGiven[]> => {
  const [first] = gateways
  if (gateways.length === 1) return receipts.map((receipt) => ({ ...receipt, gateway: first }))
  const rows = await db.rows<{ name: string; gateway: string }>(sql`
    SELECT 'ref:' || ref AS name, gateway FROM notice
     WHERE ref = ANY(${receipts.map(({ ref }) => ref)}::text[]) AND gateway = ANY(${gateways}::text[])
    UNION
    SELECT 'id:' || provider_ref, gateway FROM notice
     WHERE provider_ref = ANY(${receipts.map(({ providerRef }) => providerRef)}::text[]) AND gateway = ANY(${gateways}::text[])
       AND provider_ref IS NOT NULL AND channel <> 'email' AND provider_ref <> 'recorded'`)
  const known = new Map(rows.map(({ name, gateway }) => [name, gateway]))
  return receipts.map((receipt) => ({ ...receipt, gateway: known.get(messageOf(receipt)) ?? first }))
}

interface Matched {
  readonly receipt: string
  readonly said: ReceiptState
  readonly reason: string | null
  readonly id: string
  readonly state: NoticeState
  readonly tries: number
}

/**
 * The open receipts with their messages, in the order in which they came. A message that somebody else holds at this
 * moment is left for the next time; and so nobody ever waits for these locks in a circle.
 */
const matched = (db: Connection, open: Statement, leftAfter: Date): Promise<Matched[]> =>
  db.rows<Matched>(sql`
    WITH open AS (${open}),
    found AS (
      SELECT o.id AS receipt, n.id FROM open o JOIN notice n ON n.ref = o.ref
       WHERE n.gateway IS NULL OR n.gateway = o.gateway
       UNION
      -- Of several that the gateway called the same, the last that left.
      (SELECT DISTINCT ON (o.id) o.id, n.id FROM open o JOIN notice n ON n.provider_ref = o.provider_ref
        WHERE o.ref IS NULL AND (n.gateway IS NULL OR n.gateway = o.gateway) AND n.sending_at > ${leftAfter}
          AND n.provider_ref IS NOT NULL AND n.channel <> 'email' AND n.provider_ref <> 'recorded'
        ORDER BY o.id, n.sending_at DESC, n.serial DESC)
    )
    SELECT f.receipt::text, o.state AS said, o.reason, n.id, n.state, n.tries
      FROM found f JOIN open o ON o.id = f.receipt JOIN notice n ON n.id = f.id
     ORDER BY f.receipt FOR UPDATE OF n SKIP LOCKED`)

/** What the receipts of one message come to, taken one after the other. */
interface Settled {
  readonly id: string
  readonly before: NoticeState
  state: NoticeState
  reason: string | null
  readonly receipts: { readonly id: string; readonly effect: string | null }[]
  forGood: string | null
}

const settledBy = (rows: readonly Matched[]): readonly Settled[] => {
  const byNotice = new Map<string, Settled>()
  for (const { receipt, said, reason, id, state, tries } of rows) {
    const one = byNotice.get(id) ?? { id, before: state, state, reason: null, receipts: [], forGood: null }
    const effect = afterReceipt({ state: one.state, tries }, said)
    if (effect.kind === 'not-yet') continue
    byNotice.set(id, one)
    one.receipts.push({ id: receipt, effect: effect.kind === 'becomes' ? effect.state : null })
    // Said of the number and not of the message: it counts whatever the message is known to be, unless that arrived.
    if (said === 'failed-for-good' && tries > 0) one.forGood = reason ?? 'gateway: failed for good'
    if (said === 'delivered' || one.state === 'delivered') one.forGood = null
    if (effect.kind !== 'becomes') continue
    one.state = effect.state
    one.reason = effect.state === 'delivered' || effect.state === 'accepted' ? null : (reason ?? `gateway: ${said}`)
  }
  return [...byNotice.values()]
}

const writeSettled = async (db: Connection, settled: readonly Settled[], now: Date): Promise<void> => {
  const changed = settled.filter(({ before, state }) => before !== state)
  await db.run(sql`
    UPDATE notice n
       SET state = s.state, reason = s.reason, lease_until = NULL,
           accepted_at = CASE WHEN s.state IN ('accepted', 'delivered') THEN coalesce(n.accepted_at, ${now}::timestamptz)
                              ELSE n.accepted_at END,
           delivered_at = CASE WHEN s.state = 'delivered' THEN ${now}::timestamptz ELSE n.delivered_at END,
           settled_at = CASE WHEN n.state = 'unknown' OR (n.repeats > 0 AND n.accepted_at IS NULL)
                             THEN coalesce(n.settled_at, ${now}::timestamptz) ELSE n.settled_at END,
           ended_at = CASE WHEN s.state = 'accepted' THEN NULL ELSE ${now}::timestamptz END
      FROM unnest(${changed.map(({ id }) => id)}::uuid[], ${changed.map(({ state }) => state)}::text[],
                  ${changed.map(({ reason }) => reason)}::text[]) AS s(id, state, reason)
     WHERE n.id = s.id`)
  const receipts = settled.flatMap((one) => one.receipts.map((receipt) => ({ ...receipt, noticeId: one.id })))
  await db.run(sql`
    UPDATE receipt r SET notice_id = s.notice_id, settled_at = ${now}, effect = s.effect
      FROM unnest(${receipts.map(({ id }) => id)}::bigint[], ${receipts.map(({ noticeId }) => noticeId)}::uuid[],
                  ${receipts.map(({ effect }) => effect)}::text[]) AS s(id, notice_id, effect)
     WHERE r.id = s.id`)
}

/** What became known by receipts, with how many messages an outcome that nobody knew was told of. */
export interface Settlement {
  readonly receipts: number
  readonly settledUnknown: number
}

/**
 * Finds the messages of the open receipts and writes what these say. A receipt that comes before its message's own
 * outcome waits for it; one whose message is not found, such as another system's, only stays. Numbers that failed for good
 * are flagged, and whose call failed is called on their next channel. No receipt answers a call: needs stay as they are.
 */
export const settleReceipts = (db: Database, now: Date): Promise<Settlement> =>
  db.transact(async (connection) => {
    // One at a time: of two at once both would count what a receipt says of a number.
    await connection.run(sql`SELECT pg_advisory_xact_lock(hashtextextended('kentongan receipts', 0))`)
    const rows = await matched(
      connection,
      sql`SELECT id, gateway, ref, provider_ref, state, reason FROM receipt
           WHERE settled_at IS NULL AND received_at > ${new Date(now.getTime() - LOOKED_FOR_MS)}
           ORDER BY received_at DESC, id DESC LIMIT ${AT_ONCE}`,
      new Date(now.getTime() - TOLD_WITHIN_MS),
    )
    const settled = settledBy(rows)
    if (settled.length === 0) return { receipts: 0, settledUnknown: 0 }
    await writeSettled(connection, settled, now)
    const idsOf = (...states: readonly NoticeState[]): string[] =>
      settled.filter((one) => one.before !== one.state && states.includes(one.state)).map(({ id }) => id)
    await clearFlags(connection, idsOf('delivered'))
    await flagContacts(
      connection,
      settled.flatMap(({ id, forGood }) => (forGood === null ? [] : [{ noticeId: id, reason: forGood }])),
      now,
    )
    const planned = await callOnNextChannel(connection, idsOf('failed', 'expired'), 'failed', now)
    for (const [callOutId, notices] of planned)
      await note(connection, { callOutId }, now, 'next-channel', { because: 'failed', notices })
    return {
      receipts: settled.reduce((sum, one) => sum + one.receipts.length, 0),
      settledUnknown: settled.filter(({ before, state }) => before === 'unknown' && state !== 'unknown').length,
    }
  })
