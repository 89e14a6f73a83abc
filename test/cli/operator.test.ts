import { expect, test } from 'vitest'
import { operatorCommand } from '../../src/cli/operator.ts'
import { command, freshHome } from './commands.ts'

const { home } = await freshHome()
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
