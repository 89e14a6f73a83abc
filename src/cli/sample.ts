import { join } from 'node:path'
import type { Command } from 'commander'
import { loadGazetteer } from '../gazetteer/load.ts'
import type { Gazetteer } from '../roster/gazetteer.ts'
import { RESPONDER_COLUMNS, SITE_COLUMNS } from '../roster/sample/columns.ts'
import { renderCsv } from '../roster/sample/csv.ts'
import { generateSample } from '../roster/sample/sample.ts'
import { wholeNumber } from './choices.ts'
import { startProgress } from './progress.ts'
import { type Imported, importResponders, importSites } from './register-import.ts'
import type { Run } from './run.ts'
import { listing } from './table.ts'
import { writeFile } from './written-file.ts'

interface Options {
  readonly sites: number
  readonly responders: number
  readonly members: number
  readonly seed: number
  readonly out?: string
  readonly load?: true
}

/** The register as the text of two files, and how many of each kind it holds. */
interface Texts {
  readonly sites: string
  readonly responders: string
  readonly kinds: Readonly<Record<string, number>>
}

const textsOf = (run: Run, gazetteer: Gazetteer, { sites, responders, members, seed }: Options): Texts => {
  const making = startProgress(run, 'sample')
  const sample = generateSample({ gazetteer, sites, responders, members, seed })
  const kinds: Record<string, number> = {}
  for (const { kind } of sample.responders) kinds[kind] = (kinds[kind] ?? 0) + 1
  const texts = {
    sites: renderCsv(SITE_COLUMNS, sample.sites),
    responders: renderCsv(RESPONDER_COLUMNS, sample.responders),
    kinds,
  }
  making.end(`${sample.sites.length} sites and ${sample.responders.length} people made up`)
  return texts
}

const writeTexts = (folder: string, texts: Texts): readonly string[] => {
  const files = { sites: join(folder, 'sites.csv'), responders: join(folder, 'responders.csv') }
  writeFile(files.sites, texts.sites)
  writeFile(files.responders, texts.responders)
  return [files.sites, files.responders]
}

/** A generator and a reader that disagree are a fault of ours: it must not pass for a smaller register. */
const requireAllGood = (step: string, { rejected, rejections: [first] }: Imported): void => {
  if (rejected > 0)
    throw new RangeError(`sample: ${rejected} ${step} rejected; line ${first?.line} ${first?.column} ${first?.why}`)
}

type Gathering = (content: string, onSaved: (rows: number, of: number) => void) => Promise<Imported>

const loadText = async (run: Run, step: string, content: string, gather: Gathering): Promise<number> => {
  const loading = startProgress(run, step)
  const imported = await gather(content, loading.at)
  requireAllGood(step, imported)
  loading.end(`${imported.saved} saved`)
  return imported.saved
}

const ALL_OR_NOTHING = { strict: true, dryRun: false } as const

const loaded = (run: Run, options: Options): Promise<{ texts: Texts; sites: number; responders: number }> =>
  run.withInstallation('sample', async (installation) => {
    const texts = textsOf(run, installation.places.gazetteer(), options)
    const sites = await loadText(run, 'sites', texts.sites, (content, onSaved) =>
      importSites(installation, content, { ...ALL_OR_NOTHING, onSaved }),
    )
    const responders = await loadText(run, 'responders', texts.responders, (content, onSaved) =>
      importResponders(installation, content, null, { ...ALL_OR_NOTHING, onSaved }),
    )
    return { texts, sites, responders }
  })

/** Where the files go when nothing was said, under the working folder. */
const USUAL_FOLDER = 'sample'

const sample = async (run: Run, options: Options): Promise<void> => {
  const { load } = options
  const out = options.out ?? (load ? undefined : USUAL_FOLDER)
  const saved = load ? await loaded(run, options) : undefined
  const texts = saved?.texts ?? textsOf(run, loadGazetteer(run.configuration()), options)
  const files = out === undefined ? [] : writeTexts(out, texts)
  const { sites, responders, members, seed } = options
  const counted = saved === undefined ? null : { sites: saved.sites, responders: saved.responders }
  run.print({ asked: { sites, responders, members, seed }, kinds: texts.kinds, files, loaded: counted }, () =>
    listing([
      ...Object.entries(texts.kinds),
      ...(counted === null ? [] : [['loaded', `${counted.sites} sites, ${counted.responders} people`] as const]),
      ...files.map((file) => ['written', file] as const),
      ['', 'Everybody is invented: phones +6284…, mail under .invalid, synthetic=true.'],
    ]),
  )
}

export const sampleCommand = (program: Command, run: Run): void => {
  program
    .command('sample')
    .summary('make up a register to try things with')
    .description(
      'Makes up Kampung Siaga Bencana and people on real villages, every row labelled synthetic. The same numbers and ' +
        'seed give the same bytes.',
    )
    .option('--sites <n>', 'Kampung Siaga Bencana', wholeNumber(0, 100_000), 638)
    .option('--responders <n>', 'Tagana and Pendamping Desa, half each', wholeNumber(0, 1_000_000), 74_000)
    .option('--members <n>', 'KSB members of each site', wholeNumber(0, 100), 5)
    .option('--seed <n>', 'another seed gives another register', wholeNumber(0, Number.MAX_SAFE_INTEGER), 1)
    .option('--out <dir>', `write sites.csv and responders.csv there (without --load: ./${USUAL_FOLDER})`)
    .option('--load', 'put the register into the database, as import does')
    .addHelpText(
      'after',
      `\nWith neither --out nor --load the files go to ./${USUAL_FOLDER}. Prints how many people of each kind there are and\n` +
        'where they went.\n' +
        'Examples:\n  kentongan sample\n  kentongan sample --load\n  kentongan sample --sites 20 --responders 500 --seed 7 --out contoh',
    )
    .action((options: Options) => sample(run, options))
}
