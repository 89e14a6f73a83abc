import type { LedgerLine } from '../support/ledger.ts'

/** What a row says of one message. */
export interface NoticeRow {
  readonly ref: string
  readonly channel: string
  readonly purpose: string
  readonly state: string
  readonly tries: number
  /** How often it was handed over once more by the rule for unknown outcomes. */
  readonly repeats: number
}

/** What the sinks' ledgers and the rows say together of a call-out. */
export interface Verdict {
  /** Messages that the call-out owes: people times channels. */
  readonly owed: number
  /** Different calls that a sink took. */
  readonly sent: number
  /** Calls that no sink took, those marked unknown left out; and those that were never even written to a row. */
  readonly lost: number
  /** References that a sink took once more for each repeat by rule that their row counts: no fault, and shown. */
  readonly repeated: number
  /** References that a sink took more often than that, and people who got more than one call on a channel. */
  readonly doubled: number
  /** Calls whose fate the program itself says it does not know. */
  readonly unknown: number
  /** Of these: in a ledger after all. */
  readonly unknownTaken: number
  /** The others, by channel: said to be leaving when the sender died, and never left. */
  readonly unknownNotTaken: Readonly<Record<string, number>>
  /** Calls that a sink took and whose row says that they never left. */
  readonly contradicted: number
  /** Lines of a ledger whose reference no row has. */
  readonly strangers: number
  /** Messages to operators that left. */
  readonly toOperators: number
  readonly states: Readonly<Record<string, number>>
}

const countBy = <Item>(items: readonly Item[], keyOf: (item: Item) => string): Map<string, number> => {
  const counts = new Map<string, number>()
  for (const item of items) counts.set(keyOf(item), (counts.get(keyOf(item)) ?? 0) + 1)
  return counts
}

const repeated = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].filter((count) => count > 1).length

/** States in which a row says that the message left, or may have. */
const LEFT = ['accepted', 'delivered', 'unknown']

/** Nobody knows of it, or did not until a repeat that is still to come. */
const isUnknown = ({ state, repeats }: NoticeRow): boolean =>
  state === 'unknown' || (repeats > 0 && !LEFT.includes(state))

/** Joins rows and ledgers. `owed` is how many calls there must be; fewer rows than that are lost calls as well. */
export const judge = (owed: number, rows: readonly NoticeRow[], ledger: readonly LedgerLine[]): Verdict => {
  const calls = rows.filter(({ purpose }) => purpose === 'call-out')
  const byRef = new Map(rows.map((row) => [row.ref, row]))
  const taken = countBy(ledger, ({ ref }) => ref)
  const allowed = (ref: string): number => 1 + (byRef.get(ref)?.repeats ?? 0)
  const isTaken = ({ ref }: NoticeRow): boolean => taken.has(ref)
  const callLines = ledger.filter(({ ref }) => byRef.get(ref)?.purpose === 'call-out')
  // One line per reference, so that a repeated reference does not count as two calls to a person as well.
  const once = [...new Map(callLines.map((line) => [line.ref, line])).values()]
  const unknown = calls.filter(isUnknown)
  return {
    owed,
    sent: calls.filter(isTaken).length,
    lost: calls.filter((row) => !isUnknown(row) && !isTaken(row)).length + Math.max(0, owed - calls.length),
    repeated: [...taken].filter(([ref, count]) => count > 1 && count <= allowed(ref)).length,
    doubled:
      [...taken].filter(([ref, count]) => count > allowed(ref)).length +
      repeated(countBy(once, ({ channel, to }) => `${channel} ${to}`)),
    unknown: unknown.length,
    unknownTaken: unknown.filter(isTaken).length,
    unknownNotTaken: Object.fromEntries(
      countBy(
        unknown.filter((row) => !isTaken(row)),
        ({ channel }) => channel,
      ),
    ),
    contradicted: calls.filter((row) => isTaken(row) && !LEFT.includes(row.state) && !isUnknown(row)).length,
    strangers: [...taken.keys()].filter((ref) => !byRef.has(ref)).length,
    toOperators: rows.filter((row) => row.purpose.startsWith('operator-') && isTaken(row)).length,
    states: Object.fromEntries([...countBy(calls, ({ state }) => state)].toSorted()),
  }
}

/** Nothing lost, nothing doubled, and rows and ledgers agree; unknown rows are shown, not counted as faults. */
export const isClean = ({
  lost,
  doubled,
  contradicted,
  strangers,
  sent,
  owed,
  unknown,
  unknownTaken,
}: Verdict): boolean => lost + doubled + contradicted + strangers === 0 && sent + (unknown - unknownTaken) === owed
