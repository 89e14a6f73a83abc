import { expect, test } from 'vitest'
import { auditCommand } from '../../src/cli/audit.ts'
import { audit } from '../../src/store/audit.ts'
import { command, freshHome } from './commands.ts'

const { home, database } = await freshHome()
const kentongan = command(auditCommand, home)
const NOW = new Date('2026-11-22T06:00:00Z')

const EVENT = '0190a8f2-0000-7000-8000-0000000000e1'

test('the trail is empty at first', async () => {
  expect(await kentongan('audit', 'list')).toMatchObject({ code: 0, out: 'no decisions yet\n' })
  expect(JSON.parse((await kentongan('audit', 'list', '--json')).out)).toEqual({ entries: [], next: null })
})

test('decisions are listed newest first, filtered, in pages, with who, what, when and from where', async () => {
  for (const [at, action] of ['received', 'approved', 'declined'].entries())
    await audit(database, {
      at: new Date(NOW.getTime() + at),
      actor: at === 0 ? 'feed' : 'operator',
      actorId: at === 0 ? 'bmkg' : 'op_1',
      action,
      subject: at === 0 ? 'event' : 'call-out',
      subjectId: EVENT,
      detail: { revision: 1 },
      address: at === 0 ? null : '10.0.0.7',
    })
  const listed = async (...given: readonly string[]) => {
    const { code, out } = await kentongan('audit', 'list', ...given, '--json')
    expect(code).toBe(0)
    return JSON.parse(out) as { entries: { id: string; action: string }[]; next: string | null }
  }
  const actions = async (...given: readonly string[]) => (await listed(...given)).entries.map(({ action }) => action)
  expect(await actions()).toEqual(['declined', 'approved', 'received'])
  expect(await actions('--subject', 'event', '--id', EVENT)).toEqual(['received'])
  expect(await actions('--actor', 'op_1', '--action', 'approved')).toEqual(['approved'])
  const first = await listed('--limit', '2')
  expect(await actions('--before', String(first.next))).toEqual(['received'])

  const { out } = await kentongan('audit', 'list', '--subject', 'event')
  expect(out).toContain(`feed bmkg`)
  expect(out).toContain(`event ${EVENT}`)
  expect(out).toContain('2026-11-22T06:00:00Z')
})

test.each([
  ['an unknown sort of thing', ['--subject', 'person']],
  ['a limit of 0', ['--limit', '0']],
  ['a cursor that is none', ['--before', 'yesterday']],
])('%s is bad usage', async (_words, given) => {
  expect((await kentongan('audit', 'list', ...given)).code).toBe(2)
})
