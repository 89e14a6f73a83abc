import { randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfiguration } from '../../config/load.ts'
import { bytesHash, contentHash } from '../../src/intake/content-hash.ts'
import { eventMessage, readEventJson } from '../../src/intake/event-json.ts'
import { createLog } from '../../src/log.ts'
import { type Installation, openInstallation } from '../../src/main/installation.ts'
import { messageIntake } from '../../src/main/message-intake.ts'
import { packageRoot } from '../../src/main/package-root.ts'
import type { CallOutId, EventId } from '../../src/mobilisation/hazard-event.ts'
import { addOperator } from '../../src/store/operators.ts'
import { raiseRosterVersion, saveResponders, saveSites } from '../../src/store/register.ts'
import { stopwatch } from './figure.ts'
import { sampleRegister } from './sample-register.ts'
import type { Stage } from './stage.ts'

/** Like the shipped policy, but nobody has to approve thousands, and they may come from afar. */
const CALL_OUT = `
ackDeadline: 10m
maxWaves: 5
searchRadiusKm: 500
overcall: 1
wave: { method: overcall }
closeAfter: 12h
approvalAbove: 1000000
need:
  default:
    moderate: { tagana: 4 }
`

/** The shipped policy, but nobody has to approve thousands. */
export const shippedCallOut = (): string =>
  readFileSync(join(packageRoot(), 'config', 'call-out.yaml'), 'utf8')
    .replace(/^approvalAbove: \d+$/m, 'approvalAbove: 1000000')
    // The schema lies beside the shipped one.
    .replace(/^# yaml-language-server.*$/m, '#')

/** An installation with an embedded database in a home of its own, all of which goes when the stage is cleared. */
export const openGround = async (
  stage: Stage,
  env: Readonly<Record<string, string>> = {},
  callOut = CALL_OUT,
): Promise<Installation> => {
  const home = mkdtempSync(join(tmpdir(), 'kentongan-bench-'))
  stage.later(() => rm(home, { recursive: true, force: true }))
  // Root's database runs as another user, who would not get in: it would lie elsewhere and stay behind.
  chmodSync(home, 0o755)
  const configDir = join(home, 'config')
  mkdirSync(configDir)
  writeFileSync(join(configDir, 'call-out.yaml'), callOut)
  const installation = await openInstallation({
    configuration: loadConfiguration({
      env: {
        KENTONGAN_HOME: home,
        KENTONGAN_CONFIG: configDir,
        KENTONGAN_PORT: '0',
        KENTONGAN_PUBLIC_URL: 'http://127.0.0.1:8080',
        ...env,
      },
      packageRoot: packageRoot(),
    }),
    log: createLog({ level: 'warn', pretty: false }),
    name: 'kentongan bench',
  })
  stage.later(() => installation.close())
  return installation
}

/** The same installation under a policy by which people may come from farther. */
export const reachingOut = (installation: Installation, searchRadiusKm: number): Installation => {
  const { configuration } = installation
  const { policy } = configuration
  const wide = { ...policy, callOut: { ...policy.callOut, searchRadiusKm } }
  return { ...installation, configuration: { ...configuration, policy: wide } }
}

export interface Officer {
  readonly operatorId: string
  readonly secret: string
}

/** May send events from the whole country. */
export const addOfficer = ({ database, seal, clock }: Installation): Promise<Officer> =>
  addOperator(
    database,
    seal,
    { name: 'Bench', organisation: 'Bench', jurisdiction: '', role: 'sender', email: null, phone: null },
    clock.now(),
  )

/** A flood that has just begun, in the form of POST /v1/events. */
export const aFlood = (
  id: string,
  now: Date,
  [longitude, latitude]: readonly [number, number],
  need: object | null,
  radiusKm = 5,
): object => ({
  id,
  mode: 'actual',
  messageType: 'alert',
  hazard: 'flood',
  severity: 'severe',
  occurredAt: now.toISOString(),
  headline: 'Banjir Kec. Pangalengan',
  area: { geometry: { type: 'Point', coordinates: [longitude, latitude] }, radiusKm },
  need,
})

const intakes = new WeakMap<Installation, ReturnType<typeof messageIntake>>()

const intakeOf = (installation: Installation): ReturnType<typeof messageIntake> => {
  const intake = intakes.get(installation) ?? messageIntake(installation, { wake: async () => undefined })
  intakes.set(installation, intake)
  return intake
}

/** Puts the sample register in, as an import would. Gives how long that took, in ms. */
export const loadSample = async ({ database, seal, clock }: Installation): Promise<number> => {
  const { sites, people } = sampleRegister()
  const { ms } = await stopwatch(() =>
    database.transact(async (db) => {
      await raiseRosterVersion(db)
      await saveSites(db, seal, sites, clock.now())
      await saveResponders(db, seal, people, clock.now())
    }),
  )
  return ms
}

/** Takes an event in up to its rows: nothing is woken, so that it waits to be assessed. */
export const arrive = async (
  installation: Installation,
  { operatorId }: Officer,
  body: object,
  jurisdiction = '',
): Promise<{ eventId: EventId; callOutId: CallOutId }> => {
  const reading = readEventJson(body)
  if (reading.kind !== 'event') throw new Error(`the event has faults: ${JSON.stringify(reading.faults)}`)
  const rawBody = Buffer.from(JSON.stringify(body))
  const received = await intakeOf(installation)({
    message: eventMessage(reading.received, 'Bench'),
    actor: 'operator',
    actorId: operatorId,
    address: null,
    jurisdiction,
    jurisdictionArea: null,
    // Each is measured by itself, though all of them are at one place.
    joins: false,
    webhookId: randomUUID(),
    bodyHash: bytesHash(rawBody),
    rawBody,
    contentHash: contentHash(body),
    receivedAt: installation.clock.now(),
  })
  if (received.kind !== 'new' || received.assess === null || received.answer.callOutId === null)
    throw new Error(`the event calls nobody out: ${JSON.stringify(received)}`)
  return { eventId: received.assess, callOutId: received.answer.callOutId as CallOutId }
}
