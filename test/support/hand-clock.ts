import type { Clock } from '../../src/clock.ts'

export interface Span {
  readonly days?: number
  readonly h?: number
  readonly min?: number
  readonly s?: number
  readonly ms?: number
}

const msOf = ({ days = 0, h = 0, min = 0, s = 0, ms = 0 }: Span): number =>
  (((days * 24 + h) * 60 + min) * 60 + s) * 1_000 + ms

/** A clock that stands still until a test moves it. */
export interface HandClock extends Clock {
  moveBy(span: Span): void
  setTo(at: Date): void
}

export const handClock = (begin: Date): HandClock => {
  let now = begin
  return {
    now: () => new Date(now),
    moveBy: (span) => {
      now = new Date(now.getTime() + msOf(span))
    },
    setTo: (at) => {
      now = at
    },
  }
}
