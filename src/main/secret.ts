import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InvalidInput, reasonOf } from '../errors.ts'

/** 32 bytes in base64url are 43 characters; whoever put one of their own there was asked for 32. */
const LEAST_KEPT = 32

/**
 * The installation's secret: from the environment, else made once and kept under the home, readable by its owner alone.
 * Two processes that start together get the same one. Throws InvalidInput when the home cannot be written, or what is
 * kept there was cut short.
 */
export const installationSecret = (home: string, given: string | null): string => {
  if (given !== null) return given
  const kept = keptSecret(home)
  if (kept.length >= LEAST_KEPT) return kept
  throw new InvalidInput('Reading the generated secret', [
    {
      path: 'KENTONGAN_HOME',
      got: `a file "secret" of ${kept.length} characters`,
      expected: `${LEAST_KEPT} or more, as it was written`,
      hint: 'bring the file back from a copy; where there is none and nobody is registered yet, delete it',
    },
  ])
}

const keptSecret = (home: string): string => {
  const file = join(home, 'secret')
  try {
    mkdirSync(home, { recursive: true })
    try {
      return readFileSync(file, 'utf8').trim()
    } catch {
      const draft = `${file}.${process.pid}`
      writeFileSync(draft, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600 })
      chmodSync(draft, 0o600)
      try {
        // A link fails where the file exists: whoever comes second reads the first one's.
        linkSync(draft, file)
      } catch {
        // Somebody was quicker.
      }
      rmSync(draft, { force: true })
      return readFileSync(file, 'utf8').trim()
    }
  } catch (cause) {
    throw new InvalidInput(
      'Keeping the generated secret',
      [
        {
          path: 'KENTONGAN_HOME',
          got: reasonOf(cause),
          expected: 'a folder that this user may write',
          hint: 'set KENTONGAN_HOME, or KENTONGAN_SECRET',
        },
      ],
      { cause },
    )
  }
}
