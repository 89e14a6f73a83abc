import { type Hazard, readHazard } from '../mobilisation/hazard.ts'
import { clauseAround, plainWords } from './clauses.ts'
import { saysEnded } from './ending-words.ts'

/**
 * Words of Indonesian and English warnings, the more particular first: a flash flood is a flood too, and a storm surge
 * no storm. Whole words; `*` stands for any ending.
 */
const WORDS: readonly (readonly [Hazard, string])[] = [
  ['tsunami', 'tsunami*'],
  ['flash_flood', 'banjir bandang|banjir lahar*|lahar dingin|air bah|galodo|flash flood*'],
  [
    'tidal_surge',
    '(banjir )?rob|gelombang (pasang|tinggi|ekstrem|laut|besar)|pasang (laut|tinggi)|abrasi|storm surge*|tidal (surge|flood)*|' +
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
  ['earthquake', 'gempa ?bumi|gempa|earthquake*|quake*|seismic*|tremor*'],
  ['wildfire', 'karhutla|kebakaran (hutan|lahan|gambut)|wild ?fire*|(forest|bush|brush|grass|peat|land) ?fire*'],
  [
    'non_natural',
    'non.?alam|non.?natural*|wabah|epidemi*|pandemi*|outbreak*|kejadian luar biasa|klb|gagal teknologi|kegagalan teknologi|' +
      'kebocoran (gas|bahan kimia)|pencemaran|chemical*|hazardous material*|hazmat|radiolog*|radiation|nuclear|nuklir|' +
      'gas leak*|oil spill*|industrial accident*|explosion*|ledakan',
  ],
  ['fire', 'kebakaran*|structure fire*|fire|fires'],
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
    'g',
  )

const PATTERNS = WORDS.map(([hazard, words]) => [hazard, pattern(words)] as const)

/** Every hazard that an event may name, for people who are told to write one. */
export const HAZARD_WORDS =
  'banjir, banjir bandang, tanah longsor, gempa bumi, tsunami, erupsi gunung api, cuaca ekstrem'

const NOT =
  '(?<![a-z])(?:tidak|tdk|tak|bukan|bkn|tanpa|belum|blm|nihil|mustahil|hoaks|hoax|no|not|nor|neither|without|cannot|' +
  "unlikely|non(?=[\\s-]+tsunami)|[a-z]+n't)(?![a-z])"

const DENIAL = new RegExp(NOT)

/** Whether a text may deny anything at all: most deny nothing, and need no closer look. */
export const mayDeny = (text: string): boolean => DENIAL.test(text.toLowerCase()) || /nihil|nil|none/i.test(text)

/** A denial in form only: "not only floods", "bulletin no 3", "a tsunami cannot be ruled out", "do not panic". */
const NO_DENIAL = new RegExp(
  '(?<![a-z])(?:(?:tidak|tak|bukan|not) (?:hanya|saja|cuma|sekadar|only|just|boleh|perlu|usah|henti|kunjung|stabil|' +
    'normal|mampu)|belum pernah|no\\.? ?\\d+|' +
    '(?:tidak|tak) (?:menutup|tertutup) kemungkinan|(?:cannot|not) (?:be )?ruled? out|' +
    '(?:bukan|not|no) (?:sekadar )?(?:an? )?(?:latihan|simulasi|gladi|geladi|uji coba|tes|test|drill|exercise)|' +
    "(?:do not|don't))(?![a-z])",
  'g',
)

/**
 * What a denial does not reach beyond: what is missing is something else ("tidak ada korban dalam banjir", "belum
 * padam: kebakaran"), a reason follows ("tidak dapat dilalui akibat longsor"), or the sentence turns round. Directly
 * behind the denial a reason is what is denied: "bukan karena tsunami".
 */
const BARRIER = new RegExp(
  '(?<![a-z])(?<!(?:bukan|tidak|not)\\s+)(?:akibat|karena|krn|sebab|disebabkan|because|due|caused|pasca[a-z]*|setelah|' +
    'usai|sejak|after|since|following)(?![a-z])|(?<![a-z])(?:tetapi|tapi|namun|melainkan|but|however|korban[a-z]*|' +
    'kerusakan|casualt[a-z]*|injur[a-z]*|fatalit[a-z]*|deaths?|damage|surut|padam|reda|mereda|berakhir|diakhiri|selesai|' +
    'teratasi|terkendali|tertangani|pulih|dicabut|dibatalkan|cancell?ed|contained|controlled|lifted|ended|over|aman|safe|' +
    'dilalui|dilewati|passable|melaut|mendekati|approach|panik|panic)(?![a-z])',
)

/** "Not a tsunami drill", "belum ada gempa susulan": it is not the hazard itself that is denied. */
const NOT_ITSELF = /^\s+(?:(?:[a-z]+\s+)?(?:drill|exercise|test|latihan|simulasi|simulation)|susulan)(?![a-z])/

const isDeniedBefore = (before: string, after: string): boolean =>
  !NOT_ITSELF.test(after) && DENIAL.test(before.replace(NO_DENIAL, ' ').split(BARRIER).at(-1) ?? '')

const LINK =
  '(?:ada|akan|terjadi|terdeteksi|teramati|terpantau|terlihat|benar|been|being|be|expected|likely|generated|observed|' +
  'detected|anticipated|forecast|possible|triggered|created|confirmed|any|a|threat|danger|risk)'

/** "potensi tsunami: tidak ada", "tsunami is not expected", "banjir nihil"; but not "banjir belum ada bantuan". */
const DENIED_AFTER = new RegExp(
  '^(?:\\s+(?:warning|threat|potential|possible|flag|danger|risk|alert))?(?:\\s*[:=]\\s*|\\s+)' +
    '(?:(?:itu|ini|is|was|were|has|sudah|telah|masih|are)\\s+)*(?:(?:nihil|nil|none|hoaks|hoax|unlikely(?! to (?!occur|happen)))(?![a-z])|' +
    `${NOT}(?:\\s+${LINK}(?![a-z]))*(?:\\s*(?:$|[.,;:!?()\\]\\n]|-)|` +
    '\\s+(?:di|untuk|bagi|pada|dari|saat|lagi|sekarang|in|at|for|along|on|to occur|to happen|from|this|here|currently)(?![a-z])))',
)

/** What a text says of hazards. */
export interface HazardsSaid {
  /** The most particular that it names and neither denies nor calls over; else one that it calls over. */
  readonly named: Hazard | undefined
  /** Those that it names only to deny them: "tidak berpotensi tsunami". */
  readonly denied: readonly Hazard[]
}

type Said = 'live' | 'ended' | 'denied'

const saidAt = (text: string, from: number, to: number): Said => {
  const [before, rest] = clauseAround(text, from)
  const after = text.slice(to)
  if (isDeniedBefore(before, after) || DENIED_AFTER.test(after)) return 'denied'
  return saysEnded(before + rest) ? 'ended' : 'live'
}

/** What a text of at most 1,000 characters says of hazards, in Indonesian or English; of a longer one its beginning. */
export const hazardsIn = (text: string): HazardsSaid => {
  const exact = readHazard(text)
  if (exact !== undefined && !/\d/.test(text)) return { named: exact, denied: [] }
  let rest = plainWords(text.slice(0, 1_000))
  const found = PATTERNS.map(([hazard, words]) => {
    const all = [...rest.matchAll(words)]
    const said = new Set(all.map(({ 0: word, index }) => saidAt(rest, index, index + word.length)))
    // A denied flash flood names no flood: what was read is taken out, as long as it was.
    rest = rest.replace(words, (word) => '#'.repeat(word.length))
    return { hazard, said }
  })
  const first = (as: Said): Hazard | undefined => found.find(({ said }) => said.has(as))?.hazard
  return {
    named: first('live') ?? first('ended'),
    denied: found.filter(({ said }) => said.has('denied') && said.size === 1).map(({ hazard }) => hazard),
  }
}
