import type { CallOutId } from '../mobilisation/hazard-event.ts'
import type { Mode } from '../wording/mode.ts'
import type { Connection } from './database.ts'
import { prepared, type Statement, sql } from './sql.ts'

interface Asking {
  readonly callOutId: CallOutId
  readonly mode: Mode
}

/** Rows of `id` for `unsafeElsewhere`. */
export const notKnownSafe = ({ callOutId, mode }: Asking): Statement => sql`
  SELECT DISTINCT o.responder_id AS id FROM call_out oc JOIN call_out_responder o ON o.call_out_id = oc.id
   WHERE oc.mode = ${mode} AND oc.status IN ('calling', 'filled', 'exhausted') AND oc.id <> ${callOutId}
     AND o.safety IN ('asked', 'unsafe')`

/**
 * People who by the rows of another call-out of this mode, which goes on, are not known to be safe: asked, and no word of
 * theirs says that they are; or not safe by their own word. Be they stood down there, or declined: it is about the person.
 */
export const unsafeElsewhere = async (db: Connection, asking: Asking): Promise<ReadonlySet<string>> => {
  const rows = await db.rows<{ id: string }>(prepared('unsafe-elsewhere', notKnownSafe(asking)))
  return new Set(rows.map(({ id }) => id))
}
