import { mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { campaignsCommand } from '../../src/cli/campaigns.ts'
import { installationSecret } from '../../src/main/secret.ts'
import { saveResponders } from '../../src/store/register.ts'
import { createSeal } from '../../src/store/seal.ts'
import { sql } from '../../src/store/sql.ts'
import { aMember } from '../support/people.ts'
import { command, freshFolder, freshHome } from './commands.ts'

const folder = await freshFolder()
const { home, database } = await freshHome()
const kentongan = command(campaignsCommand, home, { KENTONGAN_CONFIG: folder })
const DAY = 86_400_000

const dayAgo = (days: number): string => new Date(Date.now() - days * DAY).toISOString().slice(0, 10)

const write = (name: string, text: string) => writeFile(join(folder, 'campaigns', name), text)

const campaign = (id: string, from: string): string => `id: ${id}
type: contact-test
audience: { kinds: [ksb_member] }
every: 1 year
from: ${from}
window: 06:00-21:00
spread: 300d
`

beforeAll(async () => {
  await mkdir(join(folder, 'campaigns'))
  await write('running.yaml', campaign('running', dayAgo(3)))
  await write('to-come.yaml', campaign('to-come', '2098-01-01'))
  const people = ['R-0001', 'R-0002'].map((id) => ({ ...aMember(id, {}), landmass: 1 }))
  await saveResponders(database, createSeal(installationSecret(home, null)), people, new Date())
})

const recipients = () => database.rows(sql`SELECT state FROM campaign_recipient`)

test('good campaigns are shown; a wrong one is refused with its line, and status 2', async () => {
  const { code, out } = await kentongan('campaigns', 'validate', '--json')
  expect(code).toBe(0)
  expect(JSON.parse(out)).toMatchObject({
    valid: true,
    campaigns: [{ id: 'running', spreadDays: 300 }, { id: 'to-come' }],
  })
  expect((await kentongan('campaigns', 'validate')).out).toContain('2 campaigns, no fault')
  await write('wrong.yaml', campaign('wrong', '2098-02-30'))
  const refused = await kentongan('campaigns', 'validate')
  expect(refused.code).toBe(2)
  expect(refused.err).toMatch(/wrong\.yaml:5/)
  await rm(join(folder, 'campaigns', 'wrong.yaml'))
})

test('a dry run shows the turn that is now or to come and saves nothing; a plan saves it, and again changes nothing', async () => {
  const dry = await kentongan('campaigns', 'plan', '--dry-run', '--json')
  expect(dry.code).toBe(0)
  expect(JSON.parse(dry.out)).toMatchObject({
    dryRun: true,
    turns: [
      { campaignId: 'running', turn: 0, people: 2, noTimeLeft: 0 },
      { campaignId: 'to-come', turn: 0, people: 2, startsAt: '2097-12-31T15:00:00.000Z' },
    ],
  })
  expect((await kentongan('campaigns', 'plan', '--dry-run')).out).toContain('Nothing saved')
  expect(await recipients()).toEqual([])
  expect((await kentongan('campaigns', 'report', 'running')).code).toBe(2)

  const planned = await kentongan('campaigns', 'plan', '--json')
  expect(JSON.parse(planned.out)).toMatchObject({ turns: [{ campaignId: 'running', turn: 0, people: 2 }] })
  expect((await kentongan('campaigns', 'plan')).out).toContain('0 messages planned now')
  expect(await recipients()).toHaveLength(2)
  const list = await kentongan('campaigns', 'list', '--json')
  expect(JSON.parse(list.out)).toMatchObject({ turns: [{ campaignId: 'running', people: 2 }] })
  expect((await kentongan('campaigns', 'list')).out).toMatch(/running\s+contact-test\s+0/)
})

test('a report comes as Markdown, JSON and CSV', async () => {
  expect((await kentongan('campaigns', 'report', 'running')).out).toContain('# Laporan tes kontak')
  const { out } = await kentongan('campaigns', 'report', 'running', '--format', 'json')
  expect(JSON.parse(out)).toMatchObject({ campaignId: 'running', type: 'contact-test', turns: [{ people: 2 }] })
  const csv = await kentongan('campaigns', 'report', 'running', '--format', 'csv')
  expect(csv.out).toContain('regencyCode,siteCode,people,left,answered,silent')
  const asObject = await kentongan('campaigns', 'report', 'running', '--json')
  expect(JSON.parse(asObject.out)).toMatchObject({ campaignId: 'running' })
})
