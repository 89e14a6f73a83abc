import { z } from 'zod'
import type { Fault } from '../src/errors.ts'
import type { HazardReach, HazardReaches } from '../src/mobilisation/impact-area.ts'
import { bySeverity, forEveryHazard, forEverySeverity, radiusKm } from './quantities.ts'
import { checkYaml, readYaml } from './yaml-file.ts'

const step = z.strictObject({ from: z.number().min(0).max(10), radiusKm })

const reachShape = {
  radiusKm: bySeverity(radiusKm).describe('km by severity; one left out takes the next milder'),
  byLevel: z
    .record(z.string().min(1), radiusKm)
    .default({})
    .describe('km by the word or number of the hazard’s own scale'),
  byMagnitude: z
    .array(step)
    .refine((steps) => steps.every(({ from }, at) => at === 0 || from > (steps[at - 1]?.from ?? 0)), {
      error: 'steps that rise by from',
    })
    .default([])
    .describe('km from a magnitude on, rising'),
  growsAtMost: z
    .int()
    .min(1)
    .max(20)
    .default(1)
    .describe('the usual need is multiplied at most so often where an area is wider than usual; 1 is never'),
}

const reach = z.strictObject(reachShape).meta({ id: 'reach' })

const shaking = z
  .strictObject({
    mmi: z.number().min(1).max(12).describe('people are called for where it shakes this strongly, on the MMI scale'),
    depthKm: z.number().min(0).max(800).default(10).describe('km, taken where a message gives no depth'),
    leastKm: radiusKm.default(5).describe('km, the least radius of the area'),
  })
  .describe('the area by intensity, where there is a magnitude; left out: by byMagnitude')

const coast = z
  .strictObject({
    inlandKm: z
      .record(z.string().min(1), radiusKm)
      .refine((levels) => Object.keys(levels).length > 0, { error: 'at least one level' })
      .describe('km from the shore by level; an unknown level takes the widest'),
    alongKm: radiusKm.default(30).describe('km of shore to either side of the place nearest to a regency’s seat'),
  })
  .describe('the area by distance from the shore; left out: by radius')

const quakeReach = z.strictObject({ ...reachShape, shaking: shaking.optional() }).meta({ id: 'quakeReach' })
const tsunamiReach = z.strictObject({ ...reachShape, coast: coast.optional() }).meta({ id: 'tsunamiReach' })

export const hazardsSchema = z
  .strictObject({ ...forEveryHazard(() => reach), earthquake: quakeReach, tsunami: tsunamiReach })
  .meta({ title: 'How far each hazard reaches' })

const inLowerCase = (byLevel: Readonly<Record<string, number>>): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(byLevel).map(([level, km]) => [level.toLowerCase(), km]))

const toReach = (given: z.output<typeof reach>): HazardReach => ({
  radiusKm: forEverySeverity(given.radiusKm),
  byLevel: inLowerCase(given.byLevel),
  byMagnitude: given.byMagnitude,
  shaking: null,
  coast: null,
  growsAtMost: given.growsAtMost,
})

const toReaches = (given: z.output<typeof hazardsSchema>): HazardReaches => {
  const { earthquake, tsunami } = given
  const shore = tsunami.coast && { ...tsunami.coast, inlandKm: inLowerCase(tsunami.coast.inlandKm) }
  return {
    ...forEveryHazard((name) => toReach(given[name])),
    earthquake: { ...toReach(earthquake), shaking: earthquake.shaking ?? null },
    tsunami: { ...toReach(tsunami), coast: shore ?? null },
  }
}

/** Reads hazards.yaml; adds every fault and answers undefined. */
export const readHazards = (file: string, faults: Fault[]): HazardReaches | undefined => {
  const yaml = readYaml(file, faults)
  const given = yaml === undefined ? undefined : checkYaml(yaml, hazardsSchema, faults)
  return given === undefined ? undefined : toReaches(given)
}
