import type { CallOutId } from '../mobilisation/hazard-event.ts'
import { loadCallOut } from '../store/call-outs.ts'
import { standDownCallOut } from '../store/stood-down.ts'
import type { Mode } from '../wording/mode.ts'
import { fieldsOf } from './event-places.ts'
import type { Installation } from './installation.ts'

/** Stands a call-out down and gives its mode, or undefined when it was over already. */
export const standDown = async (
  installation: Installation,
  callOutId: CallOutId,
  off: {
    reason: 'cancelled' | 'ended' | 'operator'
    by: string
    address: string | null
    words: string | null
    now: Date
  },
): Promise<Mode | undefined> => {
  const loaded = await loadCallOut(installation.database, { callOutId })
  if (loaded === undefined) return undefined
  const fields = fieldsOf(installation, loaded, loaded.destination)
  return (await standDownCallOut(installation.database, { ...loaded, ...off, fields })) ? loaded.mode : undefined
}
