import { describe, expect, test } from 'vitest'
import type { Claimed, Needs } from '../../jobs/feed-needs.ts'
import type { FeedPolicy } from '../../src/mobilisation/feed.ts'
import { aFeed, after, aMessage, anItem, FEED, NOW, type Remembered, reading } from './a-feed.ts'

const outcomes = (items: ReadonlyMap<string, Remembered>) =>
  [...items.values()].map(({ itemId, outcome, reason }) => [itemId, outcome, reason])

test('a feed that is not in the configuration, or not due, is left alone', async () => {
  const off = aFeed({ feed: () => null })
  expect(await off.poll()).toEqual({ kind: 'unknown-feed' })
  const idle = aFeed({ claim: async () => null })
  expect(await idle.poll()).toEqual({ kind: 'not-due' })
  expect([...off.asked, ...idle.asked, ...idle.ends]).toEqual([])
})

test('what is new is taken with its own text, and remembered with its event', async () => {
  const { poll, taken, items, ends } = aFeed({
    read: async () => reading({ items: [anItem('q1'), anItem('q2', { magnitude: 4 })], elsewhere: 3 }),
  })
  expect(await poll()).toEqual({ kind: 'read', taken: 2, refused: 0, known: 0, waiting: 0, elsewhere: 3 })
  expect(
    taken.map(({ message, feed, raw, at }) => [message.sourceId, feed, raw, at, message.restraint?.decision]),
  ).toEqual([
    ['q1', 'gempa', 'raw q1', NOW, undefined],
    ['q2', 'gempa', 'raw q2', NOW, 'record'],
  ])
  expect(items.get('q1')).toMatchObject({ outcome: 'taken', reason: 'alert', eventId: 'event of q1' })
  expect(ends).toEqual([
    {
      kind: 'succeeded',
      etag: '"e"',
      lastModified: 'then',
      bodyHash: `hash of body of ${FEED.url}`,
      nextDueAt: after(20),
    },
  ])
})

test('the same content again is not taken, though it was fetched later; a changed one is', async () => {
  let magnitude = 5.8
  let sentAt = NOW
  const { poll, taken } = aFeed({
    read: async () => reading({ items: [{ ...anItem('q1'), message: { ...aMessage('q1', { magnitude }), sentAt } }] }),
  })
  await poll()
  sentAt = after(20)
  expect(await poll()).toMatchObject({ taken: 0, known: 1 })
  magnitude = 6.1
  expect(await poll()).toMatchObject({ taken: 1, known: 0 })
  expect(taken.map(({ message }) => message.event.magnitude)).toEqual([5.8, 6.1])
})

test('a policy that changes does not call for what was seen under the old one', async () => {
  let policy: FeedPolicy = 'record'
  const { poll, taken } = aFeed({
    feed: () => ({ ...FEED, policy }),
    read: async () => reading({ items: [anItem('q1')] }),
  })
  await poll()
  policy = 'mobilise'
  await poll()
  expect(taken.map(({ message }) => message.restraint?.decision)).toEqual(['record'])
})

test('the stricter of the feed’s and the sender’s policy holds', async () => {
  const { poll, taken } = aFeed({
    senderPolicy: (sender) => (sender === 'bmkg' ? 'propose' : null),
    read: async () => reading({ items: [anItem('q1')] }),
  })
  await poll()
  expect(taken[0]?.message.restraint).toMatchObject({ decision: 'propose' })
})

test('a feed that was just switched on calls nobody for the quake of last night: it proposes', async () => {
  const lastNight = { occurredAt: after(-9 * 3600) }
  const items = [anItem('old', lastNight), anItem('older', { ...lastNight, magnitude: 4 }), anItem('new')]
  const { poll, taken } = aFeed({ read: async () => reading({ items }) })
  await poll()
  expect(taken.map(({ message }) => message.restraint?.decision)).toEqual(['propose', 'record', undefined])
})

test('what another list said of a quake is kept where this list is silent', async () => {
  const felt = [{ place: 'Tuban', position: null, least: 5, most: 6 }]
  const { poll, taken } = aFeed({
    knownQuake: async (source, sourceId) => (`${source} ${sourceId}` === 'bmkg q1' ? { felt, level: null } : null),
    read: async () =>
      reading({ items: [anItem('q1', {}, { silentOn: ['felt'] }), anItem('q2', {}, { silentOn: ['felt'] })] }),
  })
  await poll()
  expect(taken.map(({ message }) => message.event.felt)).toEqual([felt, []])
})

