import { looksOf } from '../cartography/marks.ts'
import { STATES } from '../cartography/palette.ts'
import type { MapPicture, PersonOnPicture, PersonState } from '../cartography/picture.ts'
import { type Area, type AreaGeometry, contains, polygonArea } from '../geo/area.ts'
import type { LandPolygon } from '../geo/landmass.ts'
import { isPosition, type Position } from '../geo/position.ts'
import type { CallOutStatus } from '../mobilisation/call-out.ts'
import { HAZARD_NAMES, HAZARDS } from '../mobilisation/hazard.ts'
import { timeZoneOf } from '../roster/region.ts'
import type { RosterIndex } from '../roster/roster-index.ts'
import type { Site } from '../roster/site.ts'
import type { callOutById } from '../store/call-out-views.ts'
import type { eventById } from '../store/event-views.ts'
import type { respondersOf } from '../store/notice-views.ts'
import { MODE_LABELS, MODES } from '../wording/mode.ts'
import { localDateLong, localTime } from '../wording/time.ts'

const CREDITS =
  'Garis pantai: Natural Earth (domain publik), 1:10 juta. Wilayah: Kepmendagri 2025 melalui idn-area-data (ODbL).'

const STATUS_WORDS: Readonly<Record<CallOutStatus, string>> = {
  planning: 'disiapkan',
  'awaiting-approval': 'menunggu persetujuan',
  calling: 'memanggil petugas',
  filled: 'kebutuhan terpenuhi',
  exhausted: 'petugas habis',
  closed: 'ditutup',
  'stood-down': 'dicabut',
}

/** How a word of the database reads where we have one for it. */
const wordFor = <Word extends string>(words: Readonly<Record<Word, string>>, word: string): string =>
  Object.entries<string>(words).find(([key]) => key === word)?.[1] ?? word

const kindName = (kind: string): string => looksOf([kind])[0]?.id ?? kind

type Fields = Readonly<Record<string, unknown>>

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {}

const isGeometry = (value: unknown): value is AreaGeometry => {
  const { type, coordinates } = fieldsOf(value)
  return (type === 'Polygon' || type === 'MultiPolygon') && Array.isArray(coordinates)
}

/** The impact area as assess-event saved it; undefined before the event was assessed. */
const areaOf = (saved: unknown): Area | undefined => {
  const { geometry } = fieldsOf(fieldsOf(saved)['area'])
  return isGeometry(geometry) ? polygonArea(geometry) : undefined
}

const positionOf = (value: unknown): Position | undefined => {
  const [longitude, latitude]: readonly unknown[] = Array.isArray(value) ? value : []
  if (typeof longitude !== 'number' || typeof latitude !== 'number') return undefined
  return isPosition(longitude, latitude) ? [longitude, latitude] : undefined
}

const destinationOf = (saved: unknown): Pick<MapPicture, 'destination'> => {
  const { name, position } = fieldsOf(saved)
  const place = positionOf(position)
  return place === undefined ? {} : { destination: { position: place, label: String(name) } }
}

const numeral = (count: number): string => count.toLocaleString('id-ID')

/** The country with every site, labelled where the register is made up. */
export const countryPicture = (sites: readonly Site[], land: readonly LandPolygon[], now: Date): MapPicture => {
  const invented = sites.filter(({ synthetic }) => synthetic).length
  const when = `Keadaan ${localDateLong(now, 'WIB')} pukul ${localTime(now, 'WIB')}`
  return {
    title: 'Kampung Siaga Bencana di Indonesia',
    subtitle: `${numeral(sites.length)} KSB terdaftar. ${when}.`,
    ...(invented === 0 ? {} : { ribbon: 'DATA CONTOH' }),
    land,
    sites: sites.map(({ position, name }) => ({ position, name, affected: false })),
    people: [],
    credits: CREDITS,
  }
}

type Found<Read extends (...given: never[]) => Promise<unknown>> = NonNullable<Awaited<ReturnType<Read>>>

interface CallOutOnMap {
  readonly callOut: Found<typeof callOutById>
  readonly event: Found<typeof eventById>
  readonly people: Found<typeof respondersOf>['responders']
  readonly roster: RosterIndex
  readonly land: readonly LandPolygon[]
}

const stateOf = (word: unknown): PersonState => STATES.find((state) => state === word) ?? 'called'

/** Where people live, as the register has it; to a hundredth of a degree for one who has left it meanwhile. */
const peopleOf = ({ people, roster }: Pick<CallOutOnMap, 'people' | 'roster'>): readonly PersonOnPicture[] => {
  const wanted = new Set(people.map((person) => person['responderId']))
  const homes = new Map(roster.responders.filter(({ id }) => wanted.has(id)).map(({ id, home }) => [String(id), home]))
  return people.flatMap((person) => {
    const position = homes.get(String(person['responderId'])) ?? positionOf([person['lng'], person['lat']])
    if (position === undefined) return []
    return [{ position, kind: String(person['kind']), label: String(person['name']), state: stateOf(person['state']) }]
  })
}

const filledWords = ({ need, filled }: CallOutOnMap['callOut']): string => {
  const coming = new Map<string, number>(Object.entries(filled))
  return Object.entries(need)
    .map(([kind, count]) => `${coming.get(kind) ?? 0}/${count} ${kindName(kind)}`)
    .join(', ')
}

/** One call-out: its area, where to come, who was called and what they said. Without an area, as before it is assessed, the country. */
export const callOutPicture = (given: CallOutOnMap): MapPicture => {
  const { callOut, event, roster, land } = given
  const area = areaOf(event.impactArea)
  const zone = timeZoneOf(callOut.regencyCode)
  const mode = MODES.find((word) => word === callOut.mode) ?? 'test'
  const ribbon = MODE_LABELS[mode].last.trim()
  const hazard = HAZARDS.find((word) => word === callOut.hazard)
  const when = `${localDateLong(event.occurredAt, zone)} pukul ${localTime(event.occurredAt, zone)}`
  const filled = filledWords(callOut)
  return {
    title: callOut.headline || (hazard === undefined ? 'Panggilan' : HAZARD_NAMES[hazard].id),
    subtitle: [
      when,
      `Kode ${callOut.code}`,
      `Status: ${wordFor(STATUS_WORDS, callOut.status)}`,
      ...(filled === '' ? [] : [`Bersedia: ${filled}`]),
    ].join('  ·  '),
    ...(ribbon === '' ? {} : { ribbon }),
    land,
    sites: roster.sites.map(({ position, name }) => {
      return { position, name, affected: area !== undefined && contains(area, position) }
    }),
    ...(area === undefined ? {} : { area }),
    ...(hazard === undefined ? {} : { hazard }),
    ...destinationOf(callOut.destination),
    people: peopleOf(given),
    credits: CREDITS,
  }
}
