import { type Hazard, readHazard } from '../../mobilisation/hazard.ts'
import type { CapInfo } from './cap-alert.ts'

/**
 * Words of Indonesian and English warnings, the more particular first: a flash flood is a flood too, and a storm surge
 * no storm. Whole words; `*` stands for any ending.
 */
const WORDS: readonly (readonly [Hazard, string])[] = [
  ['flash_flood', 'banjir bandang|banjir lahar*|lahar dingin|air bah|galodo|flash flood*'],
  [
    'tidal_surge',
    'rob|gelombang (pasang|tinggi|ekstrem|laut|besar)|pasang (laut|tinggi)|abrasi|storm surge*|tidal (surge|flood)*|' +
      'coastal (flood|erosion|inundation|hazard)*|high (wave|surf|tide|sea)*|rip current*|king tide*',
  ],
  [
    'volcano',
    'gunung ?api|gunung meletus|erupsi|letusan|awan panas|guguran lava|lahar|abu vulkanik|volcan*|eruption*|ash ?fall|' +
      'pyroclastic*|lava',
  ],
  [
    'landslide',
    'tanah longsor|longsor*|gerakan tanah|pergerakan tanah|tanah bergerak|landslide*|landslip*|mud ?slide*|debris flow*|' +
      'rock ?(fall|slide)*',
  ],
  ['earthquake', 'gempa|gempa ?bumi|earthquake*|quake*|seismic*|tremor*'],
  ['wildfire', 'karhutla|kebakaran (hutan|lahan|gambut)|wild ?fire*|(forest|bush|brush|grass|peat|land) ?fire*'],
  [
    'non_natural',
    'non.?alam|non.?natural*|wabah|epidemi*|pandemi*|outbreak*|kejadian luar biasa|klb|gagal teknologi|kegagalan teknologi|' +
      'kebocoran (gas|bahan kimia)|pencemaran|chemical*|hazardous material*|hazmat|radiolog*|radiation|nuclear|nuklir|' +
      'gas leak*|oil spill*|industrial accident*|explosion*|ledakan',
  ],
  ['fire', 'kebakaran*|fire|fires|structure fire*'],
  ['drought', 'kekeringan*|drought*'],
  ['flood', 'banjir|genangan|luapan|flood*|inundation*'],
  [
    'extreme_weather',
    'cuaca (ekstrem|buruk)|hujan*|petir|kilat|guntur|angin*|puting beliung|siklon*|badai*|topan|thunder ?storm*|storm*|' +
      'thunder|cyclone*|typhoon*|hurricane*|tornado*|tropical (storm|depression)*|rain*|rainfall*|wind|winds|gale*|squall*|' +
      'hail*|lightning|snow*|blizzard*|ice|frost|freeze*|heat ?wave*|excessive heat|gelombang panas|cold|fog|weather',
  ],
  [
    'social',
    'bencana sosial|social disaster*|konflik|kerusuhan|bentrok*|teror*|huru hara|unrest|riot*|terror*|civil (disturbance|danger|emergency)|' +
      'active shooter*|law enforcement',
  ],
]

const pattern = (words: string): RegExp =>
  new RegExp(
    `(?<![a-z])(?:${words.replaceAll('*', '[a-z]*').replaceAll(' ', '\\s+').replaceAll('\\s+?', '\\s*')})(?![a-z])`,
  )

const PATTERNS = WORDS.map(([hazard, words]) => [hazard, pattern(words)] as const)

/** Every hazard that an event may name, for people who are told to write one. */
export const HAZARD_WORDS =
  'banjir, banjir bandang, tanah longsor, gempa bumi, tsunami, erupsi gunung api, cuaca ekstrem'

const NOT = "(?:tidak|tdk|tak|tanpa|belum|no|not|non|without|isn't|doesn't|did not|does not|nihil)"

/** What may stand between a denial and what it denies. Few words: "this is not a drill: tsunami" denies no tsunami. */
const BETWEEN =
  '(?:ada|adanya|akan|ancaman|berisiko|berpotensi|bahaya|dini|gelombang|memicu|membangkitkan|menimbulkan|mengakibatkan|' +
  'menyebabkan|peringatan|potensi|risiko|terjadi|terjadinya|a|an|any|the|active|destructive|damaging|major|significant|' +
  'widespread|[a-z]+-wide|expected|likely|believed|to|cause|generate|produce|trigger|create|pose|there|is|was|current|' +
  'danger|potential|risk|threat|warning|of|for|from)'

