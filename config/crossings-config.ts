import { z } from 'zod'
import type { Fault } from '../src/errors.ts'
import { distanceKm, insideIndonesia } from '../src/geo/position.ts'
import { MAX_RADIUS_KM } from '../src/geo/radius.ts'
import type { DeclaredCrossing } from '../src/mobilisation/declared-crossing.ts'
import { duration, hazard } from './quantities.ts'
import { checkYaml, readYaml } from './yaml-file.ts'

const MS_PER_MIN = 60_000

const place = z
  .tuple([z.number(), z.number()], { error: 'two numbers: longitude, latitude' })
  .refine(insideIndonesia, { error: 'a place in Indonesia, longitude first', abort: true })

const closedBy = z
  .partialRecord(hazard, z.enum(['minor', 'moderate', 'severe', 'extreme']))
  .meta({ id: 'closedBy', description: 'from which severity on each hazard closes it; unknown counts as moderate' })

const crossing = z
  .strictObject({
    id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, { error: 'a name of small letters, digits and hyphens' }),
    name: z.string().trim().min(1).max(80),
    kind: z.enum(['bridge', 'ferry']),
    ends: z
      .tuple([place, place], { error: 'two places' })
      .refine(([one, two]) => distanceKm(one, two) > 0 && distanceKm(one, two) <= MAX_RADIUS_KM, {
        error: `two places, at most ${MAX_RADIUS_KM} km apart`,
      })
      .describe('the landings, each on its land or within 5 km of it: longitude, latitude'),
    takes: duration('1m', '24h').describe('usual time from one landing to the other, with the usual waiting'),
    closedBy: closedBy.optional().describe('left out: as usual for its kind'),
  })
  .meta({ id: 'crossing' })

export const crossingsSchema = z
  .strictObject({
    usuallyClosedBy: z.strictObject({ bridge: closedBy, ferry: closedBy }),
    crossings: z.array(crossing).refine((list) => new Set(list.map(({ id }) => id)).size === list.length, {
      error: 'each id once',
    }),
  })
  .meta({ title: 'Where a sea can be crossed' })

/** Reads crossings.yaml; adds every fault and answers undefined. Whether the landings are on land is not asked here. */
export const readCrossings = (file: string, faults: Fault[]): readonly DeclaredCrossing[] | undefined => {
  const yaml = readYaml(file, faults)
  const given = yaml === undefined ? undefined : checkYaml(yaml, crossingsSchema, faults)
  return given?.crossings.map(({ takes, ...declared }) => ({
    ...declared,
    minutes: takes / MS_PER_MIN,
    closedBy: declared.closedBy ?? given.usuallyClosedBy[declared.kind],
  }))
}
