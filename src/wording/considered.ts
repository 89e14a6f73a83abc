/** What was decided about one person, as the rows keep it. */
export interface ConsideredPerson {
  readonly outcome: string
  readonly reason: string
  readonly detail: Readonly<Record<string, unknown>>
}

/** What else is worth saying of somebody: by whose consent, and that their way may be longer. */
const remarks = ({ outcome, detail }: ConsideredPerson): string => {
  if (outcome === 'passed') return ''
  const aid = detail['aid'] === true ? ', bantuan dari wilayah tetangga' : ''
  return detail['stale'] === true ? `${aid}, letak rumahnya belum tentu benar` : aid
}

const numberOf = (value: unknown): number | null => (typeof value === 'number' && Number.isFinite(value) ? value : null)

const decimal = (value: number): string => value.toFixed(1).replace('.', ',')

/** `(12,3 km, sekitar 25 menit)`, as far as it is known. */
const nearness = ({ detail }: ConsideredPerson): string => {
  const km = numberOf(detail['km'])
  const minutes = numberOf(detail['minutes'])
  const far = km === null ? '' : `${decimal(km)} km`
  if (minutes === null) return km === null ? '' : ` (${far})`
  return ` (${km === null ? '' : `${far}, `}sekitar ${Math.ceil(minutes)} menit)`
}

/** `, dialihkan dari panggilan A7K2`: the other call-out that holds them, or lost them. */
const otherCallOut = ({ outcome, reason, detail }: ConsideredPerson): string => {
  const code = detail['elsewhere']
  if (typeof code !== 'string') return ''
  if (outcome === 'passed') return reason === 'called-elsewhere' ? `, panggilan ${code}` : ''
  return `, dialihkan dari panggilan ${code}`
}

/** In Bahasa Indonesia, without the full stop; by the code that the rows keep. */
const BECAUSE: Readonly<Record<string, string>> = {
  'not-kept': 'Dipanggil: alasannya belum dicatat waktu itu',
  chosen: 'Dipanggil: termasuk yang paling cepat tiba',
  'chosen-for-skill': 'Dipanggil: punya keahlian yang dibutuhkan',
  'chosen-for-team': 'Dipanggil: satu tim dengan petugas lain untuk KSB terdampak',
  'in-place-of-another': 'Dipanggil: menggantikan orang yang menolak atau tidak menjawab',
  'asked-whether-safe': 'Ditanya dulu apakah aman sebelum diminta datang: tinggal di zona bahaya',
  'wanted-again': 'Dipanggil lagi: kembali dibutuhkan',
  'still-wanted': 'Tetap dipanggil: masih dibutuhkan',
  'may-still-answer': 'Tetap dipanggil: jawabannya masih ditunggu',
  'wanted-no-more': 'Dibatalkan: tidak lagi dibutuhkan setelah rencana berubah',
  'refused-by-rows': 'Tidak dipanggil: datanya berubah saat pemanggilan, atau nomornya sudah dipanggil',
  'already-called': 'Tidak dipanggil: sudah dipanggil, atau nomornya sudah dipanggil',
  'called-elsewhere': 'Tidak dipanggil: sedang dipanggil untuk kejadian lain',
  'opted-out': 'Tidak dipanggil: meminta untuk tidak dihubungi',
  unavailable: 'Tidak dipanggil: sedang tidak dapat bertugas',
  'no-contact': 'Tidak dipanggil: tidak ada nomor atau alamat yang dapat dihubungi',
  'email-only': 'Tidak dipanggil: hanya punya surel, sedangkan perintah nyata harus lewat telepon',
  'outside-jurisdiction': 'Tidak dipanggil: di luar wilayah yang boleh memerintahnya',
  'other-landmass': 'Tidak dipanggil: terpisah laut dari lokasi',
  'no-crossing': 'Tidak dipanggil: terpisah laut, dan tidak ada penyeberangan yang dibuka',
  'called-often': 'Tidak dipanggil: sering dipanggil akhir-akhir ini, dan yang lain cukup',
  'served-lately': 'Tidak dipanggil: baru saja bertugas, dan yang lain cukup',
  'stale-position': 'Tidak dipanggil: letak rumahnya lama tidak diperbarui atau hanya kira-kira, dan yang lain cukup',
  'aid-not-needed': 'Tidak dipanggil: dari wilayah tetangga, dan tenaga wilayah sendiri cukup',
  'enough-called': 'Tidak dipanggil: yang dipanggil sudah cukup',
  'kind-not-needed': 'Tidak dipanggil: jenis tenaganya tidak dibutuhkan',
}

const OTHERWISE: Readonly<Record<string, string>> = {
  called: 'Dipanggil',
  recalled: 'Dipanggil lagi',
  stays: 'Tetap dipanggil',
  passed: 'Tidak dipanggil',
}

/** Why somebody was picked or passed over, in a sentence. A code without words of its own is shown as it is. */
export const consideredSentence = (person: ConsideredPerson): string => {
  const { outcome, reason } = person
  return `${BECAUSE[reason] ?? `${OTHERWISE[outcome] ?? outcome}: ${reason}`}${otherCallOut(person)}${remarks(person)}${nearness(person)}.`
}
