import { readFile } from 'node:fs/promises'
import { buffer } from 'node:stream/consumers'
import { Argument, type Command } from 'commander'
import { InvalidInput, reasonOf } from '../errors.ts'
import type { Rejection } from '../intake/csv-table.ts'
import { startProgress } from './progress.ts'
import { type Imported, importResponders, importSites } from './register-import.ts'
import type { Run } from './run.ts'
import { table } from './table.ts'
import { writeRows } from './written-file.ts'

const COLUMNS = ['line', 'column', 'value', 'why', 'remedy'] as const

/** On a terminal; the report has them all. */
const SHOWN = 50

interface Options {
  readonly source?: string
  readonly strict?: true
  readonly dryRun?: true
  readonly report?: string
}

type Register = 'sites' | 'responders'

const REGISTERS: readonly Register[] = ['sites', 'responders']

/** What a file is called in faults. */
const nameOf = (file: string): string => (file === '-' ? 'standard input' : file)

const contentOf = async (file: string): Promise<Uint8Array> => {
  try {
    return file === '-' ? await buffer(process.stdin) : await readFile(file)
  } catch (cause) {
    const fault = { path: nameOf(file), got: reasonOf(cause), expected: 'a file that can be read' }
    throw new InvalidInput('the file cannot be read', [fault], { cause })
  }
}

/** The reader of tables names lines; whoever gave the file knows it by name. */
const inFile = async <Result>(file: string, work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work()
  } catch (thrown) {
    if (!(thrown instanceof InvalidInput)) throw thrown
    const faults = thrown.faults.map((fault) => ({
      ...fault,
      path: fault.path.replace(/^line /, `${nameOf(file)}:`),
    }))
    throw new InvalidInput(thrown.message, faults, { cause: thrown })
  }
}

const listed = (rejections: readonly Rejection[], report: string | undefined): string => {
  if (rejections.length === 0) return ''
  const rows = rejections.slice(0, SHOWN).map((rejection) => COLUMNS.map((column) => rejection[column]))
  const more = rejections.length - rows.length
  const where = report === undefined ? '--report FILE.csv lists them all' : `all are in ${report}`
  return `${table(COLUMNS, rows)}\n${more > 0 ? `… and ${more} more: ${where}\n` : ''}\n`
}

const summary = (register: Register, { read, saved, rejected }: Imported, { strict, dryRun }: Options): string => {
  const counts = `${register} read: ${read}, saved: ${saved}, rejected: ${rejected}`
  if (strict && rejected > 0) return `${counts} (nothing went in: --strict)`
  return dryRun ? `${counts} (nothing went in: --dry-run)` : counts
}

/** The source of every row; null leaves it to the file. */
const sourceOf = (run: Run, register: Register, source: string | undefined): string | null => {
  if (source === undefined) return null
  if (register === 'sites') {
    run.tell('sites have no source: --source changes nothing')
    return null
  }
  const name = source.trim()
  if (name !== '' && name.length <= 200) return name
  const expected = 'a name of 1 to 200 characters'
  throw new InvalidInput('wrong usage', [{ path: '--source', got: JSON.stringify(source.slice(0, 80)), expected }])
}

const importFile = async (run: Run, register: Register, file: string, options: Options): Promise<void> => {
  const source = sourceOf(run, register, options.source)
  const content = await contentOf(file)
  const imported = await run.withInstallation('import', (installation) =>
    inFile(file, async () => {
      const progress = startProgress(run, register)
      const wish = { strict: options.strict === true, dryRun: options.dryRun === true, onSaved: progress.at }
      const outcome =
        register === 'sites'
          ? await importSites(installation, content, wish)
          : await importResponders(installation, content, source, wish)
      progress.end(`${outcome.saved} of ${outcome.read} saved`)
      return outcome
    }),
  )
  const { rejections } = imported
  if (options.report !== undefined) writeRows(options.report, COLUMNS, rejections)
  if (options.strict && imported.rejected > 0) run.endWith(2)
  run.print(
    { register, dryRun: options.dryRun === true, strict: options.strict === true, ...imported },
    () => `${listed(rejections, options.report)}${summary(register, imported, options)}`,
  )
}

export const importCommand = (program: Command, run: Run): void => {
  program
    .command('import')
    .summary('put sites or responders from a CSV file into the register')
    .description(
      'Puts the good rows of a CSV file into the register, new or brought up to date, and lists the bad ones with what ' +
        'to do about them. A person who withdrew consent stays withdrawn.',
    )
    .addArgument(new Argument('<register>', 'what the file holds').choices([...REGISTERS]))
    .argument('<file>', 'a CSV file in UTF-8; - reads standard input')
    .option('--source <name>', 'responders: the source of every row, whatever the file says (sites have none)')
    .option('--strict', 'with any bad row nothing goes in, and the exit code is 2')
    .option('--dry-run', 'check only: nothing goes in')
    .option('--report <file>', 'write every bad row to a file: JSON where it ends in .json, else CSV')
    .addHelpText(
      'after',
      '\nPrints the bad rows (line, column, value, why, remedy) and the counts: read, saved, rejected.\n' +
        'Examples:\n  kentongan import sites sites.csv\n' +
        '  kentongan import responders tagana.csv --source dinsos-jabar --dry-run --report bad.csv',
    )
    .action((register: Register, file: string, options: Options) => importFile(run, register, file, options))
}
