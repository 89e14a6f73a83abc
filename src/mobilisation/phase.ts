import { liesWithin } from '../roster/region.ts'
import type { CallOutPolicy } from './call-out.ts'
import type { Hazard } from './hazard.ts'
import type { HeadCount } from './hazard-event.ts'
import type { RotaRules } from './rota.ts'

/**
 * The states of a disaster emergency that a bupati, wali kota, governor or the president declares for a period: the
 * threat rises; it has struck; it is over and life is not yet as before.
 */
export const PHASES = ['siaga-darurat', 'tanggap-darurat', 'transisi-darurat'] as const
export type Phase = (typeof PHASES)[number]

/** What people read. */
export const PHASE_NAMES: Readonly<Record<Phase, string>> = {
  'siaga-darurat': 'Siaga darurat',
  'tanggap-darurat': 'Tanggap darurat',
  'transisi-darurat': 'Transisi darurat ke pemulihan',
}

/** A phase as it was declared. It holds from `fromAt` up to, but without, `untilAt`, or `endedAt` where that is sooner. */
export interface DeclaredPhase {
  readonly id: string
  /** Of a province or a regency. */
  readonly regionCode: string
  /** Null: whatever the hazard. */
  readonly hazard: Hazard | null
  readonly phase: Phase
  readonly fromAt: Date
  readonly untilAt: Date
  readonly declaredAt: Date
  readonly endedAt: Date | null
}

/** Until when a phase holds: its declared end, or the earlier one that was put to it. Never before its beginning. */
export const endOf = ({ fromAt, untilAt, endedAt }: Pick<DeclaredPhase, 'fromAt' | 'untilAt' | 'endedAt'>): Date => {
  const end = endedAt !== null && endedAt < untilAt ? endedAt : untilAt
  return end < fromAt ? fromAt : end
}

/** Whether a phase holds at an instant. */
export const holdsAt = (phase: Pick<DeclaredPhase, 'fromAt' | 'untilAt' | 'endedAt'>, at: Date): boolean =>
  phase.fromAt <= at && at < endOf(phase)

/** Negative where `left` decides before `right`. */
const precedence = (left: DeclaredPhase, right: DeclaredPhase): number =>
  right.regionCode.length - left.regionCode.length ||
  Number(right.hazard !== null) - Number(left.hazard !== null) ||
  right.declaredAt.getTime() - left.declaredAt.getTime() ||
  (left.id < right.id ? -1 : 1)

/**
 * The phase that a happening in a region falls under, or null: of those that hold, that of the smallest region, then one
 * for this very hazard before one for any, then the latest declared, then the lowest id. `code` is of a regency or
 * anything within one; a hazard of null (a message that names none) falls under phases for any hazard only.
 */
export const phaseAt = (
  code: string,
  hazard: Hazard | null,
  declared: readonly DeclaredPhase[],
  at: Date,
): DeclaredPhase | null =>
  declared
    .filter(
      (one) => liesWithin(code, one.regionCode) && (one.hazard === null || one.hazard === hazard) && holdsAt(one, at),
    )
    .toSorted(precedence)[0] ?? null

/** Each may follow itself: that is how a period is prolonged. Null stands for no phase. */
const FOLLOWERS: Readonly<Record<Phase | 'none', readonly Phase[]>> = {
  none: ['siaga-darurat', 'tanggap-darurat'],
  'siaga-darurat': ['siaga-darurat', 'tanggap-darurat'],
  'tanggap-darurat': ['tanggap-darurat', 'transisi-darurat'],
  // A new blow during recovery is a new emergency; a new threat is, too.
  'transisi-darurat': ['transisi-darurat', 'tanggap-darurat', 'siaga-darurat'],
}

/** What may be declared after `before` (null: after none). Recovery follows an emergency, and an emergency no alert. */
export const mayFollow = (before: Phase | null): readonly Phase[] => FOLLOWERS[before ?? 'none']

/** Ours: decrees are signed late, so a phase that ended up to a week before still counts as the one before. */
const GAP_MS = 7 * 86_400_000

/** The phase after which one that begins at `fromAt` comes: of those begun before it and not over for a week, the last. */
export const phaseBefore = (declared: readonly DeclaredPhase[], fromAt: Date): DeclaredPhase | null =>
  declared
    .filter((one) => one.fromAt <= fromAt && endOf(one).getTime() + GAP_MS > fromAt.getTime())
    .toSorted((left, right) => right.fromAt.getTime() - left.fromAt.getTime() || precedence(left, right))[0] ?? null

/** How people are called while a phase holds. */
export interface PhaseRules {
  readonly style: 'wave' | 'rota'
  /** Which message is sent: `call-out`, or a variant of it. */
  readonly wording: 'call-out' | 'stand-by' | 'rota'
  /** What each head count is multiplied by, in a rota for each shift. */
  readonly needTimes: number
  /** Null: as call-out.yaml says. */
  readonly ackDeadlineMs: number | null
  readonly overcall: number | null
  readonly maxWaves: number | null
  /** With style rota only. */
  readonly rota: RotaRules | null
  /** For the operator, in a sentence. */
  readonly note: string
}

/** Outside every phase: an ordinary call-out. */
const NO_PHASE: PhaseRules = {
  style: 'wave',
  wording: 'call-out',
  needTimes: 1,
  ackDeadlineMs: null,
  overcall: null,
  maxWaves: null,
  rota: null,
  note: '',
}

/** The rules of a phase; those of an ordinary call-out where none holds. */
export const phaseRules = (phase: Phase | null, config: Readonly<Record<Phase, PhaseRules>>): PhaseRules =>
  phase === null ? NO_PHASE : config[phase]

/** A head count under the rules: each kind times `needTimes`, parts of a person rounded up, so that one stays one. */
export const needUnder = ({ needTimes }: Pick<PhaseRules, 'needTimes'>, need: HeadCount): HeadCount =>
  // Rounded to a millionth first: 10 × 1.1 is 11.000000000000002 in doubles.
  Object.fromEntries(
    Object.entries(need).map(([kind, count]) => [kind, Math.ceil(Number((count * needTimes).toFixed(6)))]),
  )

/** The policy of a call-out under the rules. */
export const policyUnder = (
  {
    ackDeadlineMs,
    overcall,
    maxWaves,
    rota,
  }: Pick<PhaseRules, 'ackDeadlineMs' | 'overcall' | 'maxWaves'> & Partial<Pick<PhaseRules, 'rota'>>,
  policy: CallOutPolicy,
): CallOutPolicy => ({
  ...policy,
  // The first turn begins within one, and the last ends when all are over: until then somebody may fall out.
  closeAfterMs: policy.closeAfterMs + (rota == null ? 0 : (rota.shifts + 1) * rota.shiftMs),
  ackDeadlineMs: ackDeadlineMs ?? policy.ackDeadlineMs,
  overcall: overcall ?? policy.overcall,
  maxWaves: maxWaves ?? policy.maxWaves,
})
