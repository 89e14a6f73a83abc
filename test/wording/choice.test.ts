import { expect, test } from 'vitest'
import { MESSAGE_NAMES, messageNameFor, templateFor, untranslated } from '../../src/wording/choice.ts'
import type { Template } from '../../src/wording/template.ts'

const named = (words: string): Template => ({ lines: [[{ kind: 'words', words }]] })

const TEMPLATES = new Map(
  ['id/call-out.sms', 'id/call-out.tagana.sms', 'en/call-out.sms'].map((key) => [key, named(key)] as const),
)

const found = (language: string, kind: string | null): Template =>
  templateFor(TEMPLATES, { language, name: 'call-out', kind, channel: 'sms' })

test('a reader gets their own language and kind, else the nearest to it', () => {
  expect(found('id', 'tagana')).toEqual(named('id/call-out.tagana.sms'))
  expect(found('id', 'psm')).toEqual(named('id/call-out.sms'))
  expect(found('en', 'tagana')).toEqual(named('en/call-out.sms'))
  expect(found('jv', 'tagana')).toEqual(named('id/call-out.tagana.sms'))
  expect(found('jv', null)).toEqual(named('id/call-out.sms'))
})

test('a message that exists in no language is refused', () => {
  expect(() => templateFor(TEMPLATES, { language: 'id', name: 'stand-down', kind: null, channel: 'sms' })).toThrow(
    RangeError('no template id/stand-down.sms'),
  )
})

test('reminders share a message and a stand-down has one by its reason', () => {
  expect(messageNameFor('call-out')).toBe('call-out')
  expect(messageNameFor('drill-reminder-3')).toBe('drill-reminder')
  expect(messageNameFor('stand-down', 'filled')).toBe('stand-down-filled')
  expect(messageNameFor('stand-down', 'operator')).toBe('stand-down')
  expect(messageNameFor('stand-down')).toBe('stand-down')
  expect(messageNameFor('call-out', 'filled')).toBe('call-out')
  expect(() => messageNameFor('birthday')).toThrow(RangeError)
})

test('a language is said to lack what it has for nobody; one for a kind alone is not for everybody', () => {
  const [english, ...others] = untranslated(new Map([...TEMPLATES, ['en/stand-down.tagana.sms', named('x')]]))
  expect(others).toEqual([])
  expect(english?.language).toBe('en')
  expect(english?.messages).toHaveLength(2 * MESSAGE_NAMES.length - 1)
  expect(english?.messages).toEqual(expect.arrayContaining(['call-out.email', 'stand-down.sms']))
})
