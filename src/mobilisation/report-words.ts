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
  social: [
    'bencana sosial',
    'kerusuhan',
    'kerusuhan meletus',
    'rusuh',
    'konflik sosial',
    'tawuran',
    'bentrok',
    'bentrokan',
  ],
}

/** What bursts and is no volcano. */
const BURSTS = [
  ...['trafo', 'trafo listrik', 'trafo pln', 'gardu', 'gardu listrik', 'ban', 'ban mobil', 'ban motor', 'ban truk'],
  ...['tabung', 'tabung gas', 'gas', 'kompor', 'kompor gas', 'balon', 'petasan', 'kembang api', 'mercon', 'pipa'],
  ...['pipa gas', 'pipa air', 'mesin', 'aki', 'baterai', 'hp', 'bom', 'senjata'],
]

/** Names that hold the word of a hazard and are none: Jakarta's and Semarang's canals, a volcano that is a park. */
const NAMES = [
  ...['banjir kanal', 'kanal banjir', 'posko banjir', 'posko longsor', 'pos banjir', 'gunung api purba'],
  ...['banjir order', 'banjir orderan', 'banjir pesanan', 'banjir pujian', 'banjir diskon', 'kebakaran jenggot'],
  ...['bentrok jadwal', 'jadwal bentrok', 'bentrok waktu'],
  ...BURSTS.flatMap((thing) => [`${thing} meletus`, `letusan ${thing}`]),
]

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
export const NEGATION_LINKS = listed(
  'ada terjadi lagi terlihat berpotensi kena terdampak sampai terkena potensi tanda adanya akan memiliki mempunyai punya dapat memicu menimbulkan menyebabkan mengakibatkan gelombang ancaman bahaya dampak berdampak terhadap laporan kejadian indikasi peringatan dini isu',
)

/** What may follow "banjir tidak ada": with anything else ("tidak ada bantuan") it is not the hazard that is missing. */
export const AFTER_ABSENCE = listed('lagi lg pak bu ndan sekarang skrg di disini sini kok ya')

/** May stand between a hazard and its absence: "banjir di desa kami sudah tidak ada". */
export const BEFORE_ABSENCE = listed(
  'sudah sdh udah telah itu ini tersebut tsb ternyata memang di sini disini sana disana desa kampung dusun kami saat sampai',
)

/** Behind a negation: the hazard itself is missing. */
export const ABSENT = listed('ada terjadi jadi')

/** What somebody tells is not so. */
export const UNTRUE = listed('hoaks hoax hoak hox bohong bohongan palsu fitnah')

/** Denied they call it untrue. */
export const TRUE_WORDS = listed('benar bener betul terbukti valid')

/** With one of these before it others call it untrue, and the text does not: "katanya hoaks tapi beneran". */
export const THOUGHT = listed('jangan dikira disangka dibilang katanya')

/** "Cuma isu", "ternyata rumor". */
export const RUMOURS = listed('isu rumor gosip')
export const ONLY = listed('cuma hanya sekadar sekedar ternyata')

/** Behind "salah": the text itself was a mistake. */
export const MISTAKES = listed('info informasi lapor laporan kirim paham dengar lihat ketik orang')

/** The hazard is over or going. */
export const ENDINGS = listed('surut padam dipadamkan mereda reda berakhir selesai teratasi terkendali normal kondusif')

/** With one of these before them further words say that it is over. */
export const ALREADY = listed('sudah sdh udah telah kini sekarang skrg mulai')
export const DONE = listed('berlalu tertangani berhenti tuntas usai beres')

/** Of a way these say so; of a kitchen or a sluice they do not. */
export const OPEN = listed('dibersihkan dibuka terbuka')
export const WAYS = listed('jalan jln jalur akses raya jembatan longsoran material lumpur')

/** It is wished for, or asked after, and has not come. */
export const HOPES = listed(
  'semoga moga mudah mudahan harap berharap harapan doa agar supaya biar kapan tunggu menunggu cepat segera lekas',
)
export const UNTIL = listed('sampai hingga')
export const NOW = listed('ini kini sekarang skrg')

/** What goes out beside a fire, and in a flood. */
export const OF_POWER = listed('listrik lampu pln')

/** Help is asked for: by a word alone, or by one of the others before "bantuan". */
export const IN_NEED = listed('butuh membutuhkan tolong')
export const ASKING = listed('mohon minta perlu kirim')

/** "Tahun lalu", unless something is compared with it, goes on since, or is there again. */
export const PERIODS = listed('tahun bulan minggu pekan')
export const COMPARED = listed('dari daripada dibanding dibandingkan seperti kayak sama sejak dr sjk')
export const AGAIN = listed('lagi kembali terulang berulang sekarang skrg hari')

/** "Aman" is said of places, and then the matter is over, or of people, and then it is not. */
export const PLACES_OF_CALM = listed(
  'kondisi situasi keadaan lingkungan wilayah lokasi desa dusun kampung rt rw sudah sdh udah telah sekarang skrg skrang kini ini alhamdulillah kembali relatif terpantau',
)
export const PEOPLE_WORDS = listed(
  'warga korban penduduk pengungsi keluarga anggota kami semua orang org jiwa anak lansia',
)

/** What is over in one place and not in another is not over. */
export const CONTRASTS = listed('tapi tetapi tp namun cuma hanya sedangkan kecuali sebagian')

/** It goes on, unless it is quiet that goes on: "masih aman". */
export const STILL = listed('masih msh makin semakin tambah bertambah meninggi meluas membesar naik')
export const QUIET = listed('aman kondusif normal terkendali')

/** Behind one of these stands what brought the matter about, not the matter. */
export const CAUSES = listed('akibat karena krn dampak efek pasca pascagempa setelah sebab disebabkan gara')

/** Before one of these stands what may still come. */
export const AHEAD = listed('waspada potensi berpotensi akan rawan ancaman terancam khawatir takut hampir bakal mau')

export const DRILLS = listed(
  'latihan simulasi gladi geladi gladian pelatihan diklat sosialisasi penyuluhan seminar workshop ujicoba',
)

export const QUESTIONS = listed('apakah benarkah adakah apa betulkah')

/** With one of these before any hazard a LAPOR is the answer to a call: "lapor tidak bisa berangkat, banjir". */
export const ANSWERS = listed('berangkat hadir otw meluncur merapat tiba')

/** After "tidak bisa": the reason why somebody does not come follows, not what cannot be done. */
export const REASONS = listed('karena krn sebab soalnya maaf mohon')
