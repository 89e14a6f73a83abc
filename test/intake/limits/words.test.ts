import { expect, test } from 'vitest'
import { recentWord } from '../../../src/intake/limits/recent-word.ts'
import { shared } from '../../../src/intake/limits/shared.ts'

test('a question is asked once a second, and again after it failed', async () => {
  const asked: string[] = []
  let now = 0
  const word = recentWord(
    async (key) => {
      asked.push(key)
      if (key === 'bad') throw new Error('away')
      return key.length
    },
    () => now,
  )
  expect(await Promise.all([word('one'), word('one'), word('three')])).toEqual([3, 3, 5])
  now = 999
  await word('one')
  expect(asked).toEqual(['one', 'three'])
  now = 1_000
  await word('one')
  expect(asked).toEqual(['one', 'three', 'one'])
  await expect(word('bad')).rejects.toThrow('away')
  await expect(word('bad')).rejects.toThrow('away')
  expect(asked.slice(3)).toEqual(['bad', 'bad'])
})

test('a thousand answers are kept and no more', async () => {
  const asked: string[] = []
  const word = recentWord(
    async (key) => asked.push(key),
    () => 0,
  )
  for (let key = 0; key <= 1_000; key += 1) await word(`k${key}`)
  await word('k1000')
  expect(asked).toHaveLength(1_001)
  await word('k0')
  expect(asked).toHaveLength(1_002)
})

test('work that runs is shared, and done anew afterwards, also after a failure', async () => {
  let runs = 0
  const work = shared(async () => {
    runs += 1
    if (runs === 2) throw new Error('away')
    return runs
  })
  expect(await Promise.all([work(), work()])).toEqual([1, 1])
  await expect(work()).rejects.toThrow('away')
  expect(await work()).toBe(3)
})
