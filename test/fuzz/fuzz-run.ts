// `node dist/test/fuzz/fuzz-run.js [--posts 100000] [--seed 1] [--seconds 600] [--at-once 30] [--json]`: posts mutated
// requests to the built service over real connections, with an embedded database in a home of its own. Bad input never
// gets a 5xx: exit status 1 when it did, when the service did not live to the end or a contact came into its log; 2 for
// wrong arguments.
import { chmodSync, mkdtempSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { z } from 'zod'
import { loadConfiguration } from '../../config/load.ts'
import { createLog } from '../../src/log.ts'
import { openInstallation } from '../../src/main/installation.ts'
import { packageRoot } from '../../src/main/package-root.ts'
import { seededChance } from '../../src/roster/chance.ts'
import { addOperator } from '../../src/store/operators.ts'
import { run } from '../support/processes.ts'
import { post, type Tally } from './posting.ts'
import { CONTACTS, nextShot, type Officer } from './shots.ts'

const { values } = parseArgs({
  options: {
    posts: { type: 'string', default: '100000' },
    seed: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '3600' },
    'at-once': { type: 'string', default: '30' },
    json: { type: 'boolean', default: false },
  },
})

const whole = (name: 'posts' | 'seed' | 'seconds' | 'at-once', most: number): number => {
  const value = Number(values[name])
  if (Number.isInteger(value) && value >= 1 && value <= most) return value
  console.error(`--${name}: 1 to ${most}`)
  return process.exit(2)
}

const plan = {
  posts: whole('posts', 10_000_000),
  seed: whole('seed', 2 ** 31),
  seconds: whole('seconds', 86_400),
  atOnce: whole('at-once', 500),
}

/** Each operator may post 300 messages a minute: so many, that few are refused for that. */
const OFFICERS = 600

const keysSchema = z.object({ operatorId: z.string(), secret: z.string(), token: z.string() })

const stops: (() => Promise<unknown>)[] = []
const finish = async (): Promise<void> => {
  for (const each of stops.splice(0).toReversed()) await each()
}
// Ctrl-C leaves nothing behind either.
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.once(name, () => void finish().finally(() => process.exit(130)))

/** The first by the command, as an operator comes into being; the others straight into the rows. */
const addOfficers = async (env: Readonly<Record<string, string>>, logFile: string): Promise<readonly Officer[]> => {
  const adding = run(
    'src/cli/kentongan.js',
    ['operator', 'add', '--name', 'Uji', '--jurisdiction', '', '--role', 'sender', '--json'],
    { env, logFile },
  )
  const first = keysSchema.parse(JSON.parse(await adding.said('{')))
  await adding.end()
  const installation = await openInstallation({
    configuration: loadConfiguration({ env, packageRoot: packageRoot() }),
    log: createLog({ level: 'error', pretty: false }),
    name: 'kentongan fuzz',
  })
  try {
    const officers: Officer[] = [first]
    while (officers.length < OFFICERS)
      officers.push(
        await addOperator(
          installation.database,
          installation.seal,
          { name: 'Uji', organisation: 'Uji', jurisdiction: '', role: 'sender', email: null, phone: null },
          new Date(),
        ),
      )
    return officers
  } finally {
    await installation.close()
  }
}

const isAlive = async (url: string): Promise<boolean> =>
  fetch(`${url}/healthz`).then(
    ({ ok }) => ok,
    () => false,
  )

const counts = (by: Readonly<Record<string, number>>): string =>
  Object.entries(by)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || 'none'

const report = (tally: Tally, alive: boolean, leaks: number): string =>
  [
    ['requests, seed', `${tally.posts}, ${plan.seed}`],
    ['5xx', String(tally.fiveXx)],
    ['by status', counts(tally.byStatus)],
    ['connections lost', counts(tally.socketErrors)],
    ['slowest answer', tally.slowest.map(({ ms, kind }) => `${ms} ms (${kind})`).join(', ')],
    ['a second', String(Math.round(tally.posts / (tally.tookMs / 1_000)))],
    ['alive afterwards', alive ? 'yes' : 'no'],
    ['contacts in the log', String(leaks)],
    ...Object.entries(tally.byKind).map(([kind, by]) => [`  ${kind}`, counts(by)]),
    ...tally.worst.map(({ status, kind, body }) => [`  ${status} for ${kind}`, JSON.stringify(body)]),
  ]
    .map(([name = '', value]) => `${name.padEnd(24)}${value}`)
    .join('\n')

try {
  const home = mkdtempSync(join(tmpdir(), 'kentongan-fuzz-'))
  stops.push(() => rm(home, { recursive: true, force: true }))
  // Root's database runs as another user, who would not get in.
  chmodSync(home, 0o755)
  const logFile = join(home, 'service.log')
  const env = { KENTONGAN_HOME: home, KENTONGAN_PORT: '0', LOG_LEVEL: 'info' }
  const service = run('src/cli/kentongan.js', ['start', '--role', 'api'], { env, logFile })
  stops.push(() => service.end())
  const ready = await service.said('kentongan ready ', 120_000)
  const url = ready.slice('kentongan ready '.length)
  const officers = await addOfficers(env, logFile)
  const chance = seededChance(`fuzz ${plan.seed}`)
  const endsAt = performance.now() + plan.seconds * 1_000
  const next = (nth: number) =>
    nth < plan.posts && performance.now() < endsAt ? nextShot(chance, officers, new Date()) : undefined
  const tally = await post(url, { next, atOnce: plan.atOnce }, (posts) => console.error(`${posts} posted`))
  const alive = await isAlive(url)
  // What it still has to write is written when it has ended.
  const { status } = await service.end()
  const log = readFileSync(logFile, 'utf8')
  const leaks = [CONTACTS.email, CONTACTS.phone.slice(3)].filter((contact) => log.includes(contact)).length
  const restarts = (log.match(/started again/g) ?? []).length
  const clean = tally.fiveXx === 0 && alive && leaks === 0 && status === 0 && restarts === 0
  if (values.json) console.log(JSON.stringify({ ...plan, clean, alive, leaks, status, restarts, ...tally }))
  else console.log(`${report(tally, alive, leaks)}\n${clean ? 'clean' : 'NOT CLEAN'}`)
  process.exitCode = clean ? 0 : 1
} finally {
  await finish()
}
