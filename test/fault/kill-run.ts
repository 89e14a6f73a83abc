// `node dist/test/fault/kill-run.js [--people 500] [--kills 20] [--backend postgres|redis] [--flush] [--seed 1]
// [--sabotage lose|double] [--json]`: one live call-out through which the only worker is killed again and again; then
// the verdict, from the gateways' own ledgers. Exit status 1 when a message was lost or doubled, 2 for wrong arguments.
// `--sabotage` spoils a ledger behind the verdict's back, to show that it can fail.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { isBackend } from '../suites.ts'
import { runOn, startDatabase, urlOfDatabase } from '../support/database-server.ts'
import { readLedger } from '../support/ledger.ts'
import { startRedis } from '../support/redis-server.ts'
import { type Ground, openGround } from './ground.ts'
import { type KillRun, killRun } from './kills.ts'
import { isClean, judge } from './verdict.ts'

const { values } = parseArgs({
  options: {
    people: { type: 'string', default: '500' },
    kills: { type: 'string', default: '20' },
    backend: { type: 'string', default: 'postgres' },
    flush: { type: 'boolean', default: false },
    seed: { type: 'string', default: '1' },
    sabotage: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})

const stop = (message: string): never => {
  console.error(message)
  process.exit(2)
}

const whole = (name: 'people' | 'kills' | 'seed', most: number): number => {
  const value = Number(values[name])
  return Number.isInteger(value) && value >= 1 && value <= most ? value : stop(`--${name}: 1 to ${most}`)
}

const plan = {
  people: whole('people', 5_000),
  kills: whole('kills', 200),
  seed: whole('seed', 2 ** 31),
  flushes: values.flush ? 2 : 0,
}
const { backend, sabotage } = values
if (!isBackend(backend)) stop('--backend: postgres or redis')
if (sabotage !== undefined && sabotage !== 'lose' && sabotage !== 'double') stop('--sabotage: lose or double')

/** Takes one message out of the SMS ledger, or enters it a second time. */
const spoil = (file: string, how: string): void => {
  const [first = '', ...others] = readFileSync(file, 'utf8').split('\n')
  if (how === 'lose') writeFileSync(file, others.join('\n'))
  else appendFileSync(file, `${first}\n`)
}

const judged = async (ground: Ground, run: KillRun): Promise<KillRun> => {
  if (sabotage === undefined) return run
  spoil(join(ground.folder, 'sms.ledger'), sabotage)
  const ledger = [...readLedger(join(ground.folder, 'sms.ledger')), ...readLedger(join(ground.folder, 'email.ledger'))]
  return { ...run, verdict: judge(run.verdict.owed, await ground.notices(), ledger) }
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`

const counts = (by: Readonly<Record<string, number>>): string =>
  Object.entries(by)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || 'none'

const table = ({ verdict, recoveriesMs, ...run }: KillRun): string =>
  [
    [
      'backend',
      `${backend}${run.flushes > 0 ? `, queues emptied ${run.flushes} times (${backend === 'redis' ? 'FLUSHALL' : 'DELETE'})` : ''}`,
    ],
    ['people, messages owed', `${plan.people}, ${verdict.owed}`],
    ['kills (nothing left to send)', `${run.kills} (${run.idleKills})`],
    ['same event posted at once', `${run.answers.join(' ')}; call-outs: ${run.callOuts}`],
    ['sent', `${verdict.sent}`],
    ['lost', `${verdict.lost}`],
    ['doubled', `${verdict.doubled}`],
    ['repeated by rule', `${verdict.repeated}`],
    ['rows marked unknown (in a ledger)', `${verdict.unknown} (${verdict.unknownTaken})`],
    ['unknown and in no ledger', counts(verdict.unknownNotTaken)],
    ['row and ledger disagree', `${verdict.contradicted + verdict.strangers}`],
    ['states', counts(verdict.states)],
    ['told to operators', `${verdict.toOperators}`],
    ['contacts in logs', `${run.leaks}`],
    ['kill to next message, median', `${seconds(median(recoveriesMs))} (of ${recoveriesMs.length})`],
    ['kill to next message, longest', seconds(Math.max(0, ...recoveriesMs))],
    ['whole call-out', seconds(run.tookMs)],
    ['seed', `${plan.seed}`],
  ]
    .map(([name, value]) => `${name?.padEnd(36)}${value}`)
    .join('\n')

const stops: (() => Promise<unknown>)[] = []
const finish = async (): Promise<void> => {
  for (const each of stops.splice(0).toReversed()) await each()
}
// Ctrl-C leaves nothing behind either.
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.once(name, () => void finish().finally(() => process.exit(130)))

try {
  const server = await startDatabase()
  stops.push(server.stop)
  await runOn(server.url, `CREATE DATABASE kill_run TEMPLATE ${server.template}`)
  stops.push(() => runOn(server.url, 'DROP DATABASE IF EXISTS kill_run WITH (FORCE)'))
  const redis = backend === 'redis' ? await startRedis() : undefined
  if (redis !== undefined) stops.push(redis.stop)
  const ground = await openGround({
    databaseUrl: urlOfDatabase(server.url, 'kill_run'),
    redisUrl: redis?.url ?? null,
    people: plan.people,
    seed: plan.seed,
    // Slow enough that kills hit messages on their way, as a gateway over the internet is.
    sinkMs: [20, 100],
  })
  stops.push(ground.close)
  const keptLog = process.env['KILL_RUN_LOG']
  if (keptLog) stops.push(async () => writeFileSync(keptLog, ground.log()))
  const run = await judged(ground, await killRun(ground, plan, (line) => console.error(line)))
  const clean = isClean(run.verdict) && run.callOuts === 1 && run.leaks === 0
  if (values.json) console.log(JSON.stringify({ backend, ...plan, clean, ...run }))
  else console.log(`${table(run)}\n${clean ? 'clean' : 'NOT CLEAN'}`)
  process.exitCode = clean ? 0 : 1
} finally {
  await finish()
}
