/**
 * The roads on which jobs come, each with a queue and workers of its own, so that none waits for another: `live` for
 * what really happens, `exercise` for drills that rehearse it, `upkeep` for planning, reminders, sweeps and audits.
 */
export type Lane = 'live' | 'exercise' | 'upkeep'

/** One job of the catalogue. Running it twice, or late, must do no harm: a queue promises neither once nor on time. */
export interface JobDefinition<Name extends string = string, Payload = unknown> {
  /** What its wakes call it; unique in the catalogue. */
  readonly name: Name
  /** The lanes that may bring it; at least one. */
  readonly lanes: readonly Lane[]
  /** Reads what a wake carried; throws InvalidInput for anything else, and the wake is dropped. */
  parse(payload: unknown): Payload
  /** What it throws is logged, never retried here: the row is still due, so the sweep wakes it again. */
  run(payload: Payload): Promise<void>
}

/** Asks that a job look at a row. A reminder and no more: losing it loses nothing but time. */
export interface Wake {
  readonly job: string
  readonly lane: Lane
  /**
   * Holds the row and the instant that is due, `review-<uuid>-<dueMs>`: while a wake of this id waits or runs, another
   * is dropped. 1 to 200 of A-Z a-z 0-9 _ . -, not digits alone.
   */
  readonly id: string
  /** Ids only, never a name, number or address: the queue keeps it in clear text. */
  readonly payload: Readonly<Record<string, string>>
  /** From now, in ms of real time, in [0, 31 days]; 0 when left out. */
  readonly delayMs?: number
  /** Before everything that waits in its lane already. */
  readonly first?: boolean
}
