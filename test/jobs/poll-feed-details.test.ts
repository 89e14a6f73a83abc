import { describe, expect, test } from 'vitest'
import type { Claimed, Needs } from '../../jobs/feed-needs.ts'
import { aFeed, after, aMessage, reading } from './a-feed.ts'

describe('alerts whose details are elsewhere', () => {
  const wanted = (id: string, mark = 'once') => ({ itemId: id, url: `https://feed.example/${id}.xml`, mark })
  const detailed: Partial<Needs<string, Claimed>> = {
    read: async () => reading({ wanted: [wanted('a'), wanted('b')] }),
    readDetail: async (body) => ({
      kind: 'message',
      message: aMessage(body, { hazard: 'extreme_weather' }, 'cuaca@bmkg'),
    }),
  }

  test('are fetched once, and again when the list says that they changed', async () => {
    let mark = 'once'
    const { poll, taken, asked } = aFeed({ ...detailed, read: async () => reading({ wanted: [wanted('a', mark)] }) })
    expect(await poll()).toMatchObject({ taken: 1 })
    expect(await poll()).toMatchObject({ taken: 0, known: 1 })
    mark = 'twice'
    expect(await poll()).toMatchObject({ taken: 1 })
    expect(asked.filter((url) => url.endsWith('.xml'))).toHaveLength(2)
    expect(taken[0]).toMatchObject({ raw: 'body of https://feed.example/a.xml', message: { source: 'cuaca@bmkg' } })
  })

  test('wait their turn within the budget, and the list is read again for them', async () => {
    let left = 2
    const { poll, items, ends } = aFeed({
      ...detailed,
      reserve: async () => {
        left -= 1
        return left >= 0 ? { kind: 'granted' } : { kind: 'wait', until: after(9) }
      },
    })
    expect(await poll()).toMatchObject({ taken: 1, waiting: 1 })
    expect(items.get('b')).toMatchObject({ outcome: 'wanted' })
    expect(ends[0]).toMatchObject({ kind: 'succeeded', etag: null, lastModified: null, bodyHash: null })
    left = 2
    expect(await poll()).toMatchObject({ taken: 1, known: 1, waiting: 0 })
    expect(ends[1]).toMatchObject({ etag: '"e"' })
  })

  test('are left for the next poll when time runs out, or there are too many', async () => {
    const many = Array.from({ length: 50 }, (_, n) => wanted(`n${n}`))
    const busy = aFeed({ ...detailed, read: async () => reading({ wanted: many }) })
    expect(await busy.poll()).toMatchObject({ taken: 40, waiting: 10 })
    const slow = aFeed({
      ...detailed,
      take: async () => {
        slow.clock.moveBy({ s: 25 })
        return { kind: 'taken', eventId: 'e', reason: 'alert' }
      },
    })
    expect(await slow.poll()).toMatchObject({ taken: 1, waiting: 1 })
  })

  test.each<[string, Awaited<ReturnType<Needs<string, Claimed>['fetch']>>, string, string]>([
    ['gone', { kind: 'refused', reason: 'status 404' }, 'refused', 'status 404'],
    ['away', { kind: 'try-again', reason: 'status 500', afterMs: null }, 'wanted', 'status 500'],
    ['confused', { kind: 'not-modified' }, 'wanted', 'not modified, though never fetched'],
  ])('that are %s', async (_words, answer, outcome, reason) => {
    const { poll, items } = aFeed({
      ...detailed,
      fetch: async ({ url }) =>
        url.endsWith('a.xml') ? answer : { kind: 'fresh', bytes: 'x', etag: null, lastModified: null },
    })
    expect(await poll()).toMatchObject({ taken: 1 })
    expect(items.get('a')).toMatchObject({ outcome, reason })
  })

  test('that are no CAP are refused with why; one that breaks is found new by the next poll', async () => {
    const fault = { path: 'alert/identifier', got: 'nothing', expected: 'an id' }
    const bad = aFeed({ ...detailed, readDetail: async () => ({ kind: 'refused', faults: [fault] }) })
    expect(await bad.poll()).toMatchObject({ refused: 2 })
    expect(bad.items.get('a')?.reason).toBe('alert/identifier: got nothing, expected an id')
    const broken = aFeed({ ...detailed, readDetail: () => Promise.reject(new Error('away')) })
    expect(await broken.poll()).toEqual({ kind: 'failed', error: 'away' })
    expect(broken.items.size).toBe(0)
  })
})
