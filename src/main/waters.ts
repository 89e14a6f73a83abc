import { type Area, contains } from '../geo/area.ts'
import type { EventId, HazardEvent } from '../mobilisation/hazard-event.ts'
import type { RoadsUnder } from '../mobilisation/pace.ts'
import type { CallOutLoaded, Destination } from '../store/call-outs.ts'
import { gatheringOne } from '../store/gather.ts'
import { gatheredCallOuts, type OpenWarning, openWarnings, planAnew } from '../store/tsunami-warnings.ts'
import type { Mode } from '../wording/mode.ts'
import { impactOf } from './event-places.ts'
import type { Installation } from './installation.ts'

/** Where a tsunami may come, or round a volcano, and which message says so. */
export interface Water {
  readonly eventId: EventId
  readonly mode: Mode
  readonly area: Area
}

interface Warned extends Water {
  readonly incidentId: string
  /** The zone of a volcano; else waters. */
  readonly isZone: boolean
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
const drawn = new WeakMap<Installation, Map<string, Area>>()

/** The waters after a quake are those of its tsunami; where it shakes is another area. */
type Drawn = 'waters' | 'itself'

const draw = async (
  { configuration, places, sites }: Installation,
  { event }: Pick<OpenWarning, 'event'>,
  as: Drawn,
): Promise<Area> => {
  const register = event.villageCodes.length === 0 ? [] : await sites()
  const impact = await impactOf(event, configuration.hazards, places, register)
  if (as === 'itself' || event.hazard !== 'earthquake') return impact.area
  return (await impactOf(asTsunami(event, impact), configuration.hazards, places, [])).area
}

/** Undefined where it cannot be drawn: one bad warning must not stop the plans of all other events. */
const areaOf = async (
  installation: Installation,
  warning: Pick<OpenWarning, 'eventId' | 'event'>,
  as: Drawn = 'waters',
): Promise<Area | undefined> => {
  const { eventId } = warning
  const kept = drawn.get(installation) ?? new Map<string, Area>()
  drawn.set(installation, kept)
  const name = `${as} ${eventId}`
  const known = kept.get(name)
  if (known !== undefined) return known
  try {
    const area = await draw(installation, warning, as)
    if (kept.size >= KEPT) kept.clear()
    kept.set(name, area)
    return area
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown
    installation.log.error('the area of a warning cannot be drawn', { eventId, reason: thrown.message })
    return undefined
  }
}

/** Where a tsunami may come by a message that is in no row: none where it warns of none, or where it cannot be drawn. */
export const ownWaters = async (
  installation: Installation,
  { eventId, event }: Pick<OpenWarning, 'eventId' | 'event'>,
): Promise<readonly Water[]> => {
  const { hazard, level, mode } = event
  if (hazard !== 'tsunami' && !(hazard === 'earthquake' && level === 'berpotensi-tsunami')) return []
  const area = await areaOf(installation, { eventId, event })
  return area === undefined ? [] : [{ eventId, mode, area }]
}

const readings = new WeakMap<Installation, () => Promise<readonly OpenWarning[]>>()

/** Asked once for all who ask at the same time: a flood of events asks for each. */
const readingOf = (installation: Installation): (() => Promise<readonly OpenWarning[]>) => {
  const { database, clock } = installation
  const open = readings.get(installation) ?? gatheringOne(() => openWarnings(database, clock.now()))
  readings.set(installation, open)
  return open
}

/** What is read at once. */
interface Reading {
  /** Where a tsunami may come now, and the zones of volcanoes. */
  readonly warned: readonly Warned[]
  /** Quakes, storms and surges; where they strike is drawn only for whoever asks. */
  readonly closing: readonly OpenWarning[]
}

/** Those that were read for one decision. */
const read = new WeakMap<Installation, Promise<Reading>>()

/** Whether a message warns of the sea or a volcano, and not only of what closes a crossing. */
const isWarning = ({ event: { hazard, level }, seaIsSafe }: OpenWarning): boolean =>
  hazard === 'tsunami' ||
  hazard === 'volcano' ||
  (hazard === 'earthquake' && level === 'berpotensi-tsunami' && !seaIsSafe)

const readNow = async (installation: Installation): Promise<Reading> => {
  const open = await readingOf(installation)()
  const warned: Warned[] = []
  for (const warning of open.filter(isWarning)) {
    const { eventId, incidentId, event } = warning
    const area = await areaOf(installation, warning)
    if (area !== undefined)
      warned.push({ eventId, incidentId, mode: event.mode, area, isZone: event.hazard === 'volcano' })
  }
  return { warned, closing: open.filter(({ event }) => event.hazard !== 'tsunami' && event.hazard !== 'volcano') }
}

const readingFor = (installation: Installation): Promise<Reading> => read.get(installation) ?? readNow(installation)

/** Where a tsunami may come now, and the zones of volcanoes. */
const allWarned = async (installation: Installation): Promise<readonly Warned[]> =>
  (await readingFor(installation)).warned

/** Lets `one` go by what `installation` says now, however often it is asked. */
export const readOnce = (one: Installation, installation: Installation): Promise<unknown> => {
  const reading = readNow(installation)
  read.set(one, reading)
  return reading
}

/** What is real reaches everybody, what is rehearsed only who rehearses. */
const reachesMode = (of: Mode, mode: Mode): boolean => of === 'actual' || of === mode

const forMode = (waters: readonly Warned[], mode: Mode): readonly Warned[] =>
  waters.filter((water) => reachesMode(water.mode, mode))

/** A quake, storm or surge, and where it strikes. */
export interface Striking {
  readonly event: RoadsUnder
  readonly area: Area
}

/** Those that strike now, of any incident, for call-outs of a mode: only such as `matter`. */
export const strikingNow = async (
  installation: Installation,
  mode: Mode,
  matter: (event: RoadsUnder) => boolean,
): Promise<readonly Striking[]> => {
  const striking: Striking[] = []
  for (const warning of (await readingFor(installation)).closing) {
    if (!reachesMode(warning.event.mode, mode) || !matter(warning.event)) continue
    const area = await areaOf(installation, warning, 'itself')
    if (area !== undefined) striking.push({ event: warning.event, area })
  }
  return striking
}

/** The areas where a tsunami may come now, for call-outs of a mode. */
export const openWaters = async (installation: Installation, mode: Mode): Promise<readonly Water[]> =>
  forMode(await allWarned(installation), mode).filter(({ isZone }) => !isZone)

/** A call-out's own volcano: its area is seen to where its muster point is chosen. */
const ofOthers = ({ isZone, incidentId }: Warned, own: string): boolean => !(isZone && incidentId === own)

/** The areas round the volcanoes of other incidents, for a call-out of a mode. */
export const openZones = async (
  installation: Installation,
  { mode, incidentId }: Pick<CallOutLoaded, 'mode' | 'incidentId'>,
): Promise<readonly Water[]> =>
  forMode(await allWarned(installation), mode).filter((one) => one.isZone && ofOthers(one, incidentId))

/** Those of the waters that reach a place where people gather; who waits for the posko's word gathers nowhere. */
const reaching = (waters: readonly Water[], { position, waits }: Destination): readonly Water[] =>
  waits === true ? [] : waters.filter(({ area }) => contains(area, position))

/** The threads of a call-out whose place, as it was planned, a tsunami may reach or the zone of a volcano holds. */
export const leavingThreads = async (
  installation: Installation,
  { mode, incidentId, demands }: Pick<CallOutLoaded, 'mode' | 'incidentId' | 'demands'>,
): Promise<ReadonlySet<string>> => {
  const warned = demands.length === 0 ? [] : forMode(await allWarned(installation), mode)
  const near = warned.filter((one) => ofOthers(one, incidentId))
  const left = demands.filter(({ destination }) => reaching(near, destination).length > 0)
  return new Set(left.map(({ threadId }) => threadId))
}

/** Lets every call-out be planned anew whose people gather where a tsunami may come, or near another's volcano. */
export const clearTheShore = async (installation: Installation, now: Date): Promise<void> => {
  const { database } = installation
  const waters = await allWarned(installation)
  if (waters.length === 0) return
  for (const { callOutId, incidentId, mode, places } of await gatheredCallOuts(database)) {
    const near = forMode(waters, mode).filter((one) => ofOthers(one, incidentId))
    const reached = places.map(({ eventId, destination }) => ({ eventId, by: reaching(near, destination) }))
    const endangered = reached.filter(({ by }) => by.length > 0).map(({ eventId }) => eventId)
    const because = new Set(reached.flatMap(({ by }) => by.map(({ eventId }) => eventId)))
    if (endangered.length > 0) await planAnew(database, callOutId, endangered, [...because], now)
  }
}
