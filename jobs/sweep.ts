import type { Clock } from '../src/clock.ts'
import type { CallOutId, EventId, OccurrenceId } from '../src/mobilisation/hazard-event.ts'
import type { Mode } from '../src/wording/mode.ts'

/** Rows whose next action is due. */
export interface Due {
  readonly events: readonly { readonly eventId: EventId; readonly mode: Mode }[]
  /** Call-outs whose incident was cancelled or is over. */
  readonly ended: readonly { readonly callOutId: CallOutId; readonly mode: Mode }[]
  readonly callOuts: readonly { readonly callOutId: CallOutId; readonly mode: Mode; readonly dueAt: Date }[]
  readonly occurrences: readonly { readonly occurrenceId: OccurrenceId; readonly dueAt: Date }[]
  /** Village reports that nothing has read. */
  readonly reports: readonly string[]
  readonly notices: Readonly<Record<'live' | 'exercise', number>>
}

export interface Needs {
  expireLeases(now: Date): Promise<unknown>
  /** Writes to their messages what gateways said of them. */
  settleReceipts(now: Date): Promise<unknown>
  /** Tells the operators of outcomes that nobody knows, once each. */
  reportUnknown(now: Date): Promise<unknown>
  /** Repeats or leaves what is unknown, by the rule of its channel. */
  applyUnknownRules(now: Date): Promise<unknown>
  /** Passes on what channels refused or did not take to the next channel. */
  passOnFailures(now: Date): Promise<unknown>
  /** Reminds, forwards or lets lapse the proposals whose time has come. */
  pressProposals(now: Date): Promise<unknown>
  /** Lets call-outs be planned anew whose people gather where a tsunami may come. */
  clearTheShore(now: Date): Promise<unknown>
  findDue(now: Date): Promise<Due>
  wakeDue(due: Due): Promise<void>
}

/**
 * The reconciler: reads the rows and wakes a job for everything that is due, whoever forgot it. All that a lost queue
 * loses is the time until the next sweep.
 */
export const sweep = (needs: Needs, clock: Clock) => async (): Promise<void> => {
  const now = clock.now()
  // Each for itself: one that fails must not silence the others.
  const steps = [
    needs.expireLeases,
    // What a receipt settles nobody need be told of; what is told may then be repeated.
    needs.settleReceipts,
    needs.reportUnknown,
    needs.applyUnknownRules,
    needs.passOnFailures,
    needs.pressProposals,
    needs.clearTheShore,
    async (at: Date) => needs.wakeDue(await needs.findDue(at)),
  ]
  const failures: unknown[] = []
  for (const step of steps)
    try {
      await step(now)
    } catch (thrown) {
      failures.push(thrown)
    }
  if (failures.length > 0) throw failures[0]
}
