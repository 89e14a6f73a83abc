/**
 * Where one message stands. Think of a runner with a letter: `planned` it lies on the table; `claimed` a runner has
 * picked it up with others and still stands in the house; `sending` this letter is leaving the hand; `accepted` the
 * post office took it; `delivered` the post office says it arrived (never proof that it was read); `refused` it cannot
 * be delivered and trying again cannot help; `failed` tried as often as we may; `expired` too late to be of use;
 * `cancelled` no longer wanted before it left; `unknown` it left the hand and nobody said whether it was taken.
 */
export const NOTICE_STATES = [
  'planned',
  'claimed',
  'sending',
  'accepted',
  'delivered',
  'refused',
  'failed',
  'expired',
  'cancelled',
  'unknown',
] as const
export type NoticeState = (typeof NOTICE_STATES)[number]

export const PURPOSES = [
  'call-out',
  'safety-check',
  'raised',
  'correction',
  'stand-down',
  'site-alert',
  'site-all-clear',
  'operator-approval',
  'operator-lapsed',
  'report-received',
  'report-noted',
  'report-unclear',
  'report-limit',
  'inbox-noted',
  'stop-noted',
  'stop-info-noted',
  'attendance-noted',
  'attendance-refused',
  'operator-exhausted',
  'operator-expired',
  'operator-nobody-in-reach',
  'operator-unknown',
  'operator-not-safe',
  'operator-exercise-ended',
  'drill-invite',
  'drill-reminder-1',
  'drill-reminder-2',
  'drill-reminder-3',
  'drill-stopped',
  'drill-moved',
  'drill-cancelled',
  'drill-waiting',
  'drill-place',
  'campaign-contact-test',
  'campaign-education',
] as const
export type Purpose = (typeof PURPOSES)[number]

/** What a channel says of one message. The channel knows its provider, so it decides what may be tried again. */
export type SendOutcome =
  | { readonly kind: 'accepted'; readonly providerRef: string }
  | { readonly kind: 'try-again'; readonly reason: string; readonly afterMs: number }
  /** A bad number, a synthetic person, a refusal: another try cannot help. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** Handed over, no answer: counted, shown, never silently repeated. */
  | { readonly kind: 'unknown'; readonly reason: string }

export interface AfterSend {
  readonly state: 'accepted' | 'planned' | 'refused' | 'failed' | 'unknown'
  /** With `planned`: when to try again. */
  readonly dueAt: Date | null
  /** With `planned`, where another gateway may take it at once: until when this one leaves it to the others. */
  readonly elsewhereUntil: Date | null
  /** Whether the try was one of those that the message has: of a gateway that takes nothing from anybody it is not. */
  readonly counts: boolean
  readonly providerRef: string | null
  readonly reason: string | null
}

/** Tries per message and gateway: with the pauses below they span about twenty minutes, longer than a call-out's waves. */
export const MAX_ATTEMPTS = 8

/** As long as those tries take: then a message that its gateway did not take, for as long as it rests, is given up as well. */
export const GIVEN_UP_AFTER_MS = 20 * 60_000

const LONGEST_PAUSE_MS = 300_000

/** What is known beside the outcome of a try. */
export interface Trying {
  /** Gateways that could take the message now, with the one that had it. */
  readonly gateways: number
  /** With those that rest. */
  readonly all: number
  /** How long the gateway that had it still rests; 0: it does not. */
  readonly restMs: number
  readonly plannedAt: Date
}

/**
 * The state after a try; `attempt` counts from 1. What was not taken goes to the other `gateways` of its channel at once,
 * and pauses after each of them could have had it; a pause doubles with each such round, up to five minutes. What was
 * handed over never goes to another by this. The tries are counted over `all` gateways, those that rest too: one that comes
 * to rest must not end what it had a share of. Where the gateway itself rests the message is due again as soon as that is
 * tried again, though no sooner than it asked, and the try does not count; a second one ends it twenty minutes after
 * it was planned.
 */
export const afterSend = (
  outcome: SendOutcome,
  attempt: number,
  now: Date,
  { gateways, all, restMs, plannedAt }: Trying,
): AfterSend => {
  const over = { dueAt: null, elsewhereUntil: null, counts: true, providerRef: null }
  switch (outcome.kind) {
    case 'accepted':
      return { ...over, state: 'accepted', providerRef: outcome.providerRef, reason: null }
    case 'refused':
      return { ...over, state: 'refused', reason: outcome.reason }
    case 'unknown':
      return { ...over, state: 'unknown', reason: outcome.reason }
    case 'try-again': {
      const { reason, afterMs } = outcome
      const rests = restMs > 0
      const isOver = rests
        ? attempt > 1 && now.getTime() - plannedAt.getTime() >= GIVEN_UP_AFTER_MS
        : attempt >= MAX_ATTEMPTS * all
      if (isOver) return { ...over, state: 'failed', reason }
      const round = Math.ceil(attempt / gateways)
      const doubledMs = afterMs * 2 ** (round - 1)
      const pauseMs = Math.min(LONGEST_PAUSE_MS, rests ? Math.max(afterMs, Math.min(doubledMs, restMs)) : doubledMs)
      const later = new Date(now.getTime() + pauseMs)
      const again = { ...over, state: 'planned', counts: !rests, reason } as const
      const toOthers = gateways > 1 && (rests || attempt % gateways !== 0)
      return toOthers ? { ...again, dueAt: now, elsewhereUntil: later } : { ...again, dueAt: later }
    }
  }
}

/** Who goes first where several messages wait: lower is sooner. */
export const PRIORITIES = {
  firstAlert: 0,
  topUp: 1,
  standDown: 2,
  operator: 3,
  /** That a text came in: nobody waits for it. */
  noted: 4,
  exercise: 5,
  exerciseNoted: 6,
  training: 7,
  /** Contact tests and education messages: nobody waits for them, and they wait for everybody. */
  campaign: 8,
} as const
