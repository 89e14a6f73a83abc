/** Where nobody may be asked to gather before it is over, this stands in the place of a muster point. */
export const WAIT_FOR_WORD = 'tunggu arahan posko'

/** The least that is left of it: without its last word it still says to wait. */
export const WAIT_FLOOR = 'tunggu arahan'.length
