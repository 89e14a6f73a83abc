import { liesWithin } from '../roster/region.ts'

/** Regencies or provinces that agreed to let their people be called for each other. */
export interface AidAgreement {
  /** Two or more codes. */
  readonly between: readonly string[]
  /** Number and date of the agreement. */
  readonly basis: string
  readonly from: Date
  /** The first instant at which it no longer holds. */
  readonly until: Date
}

/**
 * The codes of the neighbours from which people may be called for a happening in this regency: the other parties of
 * every agreement in force that it is a party of, by itself or through its province. Sorted, each once. An agreement
 * binds its parties only: the neighbour of a neighbour is not among them.
 */
export const aidFor = (regencyCode: string, agreements: readonly AidAgreement[], now: Date): readonly string[] => {
  const isOwn = (code: string): boolean => liesWithin(regencyCode, code)
  const partners = agreements
    .filter(({ between, from, until }) => from <= now && now < until && between.some(isOwn))
    .flatMap(({ between }) => between.filter((code) => !isOwn(code)))
  return [...new Set(partners)].sort()
}
