/** A proposal goes through three levels at most: the regency's operators, the province's, the country's. */
const LEVELS = 3

/**
 * Ours: what was decided, and by which office, is still looked up a day later; after that the link in an old message
 * shows nothing to whoever finds it, and nothing that is posted later under the same incident can be decided by it.
 */
const MARGIN_MS = 24 * 3_600_000

/** The instant from which a proposal's link opens nothing: a day after the last level's time would have been over. */
export const linkEndsAt = (askedAt: Date, withinMs: number): Date =>
  new Date(askedAt.getTime() + LEVELS * withinMs + MARGIN_MS)
