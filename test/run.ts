import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { BACKEND_SUITES, BACKENDS, type Backend, isBackend, isOnPath, leftFiles, RUN_ONCE, suiteOf } from './suites.ts'

// `npm test -- [SUITE …]`: runs the suites named, or all of them, and prints the exact counts last. A suite that needs
// a backend is named with it, such as scenario@redis, or without, which means every backend that is selected.

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs')

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(
        z.object({ fullName: z.string(), status: z.string(), failureMessages: z.array(z.string()).nullish() }),
      ),
    }),
  ),
})

interface Count {
  passed: number
  failed: number
}

const stop = (message: string): never => {
  process.stderr.write(`${message}\n`)
  process.exit(2)
}

const selectedBackends = (): readonly Backend[] =>
  (process.env['KENTONGAN_TEST_BACKENDS'] || 'postgres').split(',').map((word) => {
    const name = word.trim()
    return isBackend(name) ? name : stop(`KENTONGAN_TEST_BACKENDS: got ${name}, expected ${BACKENDS.join(' or ')}`)
  })

// Told once more after all counts: whoever sees only the end of a long log sees what failed.
const failures: string[] = []

/**
 * Runs some suites in one vitest, against one backend, and counts each; a suite that ran nothing counts as failed, and
 * so does coverage below its gate.
 */
const runTogether = (suites: readonly string[], backend: Backend, more: readonly string[] = []): Map<string, Count> => {
  const folder = mkdtempSync(join(tmpdir(), 'kentongan-report-'))
  const outputFile = join(folder, 'report.json')
  const counts = new Map<string, Count>(suites.map((suite) => [suite, { passed: 0, failed: 0 }]))
  const fail = (suite: string, why: string): void => {
    process.stderr.write(`${suite}: ${why}\n`)
    failures.push(`${suite}: ${why}`)
    const count = counts.get(suite)
    if (count) count.failed += 1
  }
  try {
    const args = ['run', '--config', 'test/vitest.config.ts', '--passWithNoTests']
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${outputFile}`]
    const projects = suites.flatMap((suite) => ['--project', suite])
    const { status } = spawnSync(process.execPath, [vitest, ...args, ...reporters, ...projects, ...more], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, KENTONGAN_TEST_BACKEND: backend },
    })
    const { testResults } = report.parse(JSON.parse(readFileSync(outputFile, 'utf8')))
    for (const { name, status: fileStatus, assertionResults } of testResults) {
      const folderSuite = suiteOf(name.slice(root.length))
      const suite = suites.find((word) => word.split('@')[0] === folderSuite) ?? folderSuite
      const count = counts.get(suite)
      for (const { fullName, status: outcome, failureMessages } of assertionResults) {
        if (outcome === 'passed' && count) count.passed += 1
        else if (outcome === 'failed' && count) {
          count.failed += 1
          const [why = ''] = (failureMessages?.[0] ?? '').split('\n')
          failures.push(`${suite}: ${name.slice(root.length)} > ${fullName}: ${why}`)
        } else fail(suite, `not run (${outcome}): ${fullName}`)
      }
      if (fileStatus === 'failed' && !assertionResults.some((each) => each.status === 'failed'))
        fail(suite, `the file itself failed: ${name.slice(root.length)}`)
    }
    const failed = [...counts.values()].reduce((sum, count) => sum + count.failed, 0)
    if (status !== 0 && failed === 0) fail(suites[0] ?? '', `vitest ended with status ${status}, beside the tests`)
  } catch (thrown) {
    fail(suites[0] ?? '', `no report was written: ${thrown instanceof Error ? thrown.message : String(thrown)}`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  for (const [suite, { passed, failed }] of counts) if (passed + failed === 0) fail(suite, 'it ran no test')
  return counts
}

const backends = selectedBackends()
const named = process.argv.slice(2)
const everySuite = [
  'pure',
  'edge',
  ...BACKENDS.flatMap((backend) => BACKEND_SUITES.map((suite) => `${suite}@${backend}`)),
]
for (const word of named)
  if (!everySuite.some((suite) => suite === word || suite.split('@')[0] === word))
    stop(`npm test: got ${word}, expected ${everySuite.join(', ')}`)

const isNamed = (suite: string): boolean =>
  named.length === 0 || named.includes(suite) || named.includes(suite.split('@')[0] ?? '')
const backendOf = (suite: string): Backend | undefined => BACKENDS.find((backend) => suite.endsWith(`@${backend}`))
const whyNot = (suite: string): string | undefined => {
  const backend = backendOf(suite)
  if (!isNamed(suite)) return 'not named on the command line'
  if (backend === undefined || backends.includes(backend) || named.includes(suite)) return undefined
  return `KENTONGAN_TEST_BACKENDS does not name ${backend}`
}

const selected = everySuite.filter((suite) => whyNot(suite) === undefined)
const counts = new Map<string, Count>()
const add = (more: ReadonlyMap<string, Count>): void => {
  for (const [suite, count] of more) counts.set(suite, count)
}
// CI counts the coverage of the pure core while it runs it, instead of running it twice.
const covered = selected.filter((suite) => suite === 'pure' && process.env['KENTONGAN_TEST_COVERAGE'] === '1')
if (covered.length > 0) add(runTogether(covered, 'postgres', ['--coverage']))
const alone = selected.filter((suite) => backendOf(suite) === undefined && !covered.includes(suite))
if (alone.length > 0) add(runTogether(alone, 'postgres'))
for (const backend of BACKENDS) {
  const suites = selected.filter((suite) => backendOf(suite) === backend)
  if (suites.length === 0) continue
  if (backend === 'redis' && !isOnPath('redis-server')) {
    const why = 'redis was asked for, and there is no redis-server on PATH (Debian: redis-server)'
    process.stderr.write(`${why}\n`)
    failures.push(`${suites.join(', ')}: ${why}`)
    add(new Map(suites.map((suite) => [suite, { passed: 0, failed: 1 }])))
  } else add(runTogether(suites, backend))
}

const out = (line: string): void => void process.stdout.write(`${line}\n`)
out('')
for (const [suite, { passed, failed }] of counts) out(`${suite}: ${passed} passed, ${failed} failed`)
for (const suite of everySuite) {
  const why = whyNot(suite)
  if (why !== undefined) out(`not selected: ${suite} (${why})`)
}
for (const { file, why } of leftFiles())
  if ([...counts.keys()].some((suite) => suite.split('@')[0] === suiteOf(file))) out(`not selected: ${file} (${why})`)
for (const { file, on } of RUN_ONCE)
  for (const backend of BACKENDS)
    if (backend !== on && counts.has(`${suiteOf(file)}@${backend}`))
      out(`not selected: ${file} with ${backend} (with ${on} alone: it would show nothing more)`)
for (const failure of failures) out(`failed: ${failure}`)
const total = { passed: 0, failed: 0 }
for (const { passed, failed } of counts.values()) {
  total.passed += passed
  total.failed += failed
}
out(`tests: ${total.passed} passed, ${total.failed} failed`)
process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0
