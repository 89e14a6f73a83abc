import type { Clock } from '../src/clock.ts'
import type { Calendar } from '../src/drills/calendar.ts'
import { type DrillProgramme, followsHistory } from '../src/drills/drill-plan.ts'
import { type KnownPlan, type Replan, replan } from '../src/drills/replan.ts'
import { NO_FACTS, type SiteFacts } from '../src/drills/site-facts.ts'
import type { Site } from '../src/roster/site.ts'

/** What one programme's planning changed. */
export interface ProgrammePlanned {
  readonly programmeId: string
  readonly added: number
  readonly renewed: number
  readonly cancelled: number
  readonly keptAfterChange: number
  /** Codes that no site bears: a mistake in the programme, or a village not imported yet. */
  readonly unknownCodes: readonly string[]
}

export interface Needs {
  /** The last good configuration. */
  plans(): Promise<{ readonly programmes: readonly DrillProgramme[]; readonly calendar: Calendar }>
  sites(): Promise<readonly Site[]>
  /** Asked for only where a programme chooses villages by what they did. */
  siteFacts(now: Date): Promise<SiteFacts>
  retireProgrammes(keep: readonly string[], now: Date): Promise<{ cancelled: number; keptAfterChange: number }>
  knownPlan(programme: DrillProgramme, now: Date): Promise<KnownPlan>
  savePlan(
    programme: DrillProgramme,
    plan: Replan,
    now: Date,
  ): Promise<Omit<ProgrammePlanned, 'programmeId' | 'unknownCodes'>>
}

export interface DrillsPlanned {
  readonly programmes: readonly ProgrammePlanned[]
  readonly retired: { readonly cancelled: number; readonly keptAfterChange: number }
}

/**
 * Brings the occurrences into line with the programmes. Running it twice, late, or in two processes at once leaves the
 * same rows; a tick that was missed is made good by the next one.
 */
export const planDrills = (needs: Needs, clock: Clock) => async (): Promise<DrillsPlanned> => {
  const now = clock.now()
  const { programmes, calendar } = await needs.plans()
  const sites = await needs.sites()
  const facts = programmes.some(followsHistory) ? await needs.siteFacts(now) : NO_FACTS
  const retired = await needs.retireProgrammes(
    programmes.map(({ id }) => id),
    now,
  )
  const planned: ProgrammePlanned[] = []
  for (const programme of programmes) {
    const plan = replan(programme, sites, calendar, await needs.knownPlan(programme, now), now, facts)
    const saved = await needs.savePlan(programme, plan, now)
    planned.push({ programmeId: programme.id, ...saved, unknownCodes: plan.unknownCodes })
  }
  return { programmes: planned, retired }
}
