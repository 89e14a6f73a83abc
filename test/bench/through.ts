import { setTimeout as pause } from 'node:timers/promises'
import type { Installation } from '../../src/main/installation.ts'
import { mobilisationRuns } from '../../src/main/mobilisation-runs.ts'
import { startService } from '../../src/main/service.ts'
import { senderWakes } from '../../src/main/wakes.ts'
import type { CallOutId } from '../../src/mobilisation/hazard-event.ts'
import { type BackendChoice, openBackend, queuesOf } from '../../src/queue/queues.ts'
import type { ChannelName } from '../../src/roster/responder.ts'
import { sql } from '../../src/store/sql.ts'
import { aFlood, arrive, type Officer } from './ground.ts'
import { openStage, type Stage } from './stage.ts'
import { usageOfServer } from './usage.ts'

export const MESSAGES = 10_000
/** Sent first and not measured. */
export const WARM_UP = 200
/** An event asks for 5,000 people at most: each is called as if by so many waves. */
const WAVES = 5
export const PEOPLE = (MESSAGES + WARM_UP) / WAVES
export const PLACE = [107.5161, -7.1908] as const
const LIMIT_MS = 180_000

/** Messages per second. */
export type Rates = Readonly<Partial<Record<ChannelName, number>>>

let calledOut = 0

/** A call-out of everybody whose notices are all planned and due only tomorrow. */
const planAhead = async (installation: Installation, officer: Officer): Promise<CallOutId> => {
  const { database, clock } = installation
  calledOut += 1
  // Nobody is taken from a call-out that goes on and is as urgent.
  await database.run(sql`UPDATE call_out SET status = 'closed', review_due_at = NULL`)
  const event = aFlood(`dispatch-${calledOut}`, clock.now(), PLACE, { tagana: PEOPLE })
  const { eventId, callOutId } = await arrive(installation, officer, event)
  await mobilisationRuns(installation, async () => undefined).assessEvent({ eventId })
  await database.run(sql`
    INSERT INTO notice (id, call_out_id, responder_id, channel, purpose, wave, mode, priority, state, ref, fields, due_at,
                        expires_at, planned_at)
    SELECT gen_random_uuid(), call_out_id, responder_id, channel, purpose, wave + more, mode, priority, state,
           ref || '-' || more, fields, due_at, expires_at, planned_at
      FROM notice, generate_series(1, ${WAVES - 1}::int) AS more WHERE call_out_id = ${callOutId}`)
  const held = await database.run(sql`
    UPDATE notice SET due_at = ${new Date(clock.now().getTime() + 86_400_000)} WHERE call_out_id = ${callOutId}`)
  if (held !== 2 * (MESSAGES + WARM_UP)) throw new Error(`${held} notices were planned`)
  return callOutId
}

/** Makes some notices due, wakes the senders as a plan does, and gives the ms until the last one was accepted. */
const sendSome = async (
  { database, clock }: Installation,
  wakeSenders: (at: Date) => Promise<void>,
  callOutId: CallOutId,
  channel: ChannelName,
  count: number,
): Promise<number> => {
  const accepted = async () => {
    const [row] = await database.rows<{ n: number; last: Date | null }>(sql`
      SELECT count(*)::int AS n, max(accepted_at) AS last FROM notice
       WHERE call_out_id = ${callOutId} AND channel = ${channel} AND state = 'accepted'`)
    return { n: row?.n ?? 0, lastMs: row?.last?.getTime() ?? 0 }
  }
  const before = await accepted()
  const begin = clock.now()
  await database.run(sql`
    UPDATE notice SET due_at = ${begin}
     WHERE id IN (SELECT id FROM notice WHERE call_out_id = ${callOutId} AND channel = ${channel} AND state = 'planned'
                   ORDER BY serial LIMIT ${count})`)
  // From when they are there: to make ten thousand rows due at once takes most of a second itself.
  const since = clock.now()
  await wakeSenders(since)
  for (;;) {
    const now = await accepted()
    if (now.n === before.n + count) return now.lastMs - since.getTime()
    const tookMs = clock.now().getTime() - since.getTime()
    if (tookMs > LIMIT_MS) throw new Error(`${now.n - before.n} of ${count} were accepted after ${tookMs} ms`)
    // Seldom: to count ten thousand rows takes from what is measured. The last hand-over's own time is in its row.
    await pause(500)
  }
}

/** Sends by each of the channels through a worker on these queues. */
export const through = async (
  stage: Stage,
  installation: Installation,
  officer: Officer,
  choice: BackendChoice,
  channels: readonly ChannelName[],
): Promise<Rates> => {
  const callOutId = await planAhead(installation, officer)
  const own = openStage(stage.tell)
  stage.later(own.close)
  const backend = await openBackend(choice, installation.log)
  own.later(() => backend.close())
  const queues = queuesOf(backend)
  const service = await startService(installation, 'worker')
  own.later(() => service.stop())
  const wakeSenders = (at: Date) => queues.wake(senderWakes('live', MESSAGES, at))
  try {
    const perSecond: Partial<Record<ChannelName, number>> = {}
    for (const channel of channels) {
      await sendSome(installation, wakeSenders, callOutId, channel, WARM_UP)
      const before = process.cpuUsage()
      const serverBefore = await usageOfServer(installation.database)
      const ms = await sendSome(installation, wakeSenders, callOutId, channel, MESSAGES)
      const { user, system } = process.cpuUsage(before)
      const server = await usageOfServer(installation.database)
      const share = (cpuMs: number): number => Math.round((100 * cpuMs) / ms)
      const memory = Math.round(process.memoryUsage().rss / 2 ** 20)
      stage.tell(`worker: ${share((user + system) / 1_000)} % of a processor, ${memory} MiB, by ${channel}`)
      stage.tell(`PostgreSQL: ${share(server.cpuMs - serverBefore.cpuMs)} % of a processor, ${server.mib} MiB`)
      perSecond[channel] = (MESSAGES / ms) * 1_000
    }
    return perSecond
  } finally {
    await own.close()
  }
}
