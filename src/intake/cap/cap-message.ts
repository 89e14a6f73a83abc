import type { Fault } from '../../errors.ts'
import { FUTURE_ALLOWED_MS } from '../../mobilisation/arrival.ts'
import type { EventMessage } from '../../mobilisation/event-message.ts'
import type { HazardEvent, MessageType } from '../../mobilisation/hazard-event.ts'
import type { Mode } from '../../wording/mode.ts'
import { HAZARD_WORDS } from '../hazard-words.ts'
import { isSeenLine } from '../plain-text.ts'
import { showText } from '../shown.ts'
import type { CapAlert, CapInfo } from './cap-alert.ts'
import { figuresOf } from './cap-figures.ts'
import { drawAreas } from './cap-geometry.ts'
import { hazardOf } from './cap-hazard.ts'
import { type KnownPlaces, placesOf } from './cap-places.ts'
import { restraintOf } from './cap-restraint.ts'
import { shortLine, shortParagraph } from './cap-texts.ts'

export type CapMessageReading =
  | { readonly kind: 'message'; readonly message: EventMessage; readonly warnings: readonly string[] }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] }

/** CAP's status as our mode: what is neither actual nor an exercise is never sent. */
const MODES: Readonly<Record<CapAlert['status'], Mode>> = {
  Actual: 'actual',
  Exercise: 'exercise',
  System: 'test',
  Test: 'test',
  Draft: 'test',
}

const MESSAGE_TYPES: Readonly<Record<CapAlert['msgType'], MessageType>> = {
  Alert: 'alert',
  Update: 'update',
  Cancel: 'cancel',
  // Acknowledgements are kept, never acted upon.
  Ack: 'update',
  Error: 'update',
}

const primary = (language: string | null): string => (language ?? 'en').toLowerCase().split('-')[0] ?? ''

/** The blocks in the language that our people read best: Indonesian, else English, else that of the first. */
const inOneLanguage = (infos: readonly CapInfo[]): readonly CapInfo[] => {
  for (const wanted of [['id', 'in'], ['en']]) {
    const found = infos.filter(({ language }) => wanted.includes(primary(language)))
    if (found.length > 0) return found
  }
  const [first] = infos
  return first === undefined ? [] : infos.filter(({ language }) => primary(language) === primary(first.language))
}

const RANKS: Readonly<Record<CapInfo['severity'], number>> = {
  Extreme: 0,
  Severe: 1,
  Moderate: 2,
  Minor: 3,
  Unknown: 4,
}

/** The worst first; as they came where they are as bad. */
const worstFirst = (infos: readonly CapInfo[]): readonly CapInfo[] =>
  infos.toSorted((a, b) => RANKS[a.severity] - RANKS[b.severity])

const lower = <Word extends string>(word: Word): Lowercase<Word> => word.toLowerCase() as Lowercase<Word>

const earliest = (dates: readonly Date[]): Date | undefined => dates.toSorted((a, b) => a.getTime() - b.getTime())[0]

const isAllClear = ({ responseType }: CapInfo): boolean => responseType.includes('AllClear')

/** What is kept of one language's blocks, and how they end the matter. */
const sorted = (alert: CapAlert): { infos: readonly CapInfo[]; messageType: MessageType; warnings: string[] } => {
  const infos = inOneLanguage(alert.info)
  const messageType = MESSAGE_TYPES[alert.msgType]
  const going = infos.filter((info) => !isAllClear(info))
  const speaks = alert.msgType === 'Alert' || alert.msgType === 'Update'
  if (!speaks || infos.length === 0 || going.length === infos.length) return { infos, messageType, warnings: [] }
  if (going.length === 0) return { infos, messageType: 'all-clear', warnings: [] }
  const ended = infos.length - going.length
  const warnings = [
    `${ended} info with responseType AllClear left out: the others still warn, and nobody is stood down`,
  ]
  return { infos: going, messageType, warnings }
}

const occurredAt = (infos: readonly CapInfo[], sent: Date): Date =>
  earliest(infos.map(({ onset, effective }) => onset ?? effective ?? sent)) ?? sent

/** The last of them; null where one block names no end. */
const expiresAt = (infos: readonly CapInfo[]): Date | null => {
  const ends = infos.flatMap(({ expires }) => expires ?? [])
  return ends.length < infos.length ? null : (ends.toSorted((a, b) => b.getTime() - a.getTime())[0] ?? null)
}

/** Ours, for the index of the database; the longest real identifier known here has 90 characters. */
const MAX_NAME = 200

const nameFaults = ({ identifier, sender }: CapAlert): readonly Fault[] =>
  Object.entries({ identifier, sender })
    .filter(([, text]) => text.length > MAX_NAME || !isSeenLine(text))
    .map(([name, text]) => ({
      path: `alert/${name}`,
      got: showText(text),
      expected: `at most ${MAX_NAME} characters that can be seen`,
    }))

/**
 * `sent` orders the messages of a row: one from the future would stay the newest, and the correction with the right
 * time, even the cancel, would come too late.
 */
