import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageRoot } from '../../src/main/package-root.ts'
import { freshFolder } from './commands.ts'

const home = await freshFolder()

const kentongan = (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(packageRoot(), 'dist', 'src', 'cli', 'kentongan.js'), ...args],
    { encoding: 'utf8', env: { PATH: process.env['PATH'], KENTONGAN_HOME: home, ...env } },
  )
  return { status, stdout, stderr }
}

test('help and version are asked for with status 0', () => {
  expect(kentongan(['--version'])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  const { status, stdout } = kentongan(['--help'])
  expect(status).toBe(0)
  for (const word of [
    'start',
    'migrate',
    'sample',
    'import',
    'operator',
    'event',
    'preview',
    'call-out',
    'reply',
    'map',
    'drills',
    'campaigns',
  ])
    expect(stdout).toMatch(new RegExp(`^ {2}${word}\\b`, 'm'))
  expect(kentongan(['event', 'send', '--help']).stdout).toContain('Examples:')
})

test('a wrong use is told on standard error, with status 2', () => {
  for (const args of [['bogus'], ['start', '--role', 'boss'], ['call-out', 'show', 'x'], ['reply', '--from', '1']])
    expect(kentongan(args)).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('--help') })
})

test('the demo refuses what it does not know, with its usage and status 2', () => {
  const demo = join(packageRoot(), 'dist', 'src', 'cli', 'demo.js')
  const { status, stdout, stderr } = spawnSync(process.execPath, [demo, '--bogus'], { encoding: 'utf8' })
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(/--bogus[\s\S]*npm run demo \[-- --exit\]/)
})

test.each([
  ['start', '--role', 'api'],
  ['start', '--role', 'worker'],
  ['migrate'],
  ['operator', 'list'],
  ['call-out', 'list'],
  ['map', '--out', 'none.svg'],
])('%s %s %s refuses a secret that is too short, once, and says what to do', (...args) => {
  const weak = 'of-this-test'
  const { status, stdout, stderr } = kentongan(
    args.filter((arg) => arg !== undefined),
    {
      DATABASE_URL: 'postgresql://127.0.0.1:1/none',
      KENTONGAN_SECRET: weak,
    },
  )
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr.match(/KENTONGAN_SECRET: got 12 characters, expected 16 .*openssl rand/g)).toHaveLength(1)
  expect(stderr).not.toContain(weak)
})

test('start refuses a wrong environment at once, with every fault and no restart', () => {
  const { status, stderr, stdout } = kentongan(['start'], { KENTONGAN_PORT: 'many', LOG_LEVEL: 'loud' })
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
  expect(stderr).toMatch(/KENTONGAN_PORT: got many, expected a port.*\n.*LOG_LEVEL: got loud/)
  expect(stderr.match(/KENTONGAN_PORT/g)).toHaveLength(1)
})
