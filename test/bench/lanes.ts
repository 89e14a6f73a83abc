import { setTimeout as pause } from 'node:timers/promises'
import { z } from 'zod'
import type { Installation } from '../../src/main/installation.ts'
import { startService } from '../../src/main/service.ts'
import { senderWakes } from '../../src/main/wakes.ts'
import { openBackend, queuesOf } from '../../src/queue/queues.ts'
import { sql } from '../../src/store/sql.ts'
import { startChild } from './child.ts'
import { enrol } from './enrolled.ts'
import type { Figure } from './figure.ts'
import { addOfficer, aFlood, arrive, openGround } from './ground.ts'
import type { Stage } from './stage.ts'

const EXERCISE = 74_000
const LIVE = 50
const PLACE = [107.5161, -7.1908] as const
/** A gateway that takes ten minutes for the exercise: slower than the machine, so that the budget is what is fought for. */
const PER_SECOND = 120
const LIMIT_MS = 60_000

const urlsSchema = z.object({ smtpUrl: z.string(), smsUrl: z.string() })

/** An exercise that calls everybody, as rows that are due, without the hour that planning them in a drill takes. */
const planExercise = ({ database, clock }: Installation) =>
  database.run(sql`
    INSERT INTO notice (id, responder_id, channel, purpose, wave, mode, priority, state, ref, fields, due_at, planned_at)
    SELECT gen_random_uuid(), person.id, 'sms', 'drill-invite', nth, 'exercise', 5, 'planned', gen_random_uuid(),
           '{"drill":"Latihan","place":"Warnasari","day":"Minggu 23/11","time":"09.00 WIB","code":"A7K2","at":"09.00 WIB",
             "muster":"Balai Desa","hazard":"banjir","regency":"Bandung","office":"Dinsos Bandung","duration":"2 jam"}'::jsonb,
           ${clock.now()}, ${clock.now()}
      FROM (SELECT id FROM responder LIMIT 1) person, generate_series(1, ${EXERCISE}::int) AS nth`)

/** From a signed event's arrival to its messages' hand-over, while an exercise keeps the gateway busy. */
export const lanes = async (stage: Stage): Promise<readonly Figure[]> => {
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
  const { configuration, database, log, clock, databaseUrl } = opened
  const sms = configuration.channels.sms.map((gateway) => ({
    ...gateway,
    perSecond: PER_SECOND,
    burst: PER_SECOND / 5,
  }))
  const channels = { ...configuration.channels, sms, email: [] }
  const installation: Installation = { ...opened, configuration: { ...configuration, channels } }
  const officer = await addOfficer(installation)
  await enrol(installation, LIVE, PLACE)
  const planned = await planExercise(installation)
  stage.tell(`${planned} messages of an exercise are due; the gateway may be given ${PER_SECOND} a second`)

  const backend = await openBackend({ kind: 'postgres', databaseUrl }, log)
  stage.later(() => backend.close())
  const queues = queuesOf(backend)
  const service = await startService(installation, 'worker')
  stage.later(() => service.stop())
  await queues.wake(senderWakes('exercise', EXERCISE, clock.now()))
  const count = async (mode: string) => {
    const [row] = await database.rows<{ n: number; first: Date | null; last: Date | null }>(sql`
      SELECT count(*)::int AS n, min(sending_at) AS first, max(accepted_at) AS last
        FROM notice WHERE mode = ${mode} AND channel = 'sms' AND state = 'accepted'`)
    return { n: row?.n ?? 0, firstMs: row?.first?.getTime() ?? 0, lastMs: row?.last?.getTime() ?? 0 }
  }
  await pause(10_000)
  const [before, beforeMs] = [(await count('exercise')).n, performance.now()]
  await pause(5_000)
  const alone = ((await count('exercise')).n - before) / ((performance.now() - beforeMs) / 1_000)

  const begin = clock.now()
  const event = aFlood('lanes', begin, PLACE, { tagana: LIVE })
  const { eventId } = await arrive(installation, officer, event)
  await queues.wake([{ job: 'assess-event', lane: 'live', id: `assess-${eventId}`, payload: { eventId } }])
  for (;;) {
    const live = await count('actual')
    const tookMs = clock.now().getTime() - begin.getTime()
    if (live.n === LIVE) {
      const since = (ms: number): number => (ms - begin.getTime()) / 1_000
      return [
        {
          what: 'exercise, before the event',
          value: alone,
          unit: 'messages/s',
          ceiling: { what: 'budget', value: PER_SECOND },
        },
        { what: 'first real message handed over after', value: since(live.firstMs), unit: 's' },
        { what: 'last of 50 taken after', value: since(live.lastMs), unit: 's' },
      ]
    }
    if (tookMs > LIMIT_MS) throw new Error(`${live.n} of ${LIVE} real messages were taken after ${tookMs} ms`)
    await pause(50)
  }
}
