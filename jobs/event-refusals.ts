import type { Fault } from '../src/errors.ts'
import type { MusterDoubt } from '../src/mobilisation/gathering.ts'
import type { HazardEvent } from '../src/mobilisation/hazard-event.ts'

export interface Refused {
  readonly kind: 'refused'
  readonly status: 403 | 422
  readonly detail: string
  readonly faults: readonly Fault[]
}

export const outside = (jurisdiction: string, got: string): Refused => ({
  kind: 'refused',
  status: 403,
  detail: 'The event lies outside your jurisdiction.',
  faults: [
    {
      path: 'area',
      got,
      expected: jurisdiction === '' ? 'a place in Indonesia' : `a place within ${jurisdiction}`,
      hint: 'ask the BPBD of that area, or of the province, to post it',
    },
  ],
})

export const unfit = (detail: string, faults: readonly Fault[]): Refused => ({
  kind: 'refused',
  status: 422,
  detail,
  faults,
})

export const musterFault = (doubt: MusterDoubt, { musterPoint }: HazardEvent): Fault => {
  const found = { path: 'musterPoint', got: musterPoint?.position.join(', ') ?? 'none' }
  switch (doubt.kind) {
    case 'abroad':
      return { ...found, expected: 'a place in Indonesia', hint: 'longitude comes first, then latitude' }
    case 'too-far':
      return {
        ...found,
        expected: `a place at most ${doubt.withinKm} km beyond the event's area`,
        hint:
          `it lies about ${Math.round(doubt.km)} km beyond: nobody so far from it would be called ` +
          '(searchRadiusKm); check both places, or leave it out',
      }
    case 'in-danger':
      return {
        ...found,
        expected: `a place outside the area of the ${doubt.hazard}`,
        hint: 'nobody may gather where the danger reaches: name a place beyond it, or leave it out',
      }
  }
}

export const unknownCodes = (
  { villageExists, regionExists }: { villageExists(code: string): boolean; regionExists(code: string): boolean },
  { villageCodes, regions }: HazardEvent,
): readonly Fault[] => [
  ...villageCodes.flatMap((code, at): Fault[] =>
    villageExists(code)
      ? []
      : [
          {
            path: `area.villageCodes[${at}]`,
            got: code,
            expected: 'a village of Kepmendagri 300.2.2-2138/2025',
            hint: 'look the code up in the Kemendagri list; BPS numbers its villages otherwise',
          },
        ],
  ),
  ...regions.flatMap(({ code }, at): Fault[] =>
    regionExists(code)
      ? []
      : [
          {
            path: `area.regions[${at}].code`,
            got: code,
            expected: 'a province, regency or district of Kepmendagri 300.2.2-2138/2025',
            hint: 'look the code up in the Kemendagri list',
          },
        ],
  ),
]

export const NOWHERE: readonly Fault[] = [
  {
    path: 'area',
    got: 'no place',
    expected: 'a geometry, village codes or regions',
    hint: 'a name alone does not say where: add a polygon, a circle or Kemendagri codes',
  },
]
