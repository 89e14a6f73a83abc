import { type DangerZone, dangerZone, type Ground, NO_DANGER, type Whereabouts } from '../mobilisation/danger-zone.ts'
import { findResponder } from '../roster/find-responder.ts'
import type { RosterIndex } from '../roster/roster-index.ts'
import type { CallOutLoaded } from '../store/call-outs.ts'
import { areasOf } from '../store/impact-areas.ts'
import { unsafeElsewhere } from '../store/unsafe-elsewhere.ts'
import type { Installation } from './installation.ts'
import { openWaters } from './waters.ts'

type CalledOut = Pick<CallOutLoaded, 'callOutId' | 'mode' | 'policy' | 'style'>

/** Ours: a turn of a rota lies ahead, and whoever stands by is sent nowhere yet. */
export const ordersNow = ({ policy: { safety, wording }, style }: Pick<CalledOut, 'policy' | 'style'>): boolean =>
  style === 'wave' && (safety?.hazards.length ?? 0) > 0 && (wording === undefined || wording === 'call-out')

/**
 * The zone in which people of a call-out are asked first: the areas of its messages, and where a tsunami may come now.
 * With it `doubted`: whoever is not known to be safe for another call-out.
 */
export const zoneOf = async (
  installation: Installation,
  callOut: CalledOut,
  grounds: readonly Ground[],
  doubted: ReadonlySet<string>,
): Promise<DangerZone> => {
  if (!ordersNow(callOut)) return NO_DANGER
  const waters = await openWaters(installation, callOut.mode)
  const shores = waters.map(({ area }): Ground => ({ event: { hazard: 'tsunami', safeToApproach: null }, area }))
  const zone = dangerZone([...grounds, ...shores], callOut.policy.safety)
  return doubted.size === 0 ? zone : { ...zone, odds: callOut.policy.safety?.odds ?? zone.odds, doubted }
}

/** The same by the areas that its messages were planned with: for a review, which plans nothing anew. */
export const plannedZone = async (
  installation: Installation,
  callOut: CalledOut & Pick<CallOutLoaded, 'demands'>,
): Promise<DangerZone> => {
  if (!ordersNow(callOut)) return NO_DANGER
  const { database } = installation
  const [kept, doubted] = await Promise.all([
    areasOf(
      database,
      callOut.demands.map(({ eventId }) => eventId),
    ),
    unsafeElsewhere(database, callOut),
  ])
  return zoneOf(
    installation,
    callOut,
    kept.map(({ area, ...event }) => ({ event, area })),
    doubted,
  )
}

/** Where homes lie against the zone, by the register as it is now. */
export const whereaboutsIn =
  (zone: DangerZone, { responders }: Pick<RosterIndex, 'responders'>) =>
  (responderId: string): Whereabouts => {
    if (zone === NO_DANGER) return 'outside'
    if (zone.doubted?.has(responderId) === true) return 'inside'
    const home = findResponder(responders, responderId)?.home
    return home === undefined ? 'unknown' : zone.holds(home) ? 'inside' : 'outside'
  }
