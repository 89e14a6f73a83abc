import { liesWithin } from './region.ts'
import type { Responder } from './responder.ts'

// Kemendagri numbers islands within a regency, or within a province with 00 for those of several, from 40001 on: no
// village has such a code. Without its dots it is a number far above every land polygon's id.
const CODE = /^(\d{2})\.(\d{2})\.(4\d{4})$/
const NUMBER = /^(\d{2})(\d{2})4\d{4}$/

/** The landmass of a small island by its official code (`31.01.40087`); undefined for what is no such code. */
export const islandLandmass = (code: string): number | undefined =>
  CODE.test(code) ? Number(code.replaceAll('.', '')) : undefined

/** The regency that a small island belongs to, or the province where it is shared; undefined for other landmasses. */
export const islandRegion = (landmass: number): string | undefined => {
  const [, province, regency] = NUMBER.exec(String(landmass)) ?? []
  return regency === '00' ? province : province && `${province}.${regency}`
}

/** Rougher than any coordinates of one's own: the regency's seat, or a place scattered round it (placement.ts). */
const GUESSED_M = 10_000

type Homed = Pick<Responder, 'landmass' | 'accuracyM' | 'regencyCode'>

/** As `landTowards`, for many people on their way to one destination. */
export const landsTowards = (destination: number): ((person: Homed) => number | null) => {
  const region = islandRegion(destination)
  if (region === undefined) return ({ landmass }) => landmass
  return ({ landmass, accuracyM, regencyCode }) =>
    accuracyM >= GUESSED_M && liesWithin(regencyCode, region) ? destination : landmass
}

/**
 * The land that a person is taken to be on, for a way to `destination`: that of the home, but on a small island of their
 * own regency they are there as well where the home is only guessed from the regency's seat.
 */
export const landTowards = (person: Homed, destination: number): number | null => landsTowards(destination)(person)
