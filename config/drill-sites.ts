import { z } from 'zod'
import type { SitesChosen } from '../src/drills/drill-plan.ts'
import { MODULE_ID } from './curriculum-config.ts'
import { EVERY, spanOf } from './drill-cadence.ts'
import { hazard, regionCode } from './quantities.ts'

const sitesError =
  'all, or one of: codes (a list of site codes), region (a region code in quotes), filter (hazard, region, sites, neverDrilled, readinessBelow, lastDrilledBefore, expiring)'

const ageError = 'a time such as 24 months, 90d or 2 years'

/** Of several conditions a village must meet every one. */
const filter = z.strictObject({
  hazard: hazard.optional(),
  region: regionCode.optional(),
  sites: z.array(z.string().min(1)).min(1).optional().describe('only of these site codes'),
  neverDrilled: z
    .literal(true, { error: 'true, or leave the key out' })
    .optional()
    .describe('only villages at which no drill was ever held'),
  readinessBelow: z
    .int({ error: 'a whole number from 1 to 100' })
    .min(1, { error: 'a whole number from 1 to 100' })
    .max(100, { error: 'a whole number from 1 to 100' })
    .optional()
    .describe('only villages whose readiness is below it; one never measured counts as below'),
  lastDrilledBefore: z
    .string()
    .regex(EVERY, { error: ageError })
    .optional()
    .describe('only villages whose last drill was held so long ago, or that never drilled'),
  expiring: z
    .strictObject({
      module: MODULE_ID.describe('the id of a module in config/curriculum'),
      within: z.string({ error: ageError }).regex(EVERY, { error: ageError }),
    })
    .optional()
    .describe('only villages where somebody’s competency ends within so long, or ended and was not renewed'),
})

/** `all`, `codes`, `region` or `filter`. */
export const sites = z.union(
  [
    z.literal('all'),
    z.strictObject({ codes: z.array(z.string().min(1)).min(1) }),
    z.strictObject({ region: regionCode }),
    z.strictObject({ filter }),
  ],
  { error: sitesError },
)

/** Which villages a programme means. */
export const sitesChosen = (chosen: z.output<typeof sites>): SitesChosen => {
  if (chosen === 'all') return { kind: 'filter' }
  if ('codes' in chosen) return { kind: 'codes', codes: chosen.codes }
  if ('region' in chosen) return { kind: 'region', region: chosen.region }
  const { hazard: threat, region, sites: codes, neverDrilled, readinessBelow } = chosen.filter
  const { lastDrilledBefore = '', expiring } = chosen.filter
  const age = spanOf(lastDrilledBefore)
  const within = spanOf(expiring?.within ?? '')
  return {
    kind: 'filter',
    ...(threat === undefined ? {} : { hazard: threat }),
    ...(region === undefined ? {} : { region }),
    ...(codes === undefined ? {} : { codes }),
    ...(neverDrilled === undefined ? {} : { neverDrilled }),
    ...(readinessBelow === undefined ? {} : { readinessBelow }),
    ...(age === undefined ? {} : { lastDrilledBefore: age }),
    ...(expiring === undefined || within === undefined ? {} : { expiring: { module: expiring.module, within } }),
  }
}
