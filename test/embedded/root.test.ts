import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findBinaries, programIn, usableBinaries } from '../../src/embedded/binaries.ts'
import { NOBODY } from '../suites.ts'
import { aHome, ask, attach, databaseFolder, serverPid } from './ground.ts'

test('run as root, the server belongs to an ordinary user and lies in the home', async () => {
  const home = aHome()
  const { url } = await attach(home)
  expect(existsSync(join(home, 'postgres-location.json'))).toBe(false)
  expect(statSync(join(home, 'postgres', 'data')).uid).toBeGreaterThan(0)
  expect(statSync(`/proc/${serverPid(home)}`).uid).toBeGreaterThan(0)
  expect(await ask(url, 'SELECT 1')).toEqual([[1]])
})

test('a home under a 0700 folder keeps its data in one folder outside, which a pointer names', async () => {
  const shut = aHome()
  chmodSync(shut, 0o700)
  mkdirSync(join(shut, 'occupied')) // not fresh: its mode is its owner's choice
  const home = join(shut, 'home')
  const server = await attach(home)
  onTestFinished(() => rmSync(outside, { recursive: true, force: true }))
  const outside = databaseFolder(home)
  expect(outside.startsWith(shut)).toBe(false)
  expect(server.lines.filter((line) => line.includes(outside) && /outside the home/.test(line))).toHaveLength(1)
  expect(readFileSync(join(home, 'postgres-location.json'), 'utf8')).toContain(outside)
  await ask(server.url, 'CREATE TABLE kept (n int)')
  await server.release()
  const again = await attach(home)
  expect(databaseFolder(home)).toBe(outside)
  expect(await ask(again.url, 'SELECT count(*)::int FROM kept')).toEqual([[0]])
  await again.release()
  rmSync(outside, { recursive: true })
  await expect(attach(home)).rejects.toThrow(/is gone; restore it/)
})

test('binaries that the user cannot reach, without their links, are copied aside once', async () => {
  const shut = aHome()
  chmodSync(shut, 0o700)
  const found = findBinaries()
  execFileSync('cp', ['-r', found.folder, join(shut, 'package')])
  execFileSync('find', [join(shut, 'package'), '-type', 'l', '-delete'])
  const aside = aHome()
  chmodSync(aside, 0o755)
  const bin = join(aside, 'bin')
  mkdirSync(join(bin, 'old.draft.999999999.gone-1.abcd'), { recursive: true })
  const lines: string[] = []
  const use = () =>
    usableBinaries(
      { ...found, folder: join(shut, 'package') },
      async () => bin,
      NOBODY,
      (line) => lines.push(line),
    )
  const [first, second] = await Promise.all([use(), use()])
  expect(first).toBe(join(bin, found.version))
  expect(second).toBe(first)
  expect(await use()).toBe(first)
  expect(readdirSync(bin)).toEqual([found.version])
  expect(lines.length).toBeLessThanOrEqual(2)
  const version = execFileSync(programIn(first, 'initdb'), ['--version'], { ...NOBODY, cwd: '/', encoding: 'utf8' })
  expect(version).toMatch(/18\./)
  expect(existsSync(join(dirname(dirname(programIn(first, 'postgres'))), 'lib', 'libpq.so.5'))).toBe(true)
})
