import { z } from 'zod'
import type { Fault } from '../src/errors.ts'
import type { ReachPolicy } from '../src/mobilisation/pace.ts'
import { KINDS } from '../src/roster/responder.ts'
import { bySeverity, duration, forEveryKind, forEverySeverity, hazard, radiusKm } from './quantities.ts'
import { checkYaml, readYaml } from './yaml-file.ts'

const MS_PER_MIN = 60_000

const kmPerHour = z.number().min(1).max(120)

const left = bySeverity(z.number().gt(0).max(1)).meta({
  id: 'left',
  description: 'share of the usual speed that is left, by severity; one left out takes the next milder',
})

export const reachSchema = z
  .strictObject({
    kmPerHour: kmPerHour.describe('the usual speed by road'),
    kmPerHourOf: z.partialRecord(z.enum(KINDS), kmPerHour).default({}).describe('of kinds for whom it is another'),
    detour: z.number().min(1).max(5).describe('kilometres of road for each of the straight line'),
    ready: duration('1m', '4h').optional().describe('from the call to setting out; left out: at once'),
    positionsStaleAfter: duration('1d', '99999d')
      .optional()
      .describe('a position that the register did not confirm for so long is not relied on; left out: however old'),
    positionsVagueBeyondKm: radiusKm.optional().describe('nor one that may be wrong by more; left out: however vague'),
    roadsCut: z
      .partialRecord(hazard, left)
      .default({})
      .describe('hazards that cut roads; one left out leaves the usual speed'),
  })
  .meta({ title: 'How long people need over land' })

type Given = z.output<typeof reachSchema>

const toPolicy = (given: Given): ReachPolicy => ({
  kmPerHour: forEveryKind(given.kmPerHour, given.kmPerHourOf),
  detour: given.detour,
  readyMin: (given.ready ?? 0) / MS_PER_MIN,
  positions: {
    staleAfterMs: given.positionsStaleAfter ?? null,
    vagueBeyondM: given.positionsVagueBeyondKm === undefined ? null : given.positionsVagueBeyondKm * 1_000,
  },
  roadsCut: Object.fromEntries(
    Object.entries(given.roadsCut).map(([name, shares]) => [name, forEverySeverity(shares)]),
  ),
})

/** Reads reach.yaml; adds every fault and answers undefined. */
export const readReach = (file: string, faults: Fault[]): ReachPolicy | undefined => {
  const yaml = readYaml(file, faults)
  const given = yaml === undefined ? undefined : checkYaml(yaml, reachSchema, faults)
  return given === undefined ? undefined : toPolicy(given)
}
