import { expect, onTestFinished, test } from 'vitest'
import { startService } from '../../src/main/service.ts'
import { templateOf } from '../channels/a-template.ts'
import { answer, type RawRequest, startRawHttp } from '../channels/raw-http.ts'
import { aFlood } from '../support/hazards.ts'
import { aTagana, phoneOf } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

// No worker: the test starts one whose gateway is real and on this machine.
const kentongan = await openVillage({ role: 'api' })
const { clock, installation } = kentongan

const ENV = { DEVICE_TOKEN: 'dt-8c1f22', HOOK_KEY: 'k3y-k3y-k3y-k3y-k3y' }
const SECTION = `
kind: template
headers: { Authorization: '\${DEVICE_TOKEN}' }
json: { target: '{to.plain}', message: '{text}' }
answer:
  id: id.0
  accepted: { field: status, is: true }
  outcomes: [{ when: { field: reason, contains: target }, means: refused-number }]
receipts:
  secret: { in: query, name: key, value: '\${HOOK_KEY}' }
  id: id
  state: status
  states: { delivered: [delivered] }
replies:
  secret: { in: query, name: key, value: '\${HOOK_KEY}' }
  sender: sender
  text: message
  missedCall: { field: type, is: missed_call }
lookup:
  url: URL/asked
  form: { ref: '{ref}' }
  state: state
  states: { delivered: [sent] }
`

/** Takes everybody's messages but those of a number that it does not know, and takes some without a word. */
const aGateway = async (stranger: string, silent: string) => {
  const http = await startRawHttp(({ body, socket }: RawRequest) => {
    if (body.startsWith('ref=')) return void socket.write(answer('200 OK', '{"state":"sent"}'))
    const { target } = JSON.parse(body)
    if (target === silent) return
    const reply =
      target === stranger
        ? { status: false, reason: `target ${target} invalid` }
        : { status: true, id: [`g-${target}`] }
    socket.write(answer('200 OK', JSON.stringify(reply)))
  })
  onTestFinished(() => http.close())
  return http
}

test('by a gateway that configuration describes people are called, heard, and flagged where they cannot be', async () => {
  await kentongan.enrol(...[1, 2, 3].map((nth) => aTagana(`R-000${nth}`, { kmNorth: nth })))
  const plain = (id: string): string => phoneOf(id).slice(1)
  const http = await aGateway(plain('R-0002'), plain('R-0003'))
  const { configuration } = installation
  const terms = {
    name: 'utama',
    costRupiah: 0,
    perSecond: null,
    burst: 2,
    order: 1,
    lanes: ['live', 'exercise'],
  } as const
  const described = templateOf(`url: ${http.url}\n${SECTION.replace('URL', http.url.replace(/\/$/, ''))}`, ENV)
  const service = await startService(
    {
      ...installation,
      configuration: {
        ...configuration,
        environment: { ...configuration.environment, channels: 'live' },
        channels: {
          ...configuration.channels,
          sms: [{ ...terms, ...described, url: http.url, connections: 4, timeoutMs: 500 }],
        },
      },
    },
    'all',
    { ticking: false },
  )
  onTestFinished(() => service.stop())
  const say = async (what: string, body: object): Promise<unknown> => {
    const reply = await fetch(`${service.url}/v1/gateways/utama/${what}?key=${ENV.HOOK_KEY}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    await service.settle()
    return [reply.status, await reply.json()]
  }

  const { callOutId } = await kentongan.post(aFlood(clock.now(), { need: { tagana: 3 } }))
  await service.settle()
  const states = () => kentongan.rows<{ state: string; providerRef: string | null }>`
    SELECT n.state, n.provider_ref AS "providerRef" FROM notice n JOIN responder r ON r.id = n.responder_id
     ORDER BY r.external_id`
  expect(await states()).toEqual([
    { state: 'accepted', providerRef: `g-${plain('R-0001')}` },
    { state: 'refused', providerRef: null },
    expect.anything(),
  ])
  // It took the third without a word: it is asked, and nobody waits for its answer.
  await expect
    .poll(async () => {
      await service.settle()
      return (await states())[2]
    })
    .toMatchObject({ state: 'delivered' })
  expect(await say('receipts', { id: `g-${plain('R-0001')}`, status: 'Delivered' })).toEqual([
    200,
    { taken: 1, unlisted: 0 },
  ])
  expect(await say('texts', { sender: plain('R-0001'), message: 'siap' })).toEqual([200, { taken: 1, unlisted: 0 }])
  const rang = { sender: plain('R-0003'), type: 'missed_call', message: 'Missed call' }
  expect(await say('texts', rang)).toEqual([200, { taken: 1, unlisted: 0 }])
  expect(await states()).toMatchObject([{ state: 'delivered' }, { state: 'refused' }, { state: 'delivered' }])
  expect((await kentongan.callOut(callOutId ?? '')).filled).toEqual({ tagana: 2 })
  expect(
    await kentongan.rows`SELECT r.external_id AS id FROM contact_flag f JOIN responder r ON r.id = f.responder_id`,
  ).toEqual([{ id: 'R-0002' }])
  expect(kentongan.logged.join('\n')).not.toMatch(/8c1f22|k3y-k3y|40000000/)
  // The village compares what its outbox holds with the rows; this left by the gateway.
  await kentongan.rows`UPDATE notice SET accepted_at = NULL`
})
