import { type Statement, sql } from './sql.ts'

/** Whether somebody came to a drill `d`. */
const SOMEBODY_CAME = sql`EXISTS (SELECT 1 FROM drill_attendance a WHERE a.occurrence_id = d.id AND a.came)`

/**
 * Whether fewer of the invited members came to a drill `d` than its programme requires (`attendance`). Where nobody said of
 * any of them whether they came it is not known, and so not too few; nor where the programme requires none.
 */
export const TOO_FEW_CAME: Statement = sql`EXISTS (
  SELECT 1 FROM drill_invitee i
    LEFT JOIN drill_attendance a ON a.occurrence_id = i.occurrence_id AND a.responder_id = i.responder_id
   WHERE i.occurrence_id = d.id AND i.role = 'member' AND d.programme->>'attendanceLeast' IS NOT NULL
  HAVING bool_or(a.came IS NOT NULL OR i.answer = 'arrived')
     AND count(*) FILTER (WHERE coalesce(a.came, i.answer = 'arrived')) < (d.programme->>'attendanceLeast')::int)`

/**
 * Whether a drill `d` was held: it ran to its end, or a list says that somebody came, and not fewer came than it requires.
 * The one rule for filters, readiness, points of a year's plan and reports.
 */
export const WAS_HELD: Statement = sql`((d.state = 'done' OR ${SOMEBODY_CAME}) AND NOT ${TOO_FEW_CAME})`
