import type { FieldName } from './fields.ts'
import { WAIT_FLOOR, WAIT_FOR_WORD } from './instruction.ts'

/** Everyday short forms of whole fields and of words in them, longest first where one holds another. */
const SHORT_FORMS: readonly (readonly [RegExp, string])[] = [
  [/^Kebakaran hutan dan lahan$/i, 'Karhutla'],
  [/^Tanah longsor$/i, 'Longsor'],
  [/^Banjir bandang$/i, 'Bandang'],
  [/^Gempa bumi$/i, 'Gempa'],
  [/^Erupsi gunung api$/i, 'Erupsi'],
  [/^Gelombang pasang$/i, 'Gel. pasang'],
  [/^Cuaca ekstrem$/i, 'Cuaca buruk'],
  [/^Bencana nonalam$/i, 'Nonalam'],
  [/^Bencana sosial$/i, 'Benc.sosial'],
  [/^Volcanic eruption$/i, 'Eruption'],
  [/^Extreme weather$/i, 'Bad weather'],
  [/^Non-natural disaster$/i, 'Non-natural'],
  [/^Social disaster$/i, 'Unrest'],
  [/\bBadan Penanggulangan Bencana Daerah\b/gi, 'BPBD'],
  [/\bKampung Siaga Bencana\b/gi, 'KSB'],
  [/\bDinas Sosial\b/gi, 'Dinsos'],
  [/\bKabupaten\b/gi, 'Kab.'],
  [/\bKecamatan\b/gi, 'Kec.'],
  [/\bKelurahan\b/gi, 'Kel.'],
  [/\bKepulauan\b/gi, 'Kep.'],
  [/\bProvinsi\b/gi, 'Prov.'],
  [/\bLapangan\b/gi, 'Lap.'],
]

/** The value in its everyday short form. */
export const abbreviated = (value: string): string =>
  SHORT_FORMS.reduce((text, [long, short]) => text.replace(long, short), value)

/** What stands before a place's own name. */
const RANK = /^(?:(?:Kab|Kec|Kel|Kep|Ds)\.|Kota|Desa|KSB) ?/i

/** What stands before the name of a gardu: without the name nobody could tell one from the next. */
const GARDU = /^Gardu (?:KSB )?/i

/** A rank that a cut has parted from its name, with the comma before it. */
const TRAILING_RANK = /,? (?:Kab|Kec|Kel|Kep|Kota|Prov|Desa)$/

/** What stands before the name of an office's area: `Dinsos Kab. Bantul` is known by `Dinsos Bantul`. */
const RANK_WITHIN = /(?<= )(?:(?:Kab|Kep|Prov)\.|Kota) /i

/** Before the own name in each field. */
const RANKS: Readonly<Partial<Record<FieldName, RegExp>>> = {
  muster: GARDU,
  place: RANK,
  siteName: RANK,
  office: RANK_WITHIN,
}

/** Less of a word tells nobody which it is. */
const LEAST_OF_WORD = 3

/**
 * The value in at most `max` characters, cut at the end of a word where that keeps half of them; a place, a site or an
 * office gives up its rank (Kec., KSB, Kab.) first, a muster point its "Gardu KSB". An office is cut within a word: the
 * area that it serves is its last.
 */
export const cutTo = (name: FieldName, value: string, max: number): string => {
  const rank = RANKS[name]
  const own = rank !== undefined && value.length > max ? value.replace(rank, '') : value
  if (own.length <= max) return own
  if (WHOLE_OR_NONE.includes(name)) return ''
  const lastSpace = own.slice(0, max + 1).lastIndexOf(' ')
  const tells = name === 'office' && max - lastSpace > LEAST_OF_WORD
  return own
    .slice(0, lastSpace * 2 >= max && !tells ? lastSpace : max)
    .replace(/[\s,.;:(/-]+$/, '')
    .replace(TRAILING_RANK, '')
}

/** Half of these would be untrue: "Siaga" is on three scales, 14 m is not 14 km. They stay whole or are left out. */
const WHOLE_OR_NONE: readonly FieldName[] = ['level', 'distance', 'duration', 'contactHint']

/** One step of shortening: cut this field as far as needed, never below `floor` characters; 0 may leave it out. */
export interface Cut {
  readonly name: FieldName
  readonly floor: number
  /** The same for what keeps people safe and stands where a name would; left out, it stays whole. */
  readonly safetyFloor?: number
}

/** What a cut leaves of a value at the least. */
export const floorOf = ({ floor, safetyFloor }: Cut, value: string): number =>
  value === WAIT_FOR_WORD ? (safetyFloor ?? value.length) : floor

/** What a wording gives up, in this order, before a shorter wording is tried. */
export const EASY_CUTS: readonly Cut[] = [
  { name: 'distance', floor: 0 },
  { name: 'muster', floor: 16 },
  { name: 'regency', floor: 0 },
  { name: 'place', floor: 16 },
  { name: 'headline', floor: 24 },
  { name: 'siteName', floor: 16 },
  { name: 'office', floor: 6 },
  { name: 'muster', floor: 9 },
  { name: 'place', floor: 11 },
]

/** What the shortest wording gives up after that, in this order. Time, hazard, code and figures are never cut. */
export const HARD_CUTS: readonly Cut[] = [
  { name: 'contactHint', floor: 0 },
  { name: 'headline', floor: 0 },
  { name: 'level', floor: 0 },
  { name: 'duration', floor: 0 },
  { name: 'siteName', floor: 8 },
  { name: 'muster', floor: 5 },
  { name: 'place', floor: 6 },
  { name: 'drillType', floor: 7 },
  // After every name.
  { name: 'muster', floor: 6, safetyFloor: WAIT_FLOOR },
]
