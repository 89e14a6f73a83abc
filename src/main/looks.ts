import { EARTH_RADIUS_KM, type Position } from '../geo/position.ts'
import type { Look } from '../mobilisation/considered.ts'
import type { Choose } from '../mobilisation/replan.ts'
import type { Selection } from '../mobilisation/selection.ts'
import type { RosterIndex } from '../roster/roster-index.ts'

/** Each home as a point of the unit sphere, three numbers in turn, from south to north; kept as long as its people. */
const packed = new WeakMap<RosterIndex['responders'], Float64Array>()

const RADIANS_PER_DEGREE = Math.PI / 180

const onSphere = ([longitude, latitude]: Position): readonly [x: number, y: number, z: number] => {
  const [lng, lat] = [longitude * RADIANS_PER_DEGREE, latitude * RADIANS_PER_DEGREE]
  return [Math.cos(lat) * Math.cos(lng), Math.cos(lat) * Math.sin(lng), Math.sin(lat)]
}

const homesOf = ({ responders }: Pick<RosterIndex, 'responders'>): Float64Array => {
  const known = packed.get(responders)
  if (known !== undefined) return known
  const points = responders.map(({ home }) => onSphere(home)).sort((one, other) => one[2] - other[2])
  const homes = Float64Array.from(points.flat())
  packed.set(responders, homes)
  return homes
}

/** How many homes lie south of a height of the sphere. */
const southOf = (homes: Float64Array, height: number): number => {
  let [low, high] = [0, homes.length / 3]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((homes[3 * middle + 2] as number) < height) low = middle + 1
    else high = middle
  }
  return low
}

/** Far above the roundings of a sine, and less than a millimetre. */
const DOUBT = 1e-12

/** How many people live within a radius. */
const livingWithin = (roster: RosterIndex, place: Position, radiusKm: number): number => {
  const homes = homesOf(roster)
  const [x, y, z] = onSphere(place)
  const angle = radiusKm / EARTH_RADIUS_KM
  // The nearer two points of a sphere are, the larger their product: three products tell, where a distance takes six sines.
  const least = Math.cos(angle)
  const latitude = place[1] * RADIANS_PER_DEGREE
  // Nobody lives within the radius who lives farther north or south than it.
  const north = Math.min(Math.PI / 2, latitude + angle)
  const from = 3 * southOf(homes, Math.sin(Math.max(-Math.PI / 2, latitude - angle)) - DOUBT)
  const to = 3 * southOf(homes, Math.sin(north) + DOUBT)
  let count = 0
  for (let at = from; at < to; at += 3)
    if ((homes[at] as number) * x + (homes[at + 1] as number) * y + (homes[at + 2] as number) * z >= least) count += 1
  return count
}

/** What a choice looked at round a place, with how many people within its radius it had no need to look at. */
export const lookOf = (
  threadId: string | null,
  selection: Selection,
  { roster, place, radiusKm }: { readonly roster: RosterIndex; readonly place: Position; readonly radiusKm: number },
): Look => ({
  threadId,
  selection,
  farther: Math.max(0, livingWithin(roster, place, radiusKm) - selection.considered),
})

/** The same choice; what it says each time that it is asked is handed to `told`. */
export const witnessed =
  (choose: Choose, told: (selection: Selection) => void): Choose =>
  (want, without, among, skills) => {
    const selection = choose(want, without, among, skills)
    told(selection)
    return selection
  }
