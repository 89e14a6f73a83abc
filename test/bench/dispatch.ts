import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Installation } from '../../src/main/installation.ts'
import { mobilisationRuns } from '../../src/main/mobilisation-runs.ts'
import { startService } from '../../src/main/service.ts'
import { senderWakes } from '../../src/main/wakes.ts'
import type { CallOutId } from '../../src/mobilisation/hazard-event.ts'
import { type BackendChoice, openBackend, queuesOf } from '../../src/queue/queues.ts'
import type { ChannelName } from '../../src/roster/responder.ts'
import { sql } from '../../src/store/sql.ts'
import { startRedis } from '../support/redis-server.ts'
import { startChild } from './child.ts'
import { enrol } from './enrolled.ts'
import type { Figure } from './figure.ts'
import { addOfficer, aFlood, arrive, type Officer, openGround } from './ground.ts'
import { rawMail, rawSms } from './raw-dispatch.ts'
import { rateOf, rawClient, smscAt, smscStatus, WINDOW } from './smpp.ts'
import { openStage, type Stage } from './stage.ts'
import { usageOfServer } from './usage.ts'

const MESSAGES = 10_000
/** Sent first and not measured. */
const WARM_UP = 200
/** An event asks for 5,000 people at most: each is called as if by so many waves. */
const WAVES = 5
const PEOPLE = (MESSAGES + WARM_UP) / WAVES
const PLACE = [107.5161, -7.1908] as const
const LIMIT_MS = 180_000
/**
 * To either gateway, ours and raw: each message waits for a commit before and after it, so that few connections measure
 * the disk. More than the shipped 10: as many as Postfix allows one client (smtpd_client_connection_count_limit).
 */
const CONNECTIONS = 50
const CHANNELS = ['email', 'sms'] as const

const urlsSchema = z.object({ smtpUrl: z.string(), smsUrl: z.string() })
const countSchema = z.object({ messages: z.int(), refs: z.int() })
const takenSchema = z.object({ email: countSchema, sms: countSchema, cpuMs: z.number(), mib: z.number() })

const isOnPath = (command: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, command), constants.X_OK)
      return true
    } catch {
      return false
    }
  })

