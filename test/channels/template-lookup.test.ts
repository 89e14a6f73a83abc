import { expect, onTestFinished, test } from 'vitest'
import { templateLookup } from '../../src/channels/template-http/lookup.ts'
import { templateOf } from './a-template.ts'
import { answer, type RawRequest, startRawHttp } from './raw-http.ts'

const NOW = new Date('2026-11-22T06:30:00Z')

const aLookup = async (onRequest: (request: RawRequest) => void, id = '{id}') => {
  const http = await startRawHttp(onRequest)
  const yaml = `
kind: template
url: ${http.url}
form: { to: '{to}', text: '{text}' }
answer: { accepted: { status: 2xx } }
lookup:
  url: ${http.url}
  form: { id: '${id}', ref: '{ref}', key: '\${KEY}' }
  state: state
  states: { delivered: [sent], failed-for-good: [invalid] }
  reason: why
`
  const { lookup, secrets } = templateOf(yaml, { KEY: 'k-8c1f22' })
  if (lookup === null) throw new Error('no lookup')
  const clock = { now: () => NOW }
  const asking = templateLookup({ name: 'utama', ...lookup, secrets, connectMs: 300, answerMs: 300, clock })
  onTestFinished(async () => {
    await asking.close()
    await http.close()
  })
  return { http, asking }
}

test('a gateway is asked once, by both names, and its word is a receipt without numbers and secrets', async () => {
  const { http, asking } = await aLookup(({ socket }) =>
    socket.write(answer('200 OK', '{"state":"Invalid","why":"k-8c1f22 +6281234567890"}')),
  )
  await expect(asking.ask('n-1', '71')).resolves.toEqual({
    gateway: 'utama',
    ref: 'n-1',
    providerRef: '71',
    state: 'failed-for-good',
    reason: '*** ***890',
    at: NOW,
  })
  expect(http.requests.map(({ body }) => body)).toEqual(['id=71&ref=n-1&key=k-8c1f22'])
})

test.each<[string, (request: RawRequest) => void]>([
  ['a word that is not listed', ({ socket }) => socket.write(answer('200 OK', '{"state":"queued"}'))],
  ['an error', ({ socket }) => socket.write(answer('500 Oops', '{"state":"sent"}'))],
  ['silence', () => {}],
  ['a cut', ({ socket }) => socket.destroy()],
])('%s says nothing, and the next question is asked', async (_what, onRequest) => {
  const { http, asking } = await aLookup(onRequest)
  await expect(asking.ask('n-1', '71')).resolves.toBeNull()
  await expect(asking.ask('n-2', '72')).resolves.toBeNull()
  expect(http.requests).toHaveLength(2)
})

test('without a name of its own a gateway is asked by ours, where that is enough', async () => {
  const sent = ({ socket }: RawRequest): void => void socket.write(answer('200 OK', '{"state":"sent"}'))
  const byId = await aLookup(sent)
  await expect(byId.asking.ask('n-1', null)).resolves.toBeNull()
  expect(byId.http.requests).toHaveLength(0)
  const byRef = await aLookup(sent, '0')
  await expect(byRef.asking.ask('n-1', null)).resolves.toMatchObject({ state: 'delivered', reason: null })
})
