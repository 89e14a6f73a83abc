import assert from 'node:assert/strict'
import type { Channel, OutgoingMessage } from '../../../src/channels/channel.ts'
import type { SendOutcome } from '../../../src/mobilisation/notice.ts'
import { anSms } from '../a-message.ts'
import { sending } from '../sending.ts'
import type { Certificate, ChannelSettings, Driver, Stand } from './stand.ts'

/** Short deadlines: every case waits out at most one of them. */
export const SETTINGS: ChannelSettings = { connections: 4, connectMs: 1_000, answerMs: 400 }
export const NUMBER = '+6281234567890'
/** Of the number without its last three digits, in no way of writing it. */
const TELLING = '8123456'

/** Nobody's number and none of our secrets in what an outcome says. */
export const assertDiscreet = (driver: Driver, outcome: SendOutcome): void => {
  const said = JSON.stringify(outcome)
  assert.ok(!said.replaceAll(/[\s().+-]/g, '').includes(TELLING), `a number in ${said.replaceAll(/\d/g, '#')}`)
  for (const secret of driver.secrets) assert.ok(!said.includes(secret), 'a secret in an outcome')
}

interface Play {
  readonly stand: Stand
  readonly channel: Channel
  send(changes?: Partial<OutgoingMessage>): Promise<SendOutcome>
}

/** Plays with one stand and one channel, and closes both. No ref may have come twice, whatever was played. */
export const playing = async (
  driver: Driver,
  play: (play: Play) => Promise<void>,
  { settings = {}, certificate = null }: { settings?: Partial<ChannelSettings>; certificate?: Certificate | null } = {},
): Promise<void> => {
  const stand = await driver.stand(certificate)
  const channel = driver.channel(stand, { ...SETTINGS, ...settings })
  const { send } = sending(channel)
  try {
    await play({
      stand,
      channel,
      send: async (changes) => {
        const outcome = await send(anSms({ to: NUMBER, ...changes }))
        assertDiscreet(driver, outcome)
        return outcome
      },
    })
    const refs = stand.arrivals.flatMap(({ ref }) => ref ?? [])
    assert.equal(new Set(refs).size, refs.length, 'a message came twice')
  } finally {
    stand.release()
    await channel.close()
    await stand.close()
  }
}
