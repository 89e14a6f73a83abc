// What `npm ci` runs at its end: the Prisma client is generated and everything is compiled to dist/. Needs no network.
import { spawnSync } from 'node:child_process'
import { chmodSync, existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const require = createRequire(import.meta.url)

const installed = (name) => {
  try {
    return dirname(require.resolve(`${name}/package.json`))
  } catch {
    return undefined
  }
}

const command = join(root, 'dist', 'src', 'cli', 'kentongan.js')
// `npx kentongan` links this package into npx's cache and would build it once more, for half a minute; a build that
// failed there would leave a cache with which npx never works again.
if (process.env.npm_command === 'exec' && existsSync(command)) {
  chmodSync(command, 0o755)
  process.exit(0)
}

const compiler = installed('typescript')
// A production install may still hold the first two, as optional peers of the Prisma client; never the last.
if (compiler === undefined || installed('prisma') === undefined || installed('vitest') === undefined) {
  // A production install: dist/ and the client come from wherever the development packages were.
  process.stdout.write('kentongan: no development packages here, so nothing is built; dist/ is used as it is\n')
} else {
  for (const step of [
    [join(root, 'prisma', 'generate.mjs')],
    [join(compiler, 'bin', 'tsc'), '-p', join(root, 'tsconfig.json')],
  ]) {
    const { status, error } = spawnSync(process.execPath, step, { cwd: root, stdio: 'inherit' })
    if (status !== 0) {
      process.stderr.write(`kentongan: building stopped at ${step[0]}${error ? `: ${error.message}` : ''}\n`)
      process.exit(1)
    }
  }
  // npx sets this bit itself, but cannot where the checkout belongs to another user.
  if (existsSync(command)) chmodSync(command, 0o755)
}
