import { setTimeout as pause } from 'node:timers/promises'
import { type Chance, seededChance } from '../../src/roster/chance.ts'
import { type Running, until } from '../support/processes.ts'
import { MADE_UP } from './crowd.ts'
import type { Ground } from './ground.ts'
import { judge, type Verdict } from './verdict.ts'

export interface KillPlan {
  readonly people: number
  readonly kills: number
  /** How often the queues are emptied in the middle. */
  readonly flushes: number
  readonly seed: number
}

export interface KillRun {
  readonly verdict: Verdict
  /** What five copies of the event, posted at once, were answered. */
  readonly answers: readonly number[]
  /** Call-outs that they made. */
  readonly callOuts: number
  readonly kills: number
  /** Kills after which messages were still owed and a new one came, and how long the first one took, in ms. */
  readonly recoveriesMs: readonly number[]
  /** Kills at a moment when nothing was left to send. */
  readonly idleKills: number
  readonly flushes: number
  /** From the first post until nothing was under way any more. */
  readonly tookMs: number
  /** Lines of the service's log that hold a made-up person's phone or mailbox. */
  readonly leaks: number
}

const COPIES = 5
// One kill in five comes at a moment that has nothing to do with messages: while the worker starts, claims or waits.
const BLIND_KILLS = 0.2
const LONGEST_BLIND_MS = 3_000
const LONGEST_EXTRA_MS = 100
// A lease, a sweep, a start of Node, and some patience with a loaded machine.
const NEXT_MESSAGE_LIMIT_MS = 60_000
const END_LIMIT_MS = 300_000
// What the dead worker had on the wire may still arrive; no new process is up before this.
const AFTERGLOW_MS = 250

/** Rows under way or waiting; operators' messages may come later and are not waited for. */
const UNDER_WAY = `SELECT count(*)::int AS n FROM notice
                    WHERE purpose = 'call-out' AND state IN ('planned', 'claimed', 'sending')`

export const underWay = async (ground: Ground): Promise<number> => {
  const [row] = await ground.rows<{ n: number }>(UNDER_WAY)
  return row?.n ?? 0
}

/** Resolves when every call has left, failed or is unknown. */
export const untilAllLeft = (ground: Ground, owed: number, limitMs = END_LIMIT_MS): Promise<true> =>
  until(
    'every call has left',
    async () => {
      const [row] = await ground.rows<{ n: number }>(`SELECT count(*)::int AS n FROM notice WHERE purpose = 'call-out'`)
      return (row?.n ?? 0) >= owed && (await underWay(ground)) === 0
    },
    limitMs,
  )

/** Waits for the moment of the next kill: after a few more messages, or blindly after some time. */
const nextMoment = async (ground: Ground, draw: Chance, quota: number, owed: number): Promise<boolean> => {
  const before = ground.ledger().length
  if (draw.next() < BLIND_KILLS) {
    await pause(draw.between(0, LONGEST_BLIND_MS))
    return before < owed
  }
  const wanted = before + 1 + draw.below(quota)
  // Unknown messages never come: what is under way tells when waiting is vain.
  await until(
    `${wanted} messages have come`,
    async () => ground.ledger().length >= wanted || (before > 0 && (await underWay(ground)) === 0),
    NEXT_MESSAGE_LIMIT_MS,
  )
  await pause(draw.between(0, LONGEST_EXTRA_MS))
  return (await underWay(ground)) > 0
}

/** How long after each kill the next message came; kills after which none was left to come are passed over. */
const recoveries = (killedAt: readonly number[], arrivals: readonly number[]): readonly number[] =>
  killedAt.flatMap((at, nth) => {
    const until = killedAt[nth + 1] ?? Number.POSITIVE_INFINITY
    const next = arrivals.find((arrival) => arrival > at + AFTERGLOW_MS)
    return next === undefined || next > until ? [] : [next - at]
  })

/**
 * One call-out to everybody, posted five times at once, through which the only worker is killed again and again.
 * `onProgress` hears of each kill.
 */
export const killRun = async (
  ground: Ground,
  plan: KillPlan,
  onProgress: (line: string) => void = () => undefined,
): Promise<KillRun> => {
  const draw = seededChance(`kills ${plan.seed}`)
  const owed = plan.people * 2
  const flushAfter = new Set<number>()
  while (flushAfter.size < Math.min(plan.flushes, plan.kills)) flushAfter.add(1 + draw.below(plan.kills))
  const { url } = await ground.startApi()
  let worker: Running = ground.startWorker()
  await worker.said('kentongan ready')
  const since = performance.now()
  const answers = await Promise.all(Array.from({ length: COPIES }, (_, nth) => ground.post(url, `copy-${nth}`)))
  const killedAt: number[] = []
  let idleKills = 0
  for (let nth = 1; nth <= plan.kills; nth += 1) {
    const came = ground.ledger().length
    const quota = Math.max(1, Math.floor((owed - came) / (plan.kills - nth + 2)))
    const flowing = await nextMoment(ground, draw, quota, owed)
    if (!flowing) idleKills += 1
    killedAt.push(Date.now())
    await worker.kill()
    worker = ground.startWorker()
    if (flushAfter.has(nth)) {
      await pause(draw.between(0, 1_000))
      await ground.emptyQueues()
    }
    onProgress(
      `kill ${nth} of ${plan.kills}${flushAfter.has(nth) ? ', queues emptied' : ''}: ${ground.ledger().length} messages`,
    )
  }
  await untilAllLeft(ground, owed)
  const tookMs = Math.round(performance.now() - since)
  await worker.end()
  const [callOuts] = await ground.rows<{ n: number }>('SELECT count(*)::int AS n FROM call_out')
  const ledger = ground.ledger()
  const arrivals = ledger.map(({ atMs }) => atMs).toSorted((left, right) => left - right)
  return {
    verdict: judge(owed, await ground.notices(), ledger),
    answers: answers.map(({ status }) => status).toSorted(),
    callOuts: callOuts?.n ?? 0,
    kills: killedAt.length,
    recoveriesMs: recoveries(killedAt, arrivals),
    idleKills,
    flushes: flushAfter.size,
    tookMs,
    leaks: ground
      .log()
      .split('\n')
      .filter((line) => MADE_UP.test(line)).length,
  }
}
