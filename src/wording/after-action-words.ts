import { isKind, KIND_NAMES } from '../roster/responder.ts'
import type { NonAnswer } from './after-action-figures.ts'

/** In Bahasa Indonesia; a code without words of its own is shown as it is. */
export const wordOf = (words: Readonly<Record<string, string>>, code: string): string =>
  (Object.hasOwn(words, code) ? words[code] : undefined) ?? code

export const kindName = (kind: string): string => (isKind(kind) ? KIND_NAMES[kind] : kind)

export const STATUS_WORDS: Readonly<Record<string, string>> = {
  planning: 'sedang disiapkan',
  'awaiting-approval': 'menunggu persetujuan',
  calling: 'sedang memanggil',
  filled: 'terpenuhi, belum ditutup',
  exhausted: 'tidak terpenuhi, belum ditutup',
  closed: 'ditutup',
  'stood-down': 'dihentikan petugas atau program',
}

export const NON_ANSWER_WORDS: Readonly<Record<NonAnswer, string>> = {
  'no-contact': 'tidak ada pesan: tidak ada nomor atau alamat yang dapat dihubungi',
  refused: 'pesan ditolak penyedia: nomor atau alamat salah',
  failed: 'pesan gagal terkirim setelah dicoba berulang',
  unknown: 'tidak diketahui apakah pesan sampai',
  expired: 'pesan tidak sempat dikirim sampai batas waktunya',
  cancelled: 'pesan dibatalkan sebelum terkirim',
  silent: 'pesan terkirim, tidak ada jawaban',
  'stood-down': 'dipulangkan sebelum menjawab',
  waiting: 'jawabannya masih ditunggu',
}

export const CHANNEL_WORDS: Readonly<Record<string, string>> = {
  sms: 'SMS',
  email: 'surel',
  'email+sms': 'SMS dan surel',
  none: 'tidak ada yang terkirim',
}

export const VIA_WORDS: Readonly<Record<string, string>> = {
  sms: 'SMS',
  link: 'tautan',
  mail: 'surel',
  email: 'surel',
  operator: 'dicatat petugas',
  unknown: 'tidak tercatat',
}

export const STORY_WORDS: Readonly<Record<string, string>> = {
  opened: 'Panggilan dibuka',
  planned: 'Orang dipilih dan dipanggil',
  'planned-anew': 'Rencana disusun ulang',
  called: 'Orang tambahan atau pengganti dipanggil',
  widened: 'Jangkauan diperluas',
  answer: 'Jawaban masuk',
  filled: 'Kebutuhan terpenuhi',
  exhausted: 'Semua jalan habis, kebutuhan belum terpenuhi',
  calling: 'Memanggil lagi',
  closed: 'Panggilan ditutup',
  'stood-down': 'Panggilan dihentikan',
  'stood-down-people': 'Sebagian dipulangkan: yang datang sudah cukup',
  'sites-alerted': 'KSB di wilayah kejadian diberi tahu',
  'sites-cleared': 'KSB diberi tahu bahwa keadaan aman',
  teams: 'Tim untuk KSB disusun',
  approved: 'Disetujui',
  declined: 'Tidak disetujui',
  'approval-lapsed': 'Batas waktu persetujuan lewat',
  'approval-forwarded': 'Persetujuan diteruskan ke tingkat di atasnya',
  'approval-reminded': 'Pemberi persetujuan diingatkan',
  'nobody-in-reach': 'Tidak ada orang dalam jangkauan',
  'next-channel': 'Dicoba lewat saluran lain',
  'unknown-repeated': 'Pesan yang tidak jelas nasibnya dikirim sekali lagi',
  'not-safe': 'Ada yang mengatakan dirinya tidak aman',
  'message-expired': 'Masa berlaku pesan habis',
  'people-taken': 'Orang dialihkan ke panggilan yang lebih mendesak',
  'people-taken-over': 'Orang diambil dari panggilan lain',
  'exercise-ended': 'Latihan dihentikan karena kejadian nyata',
  'muster-endangered': 'Titik kumpul berada di zona bahaya',
  'refused-by-rows': 'Sebagian tidak jadi dipanggil: datanya berubah',
  'operators-told': 'Petugas diberi tahu',
}

export const ANSWER_WORDS: Readonly<Record<string, string>> = {
  yes: 'ya',
  no: 'tidak',
  'en-route': 'di jalan',
  arrived: 'tiba',
  done: 'selesai',
  safe: 'aman',
  unsafe: 'tidak aman',
}

export const DRILL_STATE_WORDS: Readonly<Record<string, string>> = {
  planned: 'direncanakan',
  invited: 'undangan sudah dikirim',
  started: 'sedang berlangsung',
  done: 'selesai',
  missed: 'terlewat',
  cancelled: 'dibatalkan',
}

export const ROLE_WORDS: Readonly<Record<string, string>> = {
  member: 'anggota KSB',
  facilitator: 'fasilitator',
  guest: 'tamu',
}

/** How it is known that somebody came to a drill. */
export const WAY_WORDS: Readonly<Record<string, string>> = {
  sms: 'SMS di lokasi',
  mail: 'surel di lokasi',
  link: 'tautan di lokasi',
  operator: 'dicatat petugas',
  csv: 'daftar hadir (CSV)',
  answer: 'jawaban "sampai"',
}

/** `45 detik`, `2 menit 5 detik`, `1 jam 5 menit`; a dash for what did not happen. */
export const spanWords = (seconds: number | null): string => {
  if (seconds === null) return '-'
  if (seconds < 60) return `${seconds} detik`
  const minutes = Math.floor(seconds / 60)
  const [large, largeWord, small, smallWord] =
    minutes < 60
      ? ([minutes, 'menit', seconds % 60, 'detik'] as const)
      : ([Math.floor(minutes / 60), 'jam', minutes % 60, 'menit'] as const)
  return small === 0 ? `${large} ${largeWord}` : `${large} ${largeWord} ${small} ${smallWord}`
}

/** `Rp 12.500`; a dash where the price is not known. */
export const rupiahWords = (rupiah: number | null): string =>
  rupiah === null ? '-' : `Rp ${String(Math.round(rupiah)).replace(/\B(?=(\d{3})+$)/g, '.')}`
