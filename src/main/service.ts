import { catalogue } from '../../jobs/catalogue.ts'
import type { Due } from '../../jobs/sweep.ts'
import type { OutgoingMessage } from '../channels/channel.ts'
import { reasonOf } from '../errors.ts'
import { buildHealthServer } from '../intake/health-server.ts'
import type { Wake } from '../queue/job.ts'
import { LANES } from '../queue/lanes.ts'
import { openBackend, queuesOf } from '../queue/queues.ts'
import { type CronTick, startTicker } from '../queue/ticker.ts'
import { canaryWake, startWatchdog } from '../queue/watchdog.ts'
import { startWorkers } from '../queue/worker.ts'
import type { ChannelName } from '../roster/responder.ts'
import { findDue, lastPulse } from '../store/due.ts'
import { sql } from '../store/sql.ts'
import { askingRun } from './asking.ts'
import { closeXmlReader, knownPlaces, xmlReaderOf } from './cap-reading.ts'
import { exercisePost } from './exercise-post.ts'
import { feedRuns } from './feed-runs.ts'
import { feedTake } from './feed-take.ts'
import { hearingOf } from './hearing.ts'
import { serverOver } from './http-server.ts'
import type { Installation } from './installation.ts'
import { readKnownAhead } from './known-people.ts'
import { listen } from './listen.ts'
import { receiveMails } from './mail-intake.ts'
import { mobilisationRuns } from './mobilisation-runs.ts'
import { plansKept } from './plans-kept.ts'
import { lastKnown, publish, publishedUrl } from './published-url.ts'
import { backendOf } from './queue-access.ts'
import { reportRun } from './report-run.ts'
import { isResting, postOfficeOf, senderRun } from './sender-run.ts'
import type { ServiceRole } from './service-role.ts'
import { campaignRun, canaryRun, drillRuns, sweepRun } from './upkeep-runs.ts'
import { quietly } from './wakes.ts'
import { warmUp } from './warm-up.ts'

/** A running service. */
export interface Service {
  /** Where HTTP listens; null for a worker. */
  readonly url: string | null
  /** Resolves with the reason when the service can do its work no longer and wants to be started anew. */
  readonly broken: Promise<string>
  /** Sweeps until no row is due and no job waits or runs: what a moved clock made due is done when this resolves. */
  settle(): Promise<void>
  /** Finishes what is under way and lets go, last opened first closed. */
  stop(): Promise<void>
}

/** For whoever moves time by hand and looks into the outbox. */
export interface ServiceOptions {
  /** Without it nothing ticks and no watchdog looks: only `settle` and what arrives move anything. */
  readonly ticking?: boolean
  /** Sees each message that the recording channel keeps. */
  readonly onMessage?: (message: OutgoingMessage, channel: ChannelName) => void
}

/** Jobs at once in one process. Sending waits mostly for gateways; planning and reviewing are short. */
const CONCURRENCY = { live: 8, exercise: 4, upkeep: 2 } as const

/** A second of drift would take a clock days; this is for the machine that slept. */
const SET_CLOCK_EVERY_MS = 30_000

/**
 * A lane lives as long as any process runs its canaries; a process that got none of them for so long, though every
 * process sends one each five seconds, has a dead worker of its own.
 */
const OWN_SILENCE_MS = 600_000

const sweepWake = (at: Date): Wake => ({
  job: 'sweep',
  lane: 'upkeep',
  id: `sweep-${at.getTime()}`,
  payload: {},
  // Before a national drill's hundreds of occurrences: real deadlines hang on the sweep.
  first: true,
})

const upkeepWake = (job: 'plan-drills' | 'run-campaigns', at: Date): Wake => ({
  job,
  lane: 'upkeep',
  id: `${job}-${at.getTime()}`,
  payload: {},
})

const upkeepWakes = (at: Date): readonly Wake[] => [
  upkeepWake('plan-drills', at),
  upkeepWake('run-campaigns', at),
  sweepWake(at),
]

/** Wakes on time; the rows say what is due, so that a tick missed or doubled changes nothing. */
const TICKS: readonly CronTick[] = [
  { name: 'sweep', expression: '* * * * * *', wakes: (at) => [sweepWake(at)] },
  { name: 'plan-drills', expression: '0 * * * * *', wakes: (at) => [upkeepWake('plan-drills', at)] },
  { name: 'run-campaigns', expression: '30 * * * * *', wakes: (at) => [upkeepWake('run-campaigns', at)] },
]

const isAnyDue = (due: Due): boolean =>
  due.events.length +
    due.ended.length +
    due.callOuts.length +
    due.occurrences.length +
    due.reports.length +
    due.notices.live +
    due.notices.exercise >
  0

