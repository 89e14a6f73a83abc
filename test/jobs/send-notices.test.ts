import { expect, test } from 'vitest'
import { KEEP_LEASE_EVERY_MS, LEASE_MS, sendNotices } from '../../jobs/send-notices.ts'
import { MAX_ATTEMPTS } from '../../src/mobilisation/notice.ts'
import { accepted, anOffice, letter, NOW } from './a-post-office.ts'

const LEASE_END = new Date(NOW.getTime() + LEASE_MS)

test('nothing due is nothing done', async () => {
  const { done, run } = anOffice([])
  await run()
  expect(done).toEqual([`claim live sms 25 ${LEASE_MS}`])
})

test('each message has a way out, is begun, sent and recorded in this order, batch by batch until nothing is due', async () => {
  const { done, run } = anOffice([[letter('a'), letter('b')], [letter('c')]])
  await run()
  const whole = (id: string): string[] => [
    `prepare ${id}`,
    `begin ${id} with text of ${id} for ${LEASE_MS}`,
    `send ${id}`,
    `let go ${id}`,
    `record ${id} accepted`,
    `sent ${id} accepted true`,
    `let go ${id}`,
  ]
  const claim = `claim live sms 25 ${LEASE_MS}`
  const heart = `heart ${KEEP_LEASE_EVERY_MS}`
  expect(done).toEqual([
    claim,
    heart,
    ...whole('a'),
    ...whole('b'),
    'heart stops',
    claim,
    heart,
    ...whole('c'),
    'heart stops',
    claim,
  ])
})

test.each(['dropped', 'gone'] as const)('a message that is %s when its turn comes is never sent', async (kind) => {
  const { done, run } = anOffice([[letter('a')]], { beginSending: async () => ({ kind }) })
  await run()
  expect(done.filter((line) => /send|record|refuse/.test(line))).toEqual([])
  expect(done).toContain('let go a')
})

test('a message for which no way out can be had is begun and goes back to be tried again', async () => {
  const { done, run } = anOffice([[letter('a')]], {
    send: async () => ({ kind: 'try-again', reason: 'not reached', afterMs: 5_000 }),
  })
  await run()
  expect(done.filter((line) => / a\b/.test(line)).slice(-4)).toEqual([
    'let go a',
    'record a planned 5000',
    'sent a try-again true',
    'let go a',
  ])
})

test('a process that is told to stop while a message waits for its way out begins nothing', async () => {
  let stopping = false
  const { done, run } = anOffice([[letter('a')]], {
    stopping: () => stopping,
    prepare: async (notice, message) => {
      stopping = true
      return anOffice([]).needs.prepare(notice, message)
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
])('after try %d that may be repeated: %s', async (tries, line) => {
  const { done, run } = anOffice([[letter('a')]], {
    beginSending: async () => ({ kind: 'go', tries }),
    send: async () => ({ kind: 'try-again', reason: 'busy', afterMs: 2_000 }),
  })
  await run()
  expect(done).toContain(line)
})

test('a failure of one message lets the others finish, stops the heart, and is thrown', async () => {
  const { done, run } = anOffice([[letter('a'), letter('b', 'email')], [letter('c')]], {
    beginSending: async ({ id }) => {
      if (id === 'a') throw new Error('the database went away')
      return { kind: 'go', tries: 1 }
    },
  })
  await expect(run()).rejects.toThrow('the database went away')
  expect(done).toContain('sent b accepted true')
  expect(done).toContain('let go a')
  expect(done.at(-1)).toBe('heart stops')
  expect(done.filter((line) => line.startsWith('claim'))).toHaveLength(1)
})

test('a stopping process begins nothing more and puts back what it holds', async () => {
  let stopping = false
  const { done, run } = anOffice([[letter('a'), letter('b')], [letter('c')]], {
    stopping: () => stopping,
    send: async ({ id }) => {
      stopping = true
      return accepted(id)
    },
  })
  await run()
  expect(done.filter((line) => /^(begin|sent|release|claim)/.test(line))).toEqual([
    `claim live sms 25 ${LEASE_MS}`,
    `begin a with text of a for ${LEASE_MS}`,
    'sent a accepted true',
    'release a b',
  ])
})

test('the heart keeps the lease of what is still open, and of nothing that is done', async () => {
  const kept: string[] = []
  const office = anOffice([[letter('a'), letter('b')]], {
    keepLease: async (letters, leaseUntil) =>
      kept.push(`${letters.map(({ id }) => id).join(' ')} ${+leaseUntil === +LEASE_END}`),
    send: async ({ id }) => {
      await office.beat()
      return accepted(id)
    },
  })
  await office.run()
  await office.beat()
  expect(kept).toEqual(['a b true', 'b true', ' true'])
})

test('each channel has slots of its own: a slow one holds up no other', async () => {
  let freeSms: () => void = () => undefined
  const { done, run } = anOffice([[letter('a'), letter('b', 'email')]], {
    send: async ({ id, channel }) => {
      if (channel === 'sms') await new Promise<void>((resolve) => (freeSms = resolve))
      else queueMicrotask(() => freeSms())
      return accepted(id)
    },
  })
  await run()
  expect(done.filter((line) => line.startsWith('sent'))).toEqual(['sent b accepted true', 'sent a accepted true'])
})

test('a third sender of one lane and channel ends at once, one of another channel works', async () => {
  const claimed: string[] = []
  let letGo: () => void = () => undefined
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  const { needs } = anOffice([], {
    claim: async ({ channel }) => {
      claimed.push(channel)
      await held
      return []
    },
  })
  const send = sendNotices(needs, { now: () => NOW })
  const under = [send({ lane: 'live', channel: 'sms' }), send({ lane: 'live', channel: 'sms' })]
  await send({ lane: 'live', channel: 'sms' })
  expect(claimed).toEqual(['sms', 'sms'])
  const other = send({ lane: 'live', channel: 'email' })
  expect(claimed).toEqual(['sms', 'sms', 'email'])
  letGo()
  await Promise.all([...under, other])
  await send({ lane: 'live', channel: 'sms' })
  expect(claimed).toHaveLength(4)
})
