import { type Command, Option } from 'commander'
import { InvalidInput } from '../errors.ts'
import { showText } from '../intake/shown.ts'
import { certificateChecked, certificatesOf, WHY_NOT_CERTIFIED } from '../main/certificates.ts'
import { reportHtml } from '../wording/report-html.ts'
import { reportMarkdown } from '../wording/report-markdown.ts'
import { COMMAND_LINE } from './call-out-acts.ts'
import { unknownId, uuid } from './given.ts'
import type { Run } from './run.ts'
import { listing, table } from './table.ts'
import { writePrivateFile } from './written-file.ts'

interface Given {
  readonly responder?: string
  readonly check?: string
  readonly format: 'md' | 'html'
  readonly out?: string
}

const HELP = `
Whoever came to a drill has the competencies of its modules (config/curriculum); the certificate names them with the day
until which they count, in Bahasa Indonesia and English, each on a sheet of its own, without a phone number or an
address. Its own number stays the same: --check tells whose it is and what is left of it. Where the list of who came is
corrected, what it certifies goes.

Examples:
  kentongan drills certificate ID --format html --out sertifikat.html
  kentongan drills certificate ID --responder 0190a8f2-6c1e-7d3a-9b5f-3f0a1c2d4e5f
  kentongan drills certificate --check KTG-7Q2M4-XKD92`

const check = async (run: Run, text: string): Promise<void> => {
  const found = await run.withInstallation('drills', (installation) => certificateChecked(installation, text))
  if (found === null)
    throw new InvalidInput('There is no such certificate', [
      { path: '--check', got: showText(text), expected: 'the number of a certificate, such as KTG-7Q2M4-XKD92' },
    ])
  run.print(found, () => {
    const { learned, ...rest } = found
    const rows = learned.map(({ module, expiresAt }) => [module, expiresAt ?? 'for good'])
    return `${listing(Object.entries(rest))}\n\n${table(['module', 'until'], rows, '(nothing: it was taken back)')}`
  })
}

const certify = async (run: Run, drillId: string, { responder, format, out }: Given): Promise<void> => {
  const by = { operatorId: COMMAND_LINE.operatorId, address: 'cli' }
  const certified = await run.withInstallation('drills', (installation) =>
    certificatesOf(installation, COMMAND_LINE, { drillId, responderId: responder ?? null }, by),
  )
  if (certified.kind === 'no-such-drill') throw unknownId('drill', drillId)
  if (certified.kind !== 'issued') throw new Error(WHY_NOT_CERTIFIED[certified.kind])
  const { page, certificates } = certified
  const text = format === 'html' ? reportHtml(page) : reportMarkdown(page)
  if (out === undefined) return run.print({ drillId, certificates }, () => text)
  writePrivateFile(out, text)
  const said = { written: out, drillId, format, certificates: certificates.length }
  run.print(said, () => listing(Object.entries(said)))
}

export const drillCertificateCommand = (drills: Command, run: Run): void => {
  drills
    .command('certificate')
    .description('Writes the certificates of whoever came to a drill, or checks the number of one.')
    .argument('[id]', 'the drill, as `drills list --json` shows it', uuid)
    .option('--responder <id>', 'only of this person', uuid)
    .addOption(new Option('--format <format>', 'Markdown, or a page to print').choices(['md', 'html']).default('md'))
    .option('--out <file>', 'write it there instead')
    .addOption(new Option('--check <number>', 'whose certificate a number is').conflicts(['responder', 'out']))
    .addHelpText('after', HELP)
    .action((id: string | undefined, given: Given) => {
      if ((id === undefined) === (given.check === undefined))
        throw new InvalidInput('It is not clear what is wanted', [
          { path: 'ID', got: id ?? 'nothing', expected: 'either the id of a drill, or --check NUMBER' },
        ])
      return id === undefined ? check(run, given.check ?? '') : certify(run, id, given)
    })
}
