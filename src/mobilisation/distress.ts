import { FILLERS, LINKS, NEGATIONS, NO, SAFE } from './answer-words.ts'

const listed = (words: string): readonly string[] => words.split(' ')

/** Somebody who cannot get out: whatever else is said. */
const CAUGHT = listed('terjebak kejebak terperangkap tertimbun ketimbun tertimpa terkepung terseret hanyut sos')

/** Words that mean the same only where nothing else is meant: "tolong kirim alamat" asks for an address. */
const IN_NEED = listed('tolong bahaya terluka luka cedera pertolongan selamatkan')

/** A "not" that is none of an answer's: "belum aman". */
const NOT = [...NEGATIONS, ...listed('belum blm kurang bukan')]
/** A "not" reaches through these to the word behind: "tidak dalam keadaan aman", "tidak ada yang terjebak". */
const BETWEEN = [...LINKS, ...listed('begitu terlalu dalam keadaan kondisi merasa lagi ada yang sedang')]

/** Somebody or something else is spoken of, and a human reads it: other people, the road, the traffic, the phone. */
const ELSEWHERE = listed(
  'warga korban orang org tetangga jalan jalur rute akses jembatan macet lalu lintas mobil motor kendaraan sinyal lokasi posko lewat sana kesana situ apa apakah kalau bila jika sampai tiba 3',
)

/** What people in need say beside it. */
const COMPANY = [
  ...FILLERS,
  ...NO,
  ...IN_NEED,
  ...listed(
    'minta butuh perlu cepat ada anak anakku istri suami keluarga orangtua dalam atap lantai atas air banjir lumpur api longsor gempa sangat sekali masih sedang kaki tangan ini',
  ),
]

/** Whether a "not" turns round the word at this place. */
const isDenied = (words: readonly string[], at: number): boolean => {
  const before = words.slice(0, at).findLast((word) => !BETWEEN.includes(word))
  return before !== undefined && NOT.includes(before)
}

/**
 * Whether somebody says that they are not safe themselves: "tidak aman", "belum aman", "kami terjebak di atap", "tolong".
 * `denied` for what says that nobody is caught ("tidak terjebak"); null where nothing of it is said, or of others, or of
 * the road ("warga terjebak", "terjebak macet").
 */
export const distressIn = (words: readonly string[]): 'unsafe' | 'denied' | null => {
  if (words.some((word) => ELSEWHERE.includes(word))) return null
  const safe = words.flatMap((word, at) => (SAFE.includes(word) ? [isDenied(words, at)] : []))
  if (safe.length > 0) return safe.every((denied) => denied) ? 'unsafe' : null
  const isPlain = words.every((word) => COMPANY.includes(word))
  const at = words.findIndex((word) => CAUGHT.includes(word) || (isPlain && IN_NEED.includes(word)))
  if (at === -1) return null
  return isDenied(words, at) ? 'denied' : 'unsafe'
}
