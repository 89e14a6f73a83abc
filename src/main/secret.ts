import { randomBytes } from 'node:crypto'
import { chmodSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { InvalidInput, reasonOf } from '../errors.ts'

/**
 * The installation's secret: from the environment, else made once and kept under the home, readable by its owner alone.
 * Two processes that start together get the same one. Throws InvalidInput when the home cannot be written.
 */
export const installationSecret = (home: string, given: string | null): string => {
  if (given !== null) return given
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
