import { isDesa } from '../roster/region.ts'
import { KIND_NAMES, type Kind } from '../roster/responder.ts'
import type { HeadCount } from './hazard-event.ts'
import type { TeamPolicy } from './team-policy.ts'

/** A head count of the policy's with room for a team for each affected KSB, and what its sender is told of it. */
export interface TeamNeed {
  readonly need: HeadCount
  readonly warnings: readonly string[]
}

/** Whether a need has people for each place of a team: of its kind, or of one that may stand in. */
export const hasTeams = (need: HeadCount, policy: TeamPolicy, kinds: readonly Kind[]): boolean => {
  const isWanted = (kind: Kind): boolean => (need[kind] ?? 0) > 0
  const open = kinds.filter((kind) => !isWanted(kind))
  return (
    open.length < kinds.length &&
    open.length <= policy.orElse.filter((kind) => isWanted(kind) && !kinds.includes(kind)).length
  )
}

/**
 * Raises the heads of each kind of a team to the number of affected KSB that have one, `policy.most` at most. Where all
 * of them lie in kelurahan, the people of a kind that a kelurahan has not are sought of the kind that takes its place.
 * A need that leaves out a kind of the team, as for a social disaster, is left as it is. `villageCodes` are those of the
 * affected KSB, the nearest to the middle first.
 */
export const teamNeed = (need: HeadCount, policy: TeamPolicy, villageCodes: readonly string[]): TeamNeed => {
  const { kinds, kelurahan, most } = policy
  const sites = villageCodes.slice(0, most)
  if (sites.length === 0 || kinds.some((kind) => (need[kind] ?? 0) === 0)) return { need, warnings: [] }
  const counts = new Map(Object.entries(need) as [Kind, number][])
  const warnings: string[] = []
  const inDesa = sites.filter(isDesa).length
  for (const [nth, kind] of kinds.entries()) {
    const instead = kelurahan[nth] as Kind
    if (inDesa > 0 || instead === kind) continue
    const heads = counts.get(kind) as number
    counts.delete(kind)
    counts.set(instead, Math.max(heads, counts.get(instead) ?? 0))
    warnings.push(
      `the affected KSB lie in kelurahan, which have no ${KIND_NAMES[kind]}: ${heads} ${KIND_NAMES[instead]} are sought in their place`,
    )
  }
  for (const kind of new Set([...kinds, ...kelurahan])) {
    const teams = (kinds.includes(kind) ? inDesa : 0) + (kelurahan.includes(kind) ? sites.length - inDesa : 0)
    const heads = counts.get(kind) ?? 0
    if (teams <= heads) continue
    counts.set(kind, teams)
    warnings.push(`${KIND_NAMES[kind]} raised from ${heads} to ${teams}: one for the team of each affected KSB`)
  }
  if (villageCodes.length > most)
    warnings.push(
      `${villageCodes.length - most} of ${villageCodes.length} affected KSB get no team: at most ${most} do`,
    )
  return { need: Object.fromEntries(counts), warnings }
}
