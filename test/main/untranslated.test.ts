import { expect, test } from 'vitest'
import { createLog } from '../../src/log.ts'
import { sayUntranslated } from '../../src/main/untranslated.ts'
import { MESSAGE_NAMES } from '../../src/wording/choice.ts'
import { load, withFolder } from '../config/folders.ts'

const saidFor = (files: Readonly<Record<string, string>>): readonly { language: string; messages: string[] }[] => {
  const lines: string[] = []
  const log = createLog({ level: 'warn', pretty: false, write: (line) => lines.push(line) })
  const { templates } = withFolder(files, (folder) => load({ KENTONGAN_CONFIG: folder }))
  sayUntranslated(templates, log)
  return lines.map((line) => JSON.parse(line))
}

test('a third language needs no code, and the start says which of its messages go out in Indonesian', () => {
  const mobilisasi = 'TIMBALAN {place} {time} {muster} 1 INGGIH / 2 MBOTEN {code} {link} {office}'
  const [said, ...others] = saidFor({ 'templates/jv/call-out.sms.txt': mobilisasi })
  expect(others).toEqual([])
  expect(said?.language).toBe('jv')
  expect(said?.messages).toHaveLength(2 * MESSAGE_NAMES.length - 1)
  expect(said?.messages).toContain('call-out.email')
  expect(said?.messages).not.toContain('call-out.sms')
})

test('the languages that we ship lack nothing', () => {
  expect(saidFor({})).toEqual([])
})
