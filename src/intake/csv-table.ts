import { type Options, parse } from 'csv-parse/sync'
import { type Fault, InvalidInput, reasonOf } from '../errors.ts'
import { hintFor } from './nearest-word.ts'
import { showText } from './shown.ts'

/** What was wrong with one cell, or with a whole line where `column` is empty. */
export interface Rejection {
  readonly line: number
  readonly column: string
  /** As written; a contact's last 3 digits or domain. */
  readonly value: string
  readonly why: string
  readonly remedy: string
}

export interface CsvRecord {
  /** Where it begins, counted from 1. */
  readonly line: number
  /** By column; trimmed, in Unicode's composed form. */
  readonly cells: ReadonlyMap<string, string>
}

export interface CsvTable {
  readonly columns: readonly string[]
  readonly records: readonly CsvRecord[]
  /** Lines that have no cells to look at. */
  readonly rejected: readonly Rejection[]
}

export interface Columns {
  readonly all: readonly string[]
  readonly required: readonly string[]
}

/** More than all rosters of the country together; beyond it a file is a mistake. */
const MAX_ROWS = 200_000

const refuseFile = (faults: readonly Fault[]): never => {
  throw new InvalidInput('the file cannot be read as a table', faults)
}

const textOf = (content: Uint8Array | string): string => {
  if (typeof content === 'string') return content
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content)
  } catch {
    const hint = 'in a spreadsheet, save as "CSV UTF-8"'
    return refuseFile([{ path: 'line 1', got: 'bytes that are not UTF-8', expected: 'a CSV file in UTF-8', hint }])
  }
}

interface Line {
  readonly line: number
  readonly cells: readonly string[]
}

const breaksIn = (cells: readonly string[]): number =>
  cells.reduce((count, cell) => count + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0)

/** Splits by RFC 4180 with a comma. A quote in the wrong place stays in its cell, for the cell's reader to refuse. */
const split = (text: string): readonly Line[] => {
  const lines: Line[] = []
  const options: Options = {
    bom: true,
    record_delimiter: '\n',
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    to: MAX_ROWS + 2,
    on_record: (cells, context) => {
      lines.push({ line: context.lines - breaksIn(cells), cells })
      return null
    },
  }
  try {
    // One kind of line end: files that were put together have several, and lines inside quotes count, too.
    parse(text.replace(/\r\n?/g, '\n'), options)
  } catch (thrown) {
    // The parser's message names the line; what it quotes of the file is left out.
    const line = /line (\d+)/.exec(reasonOf(thrown))?.[1] ?? '?'
    const hint = 'a quote is opened and never closed; close it, or double it inside a value'
    refuseFile([{ path: `line ${line}`, got: 'an unclosed quote', expected: 'CSV as RFC 4180 has it', hint }])
  }
  return lines
}

const headerFaults = (header: readonly string[], { all, required }: Columns): readonly Fault[] => {
  const [only = ''] = header
  const separator = [';', '\t'].find((sign) => header.length === 1 && only.includes(sign))
  if (separator !== undefined) {
    const got = separator === ';' ? 'columns separated by ;' : 'columns separated by TAB'
    return [
      {
        path: 'line 1',
        got,
        expected: 'columns separated by commas',
        hint: 'save as CSV with commas; ; separates values inside a cell',
      },
    ]
  }
  const unknown = header.filter((column) => !all.includes(column))
  const twice = header.filter((column, at) => all.includes(column) && header.indexOf(column) !== at)
  const missing = required.filter((column) => !header.includes(column))
  return [
    ...unknown.map((column) => ({
      path: 'line 1',
      got: `column ${showText(column)}`,
      expected: 'a known column',
      hint: hintFor(column, all),
    })),
    ...twice.map((column) => ({ path: 'line 1', got: `column ${column} twice`, expected: 'each column once' })),
    ...missing.map((column) => ({
      path: 'line 1',
      got: `no column ${column}`,
      expected: `the columns ${required.join(', ')}`,
    })),
  ]
}

const tidy = (cell: string): string => cell.trim().normalize('NFC')

/**
 * Reads a CSV file (RFC 4180, UTF-8 with or without a byte order mark, commas) whose first line names its columns.
 * Throws InvalidInput with every fault of the header, for another separator or encoding, an unclosed quote, no rows,
 * or more than 200,000: then nothing of the file can be trusted. A single line that does not fit is rejected alone.
 */
export const readTable = (content: Uint8Array | string, columns: Columns): CsvTable => {
  const [first, ...rest] = split(textOf(content))
  if (first === undefined)
    return refuseFile([
      { path: 'line 1', got: 'an empty file', expected: `the columns ${columns.required.join(', ')}` },
    ])
  if (rest.length > MAX_ROWS)
    refuseFile([
      { path: `line ${MAX_ROWS + 2}`, got: 'more rows', expected: `at most ${MAX_ROWS}`, hint: 'split the file' },
    ])
  const header = first.cells.map((cell) => tidy(cell).toLowerCase())
  const faults = headerFaults(header, columns)
  if (faults.length > 0) refuseFile(faults)
  const filled = rest.filter(({ cells }) => cells.some((cell) => cell.trim() !== ''))
  const odd = filled.filter(({ cells }) => cells.length !== header.length)
  return {
    columns: header,
    records: filled
      .filter(({ cells }) => cells.length === header.length)
      .map(({ line, cells }) => ({
        line,
        cells: new Map(header.map((column, at) => [column, tidy(cells[at] ?? '')])),
      })),
    rejected: odd.map(({ line, cells }) => ({
      line,
      column: '',
      value: '',
      why: `has ${cells.length} cells, the header ${header.length}`,
      remedy: 'put quotes round a value that holds a comma',
    })),
  }
}
