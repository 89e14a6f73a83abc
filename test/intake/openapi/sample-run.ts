import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { LEAST_EVENT } from '../../../src/intake/openapi/event-body.ts'
import { SIGNING_SAMPLES } from '../../../src/intake/openapi/signing-samples.ts'
import { aServer, SECRET } from '../stand-ins.ts'

const run = promisify(execFile)

/** Tests that the samples for a language post a signed event when somebody runs them as they stand in /docs. */
export const testSamples = (extension: string, command: string): void => {
  const samples = SIGNING_SAMPLES.filter(({ file }) => file.endsWith(`.${extension}`))
  test(`there is a sample for ${command}`, () => expect(samples).not.toEqual([]))

  test.each(samples.map((sample) => [sample.name, sample] as const))(
    'the sample for %s posts a signed event as it stands',
    async (_name, { file, text }) => {
      const { app, seen } = aServer({ clock: { now: () => new Date() } })
      const folder = mkdtempSync(join(tmpdir(), 'kentongan-samples-'))
      try {
        const url = await app.listen({ host: '127.0.0.1', port: 0 })
        // The samples sign the bytes of the file as they are, its last line break too.
        writeFileSync(join(folder, 'event.json'), `${JSON.stringify(LEAST_EVENT, null, 2)}\n`)
        writeFileSync(join(folder, file), text)
        const { stdout } = await run(command, [file], {
          cwd: folder,
          env: { PATH: process.env['PATH'], KENTONGAN_URL: url, OPERATOR: 'op-sender', SECRET },
        })
        expect(stdout).toContain('202')
        expect(seen.deliveries.map(({ rawBody }) => rawBody.toString())).toEqual([
          expect.stringContaining(LEAST_EVENT.id),
        ])
      } finally {
        await app.close()
        rmSync(folder, { recursive: true, force: true })
      }
    },
  )
}
