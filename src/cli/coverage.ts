import type { Command } from 'commander'
import { type CoverageRow, coverage } from '../roster/coverage.ts'
import { KINDS, type Kind } from '../roster/responder.ts'
import { contactsShown } from '../store/contacts.ts'
import type { Run } from './run.ts'
import { listing, table } from './table.ts'
import { writeRows } from './written-file.ts'

/** Those whom every site is promised: the first column of each is the nearest in km, then how many within 10 and 25. */
const PROMISED: readonly Kind[] = ['tagana', 'pendamping_desa']

const COLUMNS = [
  'site_code',
  'name',
  'kind',
  'nearest_responder_id',
  'nearest_external_id',
  'nearest_km',
  'within_10_km',
  'within_25_km',
] as const

type Line = Readonly<Record<(typeof COLUMNS)[number], string | number | null>> & {
  readonly site_code: string
}

const roundKm = (km: number): number => Math.round(km * 100) / 100

const lineOf = (row: CoverageRow, externalIds: ReadonlyMap<string, string>): Line => {
  const { siteCode, name, kind, nearest, countWithin } = row
  const [first] = nearest
  return {
    site_code: siteCode,
    name,
    kind,
    nearest_responder_id: first?.responderId ?? null,
    nearest_external_id: (first && externalIds.get(first.responderId)) ?? null,
    nearest_km: first === undefined ? null : roundKm(first.km),
    within_10_km: countWithin[10],
    within_25_km: countWithin[25],
  }
}

/** How many sites have nobody of a kind near on their own land. */
interface Gap {
  readonly kind: Kind
  readonly noneWithin10Km: number
  readonly noneWithin25Km: number
}

const gapOf = (kind: Kind, rows: readonly CoverageRow[]): Gap => {
  const own = rows.filter((row) => row.kind === kind)
  return {
    kind,
    noneWithin10Km: own.filter(({ countWithin }) => countWithin[10] === 0).length,
    noneWithin25Km: own.filter(({ countWithin }) => countWithin[25] === 0).length,
  }
}

const tableOf = (lines: readonly Line[]): string => {
  const sites = new Map<string, unknown[]>()
  for (const line of lines) {
    if (!PROMISED.some((kind) => kind === line.kind)) continue
    const own = [line.nearest_external_id, line.nearest_km, line.within_10_km, line.within_25_km]
    const row = sites.get(line.site_code)
    if (row === undefined) sites.set(line.site_code, [line.site_code, line.name, ...own])
    else row.push(...own)
  }
  const head = PROMISED.flatMap((kind) => [kind, 'km', '≤10 km', '≤25 km'])
  return table(
    ['site', 'name', ...head],
    [...sites.values()],
    'No site is in the register: kentongan import sites FILE',
  )
}

const cover = async (run: Run, out: string | undefined): Promise<void> => {
  const found = await run.withInstallation('coverage', async ({ roster, database, seal }) => {
    const { sites, responders } = await roster()
    const rows = coverage(sites, responders, KINDS, 1)
    const ids = new Set(rows.flatMap(({ nearest }) => nearest.map(({ responderId }) => responderId)))
    const people = await contactsShown(database, seal, [...ids])
    const externalIds = new Map([...people].map(([id, { externalId }]) => [id, externalId]))
    return {
      sites: sites.length,
      // On no land that we know, such as a small island: there nobody counts as near.
      offLand: sites.filter(({ landmass }) => landmass === null).length,
      responders: responders.length,
      gaps: PROMISED.map((kind) => gapOf(kind, rows)),
      lines: rows.map((row) => lineOf(row, externalIds)),
    }
  })
  const { lines, ...summary } = found
  if (out !== undefined) writeRows(out, COLUMNS, lines)
  run.print({ ...summary, ...(out === undefined ? { rows: lines } : { written: out }) }, () => {
    const counts: readonly (readonly [string, unknown])[] = [
      ['sites', summary.sites],
      ['sites off mapped land', summary.offLand],
      ['responders', summary.responders],
      ...summary.gaps.flatMap(({ kind, noneWithin10Km, noneWithin25Km }) => [
        [`sites without ${kind} within 10 km`, noneWithin10Km] as const,
        [`sites without ${kind} within 25 km`, noneWithin25Km] as const,
      ]),
      ...(out === undefined ? [] : [['written', out] as const]),
    ]
    return `${out === undefined ? `${tableOf(lines)}\n\n` : ''}${listing(counts)}`
  })
}

export const coverageCommand = (program: Command, run: Run): void => {
  program
    .command('coverage')
    .summary('who lives nearest to each site')
    .description(
      'For every site the nearest person of each kind on its own land, and how many live within 10 and 25 km. Distances ' +
        'are straight lines between the site and the home, not roads.',
    )
    .option('--out <file>', 'write every site and kind to a file instead: JSON where it ends in .json, else CSV')
    .addHelpText(
      'after',
      '\nPrints a row for each site (Tagana and Pendamping Desa; --out has all kinds) and how many sites have nobody near.\n' +
        'Examples:\n  kentongan coverage\n  kentongan coverage --out coverage.csv',
    )
    .action(({ out }: { out?: string }) => cover(run, out))
}
