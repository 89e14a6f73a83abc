import { type CodedPlace, type CodedPlaces, indexPlaces } from '../mobilisation/coded-places.ts'
import type { Site } from '../roster/site.ts'
import type { Installation } from './installation.ts'

const indexes = new WeakMap<readonly Site[], CodedPlaces>()

/** The places by which a point is told to be a region's: the seats of regencies, and the sites as they stand. */
export const codedPlaces = async ({ places, sites }: Pick<Installation, 'places' | 'sites'>): Promise<CodedPlaces> => {
  const register = await sites()
  const known = indexes.get(register)
  if (known !== undefined) return known
  const list: readonly CodedPlace[] = [
    ...places.gazetteer().seats.map(({ regencyCode, position }) => ({ code: regencyCode, position })),
    ...register.map(({ villageCode, position }) => ({ code: villageCode, position })),
  ]
  const index = indexPlaces(list)
  indexes.set(register, index)
  return index
}
