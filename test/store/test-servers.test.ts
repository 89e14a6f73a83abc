import { Redis } from 'ioredis'
import { expect, test } from 'vitest'
import { pendingMigrations } from '../../src/store/migrate.ts'
import { freshDatabase } from '../support/database.ts'
import { runOn } from '../support/database-server.ts'
import { freshRedis } from '../support/redis.ts'

test('each file gets a migrated database that no other file writes to', async () => {
  const [mine, yours] = await Promise.all([freshDatabase(), freshDatabase()])
  await runOn(mine, 'CREATE TABLE only_mine (id integer)')
  await expect(runOn(yours, 'SELECT * FROM only_mine')).rejects.toThrow(/only_mine/)
  expect(await pendingMigrations(yours)).toEqual([])
})

test('on the redis backend each file gets a logical database that no other file writes to, and else none', async () => {
  const [mine, yours] = [await freshRedis(), await freshRedis()]
  if (process.env['KENTONGAN_TEST_BACKEND'] !== 'redis') {
    expect([mine, yours]).toEqual([undefined, undefined])
    return
  }
  const clients = [new Redis(mine ?? ''), new Redis(yours ?? '')] as const
  try {
    await clients[0].set('mine', 'here')
    expect(await clients[0].get('mine')).toBe('here')
    expect(await clients[1].get('mine')).toBeNull()
    expect(await clients[1].config('GET', 'maxmemory-policy')).toContain('noeviction')
  } finally {
    for (const client of clients) client.disconnect()
  }
})