const sentFaults = ({ sent }: CapAlert, receivedAt: Date): readonly Fault[] =>
  sent.getTime() - receivedAt.getTime() <= FUTURE_ALLOWED_MS
    ? []
    : [
        {
          path: 'alert/sent',
          got: sent.toISOString(),
          expected: `at most 5 minutes after it arrives, ${receivedAt.toISOString()}: it orders the messages of a row`,
          hint: 'check the clock and the offset: 13:21 WIB is 13:21:00+07:00, not 13:21:00+00:00; +08:00 is WITA, +09:00 WIT',
        },
      ]

/** The faults of an alert or update that would call people without saying for what, or where. */
const lacking = (alert: CapAlert, lead: CapInfo | undefined, event: HazardEvent): readonly Fault[] => {
  const faults: Fault[] = []
  const path = `alert/info[${lead === undefined ? 1 : alert.info.indexOf(lead) + 1}]`
  if (event.hazard === null)
    faults.push({
      path: `${path}/event`,
      got: showText(lead?.event ?? ''),
      expected: 'a hazard that is known here',
      hint: `name it in the event, such as ${HAZARD_WORDS}; a category like Geo fits several, and is not guessed from`,
    })
  const placed = event.geometry !== null || event.villageCodes.length > 0 || event.regions.length > 0
  if (!placed && event.messageType === 'alert')
    faults.push({
      path: `${path}/area`,
      got: showText(lead?.area[0]?.areaDesc ?? ''),
      expected: 'a polygon, a circle or a geocode of the Kemendagri table',
      hint: 'a name alone places nothing: draw it, or give its code as geocode with valueName kemendagri',
    })
  return faults
}

/**
 * A CAP alert in our own words. Blocks of several languages say the same, so one language is taken (Indonesian, else
 * English); several blocks of that language are one happening: all their areas, the worst severity with its texts, the
 * earliest onset, the latest end. Refused is what would call people without a known hazard or, in an alert, a place; an
 * update that names no place comes with a warning, for the incident may have one. A warning tells of everything that
 * was left out or read in another way than it was written. `sent` over 5 minutes after `receivedAt` is refused.
 */
export const capMessage = (alert: CapAlert, look: KnownPlaces, receivedAt: Date): CapMessageReading => {
  const { infos, messageType, warnings } = sorted(alert)
  const ranked = worstFirst(infos)
  const [lead] = ranked
  const hazards = ranked.flatMap((info) => hazardOf(info) ?? [])
  const [found] = hazards
  const hazard = found?.hazard ?? null
  if (found !== undefined && found.by !== 'event') warnings.push(`hazard ${found.hazard} is read from ${found.by}`)
  const others = [...new Set(hazards.map((one) => one.hazard))].filter((one) => one !== hazard)
  if (others.length > 0) warnings.push(`the message also speaks of ${others.join(', ')}: the worst, ${hazard}, decides`)
  const areas = infos.flatMap(({ area }) => area)
  const { geometry, radiusKm, warnings: drawing } = drawAreas(areas)
  const { villageCodes, regionCodes, warnings: naming } = placesOf(areas, look)
  warnings.push(...drawing, ...naming)
  const { warnings: unread, ...figures } =
    lead === undefined ? { magnitude: null, depthKm: null, level: null, warnings: [] } : figuresOf(lead, hazard)
  warnings.push(...unread)
  const event: HazardEvent = {
    messageType,
    mode: MODES[alert.status],
    hazard,
    severity: lead === undefined ? 'unknown' : lower(lead.severity),
    urgency: lead === undefined ? 'unknown' : lower(lead.urgency),
    certainty: lead === undefined ? 'unknown' : lower(lead.certainty),
    occurredAt: occurredAt(infos, alert.sent),
    expiresAt: expiresAt(infos),
    headline: shortLine(lead?.headline ?? lead?.event ?? ''),
    description: shortParagraph(lead?.description ?? ''),
    geometry,
    radiusKm,
    villageCodes,
    regions: regionCodes.map((code) => ({ code, level: null })),
    sectors: [],
    felt: [],
    ...figures,
    need: null,
    musterPoint: null,
    safeToApproach: null,
    authorisedBy: null,
  }
  const restraint = restraintOf(alert, infos, messageType, found?.denied === true)
  const calls = (messageType === 'alert' || messageType === 'update') && restraint?.decision !== 'record'
  const faults = [...nameFaults(alert), ...sentFaults(alert, receivedAt), ...(calls ? lacking(alert, lead, event) : [])]
  if (faults.length > 0) return { kind: 'refused', faults }
  if (calls && geometry === null && villageCodes.length === 0 && regionCodes.length === 0)
    warnings.push('the update names no place that can be found: the place of what it updates stays')
  const message: EventMessage = {
    source: alert.sender,
    sourceId: alert.identifier,
    aliases: [],
    revision: null,
    sentAt: alert.sent,
    references: alert.references.map(({ sender, identifier, sent }) => ({
      source: sender,
      sourceId: identifier,
      sentAt: sent,
    })),
    language: lead?.language?.toLowerCase() ?? null,
    contact: null,
    event,
    restraint,
  }
  return { kind: 'message', message, warnings }
}
