/** The kinds of hazard: BNPB's list, with fires of buildings and conflict beside it. */
export const HAZARDS = [
  'flood',
  'flash_flood',
  'landslide',
  'earthquake',
  'tsunami',
  'volcano',
  'extreme_weather',
  'tidal_surge',
  'drought',
  'wildfire',
  'fire',
  'non_natural',
  'social',
] as const
export type Hazard = (typeof HAZARDS)[number]

/** What responders read. */
export const HAZARD_NAMES: Readonly<Record<Hazard, { readonly id: string; readonly en: string }>> = {
  flood: { id: 'Banjir', en: 'Flood' },
  flash_flood: { id: 'Banjir bandang', en: 'Flash flood' },
  landslide: { id: 'Tanah longsor', en: 'Landslide' },
  earthquake: { id: 'Gempa bumi', en: 'Earthquake' },
  tsunami: { id: 'Tsunami', en: 'Tsunami' },
  volcano: { id: 'Erupsi gunung api', en: 'Volcanic eruption' },
  extreme_weather: { id: 'Cuaca ekstrem', en: 'Extreme weather' },
  tidal_surge: { id: 'Gelombang pasang', en: 'Tidal surge' },
  drought: { id: 'Kekeringan', en: 'Drought' },
  wildfire: { id: 'Kebakaran hutan dan lahan', en: 'Wildfire' },
  fire: { id: 'Kebakaran', en: 'Fire' },
  non_natural: { id: 'Bencana nonalam', en: 'Non-natural disaster' },
  social: { id: 'Bencana sosial', en: 'Social disaster' },
}

/** BNPB's DIBI codes (kode jenis bencana) and the words that Indonesian reports use. */
const SYNONYMS: ReadonlyMap<string, Hazard> = new Map<string, Hazard>(
  Object.entries({
    '101': 'flood',
    '102': 'landslide',
    '103': 'tidal_surge',
    '104': 'extreme_weather',
    '105': 'drought',
    '106': 'wildfire',
    '107': 'earthquake',
    '108': 'tsunami',
    '109': 'volcano',
    // 110 is an earthquake with its tsunami: the part that endangers responders more decides.
    '110': 'tsunami',
    '111': 'volcano',
    banjir: 'flood',
    'banjir bandang': 'flash_flood',
    longsor: 'landslide',
    'tanah longsor': 'landslide',
    gempa: 'earthquake',
    gempabumi: 'earthquake',
    'gempa bumi': 'earthquake',
    'gempa bumi dan tsunami': 'tsunami',
    'erupsi gunung api': 'volcano',
    'letusan gunung api': 'volcano',
    'gunung api': 'volcano',
    'gunung meletus': 'volcano',
    'cuaca ekstrem': 'extreme_weather',
    'puting beliung': 'extreme_weather',
    'angin kencang': 'extreme_weather',
    'gelombang pasang': 'tidal_surge',
    'gelombang pasang dan abrasi': 'tidal_surge',
    'gelombang ekstrem dan abrasi': 'tidal_surge',
    rob: 'tidal_surge',
    'banjir rob': 'tidal_surge',
    kekeringan: 'drought',
    karhutla: 'wildfire',
    'kebakaran hutan dan lahan': 'wildfire',
    'kebakaran hutan': 'wildfire',
    kebakaran: 'fire',
    'kebakaran permukiman': 'fire',
    nonalam: 'non_natural',
    'bencana nonalam': 'non_natural',
    sosial: 'social',
    'bencana sosial': 'social',
    'konflik sosial': 'social',
  }),
)

/** Reads our word, a BNPB code or an Indonesian name, whatever the case; undefined for anything else. */
export const readHazard = (text: string): Hazard | undefined => {
  const exact = HAZARDS.find((hazard) => hazard === text)
  if (exact !== undefined) return exact
  const word = text.trim().toLowerCase().replace(/\s+/g, ' ')
  const own = word.replace(/[ -]/g, '_')
  return HAZARDS.find((hazard) => hazard === own) ?? SYNONYMS.get(word)
}

/** The names of hazards in a row, `Banjir, Tanah longsor`; a word that is none of ours stands as it is. */
export const hazardNames = (words: readonly string[]): { readonly id: string; readonly en: string } => {
  const names = words.map((word) => {
    const known = readHazard(word)
    return known === undefined ? { id: word, en: word } : HAZARD_NAMES[known]
  })
  return { id: names.map(({ id }) => id).join(', '), en: names.map(({ en }) => en).join(', ') }
}
