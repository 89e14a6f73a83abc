import { randomUUID } from 'node:crypto'
import type { Command } from 'commander'
import { inboundToken } from '../main/answer-needs.ts'
import { bodyOf, doorOf, postPatiently } from './door.ts'
import type { Run } from './run.ts'
import { listing } from './table.ts'

const HELP = `
Hands in a text as an SMS gateway would, through the same route, and prints what became of it: { outcome, reason }.

Examples:
  kentongan reply --from +6281200000001 --text "ya A7K2"
  kentongan reply --from 081200000001 --text "tidak bisa" --json`

export const replyCommand = (program: Command, run: Run): void => {
  program
    .command('reply')
    .description('hand in a text message as if it came from a phone')
    .requiredOption('--from <phone>', 'the number that it comes from')
    .requiredOption('--text <text>', 'what it says')
    .addHelpText('after', HELP)
    .action(async ({ from, text }: { from: string; text: string }) => {
      const body = await run.withInstallation('reply', async (installation) => {
        const posted = {
          headers: { 'content-type': 'application/json', authorization: `Bearer ${inboundToken(installation)}` },
          // The same id over all tries: the text counts once.
          body: Buffer.from(JSON.stringify({ id: randomUUID(), from, text, receivedAt: new Date().toISOString() })),
        }
        return bodyOf(await postPatiently(run, await doorOf(run, installation), '/v1/inbound/http', () => posted))
      })
      run.print(body, () => listing(Object.entries(body)))
    })
}
