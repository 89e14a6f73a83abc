// Generates the Prisma client offline: the CLI wants to download its schema engine before every command, though
// generating needs none. Any existing file named as the engine keeps it from trying.
import { spawnSync } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const here = dirname(fileURLToPath(import.meta.url))
const require = createRequire(import.meta.url)
const cli = join(dirname(require.resolve('prisma/package.json')), 'build', 'index.js')
const run = spawnSync(process.execPath, [cli, 'generate', '--config', join(here, 'prisma.config.ts'), '--no-hints'], {
  cwd: join(here, '..'),
  env: { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath },
  encoding: 'utf8',
})
if (run.status !== 0) process.stderr.write(`${run.stdout ?? ''}${run.stderr ?? ''}${run.error?.message ?? ''}\n`)
process.exit(run.status ?? 1)
