import { type Condition, holds, readSaid, type WordForm } from './gateway-words.ts'

export const VERDICTS = ['accepted', 'try-again', 'refused', 'refused-number', 'unknown'] as const

/** What an answer says of a message. `refused-number`: nobody can reach this number. */
export type Verdict =
  | { readonly kind: 'accepted'; readonly id: string | null }
  /** It did not take the message; later, after its own pause where it is null. */
  | { readonly kind: 'try-again'; readonly afterMs: number | null }
  | { readonly kind: 'refused' | 'refused-number' | 'unknown' }

export interface AnswerRow {
  readonly when: Condition
  readonly means: (typeof VERDICTS)[number]
  /** With `try-again`; null: as the gateway asks, else the usual. */
  readonly afterMs: number | null
}

/** What a gateway's answers mean, as its section of channels.yaml has it. */
export interface AnswerTable {
  readonly form: WordForm
  /** Looked through first, in order. */
  readonly rows: readonly AnswerRow[]
  readonly accepted: Condition
  /** Where the gateway's own name of the message stands; null where it gives none. */
  readonly id: string | null
}

const LONGEST_ID = 200
// A setting of ours is wrong, or the account is: the next try may come after somebody mended it.
const OURS_PAUSE_MS = 60_000
const OURS: readonly number[] = [401, 402, 403, 404, 405, 407]

/**
 * What an answer means: by the first row that holds, else by `accepted`, else by its status. 429 and 503: later;
 * redirects and 401, 402, 403, 404, 405, 407: later, in a minute, since they speak of us and not of the number; any
 * other 4xx: refused. The rest, a 2xx that says nothing known among it, is unknown.
 */
export const verdictOf = (table: AnswerTable, status: number, body: string): Verdict => {
  const said = readSaid(table.form, status, body)
  const given = table.id === null ? null : said.field(table.id)
  const id = given === null || given.trim() === '' || given.length > LONGEST_ID ? null : given.trim()
  const row = table.rows.find(({ when }) => holds(when, said))
  if (row !== undefined) {
    if (row.means === 'accepted') return { kind: 'accepted', id }
    return row.means === 'try-again' ? { kind: 'try-again', afterMs: row.afterMs } : { kind: row.means }
  }
  if (holds(table.accepted, said)) return { kind: 'accepted', id }
  if (status === 429 || status === 503) return { kind: 'try-again', afterMs: null }
  if ((status >= 300 && status < 400) || OURS.includes(status)) return { kind: 'try-again', afterMs: OURS_PAUSE_MS }
  return { kind: status >= 400 && status < 500 ? 'refused' : 'unknown' }
}
