import type { Kind } from '../roster/responder.ts'

/** Who makes a team for an affected KSB. */
export interface TeamPolicy {
  /** KSB that get one at most, 1 or more. */
  readonly most: number
  /** In a desa. */
  readonly kinds: readonly [Kind, Kind]
  /** In a kelurahan, which has no Pendamping Desa. */
  readonly kelurahan: readonly [Kind, Kind]
  /** Who stands in, in this order, where nobody of a kind is in reach: only kinds that are called anyway. */
  readonly orElse: readonly Kind[]
}
