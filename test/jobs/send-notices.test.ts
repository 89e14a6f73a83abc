import { expect, test } from 'vitest'
import { KEEP_LEASE_EVERY_MS, LEASE_MS, sendNotices } from '../../jobs/send-notices.ts'
import { MAX_ATTEMPTS } from '../../src/mobilisation/notice.ts'
import { accepted, anOffice, letter, NOW } from './a-post-office.ts'

const CLAIM = `claim live sms g 4 ${LEASE_MS}`
const TRY_AGAIN = { kind: 'try-again', reason: 'busy', afterMs: 2_000 } as const

test('nothing due is nothing done', async () => {
  const { done, run } = anOffice([])
  await run()
  expect(done).toEqual([`heart ${KEEP_LEASE_EVERY_MS}`, CLAIM, 'heart stops'])
})

test('a gateway that rests is asked for nothing', async () => {
  const { done, run } = anOffice([[letter('a')]], { rooms: { g: () => 0 } })
  await run()
  expect(done).toEqual([])
})

test('each message has a way out, is begun, sent and recorded in this order, until nothing is due', async () => {
  const { done, run } = anOffice([[letter('a'), letter('b')], [letter('c')]])
  await run()
  for (const id of ['a', 'b', 'c'])
    expect(done.filter((line) => line.split(' ').includes(id) && !line.startsWith('let go'))).toEqual([
      `prepare ${id}`,
      `begin ${id} at g with text of ${id}`,
      `send ${id}`,
      `record ${id} accepted`,
      `sent ${id} accepted true`,
    ])
  for (const id of ['a', 'b', 'c'])
    expect(done.indexOf(`let go ${id}`)).toBeLessThan(done.indexOf(`record ${id} accepted`))
  expect(done.filter((line) => line.startsWith('claim')).length).toBeGreaterThanOrEqual(3)
  expect(done.at(-1)).toBe('heart stops')
})

test('no more are under way at once than there are places, and no more are claimed than there is room', async () => {
  let under = 0
  let most = 0
  const limits: number[] = []
  const letters = Array.from({ length: 20 }, (_, nth) => letter(`n${nth}`))
  const { run } = anOffice([], {
    places: 2,
    claim: async (_load, _gateway, limit) => {
      limits.push(limit)
      return { notices: letters.splice(0, limit), againInMs: null }
    },
    send: async ({ id }) => {
      under += 1
      most = Math.max(most, under)
      await new Promise((resolve) => setImmediate(resolve))
      under -= 1
      return accepted(id)
    },
  })
  await run()
  expect([most, letters]).toEqual([2, []])
  // A claim for each single place would cost about as much as one for two.
  expect(Math.min(...limits)).toBeGreaterThanOrEqual(2)
  expect(Math.max(...limits)).toBe(4)
})

test('what has no budget yet is waited for, at most a second at a time', async () => {
  const answers = [
    { notices: [letter('a')], againInMs: 40 },
    { notices: [], againInMs: 90_000 },
  ]
  const { done, run } = anOffice([], { claim: async () => answers.shift() ?? { notices: [], againInMs: null } })
  await run()
  expect(done.filter((line) => /^pause|^sent/.test(line))).toEqual(['pause 40', 'pause 1000', 'sent a accepted true'])
})

test.each(['dropped', 'gone', 'busy'] as const)(
  'a message that is %s when its turn comes is never sent',
  async (kind) => {
    const { done, run } = anOffice([[letter('a')]], { begin: async () => ({ kind }) })
    await run()
    expect(done.filter((line) => /^(send|record|refuse)/.test(line))).toEqual([])
    expect(done).toContain('let go a')
  },
)

test('a process that is told to stop while a message waits for its way out begins nothing', async () => {
  let stopping = false
  const { done, run } = anOffice([[letter('a')]], {
    stopping: () => stopping,
    prepare: async (notice, message, gateway) => {
      stopping = true
      return anOffice([]).needs.prepare(notice, message, gateway)
    },
  })
  await run()
  expect(done.filter((line) => /^(begin|send|release)/.test(line))).toEqual(['release a'])
})

