import type { ReportedPerson } from '../../src/mobilisation/after-action.ts'
import type { LoggedAnswer } from '../../src/mobilisation/after-action-curve.ts'

export const OPENED = new Date('2026-11-22T06:21:00Z')
export const after = (seconds: number): Date => new Date(OPENED.getTime() + 1_000 * seconds)

/** Called at the opening with ten minutes to answer; an SMS was taken. */
export const aPerson = (responderId: string, given: Partial<ReportedPerson> = {}): ReportedPerson => ({
  responderId,
  kind: 'tagana',
  wave: 1,
  calledAt: OPENED,
  deadlineAt: after(600),
  answer: null,
  answeredVia: null,
  arrivedAt: null,
  doneAt: null,
  silentAt: null,
  stoodDownAt: null,
  yielded: false,
  safety: null,
  wasAskedFirst: false,
  states: ['accepted'],
  channels: ['sms'],
  firstAcceptedAt: after(3),
  ...given,
})

export const said = (
  responderId: string,
  word: LoggedAnswer['word'],
  seconds: number,
  given: Partial<LoggedAnswer> = {},
): LoggedAnswer => ({ responderId, word, at: after(seconds), weak: false, reason: null, ...given })
