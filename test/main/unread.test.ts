import { expect, test } from 'vitest'
import { Unavailable } from '../../src/errors.ts'
import { orUnread } from '../../src/main/unread.ts'

/** Fails so each time in turn, then handles it. */
const failing = (...failures: readonly Error[]) => {
  const left = [...failures]
  return orUnread(
    async () => {
      const failed = left.shift()
      if (failed !== undefined) throw failed
      return 'handled'
    },
    async (failed) => `unread: ${failed instanceof Error ? failed.message : ''}`,
  )
}

const RACE = new Error('duplicate key')
const AWAY = new Unavailable('the database is away')

test('what fails once is handled, what fails twice is kept unread', async () => {
  await expect(failing()).resolves.toBe('handled')
  await expect(failing(RACE)).resolves.toBe('handled')
  await expect(failing(RACE, RACE)).resolves.toBe('unread: duplicate key')
})

test('while the database is away nothing is kept, at the first try or the second', async () => {
  await expect(failing(AWAY)).rejects.toBe(AWAY)
  await expect(failing(RACE, AWAY)).rejects.toBe(AWAY)
})
