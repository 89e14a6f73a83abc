import { type Area, type Bounds, circle } from '../geo/area.ts'
import { overlapShare } from '../geo/overlap.ts'
import type { Position } from '../geo/position.ts'
import type { Mode } from '../wording/mode.ts'
import type { Hazard } from './hazard.ts'
import type { MessageType } from './hazard-event.ts'
import { ends } from './threads.ts'

/** A name of a message: at which source, under which id. */
export interface MessageName {
  readonly source: string
  readonly sourceId: string
}

/** Where a happening is. */
export interface HappeningPlace {
  readonly centre: Position
  readonly box: Bounds
  /** Its outline where the sender drew one; a circle is described by its box. */
  readonly outline?: Area | null
}

/** What a message is about, as far as telling one happening from another needs it. */
export interface Happening {
  readonly hazard: Hazard | null
  readonly mode: Mode
  readonly messageType: MessageType
  readonly occurredAt: Date
  readonly expiresAt: Date | null
  readonly magnitude: number | null
  /** Null where it says no place. */
  readonly place: HappeningPlace | null
}

/** A message that arrives. */
export interface Arriving extends MessageName, Happening {
  /** Other ids of its own at the same source. */
  readonly aliases: readonly string[]
  readonly references: readonly MessageName[]
  /** Null where its source numbers its messages, under an id that lasts. */
  readonly sentAt: Date | null
  /** Whether it may join by place and time; what the program posts itself stands alone. */
  readonly joins: boolean
}

/** A message that is kept, with what it names. */
export interface Known extends MessageName, Happening {
  readonly threadId: string
  readonly incidentId: string
  readonly aliases: readonly string[]
  readonly references: readonly MessageName[]
  /** The incident goes on, and so does its call-out if it has one. */
  readonly open: boolean
  readonly incidentOpenedAt: Date
}

export interface Joined {
  /** Its thread, and others that turn out to be the same; none where it begins one. */
  readonly threadIds: readonly string[]
  /** Null where it begins one. */
  readonly incidentId: string | null
  /** In a sentence, for the row and the sender; null where nothing was joined, or it is a later message of one id. */
  readonly because: string | null
}

/** Whether two quakes are one, and why; handed in beside the list so that its thresholds stand in one place. */
export type SameQuake = (
  a: { readonly at: Date; readonly position: Position; readonly magnitude: number | null },
  b: { readonly at: Date; readonly position: Position; readonly magnitude: number | null },
) => { readonly same: true; readonly because: string } | { readonly same: false }

/** Hazards that are reported under one name or the other. */
const FAMILIES: readonly (readonly Hazard[])[] = [
  ['flood', 'flash_flood'],
  ['fire', 'wildfire'],
]

/** The hazards under which the same happening may be reported. */
export const familyOf = (hazard: Hazard): readonly Hazard[] =>
  FAMILIES.find((family) => family.includes(hazard)) ?? [hazard]

/** Ours: how long a happening without an end of its own is still the same one. */
export const LASTS_MS = 12 * 3_600_000

/** Ours: agencies begin a new alert for the same weather up to an hour after the last one ran out. */
export const APART_MS = 3_600_000

/** Ours: two boxes are one place when so much of the smaller lies in the other. */
const SHARE = 0.3

const sameName = (a: MessageName, b: MessageName): boolean => a.source === b.source && a.sourceId === b.sourceId

const namesOf = (message: MessageName & { readonly aliases: readonly string[] }): readonly MessageName[] => [
  message,
  ...message.aliases.map((sourceId) => ({ source: message.source, sourceId })),
]

const meets = (left: readonly MessageName[], right: readonly MessageName[]): boolean =>
  left.some((a) => right.some((b) => sameName(a, b)))

/** How a message is tied to a kept one by names alone; null where it is not. */
export const tie = (arriving: Arriving, known: Known): string | null => {
  if (sameName(arriving, known)) return 'same id'
  const [mine, theirs] = [namesOf(arriving), namesOf(known)]
  if (meets(arriving.references, theirs)) return `it refers to ${known.sourceId}`
  if (meets(mine, known.references)) return `${known.sourceId} refers to it`
  if (meets(arriving.references, known.references)) return `it refers to the same message as ${known.sourceId}`
  return meets(mine, theirs) ? `it shares an id with ${known.sourceId}` : null
}

const boxKm2 = ({ west, south, east, north }: Bounds): number => Math.max(0, east - west) * Math.max(0, north - south)

