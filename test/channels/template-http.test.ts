import { expect, onTestFinished, test } from 'vitest'
import { templateGateway } from '../../src/channels/template-http/gateway.ts'
import { anSms } from './a-message.ts'
import { templateOf } from './a-template.ts'
import { answer, startRawHttp } from './raw-http.ts'
import { sending } from './sending.ts'

const YAML = `
form: { key: '\${KEY}', to: '{to.local}', message: '{text}' }
answer:
  id: id
  accepted: { field: status, is: 1 }
  outcomes:
    - { when: { field: error, is: number }, means: refused-number }
    - { when: { field: error, is: credit }, means: try-again, after: 2m }
`

/** A gateway that answers all alike, and the channel to it. */
const aGateway = async (reply: string, yaml = YAML) => {
  const http = await startRawHttp(({ socket }) => socket.write(reply))
  const {
    request,
    answer: table,
    ...rest
  } = templateOf(`kind: template\nurl: ${http.url}\n${yaml}`, { KEY: 'k-8c1f22' })
  const channel = sending(templateGateway({ ...rest, request, answer: table, connectMs: 500, answerMs: 500 }))
  onTestFinished(async () => {
    await channel.close()
    await http.close()
  })
  return { http, channel }
}

test('an exercise has a sender of its own where one is given', async () => {
  const yaml = `sender: DINSOS\nexerciseSender: LATIHAN\nquery: { from: '{sender}' }${YAML}`
  const { http, channel } = await aGateway(answer('200 OK', '{"status":1,"id":7}'), yaml)
  for (const mode of ['actual', 'exercise'] as const) await channel.send(anSms({ mode }))
  expect(http.requests.map(({ head }) => /from=(\w+)/.exec(head)?.[1])).toEqual(['DINSOS', 'LATIHAN'])
})

test('a number outside Indonesia is refused without a byte where numbers are written as 08', async () => {
  const { http, channel } = await aGateway(answer('200 OK', '{"status":1,"id":7}'))
  await expect(channel.send(anSms({ to: '+6591234567' }))).resolves.toMatchObject({ kind: 'refused' })
  expect(http.connections()).toBe(0)
  await expect(channel.send(anSms())).resolves.toEqual({ kind: 'accepted', providerRef: '7' })
  expect(http.requests[0]?.body).toContain('to=081234567890&')
})

test('without a name of its own a message goes by ours', async () => {
  const { channel } = await aGateway(answer('200 OK', '{"status":1}'))
  await expect(channel.send(anSms())).resolves.toEqual({ kind: 'accepted', providerRef: 'n-0001' })
})

test('a number that nobody can reach is told apart from other refusals', async () => {
  const bad = await aGateway(answer('200 OK', '{"error":"number"}'))
  await expect(bad.channel.send(anSms())).resolves.toMatchObject({
    kind: 'refused',
    reason: expect.stringMatching(/^bad-number: gateway answered 200/),
  })
  const other = await aGateway(answer('400 Bad', '{"error":"text"}'))
  await expect(other.channel.send(anSms())).resolves.toMatchObject({
    kind: 'refused',
    reason: expect.stringMatching(/^gateway answered 400/),
  })
})

test.each([
  [answer('200 OK', '{"error":"credit"}'), 120_000],
  [answer('200 OK', '{"error":"credit"}', ['retry-after: 9']), 9_000],
  [answer('429 Slow'), 30_000],
  [answer('401 Who', '{"error":"key k-8c1f22"}'), 60_000],
])('%j is tried again after %i ms', async (reply, afterMs) => {
  const { channel } = await aGateway(reply)
  const outcome = await channel.send(anSms())
  expect(outcome).toMatchObject({ kind: 'try-again', afterMs })
  expect(JSON.stringify(outcome)).not.toContain('8c1f22')
})

test('a redirect is not followed', async () => {
  const { http, channel } = await aGateway(answer('302 Found', '', ['location: /elsewhere']))
  await expect(channel.send(anSms())).resolves.toMatchObject({ kind: 'try-again', afterMs: 60_000 })
  expect(http.requests).toHaveLength(1)
})

test('coding, minutes, priority and sender are those of the message', async () => {
  const http = await startRawHttp(({ socket }) => socket.write(answer('200 OK', 'ok')))
  const yaml = `
kind: template
url: ${http.url}
sender: DINSOS
exerciseSender: LATIHAN
form: { to: '{to}', text: '{text}', as: '{coding}/{minutes}/{priority}/{sender}' }
answer: { form: text, accepted: { is: ok } }
`
  const { request, answer: table, sender, exerciseSender, secrets } = templateOf(yaml, {})
  const now = new Date('2026-11-23T00:00:00Z')
  const channel = sending(
    templateGateway({ request, answer: table, sender, exerciseSender, secrets, clock: { now: () => now } }),
  )
  onTestFinished(async () => {
    await channel.close()
    await http.close()
  })
  const inMinutes = (minutes: number): Date => new Date(now.getTime() + minutes * 60_000)
  await channel.send(anSms({ text: 'Banjir {1}' }))
  await channel.send(anSms({ text: 'Banjir – 1', mode: 'exercise', expiresAt: inMinutes(29.9) }))
  await channel.send(anSms({ urgent: true, expiresAt: inMinutes(-3) }))
  await channel.send(anSms({ expiresAt: inMinutes(3_000) }))
  expect(http.requests.map(({ body }) => new URLSearchParams(body).get('as'))).toEqual([
    '0/1440/0/DINSOS',
    '2/29/0/LATIHAN',
    '0/1/1/DINSOS',
    '0/1440/0/DINSOS',
  ])
})
