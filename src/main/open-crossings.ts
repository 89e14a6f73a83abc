import type { Configuration } from '../../config/load.ts'
import { contains } from '../geo/area.ts'
import type { Crossing } from '../geo/travel.ts'
import { type DeclaredCrossing, isOpen, landCrossings } from '../mobilisation/declared-crossing.ts'
import type { RoadsUnder } from '../mobilisation/pace.ts'
import type { Mode } from '../wording/mode.ts'
import { type Installation, landmassAt } from './installation.ts'
import { openWaters } from './waters.ts'

interface Landed {
  readonly declared: DeclaredCrossing
  readonly crossing: Crossing
}

/** Where landings lie never changes while a configuration is read. */
const landed = new WeakMap<Configuration, readonly Landed[]>()

const landedOf = ({ configuration, places, log }: Installation): readonly Landed[] => {
  const known = landed.get(configuration)
  if (known !== undefined) return known
  const { crossings, adrift } = landCrossings(configuration.crossings, (place) => landmassAt(places, place))
  if (adrift.length > 0) log.warn('crossings with a landing off every land lead nowhere', { crossings: adrift })
  const byId = new Map(configuration.crossings.map((declared) => [declared.id, declared]))
  const found = crossings.flatMap((crossing): readonly Landed[] => {
    const declared = byId.get(crossing.id)
    return declared === undefined ? [] : [{ declared, crossing }]
  })
  landed.set(configuration, found)
  return found
}

/**
 * The crossings that people called for an event may take: those that neither the event closes, wherever it strikes, nor
 * a tsunami that may come to one of their landings, as one of unknown severity.
 */
export const openCrossings = async (
  installation: Installation,
  mode: Mode,
  event: RoadsUnder,
): Promise<readonly Crossing[]> => {
  const all = landedOf(installation)
  const waters = all.length === 0 ? [] : await openWaters(installation, mode)
  const hazardsAt = ({ ends }: DeclaredCrossing): readonly RoadsUnder[] =>
    waters.some(({ area }) => ends.some((end) => contains(area, end)))
      ? [event, { hazard: 'tsunami', severity: 'unknown' }]
      : [event]
  return all.filter(({ declared }) => isOpen(declared, hazardsAt(declared))).map(({ crossing }) => crossing)
}
