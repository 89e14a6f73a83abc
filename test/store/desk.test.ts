import { expect, test } from 'vitest'
import { Unavailable } from '../../src/errors.ts'
import type { AfterSend } from '../../src/mobilisation/notice.ts'
import { openDesk } from '../../src/store/desk.ts'
import type { Beginning, Departure, Ending, HandedOver } from '../../src/store/hand-overs.ts'

const AT = new Date('2026-11-22T06:30:00Z')
const TEXT = { subject: null, body: 'x' }
const ACCEPTED: AfterSend = {
  state: 'accepted',
  dueAt: null,
  elsewhereUntil: null,
  counts: true,
  providerRef: 'p',
  reason: null,
}
const GO: Departure = { kind: 'go', tries: 1 }
const letter = (id: string) => ({ id, attempt: 1 })

/** A desk whose writings are written down; each is answered by the next of `answers`, or with all well. */
const aDesk = (answers: ((begun: readonly Beginning[], ended: readonly Ending[]) => Promise<HandedOver>)[] = []) => {
  const written: string[] = []
  const pauses: number[] = []
  let nowMs = 0
  const well = async (begun: readonly Beginning[], ended: readonly Ending[]): Promise<HandedOver> => ({
    departures: new Map(begun.map(({ notice }) => [notice.id, GO])),
    recorded: new Set(ended.map(({ notice }) => notice.id)),
  })
  const desk = openDesk(
    (begun, ended) => {
      written.push(
        [...ended.map(({ notice }) => `-${notice.id}`), ...begun.map(({ notice }) => `+${notice.id}`)].join(' '),
      )
      return (answers.shift() ?? well)(begun, ended)
    },
    async (ms) => {
      pauses.push(ms)
      nowMs += ms
      await new Promise((resolve) => setImmediate(resolve))
    },
    () => nowMs,
  )
  return { desk, written, pauses, well }
}
const away = () => Promise.reject(new Unavailable('database: away'))

test('what comes together is written together, and what comes while that is written, with the next', async () => {
  const { desk, written } = aDesk()
  const first = [desk.begin(letter('a'), 'g', TEXT), desk.begin(letter('b'), 'g', TEXT)]
  const ended = first[0]?.then(() => desk.record(letter('a'), ACCEPTED, AT))
  expect(await Promise.all(first)).toEqual([GO, GO])
  expect(await Promise.all([ended, desk.begin(letter('c'), 'g', TEXT)])).toEqual([true, GO])
  expect(written).toEqual(['+a +b', '-a +c'])
})

test('an outcome that cannot be written is tried again with everything that comes, and nothing begins without it', async () => {
  const { desk, written, pauses } = aDesk([away, away])
  const recorded = desk.record(letter('a'), ACCEPTED, AT)
  await expect(desk.begin(letter('b'), 'g', TEXT)).rejects.toThrow('away')
  const begun = desk.begin(letter('c'), 'g', TEXT)
  await expect(begun).rejects.toThrow('away')
  expect(await recorded).toBe(true)
  expect(written).toEqual(['-a +b', '-a +c', '-a'])
  expect(pauses).toEqual([1_000, 1_000])
})

test('after half a minute an outcome is given up, and an answer that never came is somebody else’s row', async () => {
  const { desk, pauses } = aDesk(Array.from({ length: 40 }, () => away))
  await expect(desk.record(letter('a'), ACCEPTED, AT)).rejects.toThrow('away')
  expect(pauses.length).toBe(32)
  const none = aDesk([async () => ({ departures: new Map(), recorded: new Set() })])
  expect(
    await Promise.all([none.desk.begin(letter('a'), 'g', TEXT), none.desk.record(letter('b'), ACCEPTED, AT)]),
  ).toEqual([{ kind: 'gone' }, false])
})

test('one that breaks the writing fails alone, and a row that is busy is asked for again', async () => {
  const broken = () => Promise.reject(new RangeError('no such column'))
  const busy = async () => ({
    departures: new Map<string, Departure>([['b', { kind: 'busy' }]]),
    recorded: new Set<string>(),
  })
  const { desk, written, pauses } = aDesk([broken, broken, busy])
  const asked = [desk.record(letter('a'), ACCEPTED, AT), desk.begin(letter('b'), 'g', TEXT)]
  await expect(asked[0]).rejects.toThrow('no such column')
  expect(await asked[1]).toEqual(GO)
  expect(written).toEqual(['-a +b', '-a', '+b', '+b'])
  expect(pauses).toEqual([20])
})
