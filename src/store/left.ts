import { sql } from './sql.ts'

/** Of a notice `n`: whether it left, or may have. One that is to be repeated left once already, whatever becomes of the repeat. */
export const MAY_HAVE_LEFT = sql`(n.state IN ('claimed', 'sending', 'accepted', 'delivered', 'unknown') OR n.repeats > 0)`
