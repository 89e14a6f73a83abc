import { liesWithin } from '../roster/region.ts'

/** Who sent a message. */
export interface Voice {
  /** Null where no operator did: a feed, a village, the program. */
  readonly operatorId: string | null
  /** The operator's; null where there is none, or it is not known. */
  readonly organisation: string | null
  /** Prefix of a Kemendagri code; '' is the whole country. */
  readonly jurisdiction: string
}

/**
 * Whether one voice may change or end what another said. A name proves nothing: any operator can write another's as
 * CAP's sender or in its references. So it must be the same operator, or one of the same organisation whose
 * jurisdiction holds the other's; what no operator sent is changed by what no operator sends.
 */
export const speaksFor = (mine: Voice, theirs: Voice): boolean => {
  if (mine.operatorId === null || theirs.operatorId === null) return mine.operatorId === theirs.operatorId
  if (mine.operatorId === theirs.operatorId) return true
  return (
    mine.organisation !== null &&
    mine.organisation === theirs.organisation &&
    liesWithin(theirs.jurisdiction, mine.jurisdiction)
  )
}
