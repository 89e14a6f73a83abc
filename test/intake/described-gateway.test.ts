import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { gatewayNeeds } from '../../src/main/gateway-needs.ts'
import { packageRoot } from '../../src/main/package-root.ts'
import { templateOf } from '../channels/a-template.ts'
import { aServer, NOW } from './stand-ins.ts'

const ENV = {
  SMS_USER_KEY: 'uk-8c1f22',
  SMS_PASS_KEY: 'pk-8c1f22',
  SMS_DEVICE_TOKEN: 'dt-8c1f22',
  SMS_HOOK_KEY: 'k3y-k3y-k3y-k3y',
}

const sections = z.object({ sms: z.array(z.looseObject({ name: z.string() })) })

/** The examples of the README, each as its gateway is read. */
const examples = [...readFileSync(join(packageRoot(), 'README.md'), 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)]
  .map(([, yaml = '']) => yaml)
  .filter((yaml) => yaml.includes('kind: template'))
  .flatMap((yaml) => sections.parse(parse(yaml)).sms)
  .map(({ name, ...section }) => ({
    name,
    ...templateOf(JSON.stringify(section), { ...ENV, SMS_HOOK_KEY: `${ENV.SMS_HOOK_KEY}-x` }),
  }))

test('the gateways that the README describes can be read', () => {
  expect(examples.map(({ name, request }) => [name, request.body.kind])).toEqual([
    ['utama', 'form'],
    ['cadangan', 'json'],
  ])
})

test('what a gateway of the README says of its own accord is heard', async () => {
  const heard: unknown[] = []
  const take = async (one: unknown): Promise<void> => void heard.push(one)
  const { app } = aServer({ gateways: gatewayNeeds(examples, { receipt: take, text: take }) })
  const say = async (what: string, body: object) =>
    (
      await app.inject({
        method: 'POST',
        url: `/v1/gateways/cadangan/${what}?key=${ENV.SMS_HOOK_KEY}-x`,
        headers: { 'content-type': 'application/json' },
        payload: JSON.stringify(body),
      })
    ).statusCode
  expect(await say('receipts', { device: '62899', id: '80367170', stateid: 'x', status: 'Invalid' })).toBe(200)
  expect(await say('texts', { device: '62899', sender: '628123456789', message: 'ya' })).toBe(200)
  const about = { gateway: 'cadangan' }
  expect(heard).toEqual([
    { ...about, ref: null, providerRef: '80367170', state: 'failed-for-good', reason: null, at: NOW },
    { ...about, id: expect.any(String), from: '628123456789', to: null, text: 'ya', receivedAt: NOW },
  ])
  expect((await app.inject({ method: 'POST', url: '/v1/gateways/utama/receipts', payload: '{}' })).statusCode).toBe(401)
})
