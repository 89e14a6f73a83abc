import { type Rejection, readTable } from '../intake/csv-table.ts'
import { type ImportReading, readResponders, readSites } from '../intake/import-csv.ts'
import type { PlaceContext } from '../intake/place-cells.ts'
import { RESPONDER_TABLE } from '../intake/responder-rows.ts'
import { type Installation, landmassAt } from '../main/installation.ts'
import { maskContacts } from '../masking.ts'
import { type Ground, placeResponder, placeSite } from '../roster/placing.ts'
import type { Connection } from '../store/database.ts'
import { lockRegister, type PlacedResponder, raiseRosterVersion, saveResponders, saveSites } from '../store/register.ts'
import { loadSites } from '../store/roster.ts'

/** Of a bad value, as much as the reader of rows shows. */
const MAX_SHOWN = 80

/** What became of a file. */
export interface Imported {
  readonly read: number
  readonly saved: number
  /** Rows, not faults: a row may have several. */
  readonly rejected: number
  readonly rejections: readonly Rejection[]
}

interface ImportWish {
  /** Nothing is saved where any row is bad. */
  readonly strict: boolean
  /** Nothing is saved. */
  readonly dryRun: boolean
  readonly onSaved: (rows: number, of: number) => void
}

const contextOf = ({ places }: Installation): PlaceContext => {
  const gazetteer = places.gazetteer()
  return {
    villageExists: (code) => gazetteer.find(code) !== undefined,
    placeOf: (code) => gazetteer.placeOf(code),
  }
}

const groundOf = ({ places }: Installation): Ground => ({
  landmassAt: (position) => landmassAt(places, position),
  nearestRegency: (position) => places.gazetteer().nearestSeat(position).seat.regencyCode,
})

const save = async <Row>(
  { database }: Installation,
  { rows, rejected, rejectedRows }: ImportReading<Row>,
  wish: ImportWish,
  saveRows: (db: Connection) => Promise<number>,
): Promise<Imported> => {
  const isHeldBack = wish.dryRun || (wish.strict && rejectedRows > 0) || rows.length === 0
  const saved = isHeldBack
    ? 0
    : await database.transact(async (db) => {
        await lockRegister(db)
        const written = await saveRows(db)
        await raiseRosterVersion(db)
        return written
      })
  return { read: rows.length + rejectedRows, saved, rejected: rejectedRows, rejections: rejected }
}

/** Puts the sites of a CSV file in, all that are good in one transaction. Throws InvalidInput for what is no table. */
export const importSites = async (
  installation: Installation,
  content: Uint8Array | string,
  wish: ImportWish,
): Promise<Imported> => {
  const { seal, clock } = installation
  const reading = readSites(content, contextOf(installation))
  const ground = groundOf(installation)
  const sites = reading.rows.map((row) => placeSite(row, ground))
  return save(installation, reading, wish, (db) =>
    saveSites(db, seal, sites, clock.now(), (done) => wish.onSaved(done, sites.length)),
  )
}

/**
 * The lines of the rows that a reading let through, in their order: every record that it did not reject became one row.
 * Reads the file once more, and so is asked for only when a row turns out to be bad after all.
 */
const linesOfRows = (content: Uint8Array | string, rejected: readonly Rejection[]): readonly number[] => {
  const refused = new Set(rejected.map(({ line }) => line))
  const { records } = readTable(content, { ...RESPONDER_TABLE, required: [] })
  return records.map(({ line }) => line).filter((line) => !refused.has(line))
}

/**
 * The same for responders. With a source every row gets it, whatever the file says. A row of a site that is not in the
 * register is rejected.
 */
export const importResponders = async (
  installation: Installation,
  content: Uint8Array | string,
  source: string | null,
  wish: ImportWish,
): Promise<Imported> => {
  const { database, seal, clock } = installation
  const reading = readResponders(content, { ...contextOf(installation), source })
  const sites = new Map((await loadSites(database)).map((site) => [site.siteCode, site]))
  const ground = groundOf(installation)
  const housed: PlacedResponder[] = []
  const late: Rejection[] = []
  const taken = new Set<string>()
  let lines: readonly number[] | undefined
  for (const [at, asWritten] of reading.rows.entries()) {
    const row = source === null ? asWritten : { ...asWritten, source }
    const refuse = (column: string, value: string, why: string, remedy: string): void => {
      lines ??= linesOfRows(content, reading.rejected)
      late.push({ line: lines[at] ?? 0, column, value: maskContacts(value).slice(0, MAX_SHOWN), why, remedy })
    }
    const place = placeResponder(row, sites, ground)
    const key = `${row.source}\n${row.externalId}`
    if (place === 'unknown-site')
      refuse(
        'site_code',
        row.siteCode ?? '',
        'is no site of the register',
        'import that site first, or correct the code',
      )
    else if (taken.has(key))
      refuse('external_id', row.externalId, 'stands twice under the one source', 'keep one of the two rows')
    else housed.push(place)
    taken.add(key)
  }
  const all = {
    rows: housed,
    rejected: [...reading.rejected, ...late].sort((a, b) => a.line - b.line),
    rejectedRows: reading.rejectedRows + late.length,
  }
  return save(installation, all, wish, (db) =>
    saveResponders(db, seal, housed, clock.now(), (done) => wish.onSaved(done, housed.length)),
  )
}
