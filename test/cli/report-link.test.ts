import { expect, test } from 'vitest'
import { reportCommand } from '../../src/cli/report.ts'
import { readReportToken } from '../../src/intake/report-token.ts'
import { installationSecret } from '../../src/main/secret.ts'
import { saveResponders } from '../../src/store/register.ts'
import { createSeal } from '../../src/store/seal.ts'
import { aMember } from '../support/people.ts'
import { command, freshHome } from './commands.ts'

const { home, database } = await freshHome()
const kentongan = command(reportCommand, home)
const seal = createSeal(installationSecret(home, null))

const parsed = (text: string): Record<string, unknown> => JSON.parse(text)

test('a link is that person’s own and holds for so many days, by either id', async () => {
  await saveResponders(database, seal, [{ ...aMember('R-0001'), landmass: 1 }], new Date())
  const linked = await kentongan('report', 'link', '--responder', 'R-0001', '--days', '2', '--json')
  expect(linked.code).toBe(0)
  const { url, responderId, expiresAt, ...rest } = parsed(linked.out)
  expect(rest).toEqual({ kind: 'ksb_member', villageCode: '32.04.15.2003' })
  const token = /^http:\/\/127\.0\.0\.1:8080\/r\/([A-Za-z0-9_-]{43})$/.exec(String(url))?.[1] ?? ''
  const until = new Date(String(expiresAt))
  expect(readReportToken(token, seal.key('report links'), new Date(until.getTime() - 1000))).toEqual({ responderId })
  expect(readReportToken(token, seal.key('report links'), until)).toBe('expired')
  expect(until.getTime() - Date.now()).toBeLessThanOrEqual(2 * 86_400_000)

  const again = await kentongan('report', 'link', '--responder', String(responderId).toUpperCase())
  expect(again).toMatchObject({ code: 0, out: expect.stringContaining(String(responderId)) })
  expect(linked.out + again.out).not.toMatch(/84000|Warga/)
})

test('nobody of that id, and a span that is none, are bad input', async () => {
  expect((await kentongan('report', 'link', '--responder', 'R-9999')).code).toBe(2)
  expect((await kentongan('report', 'link', '--responder', '0190a8f2-0000-7000-8000-000000000001')).code).toBe(2)
  expect((await kentongan('report', 'link', '--responder', 'R-0001', '--days', '0')).code).toBe(2)
  expect((await kentongan('report', 'link')).code).toBe(2)
})
