import { expect, test } from 'vitest'
import { sql } from '../../src/store/sql.ts'
import { aFeed, bulletin, cap, clock, database, EVENT_ID, pollDue, quake, runs, serve, taken } from './feed-ground.ts'

const itemsKept = () =>
  database.rows<{ feed: string; item_id: string; outcome: string; reason: string; event_id: string | null }>(sql`
    SELECT feed, item_id, outcome, reason, event_id FROM feed_item ORDER BY feed, item_id`)

test('a feed is due within its first period; its wakes hold the instant, and a disabled feed has none', async () => {
  const feeds = runs([aFeed('gempa', 'http://127.0.0.1:1/'), aFeed('off', 'http://127.0.0.1:1/', { enabled: false })])
  await feeds.dueWakes()
  clock.moveBy({ s: 20 })
  const [wake, ...others] = await feeds.dueWakes()
  expect(others).toEqual([])
  expect(wake).toMatchObject({ job: 'poll-feed', lane: 'upkeep', payload: { name: 'gempa' } })
  expect(wake?.id).toMatch(/^poll-gempa-17\d{11}$/)
  expect(await feeds.pollFeed({ name: 'off' })).toEqual({ kind: 'unknown-feed' })
})

test('from the network to the way in: taken once, asked conditionally, taken again when it is revised', async () => {
  let magnitude = '5.4'
  const server = await serve((request, response) => {
    const etag = `"m${magnitude}"`
    if (request.headers['if-none-match'] === etag) response.writeHead(304).end()
    else response.writeHead(200, { etag }).end(quake(magnitude))
  })
  const feeds = runs([aFeed('gempa', server.url)])
  await feeds.dueWakes()
  const results = []
  for (const next of ['5.4', '5.4', '6.0']) {
    magnitude = next
    clock.moveBy({ s: 20 })
    results.push((await pollDue(feeds))['gempa'])
  }
  expect(results).toMatchObject([{ kind: 'read', taken: 1 }, { kind: 'unchanged' }, { kind: 'read', taken: 1 }])
  expect(taken.map(({ message }) => [message.sourceId, message.event.magnitude, message.restraint])).toEqual([
    ['gempa-20261021035210', 5.4, null],
    ['gempa-20261021035210', 6, null],
  ])
  expect(JSON.parse(taken[0]?.body ?? '')).toMatchObject({ Magnitude: '5.4' })
  expect(await itemsKept()).toEqual([
    { feed: 'gempa', item_id: 'gempa-20261021035210', outcome: 'taken', reason: 'alert', event_id: EVENT_ID },
  ])
  expect(await feeds.health()).toMatchObject([
    { name: 'gempa', policy: 'mobilise', failures: 0, lastSuccessAt: clock.now() },
  ])
})

test('a quake whose time alone is corrected is another content: dates count', async () => {
  let second = '10'
  const server = await serve((_request, response) =>
    response.end(quake('5.4', { Potensi: second, Jam: '10:52:10 WIB', DateTime: `2026-10-21T03:52:${second}+00:00` })),
  )
  const feeds = runs([aFeed('gempa', server.url)])
  await feeds.dueWakes()
  for (second of ['10', '14']) {
    clock.moveBy({ s: 20 })
    await pollDue(feeds)
  }
  expect(taken.map(({ message }) => message.sourceId)).toEqual(['gempa-20261021035210', 'gempa-20261021035214'])
})

test('two processes that wake together ask the server once', async () => {
  const server = await serve((_request, response) => response.end(quake('5.4')))
  const feed = aFeed('gempa', server.url)
  const [one, two] = [runs([feed]), runs([feed], { other: true })]
  await one.dueWakes()
  clock.moveBy({ s: 20 })
  const results = await Promise.all([one, two, one, two].map((process) => process.pollFeed({ name: 'gempa' })))
  expect(results.map(({ kind }) => kind).toSorted()).toEqual(['not-due', 'not-due', 'not-due', 'read'])
  expect(server.requests).toHaveLength(1)
  expect(taken).toHaveLength(1)
})