const TSUNAMI = 'tsunami(?:s|genik|genic)?(?![a-z])'

/** "tidak berpotensi tsunami", "no destructive tsunami was created", but not "no tsunami drill". */
const DENIED_BEFORE = new RegExp(
  `(?<![a-z])${NOT}(?:\\s+${BETWEEN}){0,7}\\s+${TSUNAMI}(?!\\s+(?:drill|exercise|test|latihan))`,
  'g',
)

/** "potensi tsunami: tidak ada", "tsunami: no", "tsunami is not expected". */
const DENIED_AFTER = new RegExp(
  `${TSUNAMI}(?:\\s+(?:warning|threat|potential|possible|flag))?(?:\\s*[:=]\\s*${NOT}(?![a-z])|` +
    `\\s+(?:(?:is|was)\\s+)?(?:tidak ada|nihil|nil|none|not expected|not likely|unlikely|tidak terjadi))`,
  'g',
)

/** Whether a text says that there is a tsunami, or may be; one that says there is none does not. */
const namesTsunami = (text: string): boolean =>
  /(?<![a-z])tsunami/.test(text.replace(DENIED_BEFORE, ' ').replace(DENIED_AFTER, ' '))

const plain = (text: string): string =>
  text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[_/]+/g, ' ')

/** The hazard that a text names in Indonesian or English; undefined where it names none. */
export const hazardInText = (text: string): Hazard | undefined => {
  const exact = readHazard(text)
  if (exact !== undefined && !/\d/.test(text)) return exact
  const said = plain(text.slice(0, 1_000))
  if (namesTsunami(said)) return 'tsunami'
  return PATTERNS.find(([, words]) => words.test(said))?.[0]
}

/** Codes of the American SAME list (47 CFR 11.31), which CAP senders everywhere use in `eventCode`. */
const SAME: ReadonlyMap<string, Hazard> = new Map<string, Hazard>(
  (
    [
      ['tsunami', 'TSA TSW'],
      ['flash_flood', 'FFA FFS FFW'],
      ['flood', 'FLA FLS FLW DBW'],
      ['tidal_surge', 'CFA CFW SSA SSW'],
      ['earthquake', 'EQW'],
      ['volcano', 'VOW'],
      ['landslide', 'LSW'],
      ['wildfire', 'WFA WFW'],
      ['fire', 'FRW'],
      ['extreme_weather', 'EWW HUA HUW HWA HWW SMW SQW SVA SVR SVS TOA TOR TRA TRW WSA WSW BZW DSW'],
      ['non_natural', 'CHW CWW HMW NUW RHW BWW DEW IFW'],
      ['social', 'CDW LEW'],
    ] as const
  ).flatMap(([hazard, codes]) => codes.split(' ').map((code) => [code, hazard] as const)),
)

const hazardInCode = ({ eventCode }: CapInfo): Hazard | undefined => {
  for (const { valueName, value } of eventCode) {
    const list = valueName.toLowerCase()
    if (list === 'same') {
      const known = SAME.get(value.trim().toUpperCase())
      if (known !== undefined) return known
    }
    // A number means BNPB's hazard only where the list is said to be BNPB's.
    const read = readHazard(value)
    if (read !== undefined && (!/\d/.test(value) || /bnpb|dibi|kentongan/.test(list))) return read
  }
  return undefined
}

/** A category that allows one hazard only; Geo does not: an earthquake, a volcano, a landslide and a tsunami are Geo. */
const BY_CATEGORY: Readonly<Partial<Record<CapInfo['category'][number], Hazard>>> = {
  Met: 'extreme_weather',
  Fire: 'fire',
  Health: 'non_natural',
  Env: 'non_natural',
  Infra: 'non_natural',
  Transport: 'non_natural',
  CBRNE: 'non_natural',
  Security: 'social',
}

/** Where the hazard of an `info` is found, and by what; undefined where nothing says it. */
export const hazardOf = (info: CapInfo): { readonly hazard: Hazard; readonly by: string } | undefined => {
  const named = hazardInText(info.event)
  if (named !== undefined) return { hazard: named, by: 'event' }
  const coded = hazardInCode(info)
  if (coded !== undefined) return { hazard: coded, by: 'eventCode' }
  const told = hazardInText(info.headline ?? '')
  if (told !== undefined) return { hazard: told, by: 'headline' }
  for (const category of info.category) {
    const hazard = BY_CATEGORY[category]
    if (hazard !== undefined) return { hazard, by: `category ${category}` }
  }
  return undefined
}
