import { clausesOf, plainWords } from './clauses.ts'

const whole = (words: string, flags = ''): RegExp => new RegExp(`(?<![a-z])(?:${words})(?![a-z])`, flags)

/** Of a warning that somebody ended. */
const CALLED_OFF = whole(
  'berakhir|diakhiri|dicabut|pencabutan|dibatalkan|pembatalan|cancell?ed|cancell?ation|cancels|ended|lifted|revoked|' +
    'rescinded|withdrawn',
)

/** Of a danger that is over. */
const OVER = whole(
  'dinyatakan (?:aman|selesai|usai|normal)|(?:sudah|telah) (?:surut|padam|usai|selesai|reda|mereda|normal|aman|teratasi|' +
    'dipadamkan|tidak ada)|mulai surut|no longer(?! (?:able|safe|passable|possible|accessible|hold|contain))|' +
    '(?:tidak|tdk) lagi(?! (?:mampu|dapat|bisa|aman|menampung))|all.?clear|(?:is|are|was|now) over|has (?:passed|expired)|' +
    '(?:is|are|has|have|has been|fully) (?:receded|subsided|contained|extinguished)',
)

/** Before the end: it has not come, or is only spoken of. */
const NOT_YET = whole(
  "belum|tidak|tdk|bukan|not|never|[a-z]+n't|sampai|hingga|sebelum|bila|jika|apabila|until|before|unless|if|akan|will|" +
    'diperkirakan|expected|sebagian|partly|partially',
)

const CAUSE = whole('akibat|karena|krn|disebabkan|imbas|due to|because')

const OF_WARNING = whole(
  'peringatan|status|siaga|awas|waspada|bahaya|ancaman|tsunami|warning|alert|watch|advisory|threat',
)

/** What may be called off or end while the danger goes on. */
const OTHER = whole(
  'penerbangan|pelayaran|perjalanan|sekolah|kegiatan|acara|layanan|pencarian|evakuasi|flights?|schools?|class(?:es)?|' +
    'search|rescue|events?|trains?|ferr(?:y|ies)|services?',
)

/** Before a tsunami the sea draws back. */
const SEA = whole('laut|pantai|sea|shore')

const endsClause = (clause: string, words: RegExp): boolean => {
  const found = words.exec(clause)
  if (found === null) return false
  const before = clause.slice(0, found.index)
  if (NOT_YET.test(before) || (SEA.test(before) && /surut|receded/.test(found[0]))) return false
  if (OF_WARNING.test(before)) return true
  // "Flights cancelled because of the eruption": not the warning has ended.
  return !OTHER.test(before) && !CAUSE.test(clause.slice(found.index))
}

/**
 * Whether a text says, in Indonesian or English, that a warning was called off: dicabut, berakhir, dibatalkan,
 * cancelled. Not where it has not ended yet ("belum berakhir", "sampai dicabut"), or only in part.
 */
export const saysCalledOff = (text: string): boolean =>
  clausesOf(plainWords(text)).some((clause) => endsClause(clause, CALLED_OFF))

/** The same, or that the danger itself is over: sudah surut, no longer, all clear. Only for doubt: it ends nothing. */
export const saysEnded = (text: string): boolean =>
  clausesOf(plainWords(text)).some((clause) => endsClause(clause, CALLED_OFF) || endsClause(clause, OVER))
