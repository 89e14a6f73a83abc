import type { FeltReport, HazardEvent } from './hazard-event.ts'
import { quakeSeverity, strongestFelt } from './quake-severity.ts'

/** What an earlier message about the same quake said. */
export interface KnownQuake {
  readonly felt: readonly FeltReport[]
  readonly level: string | null
}

/**
 * The event with what an earlier message said of the fields on which this one is silent. BMKG's three lists of quakes
 * say different things of one quake: the list that does not speak of shaking must not take back where it was felt.
 */
export const withKnown = (
  event: HazardEvent,
  known: KnownQuake | null,
  silentOn: readonly ('felt' | 'level')[],
): HazardEvent => {
  if (known === null || silentOn.length === 0) return event
  const felt = silentOn.includes('felt') ? known.felt : event.felt
  const level = silentOn.includes('level') ? known.level : event.level
  return { ...event, felt, level, severity: quakeSeverity(event.magnitude, strongestFelt(felt)) }
}
