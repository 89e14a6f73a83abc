import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { attachEmbedded } from '../../src/embedded/server.ts'
import { aHolder, aHome, ask, attach, databaseFolder, lives, serverPid, until, usedHomes } from './ground.ts'

const aUsedHome = usedHomes()

const portIn = (url: string): number => Number(new URL(url).port)

test('a fresh home gets a durable UTF8 server on the loopback address only, with the database kentongan', async () => {
  const home = aHome()
  const server = await attach(home)
  expect(server.how).toBe('started')
  const [[name] = []] = await ask(server.url, 'SELECT current_database()')
  expect(name).toBe('kentongan')
  const shown = await ask(
    server.url,
    `SELECT name, setting FROM pg_settings WHERE name IN ('listen_addresses', 'unix_socket_directories', 'fsync',
     'synchronous_commit', 'max_connections', 'TimeZone', 'server_encoding', 'lc_collate', 'password_encryption')`,
  )
  expect(Object.fromEntries(shown)).toEqual({
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    fsync: 'on',
    synchronous_commit: 'on',
    max_connections: '200',
    TimeZone: 'UTC',
    server_encoding: 'UTF8',
    password_encryption: 'scram-sha-256',
  })
  const [[collate] = []] = await ask(
    server.url,
    'SELECT datcollate FROM pg_database WHERE datname = current_database()',
  )
  expect(collate).toBe('C')
})

test('data outlive the server, which stops when its only user leaves and may be left twice', async () => {
  const home = await aUsedHome()
  const first = await attach(home)
  await ask(first.url, 'CREATE TABLE kept (village text)')
  await ask(first.url, "INSERT INTO kept VALUES ('Kampung Melayu')")
  const pid = serverPid(home) ?? 0
  await first.release()
  await first.release()
  expect(lives(pid)).toBe(false)
  const second = await attach(home)
  expect(second.how).toBe('started')
  expect(second.url).toBe(first.url)
  expect(await ask(second.url, 'SELECT village FROM kept')).toEqual([['Kampung Melayu']])
})

test('nobody gets in without the password, which only its owner may read', async () => {
  const home = await aUsedHome()
  const { url } = await attach(home)
  const wrong = new URL(url)
  wrong.password = 'guessed'
  await expect(ask(wrong.href, 'SELECT 1')).rejects.toThrow(/password authentication failed/)
  expect(statSync(join(home, 'postgres-password')).mode & 0o777).toBe(0o600)
})

test('what a failed statement quotes stays out of the log', async () => {
  const home = await aUsedHome()
  const { url } = await attach(home)
  await ask(url, 'CREATE TABLE phones (phone text PRIMARY KEY)')
  await ask(url, "INSERT INTO phones VALUES ('+6284000000001')")
  await expect(ask(url, "INSERT INTO phones VALUES ('+6284000000001')")).rejects.toThrow(/duplicate key/)
  await expect(ask(url, "SELECT '+6284000000001x'::int")).rejects.toThrow(/out of range/)
  const log = readFileSync(join(home, 'postgres.log'), 'utf8')
  expect(log).toMatch(/ready to accept connections/)
  expect(log).not.toMatch(/6284000000001/)
})

test('two processes that begin at one instant on a fresh home share one server', async () => {
  const home = aHome()
  const [one, other] = await Promise.all([aHolder(home), aHolder(home)])
  expect([one.how, other.how].sort()).toEqual(['attached', 'started'])
  expect(one.url).toBe(other.url)
  const pid = serverPid(home) ?? 0
  expect(await one.leave()).toBe(0)
  expect(lives(pid)).toBe(true)
  expect(await ask(other.url, 'SELECT 1')).toEqual([[1]])
  expect(await other.leave()).toBe(0)
  expect(lives(pid)).toBe(false)
})

test('one process may attach more than once, and the last release stops the server', async () => {
  const home = await aUsedHome()
  const [one, other] = await Promise.all([attach(home), attach(home)])
  expect([one.how, other.how].sort()).toEqual(['attached', 'started'])
  await one.release()
  expect(serverPid(home)).toBeGreaterThan(0)
  await other.release()
  expect(serverPid(home)).toBeUndefined()
})

test('a server that outlived its killed user is adopted, and stopped by the one that adopted it', async () => {
  const home = await aUsedHome()
  const holder = await aHolder(home)
  await ask(holder.url, 'CREATE TABLE kept (n int)')
  const pid = serverPid(home) ?? 0
  // The sixth field is its session, its own: a Ctrl-C at its parent's terminal does not reach it.
  expect(readFileSync(`/proc/${pid}/stat`, 'utf8').split(' ')[5]).toBe(`${pid}`)
  await holder.kill()
  expect(lives(pid)).toBe(true)
  const server = await attach(home)
  expect(server.how).toBe('adopted')
  expect(server.url).toBe(holder.url)
  expect(await ask(server.url, 'SELECT count(*)::int FROM kept')).toEqual([[0]])
  await server.release()
  expect(lives(pid)).toBe(false)
})

