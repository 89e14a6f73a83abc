import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { respondersCommand } from '../../src/cli/responders.ts'
import { flagContacts } from '../../src/store/contact-flags.ts'
import { saveResponders } from '../../src/store/register.ts'
import { createSeal } from '../../src/store/seal.ts'
import { sql } from '../../src/store/sql.ts'
import { aTagana } from '../support/people.ts'
import { command, freshHome } from './commands.ts'

const { home, database } = await freshHome()
const kentongan = command(respondersCommand, home)
const NOW = new Date('2026-11-22T06:00:00Z')

test('contacts that nobody can be reached by are listed, without the contacts themselves', async () => {
  expect(await kentongan('responders', 'flagged')).toMatchObject({ code: 0, out: 'no contact is known to be bad\n' })
  await saveResponders(database, createSeal('any'), [{ ...aTagana('R-0001'), landmass: 1 }], NOW)
  const id = randomUUID()
  await database.run(sql`
    INSERT INTO notice (id, responder_id, channel, purpose, wave, mode, priority, state, ref, fields, due_at, planned_at,
                        sending_at)
    SELECT ${id}, id, 'sms', 'call-out', 0, 'actual', 0, 'failed', 'kn-1', '{}', ${NOW}, ${NOW}, ${NOW} FROM responder`)
  await flagContacts(database, [{ noticeId: id, reason: 'absent subscriber +628123456789' }], NOW)

  const { out } = await kentongan('responders', 'flagged')
  expect(out).toMatch(/R-0001 .*Warga R-0001 .*tagana .*32\.04 .*sms .*1 .*2026-11-22T06:00:00Z .*absent subscriber/)
  expect(out).not.toMatch(/3456|840000/)
  const listed = JSON.parse((await kentongan('responders', 'flagged', '--json')).out) as { contacts: object[] }
  expect(listed.contacts).toEqual([expect.objectContaining({ externalId: 'R-0001', channel: 'sms', count: 1 })])
})
