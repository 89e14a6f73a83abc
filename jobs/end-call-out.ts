import type { Clock } from '../src/clock.ts'
import type { CallOutId } from '../src/mobilisation/hazard-event.ts'
import type { Mode } from '../src/wording/mode.ts'

export interface Needs {
  /** How the incident of a call-out ended; undefined while it goes on. */
  endOf(callOutId: CallOutId): Promise<'cancelled' | 'ended' | undefined>
  standDown(callOutId: CallOutId, reason: 'cancelled' | 'ended', now: Date): Promise<Mode | undefined>
  wakeSenders(mode: Mode): Promise<void>
}

/** Stands a call-out down because its incident was cancelled or is over. */
export const endCallOut =
  (needs: Needs, clock: Clock) =>
  async ({ callOutId }: { readonly callOutId: CallOutId }): Promise<void> => {
    const reason = await needs.endOf(callOutId)
    if (reason === undefined) return
    const mode = await needs.standDown(callOutId, reason, clock.now())
    if (mode !== undefined) await needs.wakeSenders(mode)
  }
