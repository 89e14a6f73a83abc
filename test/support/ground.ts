import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll } from 'vitest'
import type { Configuration } from '../../config/load.ts'
import { loadConfiguration } from '../../config/load.ts'
import { packageRoot } from '../../src/main/package-root.ts'
import { freshDatabase } from './database.ts'
import { freshRedis } from './redis.ts'

/** Safety checks are off where a policy does not speak of them, so that a scenario can count its orders. */
const SAFETY_OFF = 'safety: { hazards: [] }\n'

const completed = (name: string, text: string): string =>
  name === 'call-out.yaml' && !/^safety:/m.test(text) ? `${text}\n${SAFETY_OFF}` : text

/** One person called for each one needed, so that a scenario can count; three waves of ten minutes. */
const CALL_OUT = `
ackDeadline: 10m
maxWaves: 3
searchRadiusKm: 50
overcall: 1
wave: { method: overcall }
closeAfter: 12h
approvalAbove: 200
need:
  default:
    moderate: { tagana: 2 }
`

/**
 * A configuration on a database and queues of their own, with these files in its folder. The database is one of the
 * suite's server unless another is given.
 */
export const freshConfiguration = async (
  files: Readonly<Record<string, string>> = {},
  queues: 'of the suite' | 'none' = 'of the suite',
  databaseUrl?: string,
): Promise<Configuration> => {
  const home = mkdtempSync(join(tmpdir(), 'kentongan-scenario-'))
  afterAll(() => rm(home, { recursive: true, force: true }))
  const configDir = join(home, 'config')
  for (const [name, text] of Object.entries({ 'call-out.yaml': CALL_OUT, ...files })) {
    mkdirSync(dirname(join(configDir, name)), { recursive: true })
    writeFileSync(join(configDir, name), completed(name, text))
  }
  const redisUrl = queues === 'none' ? undefined : await freshRedis()
  return loadConfiguration({
    packageRoot: packageRoot(),
    env: {
      DATABASE_URL: databaseUrl ?? (await freshDatabase()),
      ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
      KENTONGAN_SECRET: 'a secret for scenarios only, and long enough',
      KENTONGAN_HOME: home,
      KENTONGAN_CONFIG: configDir,
      KENTONGAN_PORT: '0',
    },
  })
}
