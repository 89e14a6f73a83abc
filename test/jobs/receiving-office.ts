import {
  type Belongs,
  type Incoming,
  type KnownPlace,
  type Needs,
  type Placed,
  receiveEvent,
} from '../../jobs/receive-event.ts'
import { type Area, type AreaGeometry, polygonArea } from '../../src/geo/area.ts'
import { type CodedPlace, indexPlaces } from '../../src/mobilisation/coded-places.ts'
import type { MusterDoubt } from '../../src/mobilisation/gathering.ts'
import type { CallOutId, EventId, HazardEvent } from '../../src/mobilisation/hazard-event.ts'
import { aMessage } from '../mobilisation/sample.ts'

export const EVENT_ID = '0190a8f2-0000-7000-8000-0000000000e1' as EventId
export const CALL_OUT_ID = '0190a8f2-0000-7000-8000-000000000001' as CallOutId
const PLACES: readonly CodedPlace[] = [
  { code: '32.04', position: [107.53, -7.03] },
  { code: '32.05', position: [107.9, -7.2] },
]
const VILLAGES = ['32.04.15.2003', '32.05.01.2001']
const REGIONS = ['32', '32.04', '32.05']
export const NOWHERE = { geometry: null, hazard: null } as const
export const UNSOUND = { path: 'area.geometry', got: 'a crossed line', expected: 'an outline of a place' }

export const square = (west: number, south: number, side = 0.06): AreaGeometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [west, south],
      [west + side, south],
      [west + side, south + side],
      [west, south + side],
      [west, south],
    ],
  ],
})
/** An outline that this office cannot use. */
export const CROSSED: AreaGeometry = { type: 'Polygon', coordinates: [] }

const place = (event: HazardEvent): ReturnType<Needs<Incoming, Received>['place']> => {
  const { geometry } = event
  if (geometry === null) return { kind: 'placed', event, point: null, area: null, notes: [] }
  if (geometry.type === 'Point')
    return { kind: 'placed', event, point: geometry.coordinates, area: null, notes: ['a point'] }
  if (geometry.coordinates.length === 0) return { kind: 'unsound', faults: [UNSOUND] }
  const area = polygonArea(geometry)
  const mended = { ...event, headline: 'mended' }
  return { kind: 'placed', event: mended, point: area.centre, area, notes: ['its outline was mended'] }
}

type Received =
  | { readonly kind: 'new'; readonly assess: EventId | null; readonly standDown: CallOutId | null }
  | { readonly kind: 'old' }

export const NEW: Received = { kind: 'new', assess: EVENT_ID, standDown: null }

interface Office {
  readonly received?: Received
  /** The regency of the event that an end speaks of. */
  readonly known?: string | null
  /** Where the event lies that an update speaks of. */
  readonly knownPlace?: KnownPlace | null
  readonly places?: readonly CodedPlace[]
  readonly doubt?: MusterDoubt | null
}

/** An office that keeps what it is given; `done` names its steps in their order. */
export const anOffice = ({
  received = NEW,
  known = null,
  knownPlace = null,
  places = PLACES,
  doubt = null,
}: Office = {}) => {
  const done: string[] = []
  const saved: { placed: Placed; belongs: Belongs }[] = []
  const receive = receiveEvent<Incoming, Received>({
    villageExists: (code) => VILLAGES.includes(code),
    regionExists: (code) => REGIONS.includes(code),
    places: async () => indexPlaces(places),
    place,
    placeOfKnown: async ({ message: { sourceId } }) => {
      done.push(`place ${sourceId}`)
      return knownPlace
    },
    musterDoubt: async () => doubt,
    regencyOfKnown: async ({ message: { sourceId } }) => {
      done.push(`known ${sourceId}`)
      return known
    },
    save: async (_message, placed, belongs) => {
      saved.push({ placed, belongs })
      done.push('save')
      return received
    },
    followUp: (given) => (given.kind === 'new' ? given : null),
    wakeAssess: async (id, mode) => void done.push(`assess ${id} ${mode}`),
    wakeEnd: async (id, mode) => void done.push(`end ${id} ${mode}`),
  })
  const post = (event: Partial<HazardEvent> = {}, jurisdiction = '32.04', jurisdictionArea: Area | null = null) =>
    receive({ message: aMessage(event), jurisdiction, jurisdictionArea })
  return { done, saved, post }
}
