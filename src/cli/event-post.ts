import { randomUUID } from 'node:crypto'
import { Webhook } from 'standardwebhooks'
import { InvalidInput } from '../errors.ts'
import { signatureOf } from '../intake/signature.ts'
import type { Installation } from '../main/installation.ts'
import { bodyOf, type Door, doorOf, httpDoor, type Posted, postPatiently, serviceUrl } from './door.ts'
import { bytesFrom } from './given.ts'
import type { Run } from './run.ts'

export interface SendGiven {
  readonly operator: string
  readonly secret: string
  readonly url?: string
  readonly webhookId?: string
}

const checkedSecret = (secret: string): string => {
  try {
    new Webhook(secret)
    return secret
  } catch (cause) {
    const fault = { path: '--secret', got: 'something else', expected: 'whsec_…, as `operator add` printed it' }
    throw new InvalidInput('The secret cannot sign', [fault], { cause })
  }
}

const checkedHeader = (path: string, text: string): string => {
  if (/^[!-~]{1,256}$/.test(text)) return text
  throw new InvalidInput('A header cannot hold this', [
    { path, got: JSON.stringify(text.slice(0, 40)), expected: '1 to 256 visible ASCII characters without blanks' },
  ])
}

const checkedUrl = (text: string): string => {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text.replace(/\/+$/, '')
  const expected = 'a URL that begins with http:// or https://'
  throw new InvalidInput('The service cannot be there', [{ path: '--url', got: 'something else', expected }])
}

/** The message with a signature of this instant (Standard Webhooks v1), the id staying the same over all tries. */
const signedNow = (given: SendGiven, webhookId: string, secret: string, body: Buffer) => (): Posted => {
  const now = new Date()
  return {
    body,
    headers: {
      // CAP is XML, anything else claims to be JSON.
      'content-type': body.subarray(0, 64).toString().trimStart().startsWith('<')
        ? 'application/cap+xml'
        : 'application/json',
      'webhook-id': webhookId,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': signatureOf(secret, webhookId, now, body),
      'kentongan-operator': checkedHeader('--operator', given.operator),
    },
  }
}

/** Signs a file and posts it, again where the service is busy; gives the body of the answer. */
export const postSigned = async (
  run: Run,
  path: '/v1/events' | '/v1/events/preview',
  file: string,
  given: SendGiven,
): Promise<Record<string, unknown>> => {
  const webhookId = checkedHeader('--webhook-id', given.webhookId ?? randomUUID())
  const make = signedNow(given, webhookId, checkedSecret(given.secret), await bytesFrom(file))
  make()
  const through = async (door: Door) => bodyOf(await postPatiently(run, door, path, make))
  const url = given.url === undefined ? await serviceUrl(run) : checkedUrl(given.url)
  if (url !== null) return through(httpDoor(url))
  const door = (installation: Installation): Promise<Door> =>
    path === '/v1/events' ? doorOf(run, installation) : doorOf(run, installation, null)
  return run.withInstallation('event', async (installation) => through(await door(installation)))
}
