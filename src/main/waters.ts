import { type Area, contains } from '../geo/area.ts'
import type { EventId, HazardEvent } from '../mobilisation/hazard-event.ts'
import type { CallOutLoaded, Destination } from '../store/call-outs.ts'
import { gatheringOne } from '../store/gather.ts'
import { gatheredCallOuts, openTsunamiWarnings, planAnew, type TsunamiWarning } from '../store/tsunami-warnings.ts'
import type { Mode } from '../wording/mode.ts'
import { impactOf } from './event-places.ts'
import type { Installation } from './installation.ts'

/** Where a tsunami may come, and which message says so. */
export interface Water {
  readonly eventId: EventId
  readonly mode: Mode
  readonly area: Area
}

/** A quake after which a tsunami is possible, as one of unknown height: the coast round its middle. */
const asTsunami = (quake: HazardEvent, { centre }: { readonly centre: Area['centre'] }): HazardEvent => ({
  ...quake,
  hazard: 'tsunami',
  level: null,
  geometry: { type: 'Point', coordinates: centre },
  radiusKm: null,
  villageCodes: [],
  regions: [],
})

/** A message never changes, and its coast takes a while to draw: areas are kept, so many at most. */
const KEPT = 200
const drawn = new WeakMap<Installation, Map<EventId, Area>>()

const draw = async ({ configuration, places, sites }: Installation, { event }: TsunamiWarning): Promise<Area> => {
  const register = event.villageCodes.length === 0 ? [] : await sites()
  const impact = await impactOf(event, configuration.hazards, places, register)
  if (event.hazard === 'tsunami') return impact.area
  return (await impactOf(asTsunami(event, impact), configuration.hazards, places, [])).area
}

/** Undefined where it cannot be drawn: one bad warning must not stop the plans of all other events. */
const areaOf = async (installation: Installation, warning: TsunamiWarning): Promise<Area | undefined> => {
  const { eventId } = warning
  const kept = drawn.get(installation) ?? new Map<EventId, Area>()
  drawn.set(installation, kept)
  const known = kept.get(eventId)
  if (known !== undefined) return known
  try {
    const area = await draw(installation, warning)
    if (kept.size >= KEPT) kept.clear()
    kept.set(eventId, area)
    return area
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown
    installation.log.error('the coast of a tsunami warning cannot be drawn', { eventId, reason: thrown.message })
    return undefined
  }
}

/** Where a tsunami may come by a message that is in no row: none where it warns of none, or where it cannot be drawn. */
export const ownWaters = async (
  installation: Installation,
  { eventId, event }: TsunamiWarning,
): Promise<readonly Water[]> => {
  const { hazard, level, mode } = event
  if (hazard !== 'tsunami' && !(hazard === 'earthquake' && level === 'berpotensi-tsunami')) return []
  const area = await areaOf(installation, { eventId, event })
  return area === undefined ? [] : [{ eventId, mode, area }]
}

const readings = new WeakMap<Installation, () => Promise<readonly TsunamiWarning[]>>()

/** Asked once for all who ask at the same time: a flood of events asks for each. */
const readingOf = (installation: Installation): (() => Promise<readonly TsunamiWarning[]>) => {
  const { database, clock } = installation
  const open = readings.get(installation) ?? gatheringOne(() => openTsunamiWarnings(database, clock.now()))
  readings.set(installation, open)
  return open
}

/** Those that were read for one decision. */
const read = new WeakMap<Installation, Promise<readonly Water[]>>()

/** Where a tsunami may come now. */
const allWaters = async (installation: Installation): Promise<readonly Water[]> => {
  const known = read.get(installation)
  if (known !== undefined) return known
  const waters: Water[] = []
  for (const warning of await readingOf(installation)()) {
    const area = await areaOf(installation, warning)
    if (area !== undefined) waters.push({ eventId: warning.eventId, mode: warning.event.mode, area })
  }
  return waters
}

/** Lets `one` go by what `installation` says now, however often it is asked. */
export const readOnce = (one: Installation, installation: Installation): Promise<readonly Water[]> => {
  const reading = allWaters(installation)
  read.set(one, reading)
  return reading
}

/** Real waters reach everybody, rehearsed ones only who rehearses. */
const forMode = (waters: readonly Water[], mode: Mode): readonly Water[] =>
  waters.filter((water) => water.mode === 'actual' || water.mode === mode)

/** The areas where a tsunami may come now, for call-outs of a mode. */
export const openWaters = async (installation: Installation, mode: Mode): Promise<readonly Water[]> =>
  forMode(await allWaters(installation), mode)

/** Those of the waters that reach a place where people gather; who waits for the posko's word gathers nowhere. */
const reaching = (waters: readonly Water[], { position, waits }: Destination): readonly Water[] =>
  waits === true ? [] : waters.filter(({ area }) => contains(area, position))

/** The threads of a call-out whose place, as it was planned, a tsunami may reach. */
export const leavingThreads = async (
  installation: Installation,
  { mode, demands }: Pick<CallOutLoaded, 'mode' | 'demands'>,
): Promise<ReadonlySet<string>> => {
  const waters = demands.length === 0 ? [] : await openWaters(installation, mode)
  const left = demands.filter(({ destination }) => reaching(waters, destination).length > 0)
  return new Set(left.map(({ threadId }) => threadId))
}

/** Lets every call-out be planned anew whose people gather where a tsunami may come. */
export const clearTheShore = async (installation: Installation, now: Date): Promise<void> => {
  const { database } = installation
  const waters = await allWaters(installation)
  if (waters.length === 0) return
  for (const { callOutId, mode, places } of await gatheredCallOuts(database)) {
    const near = forMode(waters, mode)
    const reached = places.map(({ eventId, destination }) => ({ eventId, by: reaching(near, destination) }))
    const endangered = reached.filter(({ by }) => by.length > 0).map(({ eventId }) => eventId)
    const because = new Set(reached.flatMap(({ by }) => by.map(({ eventId }) => eventId)))
    if (endangered.length > 0) await planAnew(database, callOutId, endangered, [...because], now)
  }
}
