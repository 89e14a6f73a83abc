import type { Hazard } from './hazard.ts'

const listed = (words: string): readonly string[] => words.split(' ')

/** What people call each hazard, misspellings that telephones bring included. The longest that fits is the one meant. */
const HAZARD_PHRASES: Readonly<Record<Hazard, readonly string[]>> = {
  flood: [
    ...['banjir', 'bnjir', 'banjr', 'kebanjiran', 'kebanjir', 'tergenang', 'terendam', 'genangan air'],
    ...['air meluap', 'sungai meluap', 'kali meluap', 'air naik', 'tanggul jebol', 'banjir kiriman', 'flood'],
  ],
  flash_flood: [
    ...['banjir bandang', 'bandang', 'air bah', 'galodo'],
    // Mud and stones of an eruption come down a river long after it: people need to leave its banks, not the mountain.
    ...['banjir lahar', 'banjir lahar dingin', 'lahar dingin', 'lahar hujan', 'flash flood'],
  ],
  landslide: [
    ...['longsor', 'lonsor', 'longsoran', 'tanah longsor', 'tebing longsor', 'tanah bergerak', 'tanah gerak'],
    ...['gerakan tanah', 'pergerakan tanah', 'tebing runtuh', 'tebing ambrol', 'tanah amblas', 'landslide'],
  ],
  earthquake: ['gempa', 'gempabumi', 'gempa bumi', 'lindu', 'earthquake'],
  tsunami: ['tsunami', 'sunami', 'stunami', 'gempa bumi dan tsunami', 'gempa dan tsunami'],
  volcano: [
    ...['erupsi', 'erupsi gunung api', 'gunung meletus', 'meletus', 'letusan', 'letusan gunung', 'awan panas'],
    ...['hujan abu', 'abu vulkanik', 'lahar panas', 'gunung erupsi', 'gunung api', 'eruption'],
  ],
  extreme_weather: [
    ...['puting beliung', 'angin puting beliung', 'angin kencang', 'angin ribut', 'angin puyuh', 'hujan es', 'badai'],
    ...['cuaca ekstrem', 'cuaca ekstrim', 'pohon tumbang', 'storm'],
  ],
  tidal_surge: [
    ...['rob', 'banjir rob', 'air rob', 'gelombang pasang', 'air pasang', 'air laut naik', 'ombak besar'],
    ...['ombak tinggi', 'gelombang tinggi', 'abrasi', 'banjir pesisir'],
  ],
  drought: ['kekeringan', 'krisis air', 'krisis air bersih', 'kekurangan air bersih', 'drought'],
  wildfire: [
    ...['karhutla', 'karhutlah', 'kebakaran hutan', 'kebakaran lahan', 'kebakaran hutan dan lahan', 'kebakaran gambut'],
    ...['kebakaran kebun', 'kebakaran ilalang', 'kebakaran semak', 'hutan terbakar', 'lahan terbakar', 'wildfire'],
  ],
  fire: ['kebakaran', 'kebkaran', 'terbakar', 'kobaran api', 'si jago merah', 'fire'],
  non_natural: [
    ...['bencana nonalam', 'nonalam', 'wabah', 'klb', 'keracunan', 'kebocoran gas', 'gas bocor', 'limbah bocor'],
  ],
  social: ['bencana sosial', 'kerusuhan', 'rusuh', 'konflik sosial', 'tawuran', 'bentrok', 'bentrokan'],
}

/** Names that hold the word of a hazard and are none: Jakarta's and Semarang's canals, a volcano that is a park. */
const NAMES = ['banjir kanal', 'kanal banjir', 'posko banjir', 'posko longsor', 'pos banjir', 'gunung api purba']

export interface Phrase {
  readonly words: readonly string[]
  /** Null for a name that only sounds like a hazard. */
  readonly hazard: Hazard | null
}

/** Every phrase, the longest first, so that "banjir bandang" is not read as "banjir". */
export const PHRASES: readonly Phrase[] = [
  ...(Object.entries(HAZARD_PHRASES) as [Hazard, readonly string[]][]).flatMap(([hazard, phrases]) =>
    phrases.map((phrase): Phrase => ({ words: listed(phrase), hazard })),
  ),
  ...NAMES.map((name): Phrase => ({ words: listed(name), hazard: null })),
].sort((left, right) => right.words.length - left.words.length)

/** The word that makes a text a report. */
export const REPORTS = listed('lapor laporan melapor melaporkan')

/** What may stand before it: our name, greetings, courtesy and forms of address. */
export const OPENERS = listed(
  'kentongan assalamualaikum asalamualaikum wr wb salam selamat pagi siang sore malam izin ijin mohon maaf permisi saya kami pak bu bapak ibu ndan komandan min admin mau hendak darurat bpbd',
)

export const NEGATIONS = listed('tidak tdk tak gak gk ga nggak ngga engga enggak ndak belum blm bukan bkn tanpa nihil')

/** A negation reaches through these to the hazard behind: "tidak ada banjir", "belum terjadi longsor". */
export const NEGATION_LINKS = listed('ada terjadi lagi terlihat berpotensi kena terdampak sampai terkena potensi tanda')

/** What may follow "banjir tidak ada": with anything else ("tidak ada bantuan") it is not the hazard that is missing. */
export const AFTER_ABSENCE = listed('lagi lg pak bu ndan sekarang skrg di disini sini kok ya')

/** The hazard is over or going. */
export const ENDINGS = listed('surut padam dipadamkan mereda reda berakhir selesai teratasi terkendali normal kondusif')

/** "Aman" is said of places, and then the matter is over, or of people, and then it is not. */
export const PLACES_OF_CALM = listed(
  'kondisi situasi keadaan lingkungan wilayah lokasi desa dusun kampung rt rw sudah sdh udah',
)
export const PEOPLE_WORDS = listed(
  'warga korban penduduk pengungsi keluarga anggota kami semua orang org jiwa anak lansia',
)

/** What is over in one place and not in another is not over. */
export const CONTRASTS = listed('tapi tetapi tp namun cuma hanya sedangkan kecuali sebagian')

/** Behind one of these stands what brought the matter about, not the matter. */
export const CAUSES = listed('akibat karena krn dampak efek pasca pascagempa setelah sebab disebabkan gara')

/** Before one of these stands what may still come. */
export const AHEAD = listed('waspada potensi berpotensi akan rawan ancaman terancam khawatir takut hampir bakal mau')

export const DRILLS = listed('latihan simulasi gladi geladi gladian')

export const QUESTIONS = listed('apakah benarkah adakah apa betulkah')

/** With one of these before any hazard a LAPOR is the answer to a call: "lapor tidak bisa berangkat, banjir". */
export const ANSWERS = listed('berangkat hadir otw meluncur merapat tiba')

/** After "tidak bisa": the reason why somebody does not come follows, not what cannot be done. */
export const REASONS = listed('karena krn sebab soalnya maaf mohon')
