import type { Area } from '../geo/area.ts'
import type { LandPolygon } from '../geo/landmass.ts'
import type { Position } from '../geo/position.ts'

/** How a person stands to a call-out: called and still in time, coming, not coming, there, let go, or past the deadline. */
export type PersonState = 'called' | 'yes' | 'no' | 'arrived' | 'stood-down' | 'silent'

export interface SiteOnPicture {
  readonly position: Position
  readonly name: string
  readonly affected: boolean
}

export interface PersonOnPicture {
  readonly position: Position
  /** A kind of the roster, such as `tagana`; one without a shape of its own is drawn and named as others are. */
  readonly kind: string
  /** Shown where there is room and when pointed at: the caller decides how much of a person it tells. */
  readonly label: string
  readonly state: PersonState
}

export interface DestinationOnPicture {
  readonly position: Position
  readonly label: string
}

/** What a map shows. With an area it is the map of one event, without one the map of the country. */
export interface MapPicture {
  readonly title: string
  readonly subtitle?: string
  /** Shown on a ribbon beside the title, such as LATIHAN: a drill can never look real. */
  readonly ribbon?: string
  readonly land: readonly LandPolygon[]
  readonly sites: readonly SiteOnPicture[]
  /** An event's impact area. */
  readonly area?: Area
  /** The hazard's name, such as `flood`: gives the area its tone. */
  readonly hazard?: string
  /** Where people are asked to go; drawn only with an area. */
  readonly destination?: DestinationOnPicture
  /** Drawn only with an area. */
  readonly people: readonly PersonOnPicture[]
  readonly credits: string
}
