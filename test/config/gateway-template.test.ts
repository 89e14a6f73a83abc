import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { templateSection } from '../../config/gateway-template.ts'
import { readTemplateGateway } from '../../config/gateway-template-reading.ts'
import { checkYaml, readYaml } from '../../config/yaml-file.ts'
import type { Fault } from '../../src/errors.ts'

const ENV = { USER_KEY: 'uk-8c1f22', PASS_KEY: 'p&ss=k3y', HOOK: 'h00k-h00k-h00k-h00k' }

const GOOD = `url: https://gateway.example.id/send?v=2
kind: template
headers: { X-Ref: '{ref}' }
form:
  userkey: \${USER_KEY}
  auth: Basic \${PASS_KEY}
  to: '{to.local}'
  message: '{text}'
answer:
  accepted: { status: 2xx, field: status, is: 1 }
`

const HEARD = `receipts:
  secret: { in: path, value: '\${HOOK}' }
  id: messageId
  state: status
  states: { delivered: [DELIVRD, 1], failed: UNDELIV }
replies:
  secret: { in: header, name: X-Key, value: '\${HOOK}' }
  from: form
  sender: from
  text: text
`.replace('failed: UNDELIV', 'failed: [UNDELIV]')

/** What a section of a file is read as, with the faults as lines. */
const read = (text: string, { env = ENV, live = true }: { env?: Record<string, string>; live?: boolean } = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'kentongan-'))
  const file = join(folder, 'gateway.yaml')
  const faults: Fault[] = []
  try {
    writeFileSync(file, text)
    const yaml = readYaml(file, faults)
    const section = yaml === undefined ? undefined : checkYaml(yaml, templateSection, faults, { secret: true })
    const gateway =
      yaml === undefined || section === undefined
        ? undefined
        : readTemplateGateway(section, { yaml, at: [], env, live, faults })
    return {
      gateway,
      faults: faults.map(({ path, got, expected }) =>
        `${path} | ${got} | ${expected}`.replace(/\S*gateway\.yaml/g, 'gateway.yaml'),
      ),
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

test('a description is read with its variables, in which no slot is looked for', () => {
  const { gateway, faults } = read(GOOD, { env: { ...ENV, USER_KEY: '{to}-8c1f' } })
  expect(faults).toEqual([])
  expect(gateway).toEqual({
    kind: 'template',
    request: {
      method: 'POST',
      url: 'https://gateway.example.id/send?v=2',
      query: [],
      headers: [['x-ref', [{ slot: 'ref' }]]],
      body: {
        kind: 'form',
        fields: [
          ['userkey', ['{to}-8c1f']],
          ['auth', ['Basic ', 'p&ss=k3y']],
          ['to', [{ slot: 'to.local' }]],
          ['message', [{ slot: 'text' }]],
        ],
      },
    },
    answer: {
      form: 'json',
      id: null,
      rows: [],
      accepted: { status: [[200, 299]], field: 'status', is: ['1'] },
    },
    sender: '',
    exerciseSender: null,
    lookup: null,
    secrets: ['{to}-8c1f', 'p&ss=k3y'],
    receipts: null,
    replies: null,
  })
})

test('what a gateway says of its own accord is read with its secret', () => {
  const { gateway, faults } = read(GOOD + HEARD)
  expect(faults).toEqual([])
  expect(gateway?.receipts).toMatchObject({
    secret: { in: 'path', name: '', value: ENV.HOOK },
    id: 'messageId',
    ref: null,
    from: 'json',
  })
  expect([...(gateway?.receipts?.states ?? [])]).toEqual([
    ['delivrd', 'delivered'],
    ['1', 'delivered'],
    ['undeliv', 'failed'],
  ])
  expect(gateway?.replies).toMatchObject({ secret: { in: 'header', name: 'x-key' }, from: 'form', sender: 'from' })
  expect(gateway?.replies).not.toHaveProperty('missedCall')
  const ringing = read(`${GOOD}${HEARD}  missedCall: { field: type, is: [Missed, 7] }\n`)
  expect(ringing.gateway?.replies?.missedCall).toEqual({ field: 'type', is: ['missed', '7'] })
})

test('an unset variable is a fault where messages leave, else a gateway that is not there', () => {
  const env = { USER_KEY: 'uk-8c1f22' }
  expect(read(GOOD, { env })).toEqual({
    gateway: null,
    faults: ['PASS_KEY | unset | a value, because KENTONGAN_CHANNELS is live and gateway.yaml:6 uses it'],
  })
  expect(read(GOOD, { env, live: false })).toEqual({ gateway: null, faults: [] })
})

const LOOKUP = `lookup:
  url: https://gateway.example.id/status
  method: GET
  query: { id: '{id}', key: '\${PASS_KEY}' }
  state: message_status
  states: { delivered: [sent] }
`

test('how a gateway is asked what became of a message is read, with slots of its own', () => {
  const { gateway, faults } = read(GOOD + LOOKUP)
  expect(faults).toEqual([])
  expect(gateway?.lookup).toMatchObject({
    request: {
      method: 'GET',
      query: [
        ['id', [{ slot: 'id' }]],
        ['key', ['p&ss=k3y']],
      ],
      body: { kind: 'none' },
    },
    rule: { form: 'json', state: 'message_status', reason: null },
  })
  expect(read(GOOD + LOOKUP.replace('{id}', '{text}')).faults).toEqual([
    'gateway.yaml:14 | {text} | here only {id}, {ref}',
  ])
  expect(read(GOOD.replace('{text}', '{text} {id}')).faults.join()).toContain(':8 | {id} | here only {to}')
})

test.each([
  [
    'url: https://gateway',
    'url: ftp://gateway',
    ':1 | a URL that begins with ftp: | a URL that begins with https:// or http://',
  ],
  ['send?v=2', '{to}/send', ':1 | braces | slots under query, form or json alone'],
  ['//gateway', '//u:p4ssword@gateway', ':1 | a URL with a user name | the name and password under headers'],
  ['kind: template', 'kind: template\nmethod: GET', ':3 | GET with a body | POST, or the fields under query'],
  ['kind: template', 'kind: template\njson: {}', ':3 | form and json | one of the two'],
  [`'{ref}'`, `'{text}'`, ':3 | {text} | here only {to}, {to.local}, {to.plain}, {ref}'],
  [`X-Ref: '{ref}'`, `Host: x`, ':3 | a header that cannot be set here'],
  [`'{ref}'`, `"a\\nX: b"`, ':3 | a text with other signs | printable ASCII'],
  [
    `'{to.local}'`,
    `'{phone}'`,
    ':7 | {phone} | one of {to}, {to.local}, {to.plain}, {text}, {coding}, {minutes}, {priority}, {ref}, {sender}; a plain',
  ],
  [`'{text}'`, `'{text'`, ':8 | a brace that is not closed | one of'],
  [`'{text}'`, `hunter2`, ':1 | a request without the number or the text | {to}, {to.local} or {to.plain}, and {text}'],
  [
    'status: 2xx',
    'status: 9xx',
    ':10 | answer.accepted.status: a text of 3 characters | a status such as 200, a class',
  ],
  ['{ status: 2xx, field: status, is: 1 }', '{}', ':10 | answer.accepted: a object | at least one of status, field'],
  ['is: 1', 'equals: 1', ':10 | answer.accepted.equals (unknown key) | a key that the schema'],
])('%s as %j is a fault with its line', (was, is, fault) => {
  const { gateway, faults } = read(GOOD.replace(was, is))
  expect(gateway ?? null).toBeNull()
  expect(faults.join('\n')).toContain(`gateway.yaml${fault}`)
  expect(faults.join('\n')).not.toMatch(/hunter2|p4ssword|k3y/)
})

test.each([
  [`'\${HOOK}'`, 'short', '12 | 5 characters | 16 to 100, printable ASCII without spaces'],
  [`'\${HOOK}'`, 'abcdefgh/ijklmnop', '12 | signs that an address writes otherwise | letters, digits'],
  ['in: path', 'in: query', '12 | a name with path, or none with header or query | the name of'],
  ['id: messageId', 'reason: text', ' | neither ref nor id | one of them'],
  ['[DELIVRD, 1]', '[DELIVRD, undeliv ]', '15 | a word twice | each word for one state'],
  ['from: form', 'from: form\n  list: x', '19 | list with form | json'],
])('%s as %j is a fault of what is heard', (was, is, fault) => {
  const { gateway, faults } = read(GOOD + HEARD.replace(was, is))
  expect(gateway).toBeNull()
  expect(faults.join('\n')).toContain(fault)
})

test('the description has a JSON Schema', () => {
  expect(z.toJSONSchema(templateSection, { io: 'input' })).toMatchObject({ additionalProperties: false })
})