/** Starts a role. What is opened is closed again when a later step fails. */
export const startService = async (
  installation: Installation,
  role: ServiceRole,
  { ticking = true, onMessage }: ServiceOptions = {},
): Promise<Service> => {
  const { configuration, clock, log, database } = installation
  const { environment } = configuration
  const closers: (() => Promise<unknown>)[] = []
  let reportBroken: (reason: string) => void = () => undefined
  const broken = new Promise<string>((resolve) => {
    reportBroken = resolve
  })
  let stopping = false
  let settle = async (): Promise<void> => undefined
  const stop = async (): Promise<void> => {
    stopping = true
    for (const close of closers.splice(0).reverse())
      await close().catch((thrown: unknown) => log.warn('a part did not close cleanly', { error: thrown }))
  }
  try {
    const backend = await openBackend(backendOf(installation), log)
    closers.push(() => backend.close())
    const queues = queuesOf(backend)
    closers.push(() => closeXmlReader(installation))
    const wake = quietly(queues, log)
    let url: string | null = null
    // A service that is away for a moment does not hold up those who are called: they can answer by text.
    const publicUrl = lastKnown(() => environment.publicUrl ?? url ?? publishedUrl(environment))

    const checks = async () => {
      const answered = async (ask: Promise<unknown>): Promise<string> => {
        try {
          return (await ask) === false ? 'no answer' : 'ok'
        } catch {
          return 'no answer'
        }
      }
      const found = { database: await answered(database.rows(sql`SELECT 1`)), queue: await answered(queues.ping()) }
      return { ok: !stopping && Object.values(found).every((word) => word === 'ok'), checks: found }
    }

    if (role !== 'worker') {
      const app = serverOver(installation, queues, publicUrl, checks)
      closers.push(() => app.close())
      url = await listen(app, environment.host, environment.port, 'KENTONGAN_PORT')
      const unpublish = await publish(environment.home, url)
      closers.push(async () => unpublish())
      const receiver = await receiveMails(installation, queues, hearingOf(installation, queues))
      if (receiver !== null) closers.push(() => receiver.close())
    } else if (environment.healthPort !== null) {
      const app = buildHealthServer({ ready: checks })
      closers.push(() => app.close())
      await listen(app, environment.host, environment.healthPort, 'KENTONGAN_HEALTH_PORT')
    }

    if (role !== 'api') {
      const hearing = hearingOf(installation, queues)
      const post = postOfficeOf(installation, hearing, onMessage)
      closers.push(() => post.close())
      const feeds = feedRuns(
        installation,
        configuration.feeds,
        feedTake(installation, queues),
        xmlReaderOf(installation),
        knownPlaces(installation),
      )
      const plans = plansKept(installation)
      const workers = await startWorkers({
        backend,
        concurrency: CONCURRENCY,
        log,
        jobs: catalogue({
          ...mobilisationRuns(installation, wake),
          ...drillRuns(installation, wake, plans, exercisePost(installation, queues)),
          runCampaigns: campaignRun(installation, wake, plans),
          takeReport: reportRun(installation, queues),
          pollFeed: feeds.pollFeed,
          sendNotices: senderRun(installation, post, publicUrl, () => stopping),
          sweep: sweepRun(installation, wake, feeds.dueWakes, askingRun(installation, post, hearing)),
          canary: canaryRun(installation),
        }),
      })
      closers.push(() => workers.close())
      const dueNow = async () => {
        const due = await findDue(database, clock.now())
        return isResting(post) ? { ...due, notices: { live: 0, exercise: 0 } } : due
      }
      settle = async () => {
        do {
          await queues.wake(upkeepWakes(clock.now()))
          await workers.idle()
          // What waits for a gateway that rests is due, and nobody will send it before its time.
        } while (isAnyDue(await dueNow()))
      }
      if (ticking) {
        const ticker = startTicker(TICKS, { wake: (wakes) => queues.wake(wakes), clock, log })
        closers.push(() => ticker.stop())
        const watchdog = startWatchdog({
          lanes: LANES,
          wakeCanary: (lane, at) => queues.wake([canaryWake(lane, at)]),
          lastCanaryAt: async (lane) => {
            const own = workers.lastRunAt(lane)
            const ownIsOld = own !== undefined && Date.now() - own.getTime() > OWN_SILENCE_MS
            return ownIsOld ? own : ((await lastPulse(database, lane)) ?? undefined)
          },
          ping: () => queues.ping(),
          clock,
          log,
          onDead: (lane) => reportBroken(`lane ${lane} is dead`),
        })
        closers.push(() => watchdog.stop())
        await wake(upkeepWakes(clock.now()))
      }
    }
    if (ticking) {
      const setting = setInterval(() => {
        installation
          .setClock()
          .catch((thrown: unknown) => log.warn('the clock could not be set', { reason: reasonOf(thrown) }))
        readKnownAhead(installation).catch(() => undefined)
      }, SET_CLOCK_EVERY_MS)
      closers.push(async () => clearInterval(setting))
    }
    await warmUp(installation, role, ticking)
    return { url, broken, settle: () => settle(), stop }
  } catch (thrown) {
    await stop()
    throw thrown
  }
}