test('the lock and the drafts of killed processes do not hold anybody up', async () => {
  const home = await aUsedHome()
  const dead = await aHolder(home)
  const [mark = ''] = readdirSync(join(home, 'run', 'attached'))
  await dead.kill()
  mkdirSync(join(home, 'run', 'lock'))
  writeFileSync(join(home, 'run', 'lock', mark), '')
  mkdirSync(join(home, 'run', `lock.${mark}`))
  const server = await attach(home)
  expect(server.how).toBe('adopted')
  await server.release()
  expect(readdirSync(join(home, 'run')).sort()).toEqual(['attached', 'port'])
  expect(readdirSync(join(home, 'run', 'attached'))).toEqual([])
})

test('a registration whose process id was given to another process does not count', async () => {
  const home = await aUsedHome()
  const server = await attach(home)
  writeFileSync(join(home, 'run', 'attached', `${process.pid}.anotherboot-1.abcd`), '')
  await server.release()
  expect(serverPid(home)).toBeUndefined()
})

test('after kill -9 of the server itself a new one starts on the old port with everything committed', async () => {
  const home = await aUsedHome()
  const before = await attach(home)
  await ask(before.url, 'CREATE TABLE kept (n int)')
  await ask(before.url, 'INSERT INTO kept VALUES (7)')
  const pid = serverPid(home) ?? 0
  process.kill(pid, 'SIGKILL')
  await until('the server is gone', () => !lives(pid))
  const after = await attach(home)
  expect(after.how).toBe('started')
  expect(after.url).toBe(before.url)
  expect(await ask(before.url, 'SELECT n FROM kept')).toEqual([[7]])
  await before.release()
  expect(serverPid(home)).toBeGreaterThan(0)
})

test('a postmaster.pid that names a living process of somebody else does not stop a start', async () => {
  const home = await aUsedHome()
  const file = join(databaseFolder(home), 'data', 'postmaster.pid')
  writeFileSync(file, `${process.pid}\n${join(databaseFolder(home), 'data')}\n1\n5432\n\n127.0.0.1\n\nready\n`)
  expect((await attach(home)).how).toBe('started')
})

test('an unreadable postmaster.pid does not stop a start', async () => {
  const home = await aUsedHome()
  writeFileSync(join(databaseFolder(home), 'data', 'postmaster.pid'), 'torn\n')
  expect((await attach(home)).how).toBe('started')
})

test('a port that somebody else took in the meantime is left to them', async () => {
  const home = await aUsedHome()
  const first = await attach(home)
  await first.release()
  const port = portIn(first.url)
  const squatter = createServer()
  await new Promise<void>((resolve) => squatter.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => void squatter.close())
  const second = await attach(home)
  expect(portIn(second.url)).not.toBe(port)
  expect(await ask(second.url, 'SELECT 1')).toEqual([[1]])
})

test('a server that cannot start says so with the end of its log, and leaves nothing behind', async () => {
  const home = await aUsedHome()
  writeFileSync(join(databaseFolder(home), 'data', 'postgresql.conf'), 'shared_buffers = 1kB\n')
  await expect(attach(home)).rejects.toThrow(/postgres\.log:\n[\s\S]*shared_buffers/)
  expect(readdirSync(join(home, 'run')).sort()).toEqual(['attached', 'port'])
  expect(readdirSync(join(home, 'run', 'attached'))).toEqual([])
})

test('a home that cannot be made is refused with the remedy', async () => {
  const folder = aHome()
  writeFileSync(join(folder, 'file'), '')
  await expect(attachEmbedded({ home: join(folder, 'file', 'home'), log: () => undefined })).rejects.toMatchObject({
    name: 'InvalidInput',
    faults: [{ path: 'KENTONGAN_HOME', hint: expect.stringMatching(/DATABASE_URL/) }],
  })
})

test('a database whose password was lost is not replaced by an empty one', async () => {
  const home = await aUsedHome()
  writeFileSync(join(home, 'postgres-password'), '')
  await expect(attach(home)).rejects.toThrow(/postgres-password is missing/)
  expect(existsSync(join(databaseFolder(home), 'data', 'PG_VERSION'))).toBe(true)
})

test('a making that was cut off half-way is done again from the start', async () => {
  const home = aHome()
  mkdirSync(join(home, 'postgres'))
  chmodSync(home, 0o755)
  const draft = join(home, 'postgres', 'data.draft.999999999.gone-1.abcd')
  mkdirSync(draft)
  writeFileSync(join(draft, 'PG_VERSION'), '18\n')
  writeFileSync(`${draft}.password`, 'x')
  expect((await attach(home)).how).toBe('started')
  expect(readdirSync(join(home, 'postgres'))).toEqual(['data'])
})
