import { z } from 'zod'
import type { Fault } from '../src/errors.ts'
import type { HazardReach, HazardReaches } from '../src/mobilisation/impact-area.ts'
import { bySeverity, forEveryHazard, forEverySeverity, radiusKm } from './quantities.ts'
import { checkYaml, readYaml } from './yaml-file.ts'

const step = z.strictObject({ from: z.number().min(0).max(10), radiusKm })

const reach = z
  .strictObject({
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
  })
  .meta({ id: 'reach' })

export const hazardsSchema = z.strictObject(forEveryHazard(() => reach)).meta({ title: 'How far each hazard reaches' })

const toReach = (given: z.output<typeof reach>): HazardReach => ({
  radiusKm: forEverySeverity(given.radiusKm),
  byLevel: Object.fromEntries(Object.entries(given.byLevel).map(([level, km]) => [level.toLowerCase(), km])),
  byMagnitude: given.byMagnitude,
})

/** Reads hazards.yaml; adds every fault and answers undefined. */
export const readHazards = (file: string, faults: Fault[]): HazardReaches | undefined => {
  const yaml = readYaml(file, faults)
  const given = yaml === undefined ? undefined : checkYaml(yaml, hazardsSchema, faults)
  return given === undefined ? undefined : forEveryHazard((name) => toReach(given[name]))
}