test('a feed that fails pauses longer and longer, is seen in its health, and stops no other', async () => {
  let works = false
  const server = await serve((request, response) => {
    if (request.url === '/good' || works) response.end(quake('5.4'))
    else response.writeHead(500).end('Hubungi 081234567890')
  })
  const feeds = runs([aFeed('bad', `${server.url}/bad`), aFeed('good', `${server.url}/good`)])
  await feeds.dueWakes()
  for (let turn = 0; turn < 12; turn += 1) {
    clock.moveBy({ s: 20 })
    await pollDue(feeds)
  }
  const asked = (path: string): number => server.requests.filter(({ url: at }) => at === path).length
  expect(asked('/good')).toBe(12)
  expect(asked('/bad')).toBeLessThanOrEqual(5)
  expect(await feeds.health()).toMatchObject([
    { name: 'bad', failures: asked('/bad'), lastSuccessAt: null, lastError: 'status 500' },
    { name: 'good', failures: 0, lastSuccessAt: clock.now() },
  ])
  works = true
  clock.moveBy({ min: 17 })
  await pollDue(feeds)
  expect((await feeds.health())[0]).toMatchObject({ failures: 0, lastError: null, lastSuccessAt: clock.now() })
})

test('a list of nowcasts: details are fetched as CAP within the budget, a link elsewhere never, and all are records', async () => {
  const server = await serve((request, response) => {
    if (request.url?.startsWith('/detail/') === true) response.end(cap(request.url.slice('/detail/'.length)))
    else {
      const links = ['/detail/a1', '/detail/a2', 'http://127.0.0.1:1/detail/x', '/detail/<bad>'.replace(/[<>]/g, '')]
      const item = (link: string, n: number) => `<item><title>t</title><link>${link}</link><guid>g${n}</guid></item>`
      response.end(`<rss version="2.0"><channel>${links.map(item).join('')}</channel></rss>`)
    }
  })
  const feed = aFeed('nowcast', `${server.url}/list`, { format: 'bmkg-nowcast', policy: 'propose' })
  const feeds = runs([feed], { perMinute: 3, senders: [['nowcast@cuaca.example', 'record']] })
  await feeds.dueWakes()
  clock.moveBy({ s: 20 })
  expect(await pollDue(feeds)).toMatchObject({ nowcast: { kind: 'read', taken: 2, refused: 1, waiting: 1 } })
  expect((await itemsKept()).map(({ item_id, outcome }) => [item_id, outcome])).toEqual([
    ['g0', 'taken'],
    ['g1', 'taken'],
    ['g2', 'refused'],
    ['g3', 'wanted'],
  ])
  clock.moveBy({ s: 20 })
  expect(await pollDue(feeds)).toMatchObject({ nowcast: { kind: 'postponed' } })
  clock.moveBy({ s: 60 })
  expect(await pollDue(feeds)).toMatchObject({ nowcast: { kind: 'read', taken: 1, known: 2, waiting: 0 } })
  expect(server.requests.map(({ url: at }) => at)).toEqual([
    '/list',
    '/detail/a1',
    '/detail/a2',
    '/list',
    '/detail/bad',
  ])
  expect(taken.map(({ message }) => [message.sourceId, message.restraint?.decision])).toEqual([
    ['a1', 'record'],
    ['a2', 'record'],
    ['bad', 'record'],
  ])
})

test('four bulletins of one tsunami are one thing, in order, and its end passes where its beginning was proposed', async () => {
  let body = ''
  const server = await serve((_request, response) => response.end(body))
  const feeds = runs([aFeed('inatews', server.url, { format: 'inatews', policy: 'propose' })])
  await feeds.dueWakes()
  for (const [number, minute] of [
    ['1', '54'],
    ['2', '56'],
    ['3', '57'],
    ['4', '58'],
  ] as const) {
    body = bulletin(Number(number), minute)
    clock.moveBy({ s: 20 })
    await pollDue(feeds)
  }
  expect(
    taken.map(({ message: { sourceId, event, restraint } }) => [
      sourceId,
      event.messageType,
      event.regions[0]?.level,
      restraint?.decision,
    ]),
  ).toEqual([
    ['tsunami-20261021105210', 'alert', 'siaga', 'propose'],
    ['tsunami-20261021105210', 'update', 'awas', 'propose'],
    ['tsunami-20261021105210', 'update', 'awas', 'propose'],
    ['tsunami-20261021105210', 'all-clear', undefined, undefined],
  ])
  const sent = taken.map(({ message }) => message.sentAt?.getTime() ?? 0)
  expect(sent).toEqual(sent.toSorted((a, b) => a - b))
})
