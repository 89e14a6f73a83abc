import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { InvalidInput } from '../../src/errors.ts'
import { installationSecret } from '../../src/main/secret.ts'

const aHome = (): string => {
  const home = mkdtempSync(join(tmpdir(), 'kentongan-secret-'))
  onTestFinished(() => rmSync(home, { recursive: true, force: true }))
  return home
}

test('without one a secret of 256 bits is made once, for its owner alone', () => {
  const home = aHome()
  const made = installationSecret(home, null)
  expect(Buffer.from(made, 'base64url')).toHaveLength(32)
  expect(installationSecret(home, null)).toBe(made)
  expect(statSync(join(home, 'secret')).mode & 0o777).toBe(0o600)
  expect(installationSecret(home, 'given')).toBe('given')
})

test.each(['', 'half of what was written'])('a kept secret that was cut to %j is refused, not worked with', (left) => {
  const home = aHome()
  writeFileSync(join(home, 'secret'), left)
  expect(() => installationSecret(home, null)).toThrow(InvalidInput)
  expect(() => installationSecret(home, null)).toThrow(
    expect.objectContaining({
      faults: [expect.objectContaining({ got: `a file "secret" of ${left.length} characters` })],
    }),
  )
})
