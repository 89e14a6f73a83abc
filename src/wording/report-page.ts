import type { Mode } from './mode.ts'

/** Bahasa Indonesia first, then English. */
export interface BothWords {
  readonly id: string
  readonly en: string
}

/** A part of a report; every text is plain, and is escaped where it is written down. */
export type ReportBlock =
  | { readonly kind: 'heading'; readonly words: BothWords }
  | { readonly kind: 'text'; readonly text: string }
  /** In letters that are read from across a yard. */
  | { readonly kind: 'poster'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly string[] }
  | {
      readonly kind: 'table'
      readonly columns: readonly string[]
      readonly rows: readonly (readonly string[])[]
      /** Columns to be filled in by hand. */
      readonly blank?: number
    }
  /** A new sheet of paper from here on. */
  | { readonly kind: 'sheet' }
  /** Heads over time: from each `seconds` on there were so many; `wanted` is a level across; `span` words the whole time. */
  | {
      readonly kind: 'steps'
      readonly label: string
      readonly points: readonly { readonly seconds: number; readonly heads: number }[]
      readonly wanted: number
      readonly span: string
    }

export interface ReportPage {
  readonly title: BothWords
  /** What stands first and last; null of a real call-out. */
  readonly mark: string | null
  /** Null of what is over. */
  readonly provisional: BothWords | null
  readonly blocks: readonly ReportBlock[]
}

/** What marks a report, so that nobody takes an exercise for the real thing. */
export const REPORT_MARKS: Readonly<Record<Mode, string | null>> = {
  actual: null,
  exercise: 'LATIHAN - BUKAN KEJADIAN NYATA (EXERCISE)',
  test: 'UJI SISTEM - ABAIKAN (TEST)',
}

export const heading = (id: string, en: string): ReportBlock => ({ kind: 'heading', words: { id, en } })
export const paragraph = (words: string): ReportBlock => ({ kind: 'text', text: words })
/** A table, or where it has no row a word that there is nothing. */
export const table = (columns: readonly string[], rows: readonly (readonly string[])[]): ReportBlock =>
  rows.length === 0 ? paragraph('Tidak ada.') : { kind: 'table', columns, rows }
