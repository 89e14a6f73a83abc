import type { Clock } from '../clock.ts'
import type { SendOutcome } from '../mobilisation/notice.ts'

/**
 * `works`: everything may leave by it; `doubted`: too, but the last message was not taken; `rests`: nothing leaves;
 * `tried`: one message at a time, to see whether it works again.
 */
export type Health = 'works' | 'doubted' | 'rests' | 'tried'

export type BreakerLane = 'live' | 'exercise'

/** Keeps messages from a gateway that takes none. What it knows is this process's own, and forgotten when that ends. */
export interface Breaker {
  /** As it is for the messages of a lane. */
  health(lane: BreakerLane): Health
  /** How long nothing leaves for a lane, in ms; 0 when it does not rest. */
  restMs(lane: BreakerLane): number
  /** What the gateway made of a message of the lane that was to leave by it. */
  heard(outcome: SendOutcome, lane: BreakerLane): void
}

interface Rest {
  readonly until: Date
  readonly reason: string
}

/** So many in a row that were not taken, or of which nobody said whether they were. */
const FAILURES_TO_REST = 5
const FIRST_REST_MS = 2_000
const LONGEST_REST_MS = 30_000

/** The breaker of one lane. */
const openLane = (clock: Clock, changed: (rest: Rest | null) => void) => {
  let failures = 0
  let rests = 0
  let restUntilMs = 0
  const health = (): Health => {
    if (rests === 0) return failures === 0 ? 'works' : 'doubted'
    return clock.now().getTime() < restUntilMs ? 'rests' : 'tried'
  }
  const rest = (reason: string): void => {
    restUntilMs = clock.now().getTime() + Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** rests)
    rests += 1
    changed({ until: new Date(restUntilMs), reason })
  }
  return {
    health,
    restMs: (): number => (rests === 0 ? 0 : Math.max(0, restUntilMs - clock.now().getTime())),
    heard: (outcome: SendOutcome): void => {
      switch (outcome.kind) {
        case 'accepted': {
          failures = 0
          if (rests === 0) return
          rests = 0
          changed(null)
          return
        }
        case 'refused':
          return
        case 'try-again':
        case 'unknown': {
          const now = health()
          failures += 1
          // What comes in while it rests began before.
          if (now === 'tried' || (now !== 'rests' && failures >= FAILURES_TO_REST)) rest(outcome.reason)
        }
      }
    },
  }
}

const WORSE: readonly Health[] = ['works', 'doubted', 'tried', 'rests']

/**
 * Rests for 2 s after 5 failures in a row, then lets one message try; each further failure doubles the rest, up to 30 s,
 * and the first message that is taken ends it. A refusal says nothing of the gateway: it may be our own. Each lane counts
 * its own failures: a gateway that turns away an exercise rests for exercises alone, one that turns away real messages for
 * both; what it takes of an exercise it would take of a real call. `changed` hears of every rest, and of its end with null.
 */
export const openBreaker = (clock: Clock, changed: (rest: Rest | null, lane: BreakerLane) => void): Breaker => {
  const lanes = {
    live: openLane(clock, (rest) => changed(rest, 'live')),
    exercise: openLane(clock, (rest) => changed(rest, 'exercise')),
  }
  return {
    health: (lane) => {
      const [live, own] = [lanes.live.health(), lanes[lane].health()]
      return WORSE.indexOf(live) > WORSE.indexOf(own) ? live : own
    },
    restMs: (lane) => Math.max(lanes.live.restMs(), lanes[lane].restMs()),
    heard: (outcome, lane) => {
      lanes[lane].heard(outcome)
      if (lane === 'exercise' && outcome.kind === 'accepted') lanes.live.heard(outcome)
    },
  }
}
