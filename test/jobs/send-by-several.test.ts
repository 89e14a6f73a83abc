import { expect, test } from 'vitest'
import { accepted, anOffice, letter, NOW } from './a-post-office.ts'

const TRY_AGAIN = { kind: 'try-again', reason: 'busy', afterMs: 2_000 } as const

test('what a gateway could not take is due at once for another, which looks again even where it had found nothing', async () => {
  const due: { id: string; not: string }[] = [{ id: 'a', not: 'second' }]
  const { done, run } = anOffice([], {
    rooms: { first: () => 4, second: () => 4 },
    claim: async (_load, gateway) => {
      const at = due.findIndex(({ not }) => not !== gateway)
      return { notices: at < 0 ? [] : due.splice(at, 1).map(({ id }) => letter(id)), againInMs: null }
    },
    send: async ({ id }, gateway) => {
      if (gateway === 'second') return accepted(id)
      await new Promise((resolve) => setImmediate(resolve))
      return TRY_AGAIN
    },
    record: async ({ id }, { state, dueAt, elsewhereUntil }) => {
      done.push(`record ${id} ${state}`)
      if (elsewhereUntil !== null) due.push({ id, not: 'first' })
      expect(elsewhereUntil === null ? null : [dueAt?.getTime(), elsewhereUntil.getTime()]).toEqual(
        state === 'accepted' ? null : [NOW.getTime(), NOW.getTime() + 2_000],
      )
      return true
    },
  })
  await run()
  expect(done.filter((line) => /^(begin|record)/.test(line))).toEqual([
    'begin a at first with text of a',
    'record a planned',
    'begin a at second with text of a',
    'record a accepted',
  ])
})

test('what is in hand for a gateway that comes to rest is put back for the others, who are started', async () => {
  let resting = false
  const [first, spare] = [[letter('a'), letter('b')], [letter('b')]]
  const { done, run } = anOffice([], {
    claim: async (_load, gateway) => {
      const given = gateway === 'first' ? first.splice(0) : spare.splice(0)
      return { notices: given, againInMs: null }
    },
    rooms: { first: () => (resting ? 0 : 4), spare: () => (resting ? 4 : 0) },
    send: async ({ id }, gateway) => {
      if (gateway === 'first') resting = true
      return gateway === 'first' ? { kind: 'unknown', reason: 'silent' } : accepted(id)
    },
  })
  await run()
  expect(done.filter((line) => /^(begin|record|release)/.test(line))).toEqual([
    'begin a at first with text of a',
    'record a unknown',
    'release b',
    'begin b at spare with text of b',
    'record b accepted',
  ])
})

test('a gateway that rested takes its share again while the others still have much to send', async () => {
  const due = Array.from({ length: 12 }, (_, nth) => letter(`n${nth}`))
  let sent = 0
  const begun: string[] = []
  const { run } = anOffice([], {
    rooms: { steady: () => 2, recovering: () => (sent >= 4 ? 2 : 0) },
    claim: async (_load, _gateway, limit) => ({ notices: due.splice(0, limit), againInMs: null }),
    begin: async (_notice, gateway) => {
      begun.push(gateway)
      return { kind: 'go', tries: 1 }
    },
    send: async ({ id }) => {
      await new Promise((resolve) => setImmediate(resolve))
      sent += 1
      return accepted(id)
    },
  })
  await run()
  expect(begun).toHaveLength(12)
  expect(begun.slice(0, 4)).toEqual(['steady', 'steady', 'steady', 'steady'])
  expect(begun).toContain('recovering')
})

test('tries at a gateway that rests by now do not end a message before its other gateway had its share', async () => {
  const { done, run } = anOffice([[letter('a')]], {
    rooms: { works: () => 4, rests: () => 0 },
    begin: async () => ({ kind: 'go', tries: 9 }),
    send: async () => TRY_AGAIN,
  })
  await run()
  expect(done).toContain('record a planned 300000')
})

test('what waits for a place at a gateway that comes to rest is put back though others hang there, and goes by another', async () => {
  let resting = false
  let answer: () => void = () => undefined
  const hangs = new Promise<void>((resolve) => {
    answer = resolve
  })
  const [first, spare] = [
    [letter('hangs'), letter('fails'), letter('b'), letter('c')],
    [letter('b'), letter('c')],
  ]
  const { done, run } = anOffice([], {
    places: 2,
    rooms: { first: () => (resting ? 0 : 4), spare: () => (resting ? 4 : 0) },
    claim: async (_load, gateway) => ({
      notices: gateway === 'first' ? first.splice(0) : spare.splice(0),
      againInMs: null,
    }),
    send: async ({ id }, gateway) => {
      if (gateway === 'spare') {
        // Only when it is through does the other answer.
        if (id === 'c') answer()
        return accepted(id)
      }
      if (id === 'hangs') await hangs
      resting = true
      return { kind: 'unknown', reason: 'silent' }
    },
  })
  await run()
  expect(done.filter((line) => /^(record|release)/.test(line))).toEqual([
    'record fails unknown',
    'release b c',
    'record b accepted',
    'record c accepted',
    'record hangs unknown',
  ])
})

test('what waits for a place is put back with the heartbeat where messages of another lane brought the gateway to rest', async () => {
  let resting = false
  let answer: () => void = () => undefined
  const hangs = new Promise<void>((resolve) => {
    answer = resolve
  })
  const office = anOffice([[letter('hangs'), letter('b')]], {
    rooms: { g: () => (resting ? 0 : 4) },
    send: async ({ id }) => {
      resting = true
      await office.beat()
      answer()
      await hangs
      return accepted(id)
    },
  })
  await office.run()
  expect(office.done.filter((line) => /^(release|keep|record)/.test(line))).toEqual([
    'release b',
    'keep hangs 10000',
    'record hangs accepted',
  ])
})

test('what comes to its way out when the gateway has come to rest does not leave by it', async () => {
  let resting = false
  const { done, run } = anOffice([[letter('a')]], {
    rooms: { g: () => (resting ? 0 : 4) },
    prepare: async () => {
      resting = true
      return { send: () => Promise.reject(new Error('it left')), letGo: () => undefined }
    },
  })
  await run()
  expect(done.filter((line) => /^(begin|release)/.test(line))).toEqual(['release a'])
})

test('what a gateway that rests did not take is due when that is tried again', async () => {
  let resting = false
  const { done, run } = anOffice([[letter('a')]], {
    rooms: { g: () => (resting ? 0 : 4) },
    begin: async () => ({ kind: 'go', tries: 5 }),
    send: async () => {
      resting = true
      return TRY_AGAIN
    },
  })
  await run()
  expect(done).toContain('record a planned 3000')
})
