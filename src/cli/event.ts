import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import { Webhook } from 'standardwebhooks'
import { InvalidInput } from '../errors.ts'
import { signatureOf } from '../intake/signature.ts'
import { eventById, listEvents } from '../store/event-views.ts'
import { bodyOf, type Door, doorOf, httpDoor, type Posted, postPatiently, serviceUrl } from './door.ts'
import { bytesFrom, limit, unknownId, uuid } from './given.ts'
import type { Run } from './run.ts'
import { listing, table } from './table.ts'

interface SendGiven {
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

const send = async (run: Run, file: string, given: SendGiven): Promise<Record<string, unknown>> => {
  const webhookId = checkedHeader('--webhook-id', given.webhookId ?? randomUUID())
  const make = signedNow(given, webhookId, checkedSecret(given.secret), await bytesFrom(file))
  make()
  const through = async (door: Door) => bodyOf(await postPatiently(run, door, '/v1/events', make))
  const url = given.url === undefined ? await serviceUrl(run) : checkedUrl(given.url)
  if (url !== null) return through(httpDoor(url))
  return run.withInstallation('event', async (installation) => through(await doorOf(run, installation)))
}

const SEND_HELP = `
Prints the answer: { eventId, incidentId, source, sourceId, revision, mode, decision, callOutId, reason, warnings }.
Without --url it posts to the service of this home, or with DATABASE_URL to KENTONGAN_HOST:KENTONGAN_PORT; where none
runs, the event is taken in by this command, and nobody is called until a service runs. When the service is busy or
away the same message is sent again, five times at most. Status 2 for an event with faults, each of them listed.

Examples:
  kentongan event send banjir.json --operator op_… --secret whsec_…
  jq '.revision += 1' banjir.json | kentongan event send - --operator op_… --secret whsec_… --json`

const LIST_HELP = `
Prints the newest events first; with --json { "events": [...], "next" }.`

const SHOW_HELP = `
Prints one event as it was understood, with what was decided and why.

Example:
  kentongan event show 0190a8f2-6c1e-7d3a-9b5f-3f0a1c2d4e5f`

/** Whoever may use the database may see the whole country. */
const READER = { jurisdiction: '' } as const

export const eventCommand = (program: Command, run: Run): void => {
  const event = program.command('event').description('hazard events: send one, look at them')

  event
    .command('send')
    .description('sign an event and post it')
    .argument('<file>', 'the event, JSON or one alert in CAP 1.2 (XML); - is standard input')
    .requiredOption('--operator <id>', 'who sends it')
    .requiredOption('--secret <secret>', 'its signing secret')
    .option('--url <url>', 'where the service listens')
    .option('--webhook-id <id>', 'name this delivery, so that a repeat is known as one (default: a random uuid)')
    .addHelpText('after', SEND_HELP)
    .action(async (file: string, given: SendGiven) => {
      const body = await send(run, file, given)
      run.print(body, () => listing(Object.entries(body)))
    })

  event
    .command('list')
    .description('list events, newest first')
    .option('--limit <count>', 'how many at most', limit, 50)
    .addHelpText('after', LIST_HELP)
    .action(async (given: { limit: number }) => {
      const page = await run.withInstallation('event', ({ database }) =>
        listEvents(database, READER, { limit: given.limit, before: null }),
      )
      run.print(page, () =>
        table(
          ['id', 'received', 'mode', 'type', 'hazard', 'severity', 'region', 'decision', 'headline'],
          page.events.map((one) => [
            one.eventId,
            one.receivedAt,
            one.mode,
            one.messageType,
            one.hazard,
            one.severity,
            one.regencyCode,
            one.decision,
            one.headline,
          ]),
          'no events yet',
        ),
      )
    })

  event
    .command('show')
    .description('show one event')
    .argument('<id>', 'the event', uuid)
    .addHelpText('after', SHOW_HELP)
    .action(async (id: string) => {
      const found = await run.withInstallation('event', ({ database }) => eventById(database, READER, id))
      if (found === null) throw unknownId('event', id)
      run.print(found, () => listing(Object.entries(found).filter(([name]) => name !== 'impactArea')))
    })
}
