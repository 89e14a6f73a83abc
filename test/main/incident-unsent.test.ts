import { beforeEach, expect, test } from 'vitest'
import type { HazardEvent } from '../../src/mobilisation/hazard-event.ts'
import { aMessage, openIncidentGround } from '../support/incident-ground.ts'
import { aTagana, PANGALENGAN } from '../support/people.ts'

const ground = await openIncidentGround([
  aTagana('R-0001', { kmNorth: 1 }),
  aTagana('R-0002', { kmNorth: 2, mail: true }),
])

/** The event's next message, for so many Tagana at this muster point. */
const post = (revision: number, tagana: number, name: string, more: Partial<HazardEvent> = {}) =>
  ground.post(
    aMessage(
      'banjir-1',
      {
        messageType: revision === 1 ? 'alert' : 'update',
        need: { kinds: { tagana }, skills: {} },
        musterPoint: { name, position: PANGALENGAN },
        ...more,
      },
      { revision },
    ),
  )

const heard = async (): Promise<Readonly<Record<string, readonly string[]>>> =>
  Object.fromEntries(
    Object.entries(await ground.heard()).map(([id, each]) => [
      id,
      each.map(({ purpose, muster }) => `${purpose}: ${muster}`),
    ]),
  )

beforeEach(() => ground.forget())

test('a call that had not left when the muster point moved is written anew, and no correction follows it', async () => {
  await post(1, 2, 'Balai Desa')
  await post(2, 2, 'SDN Pangalengan')
  const calls = ['call-out: SDN Pangalengan', 'call-out: SDN Pangalengan']
  expect(await heard()).toEqual({ 'R-0001': calls.slice(1), 'R-0002': calls })
})

test('one that had left is corrected on the channels by which it went', async () => {
  await post(1, 2, 'Balai Desa')
  await ground.send()
  await post(2, 2, 'SDN Pangalengan')
  const each = ['call-out: Balai Desa', 'correction: SDN Pangalengan']
  expect(await heard()).toEqual({ 'R-0001': each, 'R-0002': [each[0], each[0], each[1], each[1]] })
})

test('whoever is not needed any more before the call left hears nothing at all', async () => {
  await post(1, 2, 'Balai Desa')
  await post(2, 1, 'Balai Desa')
  expect(await heard()).toEqual({ 'R-0001': ['call-out: Balai Desa'] })
})

test('whoever is needed again before the stand-down left was never told of it, and hears nothing', async () => {
  await post(1, 2, 'Balai Desa')
  await ground.send()
  await post(2, 1, 'Balai Desa')
  await post(3, 2, 'Balai Desa')
  const go = 'call-out: Balai Desa'
  expect(await heard()).toEqual({ 'R-0001': [go], 'R-0002': [go, go] })
})

test('and where the muster point moved meanwhile, of that alone', async () => {
  await post(1, 2, 'Balai Desa')
  await ground.send()
  await post(2, 1, 'SDN Pangalengan')
  await ground.send()
  await post(3, 0, 'SDN Pangalengan')
  await post(4, 1, 'Masjid Raya')
  expect((await heard())['R-0001']).toEqual([
    'call-out: Balai Desa',
    'correction: SDN Pangalengan',
    'correction: Masjid Raya',
  ])
})

test('once the stand-down has left, whoever is needed again is called again', async () => {
  await post(1, 1, 'Balai Desa')
  await ground.send()
  await post(2, 0, 'Balai Desa')
  await ground.send()
  await post(3, 1, 'Balai Desa')
  expect(await heard()).toEqual({
    'R-0001': ['call-out: Balai Desa', 'stand-down: Balai Desa', 'call-out: Balai Desa'],
  })
})

test('whoever was told to stay hears it once, also when a new call was taken back before it left', async () => {
  await post(1, 1, 'Balai Desa')
  await ground.send()
  await post(2, 0, 'Balai Desa')
  await ground.send()
  await post(3, 1, 'Balai Desa')
  await post(4, 0, 'Balai Desa')
  expect(await heard()).toEqual({ 'R-0001': ['call-out: Balai Desa', 'stand-down: Balai Desa'] })
})
