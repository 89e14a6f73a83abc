import { type Elsewhere, elsewhereOf, type Held } from '../mobilisation/precedence.ts'
import { blockedForPlan } from './blocked-people.ts'
import type { Connection } from './database.ts'
import { heldByOthers, type Wanting } from './held-people.ts'
import { prepared, sql } from './sql.ts'
import { notKnownSafe } from './unsafe-elsewhere.ts'

/** What a plan must know of people beside the register and their past. */
export interface PeopleBeside {
  /** Whom the rows would refuse, though nobody holds them. */
  readonly blocked: ReadonlySet<string>
  readonly elsewhere: Elsewhere
  /** Who by another call-out is not known to be safe. */
  readonly unsafe: ReadonlySet<string>
}

type Row = Held & { readonly what: 'blocked' | 'held' | 'unsafe' }

/** `unsafe` is empty unless asked for. One statement: each costs a way to the database and back, whatever it finds. */
export const peopleBeside = async (
  db: Connection,
  by: Wanting,
  asksSafety: boolean,
  now: Date,
): Promise<PeopleBeside> => {
  const rows = await db.rows<Row>(
    prepared(
      'people-beside',
      sql`
      SELECT 'held' AS what, held.* FROM (${heldByOthers(by.callOutId)}) held
      UNION ALL SELECT 'blocked', blocked.id, '', '', 0, NULL, NULL FROM (${blockedForPlan(by.callOutId)}) blocked
      UNION ALL SELECT 'unsafe', unsafe.id, '', '', 0, NULL, NULL FROM (${notKnownSafe(by)}) unsafe
       WHERE ${asksSafety}::boolean`,
    ),
  )
  const of = (wanted: Row['what']): readonly Row[] => rows.filter(({ what }) => what === wanted)
  const ids = (some: readonly Row[]): ReadonlySet<string> => new Set(some.map(({ responderId }) => responderId))
  return { blocked: ids(of('blocked')), elsewhere: elsewhereOf(of('held'), by, now), unsafe: ids(of('unsafe')) }
}
