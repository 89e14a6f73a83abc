import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { z } from 'zod'
import type { Installation } from '../../src/main/installation.ts'
import type { BackendChoice } from '../../src/queue/queues.ts'
import type { ChannelName } from '../../src/roster/responder.ts'
import { sql } from '../../src/store/sql.ts'
import { startRedis } from '../support/redis-server.ts'
import { startChild } from './child.ts'
import { throughSmpp } from './dispatch-smpp.ts'
import { enrol } from './enrolled.ts'
import { type Figure, percentile } from './figure.ts'
import { addOfficer, openGround } from './ground.ts'
import { rawMail, rawSms } from './raw-dispatch.ts'
import type { Stage } from './stage.ts'
import { MESSAGES, PEOPLE, PLACE, type Rates, through, WARM_UP } from './through.ts'

/** Ours and raw in turns: whatever else the machine does strikes both alike. The median round counts. */
const ROUNDS = 3
/**
 * To either gateway, ours and raw: each message waits for a commit before and after it, so that few connections measure
 * the disk. More than the shipped 10: as many as Postfix allows one client (smtpd_client_connection_count_limit).
 */
const CONNECTIONS = 50
const CHANNELS = ['email', 'sms'] as const
const RAW_NAME = 'raw'
const RAW = { email: 'raw nodemailer pool', sms: 'raw http agent' } as const

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

/** Planned rows to accepted messages through the real worker, into a sink that takes all at once; medians of rounds in turns. */
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

  /** What was measured by the name of the run, a round each. */
  const rounds = new Map<string, Rates[]>()
  const keep = (name: string, perSecond: Rates): void => {
    rounds.set(name, [...(rounds.get(name) ?? []), perSecond])
    const told = Object.entries(perSecond).map(([channel, value]) => `${channel} ${Math.round(value)} a second`)
    stage.tell(`${name}: ${told.join(', ')}`)
  }
  const run = async (name: string, on: Installation, choice: BackendChoice): Promise<void> => {
    const live = on.configuration.environment.channels === 'live'
    const before = await sink.ask({ ask: 'taken' }, takenSchema)
    // What the rows cost is the same for a mail and for an SMS.
    keep(name, await through(stage, on, officer, choice, live ? CHANNELS : ['email']))
    const after = await sink.ask({ ask: 'taken' }, takenSchema)
    stage.tell(`sink: ${Math.round(after.cpuMs - before.cpuMs)} ms of a processor, ${after.mib} MiB`)
    for (const channel of CHANNELS)
      for (const count of ['messages', 'refs'] as const) {
        const got = after[channel][count] - before[channel][count]
        if (got !== (live ? MESSAGES + WARM_UP : 0)) throw new Error(`the sink got ${got} ${count} by ${channel}`)
      }
  }
  const raw = async (): Promise<void> => {
    const [mail] = await database.rows<{ subject: string; body: string }>(sql`
      SELECT subject, body FROM notice WHERE channel = 'email' AND state = 'accepted' LIMIT 1`)
    const [text] = await database.rows<{ body: string }>(sql`
      SELECT body FROM notice WHERE channel = 'sms' AND state = 'accepted' LIMIT 1`)
    if (mail === undefined || text === undefined) throw new Error('no message was accepted')
    stage.tell(`raw: each mail of ${mail.body.length} characters with the same HTML, each SMS of ${text.body.length}`)
    keep(RAW_NAME, {
      email: await rawMail({ smtpUrl, connections: CONNECTIONS, ...mail }, WARM_UP, MESSAGES),
      sms: await rawSms({ smsUrl, connections: CONNECTIONS, text: text.body }, WARM_UP, MESSAGES),
    })
  }
  const onPostgres: BackendChoice = { kind: 'postgres', databaseUrl }
  const redis = isOnPath('redis-server') ? await startRedis() : undefined
  if (redis === undefined) stage.tell('no redis-server on PATH: not measured on Redis')
  else stage.later(() => redis.stop())
  for (let round = 1; round <= ROUNDS; round += 1) {
    stage.tell(`round ${round} of ${ROUNDS}, ${MESSAGES} messages each`)
    await run('on the PostgreSQL queue', installation, onPostgres)
    await raw()
    if (redis !== undefined)
      await run('on the Redis queue', changed({ redisUrl: redis.url }), { kind: 'redis', redisUrl: redis.url })
  }
  await run('kept and not sent, PostgreSQL queue', changed({ channels: 'record' }), onPostgres)
  const bySmpp = await throughSmpp(stage, installation, officer, onPostgres)

  const median = (name: string, channel: ChannelName): number | undefined => {
    const values = (rounds.get(name) ?? []).flatMap((one) => one[channel] ?? [])
    return values.length === 0 ? undefined : percentile(values, 0.5)
  }
  const figures = CHANNELS.flatMap((channel) =>
    [...rounds.keys()].flatMap((name): Figure[] => {
      const value = median(name, channel)
      const ceiling = median(RAW_NAME, channel)
      if (name === RAW_NAME || value === undefined || ceiling === undefined) return []
      return [
        { what: `${channel} ${name}`, value, unit: 'messages/s', ceiling: { what: RAW[channel], value: ceiling } },
      ]
    }),
  )
  return [...figures, ...bySmpp]
}
