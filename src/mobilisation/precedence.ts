import type { Mode } from '../wording/mode.ts'
import type { Reply } from './call-out.ts'
import type { HazardEvent, Severity, Urgency } from './hazard-event.ts'

/** What is not known counts as moderate, as in the policy's needs. */
const BY_SEVERITY: Readonly<Record<Severity, number>> = { extreme: 4, severe: 3, moderate: 2, unknown: 2, minor: 1 }

const BY_URGENCY: Readonly<Record<Urgency, number>> = { immediate: 4, expected: 3, unknown: 2, future: 1, past: 0 }

/**
 * How urgent a call-out is beside others, by the messages that speak for it: the highest of them, by severity and among
 * equals by urgency; 0 without any, 44 at most. How certain a message is does not count: it changes by the hour, and
 * people would be sent to and fro with it.
 */
export const precedenceOf = (events: readonly Pick<HazardEvent, 'severity' | 'urgency'>[]): number =>
  Math.max(0, ...events.map(({ severity, urgency }) => 10 * BY_SEVERITY[severity] + BY_URGENCY[urgency]))

/** A call-out that wants somebody. */
export interface Claimant {
  readonly mode: Mode
  readonly precedence: number
}

/** Somebody called for another call-out that goes on: not stood down, and no "no" was said. */
export interface Held extends Claimant {
  readonly responderId: string
  /** Of the call-out that holds them. */
  readonly code: string
  readonly answer: Exclude<Reply, 'no'> | null
  readonly deadlineAt: Date
}

/** `take`: may be called, the other order falls; `last`: the same where nobody else can be had; `keep`: not at all. */
export type Claim = 'take' | 'last' | 'keep'

/**
 * What a call-out may do with somebody whom another one holds.
 *
 * What is real takes anybody from an exercise, and an exercise or a test nobody from what is real. Among their like the
 * strictly more urgent takes whoever has not answered, and as a last resort whoever said yes; of two equally urgent ones
 * the one that called first keeps them. Whoever arrived stays. A deadline that passed in silence holds nobody.
 */
export const claimOn = (held: Omit<Held, 'responderId' | 'code'>, by: Claimant, now: Date): Claim => {
  if (held.mode !== by.mode) return held.mode === 'actual' ? 'keep' : 'take'
  if (held.answer === 'arrived') return 'keep'
  const isAhead = by.precedence > held.precedence
  if (held.answer === 'yes') return isAhead ? 'last' : 'keep'
  return isAhead || held.deadlineAt <= now ? 'take' : 'keep'
}

/** People whom other call-outs hold, with the code of that call-out, by what may be done with them. */
export type Elsewhere = Readonly<Record<Claim, ReadonlyMap<string, string>>>

export const NOWHERE: Elsewhere = { take: new Map(), last: new Map(), keep: new Map() }

const STRICTNESS: Readonly<Record<Claim, number>> = { take: 0, last: 1, keep: 2 }

/** Each person once: where several call-outs hold them, by the one that gives them up least. */
export const elsewhereOf = (held: readonly Held[], by: Claimant, now: Date): Elsewhere => {
  const found = new Map<string, { readonly claim: Claim; readonly code: string }>()
  for (const one of held) {
    const claim = claimOn(one, by, now)
    const had = found.get(one.responderId)
    if (had === undefined || STRICTNESS[claim] > STRICTNESS[had.claim])
      found.set(one.responderId, { claim, code: one.code })
  }
  const having = (wanted: Claim): ReadonlyMap<string, string> =>
    new Map([...found].flatMap(([id, { claim, code }]) => (claim === wanted ? [[id, code] as const] : [])))
  return { take: having('take'), last: having('last'), keep: having('keep') }
}

/** What is kept with somebody whom another call-out holds: its code. */
export const codeElsewhere = ({ take, last, keep }: Elsewhere, id: string): { readonly elsewhere?: string } => {
  const code = keep.get(id) ?? last.get(id) ?? take.get(id)
  return code === undefined ? {} : { elsewhere: code }
}
