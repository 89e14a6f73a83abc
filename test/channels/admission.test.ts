import { expect, test } from 'vitest'
import { isMailAddress, isPhoneNumber } from '../../src/channels/address.ts'
import { isLoopback, refusalOf } from '../../src/channels/admission.ts'
import { recordingChannel } from '../../src/channels/recording.ts'
import { aMail, anSms } from './a-message.ts'
import { sending } from './sending.ts'

test.each([
  ['127.0.0.1', true],
  ['127.8.9.10', true],
  ['::1', true],
  ['[::1]', true],
  ['LOCALHOST', true],
  ['127.evil.example.id', false],
  ['localhost.example.id', false],
  ['128.0.0.1', false],
  ['0.0.0.0', false],
  ['::2', false],
  ['', false],
])('%j stands for this machine: %s', (host, loopback) => {
  expect(isLoopback(host)).toBe(loopback)
})

const away = 'mail.example.id'

test('a test message leaves through no live channel, not even to this machine', () => {
  const refused = { kind: 'refused', reason: 'mode-test' }
  expect(refusalOf(aMail({ mode: 'test' }), away, isMailAddress)).toEqual(refused)
  expect(refusalOf(aMail({ mode: 'test' }), '127.0.0.1', isMailAddress)).toEqual(refused)
})

test('an invented person is reached on this machine only, even when the flag was lost', () => {
  const refused = { kind: 'refused', reason: 'synthetic' }
  expect(refusalOf(aMail({ synthetic: true }), away, isMailAddress)).toEqual(refused)
  expect(refusalOf(aMail({ to: 'r7@contoh.INVALID' }), away, isMailAddress)).toEqual(refused)
  expect(refusalOf(anSms({ to: '+6284100000001' }), away, isPhoneNumber)).toEqual(refused)
  expect(refusalOf(aMail({ synthetic: true }), '::1', isMailAddress)).toBeUndefined()
})

test('real people are reached in actual and exercise mode', () => {
  expect(refusalOf(aMail(), away, isMailAddress)).toBeUndefined()
  expect(refusalOf(anSms({ mode: 'exercise' }), away, isPhoneNumber)).toBeUndefined()
})

test.each(['', 'a b', 'a\r\nb', 'a>', '-a', 'a..b', 'x'.repeat(65)])('the ref %j is refused', (ref) => {
  const refused = { kind: 'refused', reason: 'bad-ref' }
  expect(refusalOf(aMail({ ref }), away, isMailAddress)).toEqual(refused)
  expect(refusalOf(aMail({ threadRef: ref }), away, isMailAddress)).toEqual(refused)
})

test('the recording channel accepts everything, sends nothing and tells whoever watches', async () => {
  const seen: string[] = []
  const watched = recordingChannel({ name: 'sms', onMessage: (message, name) => seen.push(`${name} ${message.ref}`) })
  const sms = sending(watched)
  const quiet = sending(recordingChannel({ name: 'email', connections: 2 }))
  const accepted = { kind: 'accepted', providerRef: 'recorded' }
  await expect(sms.send(anSms({ mode: 'test', synthetic: true }))).resolves.toEqual(accepted)
  await expect(quiet.send(aMail())).resolves.toEqual(accepted)
  await sms.close()
  const ready = await watched.prepare(anSms({ ref: 'n-0002' }))
  ready.letGo()
  expect(seen).toEqual(['sms n-0001'])
  expect(quiet.connections).toBe(2)
})
