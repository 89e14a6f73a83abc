import { execFileSync } from 'node:child_process'
import { chmodSync, chownSync, existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { NOBODY } from '../suites.ts'
import { aHolder, aHome, ask, attach, serverPid, usedHomes } from './ground.ts'

const aUsedHome = usedHomes()

test('an ordinary user keeps everything in a home that nobody else can read', async () => {
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
})

test('root can join in the home of an ordinary user and leave it usable', async () => {
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

test('an ordinary user is refused in the home of root, with the remedy', async () => {
  const home = await aUsedHome()
  await expect(aHolder(home, NOBODY)).rejects.toThrow(/DATABASE_URL/)
})
