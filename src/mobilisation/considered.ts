import type { ResponderId } from '../roster/responder.ts'
import type { Picked, Selection } from './selection.ts'

export const OUTCOMES = ['called', 'recalled', 'stays', 'passed'] as const
export type Outcome = (typeof OUTCOMES)[number]

/** What one look round a place found. */
export interface Look {
  readonly threadId: string | null
  readonly selection: Pick<Selection, 'skipped' | 'considered'>
  /** People within the radius who live farther away than it had to look. */
  readonly farther: number
}

/** Why somebody was picked or passed over in one round. */
export interface Considered {
  readonly responderId: ResponderId
  readonly threadId: string | null
  readonly outcome: Outcome
  /** A code; of somebody passed over the one that the choice gave. */
  readonly reason: string
  /** Everything else that the choice said of this person. */
  readonly detail: Readonly<Record<string, unknown>>
}

/** What came of a round, before it is put in words. */
export interface RoundResult {
  /** `replaces`: in whose place. */
  readonly called: readonly (Picked & { readonly threadId: string | null; readonly replaces?: string })[]
  readonly recalled: readonly (Picked & { readonly threadId: string | null })[]
  /** Called before and still wanted. */
  readonly stays: readonly (Picked & { readonly threadId: string | null })[]
  /** Called before, without an answer, and not sent home though others are coming. */
  readonly waitedFor: readonly (Picked & { readonly threadId: string | null })[]
  /** Picked, but the rows knew better: opted out, called elsewhere, one number for two people. */
  readonly refused: readonly (Picked & { readonly threadId: string | null })[]
  /** Called before, and told now that they are wanted no more. */
  readonly wantedNoMore: readonly ResponderId[]
  /** Everybody called for this call-out before this round: earlier rounds say why. */
  readonly before: ReadonlySet<string>
  readonly looks: readonly Look[]
  /** Of those called, and of those who stay, whom this round asks whether they are safe before it orders them. */
  readonly asked?: { has(responderId: string): boolean }
}

/** A round in the order in which it is kept. */
export interface RoundConsidered {
  readonly rows: readonly Considered[]
  readonly called: number
  readonly stays: number
  /** Passed over, those left out of the rows among them. */
  readonly passed: number
  readonly leftOut: number
  readonly lookedAt: number
  readonly farther: number
}

/** Ours: of those passed over in one round no more are kept, the nearest first; everybody picked is, however many. */
export const MOST_PASSED = 2_000

const asRow = (
  { responderId, threadId, ...rest }: { readonly responderId: ResponderId; readonly threadId: string | null },
  outcome: Outcome,
  reason: string,
): Considered => ({ responderId, threadId, outcome, reason, detail: rest })

const whyCalled = ({ because, replaces }: Pick<Picked, 'because'> & { readonly replaces?: string }): string =>
  because === undefined ? (replaces === undefined ? 'chosen' : 'in-place-of-another') : `chosen-for-${because}`

/** Each person passed over once, by the look that was nearest to them (of equals the first), nearest first, then by id. */
const passedOver = (looks: readonly Look[], known: ReadonlySet<string>): readonly Considered[] => {
  const nearest = new Map<string, { readonly km: number; readonly row: Considered }>()
  for (const { threadId, selection } of looks)
    for (const { reason, responderId, ...detail } of selection.skipped) {
      const { km } = detail
      const had = nearest.get(responderId)
      if (known.has(responderId) || (had !== undefined && had.km <= km)) continue
      nearest.set(responderId, { km, row: { responderId, threadId, outcome: 'passed', reason, detail } })
    }
  return [...nearest.values()]
    .toSorted((left, right) => left.km - right.km || (left.row.responderId < right.row.responderId ? -1 : 1))
    .map(({ row }) => row)
}

/**
 * Everybody whom a round considered, each once, with what came of it: picked before passed over, in the order in which
 * they were picked, then nearest first. Those who were called in earlier rounds and whom this one merely met again are
 * left to the earlier ones. Of those passed over `MOST_PASSED` are kept, and the number of the others.
 */
export const consideredIn = (round: RoundResult): RoundConsidered => {
  const { asked } = round
  const because = ({ responderId }: Pick<Picked, 'responderId'>, reason: string): string =>
    asked?.has(responderId) === true ? 'asked-whether-safe' : reason
  const picked = [
    ...round.called.map((one) => asRow(one, 'called', because(one, whyCalled(one)))),
    ...round.recalled.map((one) => asRow(one, 'recalled', because(one, 'wanted-again'))),
    ...round.stays.map((one) => asRow(one, 'stays', because(one, 'still-wanted'))),
    ...round.waitedFor.map((one) => asRow(one, 'stays', because(one, 'may-still-answer'))),
  ]
  const decided = [
    ...picked,
    ...round.refused.map((one) => asRow(one, 'passed', 'refused-by-rows')),
    ...round.wantedNoMore.map((responderId) => asRow({ responderId, threadId: null }, 'passed', 'wanted-no-more')),
  ]
  const known = new Set([...round.before, ...decided.map(({ responderId }) => responderId)])
  const passed = [...decided.slice(picked.length), ...passedOver(round.looks, known)]
  const kept = passed.slice(0, MOST_PASSED)
  return {
    rows: [...picked, ...kept],
    called: round.called.length + round.recalled.length,
    stays: round.stays.length + round.waitedFor.length,
    passed: passed.length,
    leftOut: passed.length - kept.length,
    lookedAt: round.looks.reduce((sum, { selection }) => sum + selection.considered, 0),
    farther: round.looks.reduce((most, { farther }) => Math.max(most, farther), 0),
  }
}