/** The share of the smaller box that lies in the other: 0 where they are apart, 1 where one holds the other. */
export const boxShare = (a: Bounds, b: Bounds): number => {
  const common = boxKm2({
    west: Math.max(a.west, b.west),
    south: Math.max(a.south, b.south),
    east: Math.min(a.east, b.east),
    north: Math.min(a.north, b.north),
  })
  const smaller = Math.min(boxKm2(a), boxKm2(b))
  return smaller === 0 ? 0 : common / smaller
}

/** Degrees of latitude to km, on the sphere of mean radius (IUGG). */
const KM_PER_DEGREE = 111.195

const LARGEST_CIRCLE_KM = 500

const areaOf = ({ centre, box, outline }: HappeningPlace): Area =>
  outline ?? circle(centre, Math.min(LARGEST_CIRCLE_KM, Math.max(0.1, ((box.north - box.south) / 2) * KM_PER_DEGREE)))

/** The share of the smaller area that lies in the other; circles are compared by their boxes. */
const shareOf = (a: HappeningPlace, b: HappeningPlace): number => {
  const byBoxes = boxShare(a.box, b.box)
  if (byBoxes === 0 || (!a.outline && !b.outline)) return byBoxes
  return overlapShare(areaOf(a), areaOf(b))
}

const lastsUntil = ({ occurredAt, expiresAt }: Happening): number =>
  Math.max(occurredAt.getTime() + LASTS_MS, expiresAt?.getTime() ?? 0)

const sameTime = (a: Happening, b: Happening): boolean =>
  a.occurredAt.getTime() <= lastsUntil(b) + APART_MS && b.occurredAt.getTime() <= lastsUntil(a) + APART_MS

const quakeOf = ({ occurredAt, magnitude }: Happening, position: Position) => ({ at: occurredAt, position, magnitude })

/** Why two messages speak of one happening; null where they do not. */
const sameHappening = (a: Happening, b: Happening, sameQuake: SameQuake): string | null => {
  if (a.hazard === null || b.hazard === null || a.place === null || b.place === null) return null
  if (!familyOf(a.hazard).includes(b.hazard)) return null
  if (a.hazard === 'earthquake') {
    const verdict = sameQuake(quakeOf(a, a.place.centre), quakeOf(b, b.place.centre))
    return verdict.same ? verdict.because : null
  }
  const share = shareOf(a.place, b.place)
  return share >= SHARE && sameTime(a, b)
    ? `same hazard, same time, and ${Math.round(share * 100)} % of the smaller area lies in the other`
    : null
}

const byWord = (left: string, right: string): number => (left === right ? 0 : left < right ? -1 : 1)

const byOpening = (left: Known, right: Known): number =>
  left.incidentOpenedAt.getTime() - right.incidentOpenedAt.getTime() ||
  byWord(left.incidentId, right.incidentId) ||
  byWord(left.threadId, right.threadId)

/**
 * Finds the thread and the incident of a message among the kept ones: by names first (its own id, references in either
 * direction, ids in common), which makes it a message of that thread; else by hazard, place and time, which makes it a
 * thread of its own in that incident. Exercises join by names alone: two drills in neighbouring villages are two.
 *
 * `mayChange` says whether its sender may change what a kept message said: without that it may stand beside it in one
 * incident, but never in its thread, whatever it names.
 */
export const joinIncident = <One extends Known>(
  arriving: Arriving,
  kept: readonly One[],
  sameQuake: SameQuake,
  mayChange: (known: One) => boolean = () => true,
): Joined => {
  const ofMode = kept.filter(({ mode }) => mode === arriving.mode).toSorted(byOpening)
  const tied = ofMode.flatMap((known) => {
    const because = mayChange(known) ? tie(arriving, known) : null
    return because === null ? [] : [{ known, because }]
  })
  const [main] = tied
  if (main !== undefined) {
    const { known } = main
    const because = tied.find((one) => one.because !== 'same id')?.because ?? null
    return {
      threadIds: [...new Set(tied.map((one) => one.known.threadId))],
      incidentId: known.incidentId,
      because: tied.some((one) => one.because === 'same id') ? null : because,
    }
  }
  if (!arriving.joins || arriving.mode === 'exercise' || ends(arriving.messageType))
    return { threadIds: [], incidentId: null, because: null }
  for (const known of ofMode) {
    const because = known.open ? sameHappening(arriving, known, sameQuake) : null
    // A feed that gives its quakes no lasting id speaks of the same one under a new id. Whoever numbers has lasting ids.
    const again =
      arriving.hazard === 'earthquake' &&
      arriving.source === known.source &&
      arriving.sentAt !== null &&
      mayChange(known)
    if (because !== null) return { threadIds: again ? [known.threadId] : [], incidentId: known.incidentId, because }
  }
  return { threadIds: [], incidentId: null, because: null }
}
