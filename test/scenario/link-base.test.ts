import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { aFlood } from '../support/hazards.ts'
import { aTagana } from '../support/people.ts'
import { until } from '../support/processes.ts'
import { openVillage } from '../support/village.ts'

const kentongan = await openVillage({ role: 'api' })

test('a worker that knows no address for links sends nothing and refuses nobody, until it knows one', async () => {
  const entry = join(kentongan.installation.configuration.environment.home, 'run', 'api.json')
  const told = readFileSync(entry, 'utf8')
  rmSync(entry)
  await kentongan.enrol(aTagana('R-0001', { kmNorth: 1 }), aTagana('R-0002', { kmNorth: 2 }))
  const worker = await kentongan.start('worker')
  onTestFinished(() => kentongan.stop(worker))
  await kentongan.post(aFlood(kentongan.clock.now()))
  await until('the sender puts its work off', () =>
    kentongan.logged.some((line) => line.includes('No link can be made')),
  )
  const notices = await kentongan.rows<{ state: string }>`SELECT DISTINCT state FROM notice`
  writeFileSync(entry, told)
  expect(notices).toEqual([{ state: 'planned' }])
  await kentongan.settle()
  const { url } = JSON.parse(told)
  for (const id of ['R-0001', 'R-0002']) kentongan.phone(id).received(/MOBILISASI TAGANA/i)
  const texts = kentongan.outbox.everything().map(({ text }) => text)
  expect(texts.every((text) => text.includes(`${url}/a/`))).toBe(true)
})
