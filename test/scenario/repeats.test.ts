import { Webhook } from 'standardwebhooks'
import { expect, test } from 'vitest'
import { serverOver } from '../../src/main/http-server.ts'
import { aFlood, theCancel } from '../support/hazards.ts'
import { openVillage } from '../support/village.ts'

const kentongan = await openVillage()
const { clock } = kentongan

test('an older revision is not marked as a repeat, and a repeat is', async () => {
  const app = serverOver(
    kentongan.installation,
    { wake: async () => undefined },
    () => 'http://127.0.0.1',
    async () => ({ ok: true, checks: {} }),
  )
  const { operatorId, secret } = kentongan.officer()
  const at = clock.now()
  const replied = async (id: string, event: object) => {
    const payload = JSON.stringify(event)
    const { statusCode, headers } = await app.inject({
      method: 'POST',
      url: '/v1/events',
      payload,
      headers: {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
        'webhook-signature': new Webhook(secret).sign(id, at, payload),
        'kentongan-operator': operatorId,
      },
    })
    return [statusCode, headers['idempotency-replayed']]
  }
  const fifth = aFlood(at, { mode: 'test', revision: 5 })
  expect(await replied('msg_1', fifth)).toEqual([202, undefined])
  expect(await replied('msg_2', fifth)).toEqual([200, 'true'])
  expect(await replied('msg_3', theCancel(at, { mode: 'test', revision: 4 }))).toEqual([200, undefined])
  await app.close()
})