test('refusals are remembered with why, of the reader and of the way in; warnings beside what was taken', async () => {
  const fault = { path: 'gempa[1].Magnitude', got: '"?"', expected: 'a magnitude' }
  const { poll, items } = aFeed({
    read: async () =>
      reading({
        items: [anItem('q1'), anItem('q2', {}, { warnings: [fault] })],
        refused: [
          { itemId: 'q3', faults: [fault, fault] },
          { itemId: 'q4', faults: [] },
        ],
      }),
    take: async ({ sourceId }) =>
      sourceId === 'q1'
        ? { kind: 'refused', reason: 'outside Indonesia' }
        : { kind: 'taken', eventId: 'e', reason: 'alert' },
  })
  expect(await poll()).toMatchObject({ taken: 1, refused: 3 })
  expect(outcomes(items)).toEqual([
    ['q1', 'refused', 'outside Indonesia'],
    ['q2', 'taken', 'alert; gempa[1].Magnitude: got "?", expected a magnitude'],
    ['q3', 'refused', 'gempa[1].Magnitude: got "?", expected a magnitude (and 1 more)'],
    ['q4', 'refused', 'refused'],
  ])
})

test('one that breaks on the way in hides no other, and is found new by the next poll', async () => {
  let away = true
  const { poll, taken, ends } = aFeed({
    read: async () => reading({ items: [anItem('q1'), anItem('q2')] }),
    take: async (message, feed, raw, at) => {
      if (message.sourceId === 'q1' && away) throw new Error('database: away')
      taken.push({ message, feed, raw, at })
      return { kind: 'taken', eventId: 'e', reason: 'alert' }
    },
  })
  expect(await poll()).toEqual({ kind: 'failed', error: 'database: away' })
  away = false
  expect(await poll()).toMatchObject({ kind: 'read', taken: 1, known: 1 })
  expect(taken.map(({ message }) => message.sourceId)).toEqual(['q2', 'q1'])
  expect(ends.map(({ kind }) => kind)).toEqual(['failed', 'succeeded'])
})

describe('a feed without news', () => {
  test('that says so keeps its version', async () => {
    const given = { etag: '"a"', lastModified: 'then', bodyHash: 'h' }
    const { poll, ends } = aFeed({ fetch: async () => ({ kind: 'not-modified' }) }, given)
    expect(await poll()).toEqual({ kind: 'unchanged' })
    expect(ends).toEqual([{ kind: 'succeeded', ...given, nextDueAt: after(20) }])
  })
  test('that sends the same again is not read again', async () => {
    const { poll, ends } = aFeed(
      { read: () => Promise.reject(new Error('read')) },
      { bodyHash: `hash of body of ${FEED.url}` },
    )
    expect(await poll()).toEqual({ kind: 'unchanged' })
    expect(ends[0]).toMatchObject({ kind: 'succeeded', etag: '"e"' })
  })
})

describe('failures cost a pause', () => {
  test.each<[string, Partial<Needs<string, Claimed>>, string, number]>([
    [
      'a server that is away',
      { fetch: async () => ({ kind: 'try-again', reason: 'status 503', afterMs: null }) },
      'status 503',
      40,
    ],
    [
      'a server that asks for patience',
      { fetch: async () => ({ kind: 'try-again', reason: 'status 429', afterMs: 300_000 }) },
      'status 429',
      300,
    ],
    ['an address that is gone', { fetch: async () => ({ kind: 'refused', reason: 'status 404' }) }, 'status 404', 40],
    [
      'a page in place of the feed',
      { read: async () => ({ kind: 'unreadable', faults: [{ path: '/', got: 'html', expected: 'RSS' }] }) },
      '/: got html, expected RSS',
      40,
    ],
    [
      'a reader that breaks',
      { read: () => Promise.reject(new Error('the XML reader is closed')) },
      'the XML reader is closed',
      40,
    ],
  ])('%s', async (_words, given, error, leastS) => {
    const { poll, ends } = aFeed(given, { failures: 1 })
    expect(await poll()).toEqual({ kind: 'failed', error })
    expect(ends).toEqual([{ kind: 'failed', error, nextDueAt: expect.any(Date) }])
    const waitS = ((ends[0]?.nextDueAt.getTime() ?? 0) - NOW.getTime()) / 1000
    expect(waitS).toBeGreaterThanOrEqual(leastS)
    expect(waitS).toBeLessThanOrEqual(leastS * 1.1)
  })
})

test('a host whose budget is used up is not asked, and that is no failure', async () => {
  const { poll, asked, ends } = aFeed({ reserve: async () => ({ kind: 'wait', until: after(7) }) })
  expect(await poll()).toEqual({ kind: 'postponed', until: after(7) })
  expect(asked).toEqual([])
  expect(ends).toEqual([{ kind: 'postponed', nextDueAt: after(7) }])
})
