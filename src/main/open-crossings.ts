import { type Area, contains } from '../geo/area.ts'
import type { Crossing } from '../geo/travel.ts'
import { type DeclaredCrossing, isOpen, landCrossings } from '../mobilisation/declared-crossing.ts'
import type { RoadsUnder } from '../mobilisation/pace.ts'
import type { Mode } from '../wording/mode.ts'
import { type Installation, landmassAt } from './installation.ts'
import { openWaters, strikingNow } from './waters.ts'

interface Landed {
  readonly declared: DeclaredCrossing
  readonly crossing: Crossing
}

/** Where the landings of one list lie never changes. */
const landed = new WeakMap<readonly DeclaredCrossing[], readonly Landed[]>()

const landedOf = ({ places, log }: Installation, all: readonly DeclaredCrossing[]): readonly Landed[] => {
  const known = landed.get(all)
  if (known !== undefined) return known
  const { crossings, adrift } = landCrossings(all, (place) => landmassAt(places, place))
  if (adrift.length > 0) log.warn('crossings with a landing off every land lead nowhere', { crossings: adrift })
  const byId = new Map(all.map((declared) => [declared.id, declared]))
  const found = crossings.flatMap((crossing): readonly Landed[] => {
    const declared = byId.get(crossing.id)
    return declared === undefined ? [] : [{ declared, crossing }]
  })
  landed.set(all, found)
  return found
}

/** So many choices of one list at most. */
const KEPT = 100
const chosen = new WeakMap<readonly Landed[], Map<string, readonly Crossing[]>>()

/** The same list for the same crossings: what is reckoned from a list (travel.ts) is kept with it. */
const sameOf = (all: readonly Landed[], open: readonly Landed[]): readonly Crossing[] => {
  const known = chosen.get(all) ?? new Map<string, readonly Crossing[]>()
  chosen.set(all, known)
  const key = open.map(({ declared }) => declared.id).join(' ')
  const had = known.get(key)
  if (had !== undefined) return had
  const same = open.map(({ crossing }) => crossing)
  if (known.size >= KEPT) known.clear()
  known.set(key, same)
  return same
}

const TSUNAMI: RoadsUnder = { hazard: 'tsunami', severity: 'unknown' }

/**
 * Of the crossings that were declared when the call-out was opened, those that people called for an event may take:
 * neither the event closes them, wherever it strikes, nor a tsunami that may come to one of their landings, as one of
 * unknown severity, nor a quake, storm or surge of any incident that strikes one.
 */
export const openCrossings = async (
  installation: Installation,
  mode: Mode,
  event: RoadsUnder,
  crossings: readonly DeclaredCrossing[],
): Promise<readonly Crossing[]> => {
  const all = landedOf(installation, crossings)
  if (all.length === 0) return sameOf(all, all)
  const closes = (hazard: RoadsUnder): boolean => all.some(({ declared }) => !isOpen(declared, [hazard]))
  const [waters, striking] = await Promise.all([
    openWaters(installation, mode),
    strikingNow(installation, mode, closes),
  ])
  const reaches = ({ ends }: DeclaredCrossing, { area }: { readonly area: Area }): boolean =>
    ends.some((end) => contains(area, end))
  const hazardsAt = (declared: DeclaredCrossing): readonly RoadsUnder[] => [
    event,
    ...(waters.some((water) => reaches(declared, water)) ? [TSUNAMI] : []),
    ...striking.filter((one) => reaches(declared, one)).map((one) => one.event),
  ]
  return sameOf(
    all,
    all.filter(({ declared }) => isOpen(declared, hazardsAt(declared))),
  )
}
