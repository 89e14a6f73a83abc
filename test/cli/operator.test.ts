import { expect, test } from 'vitest'
import { operatorCommand } from '../../src/cli/operator.ts'
import { sql } from '../../src/store/sql.ts'
import { command, freshHome } from './commands.ts'

const { home, database } = await freshHome()
const kentongan = command(operatorCommand, home)

const parsed = (text: string): Record<string, unknown> => JSON.parse(text)

test('an operator is added with both secrets, listed without them, and revoked', async () => {
  const given = ['--name', 'Pusdalops', '--jurisdiction', '32.04', '--role', 'sender', '--phone', '0812 3456 7890']
  const added = await kentongan('operator', 'add', ...given, '--json')
  expect(added).toMatchObject({ code: 0, err: expect.stringContaining('shown this once') })
  const { operatorId, secret, token, ...rest } = parsed(added.out)
  expect(rest).toEqual({})
  expect(secret).toMatch(/^whsec_/)
  expect(token).toMatch(/^kt_/)

  const listed = await kentongan('operator', 'list', '--json')
  expect(parsed(listed.out)).toEqual({
    operators: [
      expect.objectContaining({
        operatorId,
        organisation: 'Pusdalops',
        jurisdiction: '32.04',
        hasPhone: true,
        hasArea: false,
        previousUntil: null,
        revokedAt: null,
      }),
    ],
  })
  expect(listed.out).not.toMatch(/whsec_|kt_|7890/)

  expect(await kentongan('operator', 'revoke', String(operatorId))).toMatchObject({ code: 0 })
  const after = parsed((await kentongan('operator', 'list', '--json')).out)
  expect(after).toEqual({ operators: [expect.objectContaining({ revokedAt: expect.any(String) })] })
})

test('everything wrong with an operator is told at once, status 2, and nothing is kept', async () => {
  const before = (await kentongan('operator', 'list', '--json')).out
  const given = [
    '--name',
    ' ',
    '--jurisdiction',
    '99.99',
    '--role',
    'viewer',
    '--email',
    'a@b',
    '--phone',
    '6281234567890',
  ]
  const refused = await kentongan('operator', 'add', ...given, '--json')
  expect(refused.code).toBe(2)
  expect(parsed(refused.out)).toMatchObject({
    error: { faults: ['--name', '--jurisdiction', '--email', '--phone'].map((path) => ({ path })) },
  })
  expect(refused.err + refused.out).not.toContain('81234567890')
  expect((await kentongan('operator', 'list', '--json')).out).toBe(before)
})

test('an unknown operator and a wrong use are bad input', async () => {
  expect((await kentongan('operator', 'revoke', 'op_nobody')).code).toBe(2)
  expect((await kentongan('operator', 'add', '--name', 'x')).code).toBe(2)
  const given = ['--name', 'x', '--jurisdiction', '', '--role', 'king']
  expect((await kentongan('operator', 'add', ...given)).code).toBe(2)
})

const PLAIN = ['--jurisdiction', '32.04', '--role', 'sender'] as const

const added = async (name: string): Promise<Record<string, unknown>> =>
  parsed((await kentongan('operator', 'add', '--name', name, ...PLAIN, '--json')).out)

test('a rotation prints new keys once, says until when the former hold, and is listed', async () => {
  const former = await added('Piket')
  const id = String(former['operatorId'])
  const before = Date.now()
  const rotated = await kentongan('operator', 'rotate', id, '--overlap', '6h', '--json')
  expect(rotated).toMatchObject({ code: 0, err: expect.stringContaining('shown this once') })
  const { operatorId, secret, token, previousUntil, ...rest } = parsed(rotated.out)
  expect({ operatorId, rest }).toEqual({ operatorId: id, rest: {} })
  expect([secret, token]).not.toEqual([former['secret'], former['token']])
  expect(Date.parse(String(previousUntil)) - before).toBeGreaterThanOrEqual(6 * 3_600_000)

  const { operators } = parsed((await kentongan('operator', 'list', '--json')).out)
  expect(operators).toContainEqual(expect.objectContaining({ operatorId: id, previousUntil }))
  expect((await kentongan('operator', 'list')).out).toContain('former keys until')

  const again = await kentongan('operator', 'rotate', id)
  expect(again.err).toContain(`were to hold until ${String(previousUntil)}, ended now`)
  expect(again.out).toMatch(/secret +whsec_/)
})

test('an overlap that cannot be, an unknown operator and a revoked one are bad input', async () => {
  const id = String((await added('Piket 2'))['operatorId'])
  for (const overlap of ['31d', '-1h', '1w', 'soon', ''])
    expect((await kentongan('operator', 'rotate', id, '--overlap', overlap)).code).toBe(2)
  expect((await kentongan('operator', 'rotate', 'op_nobody')).code).toBe(2)
  await kentongan('operator', 'revoke', id)
  const refused = await kentongan('operator', 'rotate', id, '--json')
  expect(refused.code).toBe(2)
  expect(parsed(refused.out)).toMatchObject({ error: { faults: [{ path: 'ID', got: id }] } })
})

test('what is done to operators stands in the audit trail, with who did it and without their keys', async () => {
  const { operatorId, secret, token } = await added('Dinsos')
  const id = String(operatorId)
  await kentongan('operator', 'rotate', id, '--overlap', '0s')
  await kentongan('operator', 'revoke', id)
  await kentongan('operator', 'revoke', id)
  const rows = await database.rows<{ action: string; detail: Record<string, unknown> }>(sql`
    SELECT actor, actor_id, action, subject, address, detail FROM audit_entry WHERE subject_id = ${id} ORDER BY id`)
  const by = { actor: 'program', actor_id: null, subject: 'operator', address: 'cli' }
  const login = expect.stringMatching(/./)
  expect(rows).toEqual([
    {
      ...by,
      action: 'operator-added',
      detail: { login, name: 'Dinsos', organisation: 'Dinsos', jurisdiction: '32.04', role: 'sender', hasArea: false },
    },
    { ...by, action: 'operator-rotated', detail: { login, previousUntil: expect.any(String), cutShort: null } },
    { ...by, action: 'operator-revoked', detail: { login } },
  ])
  expect(JSON.stringify(rows)).not.toMatch(/whsec_|kt_/)
  expect(String(secret) + String(token)).toMatch(/^whsec_.*kt_/)
})
