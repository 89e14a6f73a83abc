import { type InTheWay, inTheWayAt } from '../drills/free-time.ts'
import { contains } from '../geo/area.ts'
import type { DrillActed, DrillNeeds } from '../intake/drill-routes.ts'
import { mayActAs, type Operator } from '../intake/operator.ts'
import type { Queues } from '../queue/queues.ts'
import { cancelDrill, moveDrill } from '../store/drill-changes.ts'
import { drillShown, drillsWithin } from '../store/drill-views.ts'
import { loadOccurrence } from '../store/drills.ts'
import type { Installation } from './installation.ts'
import { plansKept } from './plans-kept.ts'
import { quietly, senderWakes } from './wakes.ts'

/** What the routes and commands of drills need. */
export const drillNeeds = (installation: Installation, queues: Pick<Queues, 'wake'>): DrillNeeds => {
  const { database, clock, log } = installation
  const wake = quietly(queues, log)

  /** An office that answers for a part of its region decides for the villages in that part alone. */
  const mayDecide = async ({ jurisdictionArea }: Operator, siteCode: string): Promise<boolean> => {
    if (jurisdictionArea === null) return true
    const site = (await installation.sites()).find((one) => one.siteCode === siteCode)
    return site !== undefined && contains(jurisdictionArea, site.position)
  }

  const plans = plansKept(installation)

  /** What the calendar has against holding a drill at another time. */
  const closedAt = async (drillId: string, startsAt: Date): Promise<InTheWay> => {
    const drill = await loadOccurrence(database, drillId)
    const site = (await installation.sites()).find(({ siteCode }) => siteCode === drill?.siteCode)
    if (drill === null || site === undefined) return { closings: [], nextFree: null }
    const durationMs = drill.endsAt.getTime() - drill.startsAt.getTime()
    return inTheWayAt(drill.terms, site.villageCode, plans().calendar, { startsAt, durationMs })
  }

  const acting = async <Done extends DrillActed>(
    operator: Operator,
    drillId: string,
    act: () => Promise<Done>,
  ): Promise<Done | DrillActed> => {
    const drill = await drillShown(database, operator, drillId)
    if (drill === null) return { kind: 'unknown' }
    if (!(await mayDecide(operator, drill.siteCode))) return { kind: 'outside' }
    const changed = await act()
    if (changed.kind === 'changed' && changed.notices > 0)
      await wake(senderWakes('exercise', changed.notices, clock.now()))
    return changed
  }

  return {
    list: async ({ operator, ...query }) => ({ drills: await drillsWithin(database, operator, query) }),
    show: async ({ operator, drillId }) => {
      const shown = await drillShown(database, operator, drillId)
      if (shown === null || mayActAs(operator, 'sender')) return shown
      const { onSiteCode: _onSiteCode, ...rest } = shown
      return rest
    },
    cancel: ({ operator, drillId, reason, address, at }) =>
      acting(operator, drillId, () =>
        cancelDrill(database, drillId, reason, { operatorId: operator.operatorId, address }, at),
      ),
    move: ({ operator, drillId, to, reason, anyway, address, at }) =>
      acting(operator, drillId, async () => {
        const { closings, nextFree } = await closedAt(drillId, to)
        const by = { operatorId: operator.operatorId, address }
        const moved = await moveDrill(database, drillId, { to, reason, closings, anyway }, by, at)
        return moved.kind === 'in-the-way' ? { ...moved, to, closings, nextFree } : moved
      }),
  }
}
