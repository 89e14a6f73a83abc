import { expect, test } from 'vitest'
import { createLog, type LogLevel } from '../src/log.ts'

const recorded = (level: LogLevel = 'debug', pretty = false) => {
  const lines: string[] = []
  return { lines, log: createLog({ level, pretty, write: (line) => lines.push(line) }) }
}

test('a line is JSON with its level, time, message and fields', () => {
  const { lines, log } = recorded()
  log.info('call-out planned', { callOutId: 'c1', people: 12 })
  expect(JSON.parse(lines.join(''))).toEqual({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
    msg: 'call-out planned',
    callOutId: 'c1',
    people: 12,
  })
})

test('levels below the chosen one are not written', () => {
  const { lines, log } = recorded('warn')
  log.debug('a')
  log.info('b')
  log.warn('c')
  log.error('d')
  expect(lines).toHaveLength(2)
})

test('numbers and addresses are masked in messages, fields, names, children and errors, at any depth', () => {
  const { lines, log } = recorded()
  const cause = new Error('550 no such user siti@mail.example')
  const failure = Object.assign(new Error('cannot send to 08123456789', { cause }), { rcpt: ['+628123456789'] })
  failure.stack = 'Error: cannot send to 08123456789\n  at x'
  log.child({ to: '+62 812-3456-789' }).error('failed for 0812 3456 789', {
    failure,
    '08123456789': [{ deep: new Map([['x', new Set(['siti@mail.example'])]]) }],
    url: new URL('smtp://user:hunter2@mail.example'),
    typed: 628123456789,
    huge: 628123456789n,
  })
  const text = lines.join('')
  expect(text).not.toMatch(/3456|siti|hunter2/)
  expect(JSON.parse(text)).toMatchObject({
    msg: 'failed for ***789',
    to: '***789',
    failure: {
      type: 'Error',
      message: 'cannot send to ***789',
      cause: { message: '550 no such user ***@mail.example' },
      details: { rcpt: ['***789'] },
    },
    '***789': [{ deep: { x: ['***@mail.example'] } }],
    typed: '***789',
  })
})

test('secrets are never written, whatever they look like', () => {
  const { lines, log } = recorded()
  log.info('x', {
    token: 'abc',
    smsToken: 'abc',
    headers: { Authorization: 'Bearer abc', cookie: 'abc' },
    secret: null,
  })
  expect(lines.join('')).not.toContain('abc')
  expect(JSON.parse(lines.join(''))).toMatchObject({ secret: null, token: '***' })
})

test('what JSON cannot hold is written in words, and a loop ends', () => {
  const { lines, log } = recorded()
  const loop: Record<string, unknown> = {}
  loop['self'] = loop
  log.info('x', {
    at: new Date(0),
    never: new Date('x'),
    bytes: new Uint8Array(3),
    big: 12n,
    run: () => 1,
    loop,
    none: undefined,
    no: null,
    yes: true,
  })
  expect(JSON.parse(lines.join(''))).toMatchObject({
    at: '1970-01-01T00:00:00.000Z',
    never: 'invalid date',
    bytes: '[3 bytes]',
    big: '12',
    run: '[function]',
    no: null,
    yes: true,
  })
  expect(lines.join('')).toContain('[deeper]')
})

test('people at a terminal read a line of words', () => {
  const { lines, log } = recorded('info', true)
  log.info('hello', { to: '08123456789' })
  expect(lines.join('')).toMatch(/INFO.*hello.*\*\*\*789/)
})

test('an error without a stack or anything else is its type and message', () => {
  const { lines, log } = recorded()
  const bare = new Error('plain')
  delete bare.stack
  log.warn('x', { bare })
  expect(JSON.parse(lines.join(''))).toMatchObject({ bare: { type: 'Error', message: 'plain' } })
})

test('without a place of one’s own, lines go to standard error', () => {
  expect(() => createLog({ level: 'silent', pretty: false }).info('x')).not.toThrow()
})
