/** One thing wrong with what somebody gave us. Neither `path` nor `got` holds a phone number or e-mail address in full. */
export interface Fault {
  /** Where: a JSON path, `file:line`, a column or an environment variable. */
  readonly path: string
  readonly got: string
  readonly expected: string
  /** The same in Bahasa Indonesia, where coordinators write the file. */
  readonly expectedId?: string
  /** What the reader can do about it. */
  readonly hint?: string
}

/** What was given can never work: it is refused with every fault listed, and never retried. */
export class InvalidInput extends Error {
  override readonly name = 'InvalidInput'
  readonly faults: readonly Fault[]

  constructor(message: string, faults: readonly Fault[] = [], options?: ErrorOptions) {
    super(message, options)
    this.faults = faults
  }
}

/** Something that we need does not answer just now: the caller may try again. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable'
}

/** The text of anything thrown, without a stack. */
export const reasonOf = (thrown: unknown): string => (thrown instanceof Error ? thrown.message : String(thrown))
