import { sql } from './sql.ts'

/**
 * Of a notice: whether it may still be taken back. What a sender has claimed lies in the house: it asks the row again before
 * it lets go, and by then whatever takes the place of this may be planned.
 */
export const HAS_NOT_LEFT = sql`state IN ('planned', 'claimed')`

/** Of a notice `n`: whether it left, or may have. One that is to be repeated left once already, whatever becomes of the repeat. */
export const MAY_HAVE_LEFT = sql`(n.state IN ('claimed', 'sending', 'accepted', 'delivered', 'unknown') OR n.repeats > 0)`
