import { expect, test } from 'vitest'
import { createSlots } from '../../jobs/slots.ts'

/** Work that waits until it is let go, and says that it began. */
const gates = () => {
  const began: string[] = []
  const open = new Map<string, () => void>()
  const work = (name: string) => async (): Promise<string> => {
    began.push(name)
    await new Promise<void>((resolve) => open.set(name, resolve))
    return name
  }
  return { began, work, letGo: (name: string): void => open.get(name)?.() }
}

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

test('as many run at once as there are slots, the others in the order in which they came', async () => {
  const { began, work, letGo } = gates()
  const slots = createSlots(2)
  const all = ['a', 'b', 'c', 'd'].map((name) => slots.run(work(name)))
  await settle()
  expect(began).toEqual(['a', 'b'])
  letGo('b')
  await settle()
  expect(began).toEqual(['a', 'b', 'c'])
  for (const name of ['a', 'c']) letGo(name)
  await settle()
  letGo('d')
  expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd'])
})

test('work that fails gives its slot back', async () => {
  const slots = createSlots(1)
  const failing = slots.run(() => Promise.reject(new Error('lost')))
  const next = slots.run(() => Promise.resolve('done'))
  await expect(failing).rejects.toThrow('lost')
  expect(await next).toBe('done')
  expect(await slots.run(() => Promise.resolve('again'))).toBe('again')
})
