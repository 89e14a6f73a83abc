import { expect, onTestFinished, test } from 'vitest'
import { createLog } from '../../src/log.ts'
import { calendarInvitation } from '../../src/main/drill-invitation.ts'
import { openDatabase } from '../../src/store/database.ts'

test('an invitation whose drill cannot be read now leaves in words alone, and the log says why', async () => {
  const lines: string[] = []
  const log = createLog({ level: 'info', pretty: false, write: (line) => void lines.push(line) })
  const database = openDatabase({ url: 'postgres://127.0.0.1:1/none', max: 1, name: 'test', onError: () => undefined })
  onTestFinished(() => database.close())
  const notice = { id: '0190a8f2-6c1e-7d3a-9b5f-3f0a1c2d4e5f', channel: 'email', fields: {} } as const
  expect(await calendarInvitation({ database, log }, { ...notice, purpose: 'drill-invite' })).toBeUndefined()
  expect(lines.join('')).toContain('leaves without its calendar part')
  // Every other notice asks nothing.
  await calendarInvitation({ database, log }, { ...notice, purpose: 'drill-reminder-1' })
  await calendarInvitation({ database, log }, { ...notice, channel: 'sms', purpose: 'drill-invite' })
  expect(lines).toHaveLength(1)
})
