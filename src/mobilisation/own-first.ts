import { liesWithin } from '../roster/region.ts'
import type { Asked } from './eligibility.ts'
import type { HeadCount } from './hazard-event.ts'
import { type Nearby, type Selection, type Skipped, selectResponders } from './selection.ts'

/**
 * Picks the nearest of the own jurisdiction, and only for what they leave missing the nearest of its neighbours by
 * mutual aid. `nearby` is read anew for the neighbours. Everybody is named once as skipped.
 */
export const selectOwnFirst = (
  nearby: () => Iterable<Nearby, unknown, unknown>,
  want: HeadCount,
  asked: Omit<Asked, 'kinds'>,
): Selection => {
  const neighbours = new Set<string>()
  const noticing = function* (): Generator<Nearby, void, unknown> {
    for (const near of nearby()) {
      const { id, regencyCode } = near.responder
      if (asked.mutualAid.some((code) => liesWithin(regencyCode, code))) neighbours.add(id)
      yield near
    }
  }
  const asOwn = selectResponders(noticing(), want, { ...asked, mutualAid: [] })
  const skipped = asOwn.skipped.map((one): Skipped => {
    const isNeighbour = one.reason === 'outside-jurisdiction' && neighbours.has(one.responderId)
    return isNeighbour ? { ...one, reason: 'aid-not-needed' } : one
  })
  const own: Selection = { ...asOwn, skipped }
  if (asked.mutualAid.length === 0 || Object.keys(own.missing).length === 0) return own
  const taken = new Set<string>(own.picked.map(({ responderId }) => responderId))
  const alreadyCalled = { has: (id: string) => taken.has(id) || asked.alreadyCalled.has(id) }
  const aid = selectResponders(nearby(), own.missing, { ...asked, alreadyCalled })
  const helps = new Set<string>(aid.picked.map(({ responderId }) => responderId))
  return {
    picked: [...own.picked, ...aid.picked.map((one) => ({ ...one, aid: true }))],
    missing: aid.missing,
    skipped: own.skipped.filter(({ responderId }) => !helps.has(responderId)),
    considered: own.considered,
  }
}
