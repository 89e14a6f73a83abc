import type { Configuration } from '../../config/load.ts'
import { contentHash } from '../intake/content-hash.ts'
import type { DeclaredCrossing } from '../mobilisation/declared-crossing.ts'
import type { ReachPolicy } from '../mobilisation/pace.ts'
import { policySource } from '../store/policy-sources.ts'
import type { Installation } from './installation.ts'

/** How far people get, as the files said it when a call-out was opened. */
export interface ReachFrozen {
  readonly reach: ReachPolicy
  readonly crossings: readonly DeclaredCrossing[]
}

const hashes = new WeakMap<Configuration, string>()

/** What the files say now, and under which hash it is kept with the call-outs that are opened under it. */
export const reachNow = (configuration: Configuration): { readonly hash: string; readonly source: ReachFrozen } => {
  const source = { reach: configuration.reach, crossings: configuration.crossings }
  const hash = hashes.get(configuration) ?? contentHash(source)
  hashes.set(configuration, hash)
  return { hash, source }
}

/** So many earlier states of the files at once: call-outs end within days. */
const KEPT = 20
const kept = new WeakMap<Installation['database'], Map<string, Promise<ReachFrozen>>>()

/**
 * Speeds and crossings as they were under this hash; as the files have them now where the hash is theirs, or where an
 * older row has none.
 */
export const reachUnder = async (
  { configuration, database }: Installation,
  hash: string | undefined,
): Promise<ReachFrozen> => {
  const now = reachNow(configuration)
  if (hash === undefined || hash === now.hash) return now.source
  const known = kept.get(database) ?? new Map<string, Promise<ReachFrozen>>()
  kept.set(database, known)
  const before = known.get(hash)
  if (before !== undefined) return before
  if (known.size >= KEPT) known.clear()
  const reading = policySource<ReachFrozen>(database, hash).then((source) => source ?? now.source)
  known.set(hash, reading)
  // A failure is not kept.
  reading.catch(() => known.delete(hash))
  return reading
}
