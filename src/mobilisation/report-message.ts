import type { Position } from '../geo/position.ts'
import { isDesa } from '../roster/region.ts'
import type { Kind } from '../roster/responder.ts'
import type { EventMessage } from './event-message.ts'
import { HAZARD_NAMES } from './hazard.ts'
import type { Certainty } from './hazard-event.ts'
import type { ReportCounts } from './report-counts.ts'
import type { VillageReport } from './village-report.ts'

/** Whoever reports, without name and contact. */
export interface Reporter {
  readonly kind: Kind
  /** Where the village is taken to be. */
  readonly position: Position
  /** How far from `position` the real place may be, in metres. */
  readonly accuracyM: number
  /** Null where the register knows no village of theirs. */
  readonly villageCode: string | null
  /** `Warnasari, Kec. Pangalengan, Kab. Bandung`, or the regency alone. */
  readonly placeName: string
}

/** What people are called when they report: their standing, not their name. */
export const STANDINGS: Readonly<Record<Kind, string>> = {
  tagana: 'Anggota Tagana',
  pendamping_desa: 'Pendamping Desa',
  pkh: 'Pendamping PKH',
  tksk: 'TKSK',
  psm: 'PSM',
  pensosmas: 'Pensosmas (Puskesos)',
  karang_taruna: 'Anggota Karang Taruna',
  bhabinkamtibmas: 'Bhabinkamtibmas',
  ksb_member: 'Anggota KSB',
  volunteer: 'Relawan',
}

/** Trained to judge what they see, and on the spot: ours, no Indonesian rule ranks reporters. */
const OBSERVERS: readonly Kind[] = ['ksb_member', 'bhabinkamtibmas', 'tagana']

const certaintyOf = ({ kind }: Reporter, { ahead }: VillageReport): Certainty =>
  OBSERVERS.includes(kind) && !ahead ? 'observed' : 'possible'

const COUNT_WORDS: Readonly<Record<keyof ReportCounts, string>> = {
  dead: 'meninggal',
  missing: 'hilang',
  hurt: 'luka',
  trapped: 'terjebak',
  displaced: 'mengungsi',
  affected: 'terdampak',
  families: 'KK',
  houses: 'rumah',
}

/** `2 meninggal, 35 KK`; '' where nothing was counted. */
const countWords = (counts: ReportCounts): string =>
  (Object.entries(COUNT_WORDS) as [keyof ReportCounts, string][])
    .flatMap(([counted, word]) => (counts[counted] === undefined ? [] : [`${counts[counted]} ${word}`]))
    .join(', ')

/** `Desa Warnasari, …` or `Kel. …`; the regency's own name where there is no village. */
export const reporterPlace = ({ villageCode, placeName }: Pick<Reporter, 'villageCode' | 'placeName'>): string => {
  if (villageCode === null) return placeName
  return `${isDesa(villageCode) ? 'Desa' : 'Kel.'} ${placeName}`
}

/** A place's distance in words: metres below 1 km, else whole kilometres. */
const accuracyWords = (accuracyM: number): string =>
  accuracyM < 1_000 ? `${Math.round(accuracyM)} m` : `${Math.round(accuracyM / 1_000)} km`

/**
 * The text without somebody's own name, for people sign what they write; each word of the name of three letters or
 * more becomes "…".
 */
export const withoutName = (text: string, name: string): string => {
  const parts = name.split(/[^\p{L}]+/u).filter((part) => part.length >= 3)
  if (parts.length === 0) return text
  const anyPart = new RegExp(`(?<!\\p{L})(?:${parts.join('|')})(?!\\p{L})`, 'giu')
  return text.replace(anyPart, '…').replace(/…(?:[ ,]*…)+/g, '…')
}

/**
 * The proposal that a village report becomes, for the common intake: source `laporan-desa`, id `laporan-<id>`. Moderate
 * unless the words say otherwise; observed where the reporter is KSB, Bhabinkamtibmas or Tagana and speaks of what is
 * there, else possible. It lies at the reporter's village, with its code. Nobody is called by it: its restraint is to
 * propose. Names standing and place only; the caller has masked contacts in the words.
 */
export const reportMessage = (
  report: VillageReport,
  reporter: Reporter,
  { id, at }: { readonly id: string; readonly at: Date },
): EventMessage => {
  const { hazard, others, ahead, place, counts, severity, rest } = report
  const standing = STANDINGS[reporter.kind]
  const where = reporterPlace(reporter)
  const counted = countWords(counts)
  const [shortWhere = where] = where.split(',')
  const description = [
    `Laporan ${standing}, ${where} (letak desa, ketelitian ± ${accuracyWords(reporter.accuracyM)}).`,
    ...(place === null ? [] : [`Lokasi menurut pelapor: ${place}.`]),
    ...(counted === '' ? [] : [`Menurut pelapor: ${counted}.`]),
    ...(others.length === 0 ? [] : [`Disebut pula: ${others.map((other) => HAZARD_NAMES[other].id).join(', ')}.`]),
    `Isi: "${rest}"`,
  ].join('\n')
  return {
    source: 'laporan-desa',
    sourceId: `laporan-${id}`,
    aliases: [],
    revision: null,
    sentAt: at,
    references: [],
    language: 'id',
    contact: null,
    event: {
      messageType: 'alert',
      mode: 'actual',
      hazard,
      severity,
      urgency: ahead ? 'expected' : 'immediate',
      certainty: certaintyOf(reporter, report),
      occurredAt: at,
      expiresAt: null,
      headline: `Laporan warga: ${ahead ? 'waspada ' : ''}${HAZARD_NAMES[hazard].id}, ${shortWhere}`,
      description,
      geometry: { type: 'Point', coordinates: reporter.position },
      radiusKm: null,
      villageCodes: reporter.villageCode === null ? [] : [reporter.villageCode],
      regions: [],
      sectors: [],
      felt: [],
      magnitude: null,
      depthKm: null,
      level: null,
      need: null,
      musterPoint: null,
      safeToApproach: null,
      authorisedBy: null,
    },
    restraint: {
      decision: 'propose',
      reason: 'village-report',
      warning: `reported by ${standing} of ${where}: an operator must confirm it before anybody is called`,
    },
  }
}
