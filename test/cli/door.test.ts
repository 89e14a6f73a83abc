import { createServer } from 'node:http'
import { expect, onTestFinished, test } from 'vitest'
import { loadConfiguration } from '../../config/load.ts'
import { serviceUrl } from '../../src/cli/door.ts'
import { packageRoot } from '../../src/main/package-root.ts'
import { publish } from '../../src/main/published-url.ts'
import { freshFolder } from './commands.ts'

const home = await freshFolder()

/** Something on a port that says it is well, as a service of anybody's home does. */
const aService = async (): Promise<number> => {
  const server = createServer((_, reply) => void reply.end('{"status":"ok"}'))
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  const at = server.address()
  if (at === null || typeof at === 'string') throw new Error('it listens nowhere')
  return at.port
}

const asked = (env: Readonly<Record<string, string>>) =>
  serviceUrl({ configuration: () => loadConfiguration({ packageRoot: packageRoot(), env }) })

test('with the embedded database a service at the usual port is another home’s, unless this home says so', async () => {
  const port = await aService()
  const env = { KENTONGAN_HOME: home, KENTONGAN_PORT: String(port) }
  const url = `http://127.0.0.1:${port}`
  expect(await asked(env)).toBeNull()
  const unpublish = await publish(home, url)
  onTestFinished(unpublish)
  expect(await asked(env)).toBe(url)
})

test('with a database that was named the usual port is tried too', async () => {
  const port = await aService()
  const named = {
    DATABASE_URL: 'postgresql://127.0.0.1:1/none',
    KENTONGAN_SECRET: 'of this test alone, and long enough',
  }
  const env = { KENTONGAN_HOME: home, KENTONGAN_PORT: String(port), ...named }
  expect(await asked(env)).toBe(`http://127.0.0.1:${port}`)
  expect(await asked({ ...env, KENTONGAN_PORT: '1' })).toBeNull()
})