test('a message of which no text can be made is refused with the reason, and the others go', async () => {
  const { done, run } = anOffice([[letter('a'), letter('b')]], {
    render: ({ id }) => {
      if (id === 'a') throw new RangeError('template call-out.sms: no field hazard')
      return { kept: { subject: null, body: 'x' } }
    },
  })
  await run()
  expect(done).toContain('refuse a: no text: template call-out.sms: no field hazard')
  expect(done).not.toContain('send a')
  expect(done).toContain('sent b accepted true')
})

test.each([
  [1, 'record a planned 2000'],
  [2, 'record a planned 4000'],
  [MAX_ATTEMPTS, 'record a failed'],
])('after try %d that may be repeated, with no other gateway: %s', async (tries, line) => {
  const { done, run } = anOffice([[letter('a')]], {
    begin: async () => ({ kind: 'go', tries }),
    send: async () => TRY_AGAIN,
  })
  await run()
  expect(done).toContain(line)
})

test('a failure of one message lets the others finish, stops the heart, and is thrown', async () => {
  const { done, run } = anOffice([[letter('a'), letter('b')]], {
    places: 2,
    begin: async ({ id }) => {
      if (id === 'a') throw new Error('the database went away')
      return { kind: 'go', tries: 1 }
    },
  })
  await expect(run()).rejects.toThrow('the database went away')
  expect(done).toContain('sent b accepted true')
  expect(done).toContain('let go a')
  expect(done.at(-1)).toBe('heart stops')
})

test('a claim that fails is thrown', async () => {
  const { run } = anOffice([], { claim: () => Promise.reject(new Error('the database went away')) })
  await expect(run()).rejects.toThrow('the database went away')
})

test('a stopping process begins nothing more and puts back what it holds', async () => {
  let stopping = false
  const { done, run } = anOffice([[letter('a'), letter('b'), letter('c')]], {
    stopping: () => stopping,
    send: async ({ id }) => {
      stopping = true
      return accepted(id)
    },
  })
  await run()
  expect(done.filter((line) => /^(begin|sent|release|claim)/.test(line))).toEqual([
    CLAIM,
    'begin a at g with text of a',
    'sent a accepted true',
    'release b c',
  ])
})

test('the heart keeps the lease of what is still open, and of nothing that is done', async () => {
  const kept: string[] = []
  const office = anOffice([[letter('a'), letter('b')]], {
    keepLease: async (letters, leaseUntil) =>
      kept.push(`${letters.map(({ id }) => id).join(' ')} ${leaseUntil.getTime() === NOW.getTime() + LEASE_MS}`),
    send: async ({ id }) => {
      // Whoever was recorded before is done by then.
      await new Promise((resolve) => setImmediate(resolve))
      await office.beat()
      return accepted(id)
    },
  })
  await office.run()
  await office.beat()
  expect(kept).toEqual(['a b true', 'b true'])
})

test('a further sender of one lane and channel ends at once and has the first look once more; another channel works', async () => {
  const claimed: string[] = []
  let letGo: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const { needs } = anOffice([], {
    claim: async ({ channel }) => {
      claimed.push(channel)
      await held
      return { notices: [], againInMs: null }
    },
  })
  const send = sendNotices(needs, { now: () => NOW })
  const first = send({ lane: 'live', channel: 'sms' })
  await send({ lane: 'live', channel: 'sms' })
  await send({ lane: 'live', channel: 'sms' })
  expect(claimed).toEqual(['sms'])
  const other = send({ lane: 'live', channel: 'email' })
  expect(claimed).toEqual(['sms', 'email'])
  letGo()
  await Promise.all([first, other])
  expect(claimed).toEqual(['sms', 'email', 'sms'])
  await send({ lane: 'live', channel: 'sms' })
  expect(claimed).toHaveLength(4)
})
