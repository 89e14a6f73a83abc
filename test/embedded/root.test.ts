import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { findBinaries, programIn, usableBinaries } from '../../src/embedded/binaries.ts'
import { aHolder, aHome, ask, attach, aUsedHome, databaseFolder, serverPid } from './ground.ts'

const NOBODY = { uid: 65_534, gid: 65_534 }
const isRoot = process.getuid?.() === 0
const nobodyCanRun = (): boolean => spawnSync(process.execPath, ['--version'], { ...NOBODY, cwd: '/' }).status === 0

test.runIf(isRoot)('run as root, the server belongs to an ordinary user and lies in the home', async () => {
  const home = aHome()
  const { url } = await attach(home)
  expect(existsSync(join(home, 'postgres-location.json'))).toBe(false)
  expect(statSync(join(home, 'postgres', 'data')).uid).toBeGreaterThan(0)
  expect(statSync(`/proc/${serverPid(home)}`).uid).toBeGreaterThan(0)
  expect(await ask(url, 'SELECT 1')).toEqual([[1]])
})

test.runIf(isRoot)(
  'a home under a 0700 folder keeps its data in one folder outside, which a pointer names',
  async () => {
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
  },
)

test.runIf(isRoot && nobodyCanRun())(
  'an ordinary user keeps everything in a home that nobody else can read',
  async () => {
    const folder = aHome()
    chmodSync(folder, 0o700)
    chownSync(folder, NOBODY.uid, NOBODY.gid)
    const home = join(folder, 'home')
    const holder = await aHolder(home, NOBODY)
    expect(holder.how).toBe('started')
    expect(await ask(holder.url, 'SELECT 1')).toEqual([[1]])
    expect(statSync(home).mode & 0o777).toBe(0o700)
    expect(existsSync(join(home, 'postgres-location.json'))).toBe(false)
    expect(statSync(`/proc/${serverPid(home)}`).uid).toBe(NOBODY.uid)
    expect(await holder.leave()).toBe(0)
    expect(serverPid(home)).toBeUndefined()
  },
)

test.runIf(isRoot && nobodyCanRun())('root can join in the home of an ordinary user and leave it usable', async () => {
  const home = aHome()
  chownSync(home, NOBODY.uid, NOBODY.gid)
  const root = await attach(home)
  expect(statSync(`/proc/${serverPid(home)}`).uid).toBe(NOBODY.uid)
  const holder = await aHolder(home, NOBODY)
  expect(holder.how).toBe('attached')
  await root.release()
  expect(await holder.leave()).toBe(0)
  expect(serverPid(home)).toBeUndefined()
  const foreign = execFileSync('find', [home, '-user', '0'], { encoding: 'utf8' })
  expect(foreign).toBe('')
  const again = await aHolder(home, NOBODY)
  expect(again.how).toBe('started')
})

test.runIf(isRoot && nobodyCanRun())('an ordinary user is refused in the home of root, with the remedy', async () => {
  const home = await aUsedHome()
  await expect(aHolder(home, NOBODY)).rejects.toThrow(/DATABASE_URL/)
})

test.runIf(isRoot)('binaries that the user cannot reach, without their links, are copied aside once', async () => {
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