/** Messages per second. */
type Rates = Readonly<Partial<Record<ChannelName, number>>>

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
const through = async (
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

const CAPS = [500, 1_000, null] as const

/** Planned rows to accepted SMS through one SMPP session, to an SMSC that answers so many a second. */
const throughSmpp = async (
  stage: Stage,
  installation: Installation,
  officer: Officer,
  choice: BackendChoice,
): Promise<readonly Figure[]> => {
  const smsc = startChild(stage, 'smsc.js')
  const { port } = await smsc.ask({ perSecond: null }, smscStatus)
  const terms = { costRupiah: 0, perSecond: null, burst: 1, order: 1, lanes: ['live', 'exercise'] } as const
  const gateway = {
    kind: 'smpp',
    ...terms,
    url: `smpp://127.0.0.1:${port}`,
    ...smscAt(port),
    connections: WINDOW,
  } as const
  const { configuration } = installation
  const channels = { ...configuration.channels, sms: [gateway] }
  const on = { ...installation, configuration: { ...configuration, channels } }
  const figures: Figure[] = []
  for (const cap of CAPS) {
    const pace = cap === null ? 'as fast as it can' : `${cap} a second`
    stage.tell(`${MESSAGES} messages to an SMSC that answers ${pace}`)
    const before = await smsc.ask({ perSecond: cap }, smscStatus)
    const value = (await through(stage, on, officer, choice, ['sms'])).sms ?? 0
    const { taken } = await smsc.ask({ perSecond: null }, smscStatus)
    if (taken - before.taken !== MESSAGES + WARM_UP) throw new Error(`the SMSC took ${taken - before.taken} messages`)
    const raw = async () => ({ what: 'raw smpp client', value: await rateOf(await rawClient(stage, port), MESSAGES) })
    const ceiling = cap === null ? await raw() : { what: 'the cap', value: cap }
    figures.push({ what: `sms by SMPP, SMSC answers ${pace}`, value, unit: 'messages/s', ceiling })
  }
  return figures
}

/** Planned rows to accepted messages through the real worker, into a sink that takes all at once. */
export const dispatch = async (stage: Stage): Promise<readonly Figure[]> => {
  const sink = startChild(stage, 'sink.js')
  const { smtpUrl, smsUrl } = await sink.ask({ ask: 'urls' }, urlsSchema)
  const opened = await openGround(stage, {
    KENTONGAN_CHANNELS: 'live',
    SMTP_URL: smtpUrl,
    MAIL_FROM: 'Kentongan <kentongan@contoh.id>',
    SMS_URL: smsUrl,
    SMS_TOKEN: 'bench',
    SMS_INBOUND_TOKEN: 'bench',
  })
  const { databaseUrl, database } = opened
  const { email, sms } = opened.configuration.channels
  const wide = <Gateway extends object>(gateway: Gateway) => ({ ...gateway, connections: CONNECTIONS })
  const channels = { ...opened.configuration.channels, email: email.map(wide), sms: sms.map(wide) }
  const configuration = { ...opened.configuration, channels }
  const installation: Installation = { ...opened, configuration }
  const officer = await addOfficer(installation)
  await enrol(installation, PEOPLE, PLACE)
  const changed = (change: Partial<typeof configuration.environment>): Installation => ({
    ...installation,
    configuration: { ...configuration, environment: { ...configuration.environment, ...change } },
  })

  const runs: { name: string; perSecond: Rates }[] = []
  const run = async (name: string, on: Installation, choice: BackendChoice): Promise<void> => {
    const live = on.configuration.environment.channels === 'live'
    // What the rows cost is the same for a mail and for an SMS.
    const channels = live ? CHANNELS : (['email'] as const)
    stage.tell(`${MESSAGES} messages ${name}, by ${channels.join(' and by ')}`)
    const before = await sink.ask({ ask: 'taken' }, takenSchema)
    runs.push({ name, perSecond: await through(stage, on, officer, choice, channels) })
    const after = await sink.ask({ ask: 'taken' }, takenSchema)
    stage.tell(`sink: ${Math.round(after.cpuMs - before.cpuMs)} ms of a processor, ${after.mib} MiB`)
    for (const channel of CHANNELS)
      for (const count of ['messages', 'refs'] as const) {
        const got = after[channel][count] - before[channel][count]
        if (got !== (live ? MESSAGES + WARM_UP : 0)) throw new Error(`the sink got ${got} ${count} by ${channel}`)
      }
  }
  const onPostgres: BackendChoice = { kind: 'postgres', databaseUrl }
  await run('on the PostgreSQL queue', installation, onPostgres)
  if (isOnPath('redis-server')) {
    const redis = await startRedis()
    stage.later(() => redis.stop())
    await run('on the Redis queue', changed({ redisUrl: redis.url }), { kind: 'redis', redisUrl: redis.url })
  } else stage.tell('no redis-server on PATH: not measured on Redis')
  await run('kept and not sent, PostgreSQL queue', changed({ channels: 'record' }), onPostgres)

  const bySmpp = await throughSmpp(stage, installation, officer, onPostgres)
  const [mail] = await database.rows<{ subject: string; body: string }>(sql`
    SELECT subject, body FROM notice WHERE channel = 'email' AND state = 'accepted' LIMIT 1`)
  const [text] = await database.rows<{ body: string }>(sql`
    SELECT body FROM notice WHERE channel = 'sms' AND state = 'accepted' LIMIT 1`)
  if (mail === undefined || text === undefined) throw new Error('no message was accepted')
  stage.tell(
    `the same number raw, each mail with the same HTML, ${mail.body.length} characters a mail, ${text.body.length} an SMS`,
  )
  const raw = {
    email: await rawMail({ smtpUrl, connections: CONNECTIONS, ...mail }, WARM_UP, MESSAGES),
    sms: await rawSms({ smsUrl, connections: CONNECTIONS, text: text.body }, WARM_UP, MESSAGES),
  }
  const ceilings = { email: 'raw nodemailer pool', sms: 'raw http agent' } as const
  const figures = CHANNELS.flatMap((channel) =>
    runs.flatMap(({ name, perSecond }): Figure[] => {
      const value = perSecond[channel]
      const ceiling = { what: ceilings[channel], value: raw[channel] }
      return value === undefined ? [] : [{ what: `${channel} ${name}`, value, unit: 'messages/s', ceiling }]
    }),
  )
  return [...figures, ...bySmpp]
}
