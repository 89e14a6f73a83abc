import type { Hazard } from './hazard.ts'

/** Whether somebody called is safe: asked, and ordered nowhere yet; safe by their own word; or not. */
export type Safety = 'asked' | 'safe' | 'unsafe'

/** Who is asked whether they are safe before they are ordered anywhere. */
export interface SafetyPolicy {
  /** In the area of one of these. */
  readonly hazards: readonly Hazard[]
  /** What the odds of a yes of somebody who is asked first are multiplied by, above 0 to 1. */
  readonly odds: number
}
