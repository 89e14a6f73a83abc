import type { CallOutStatus } from '../mobilisation/call-out.ts'
import { PROPOSAL_REASONS } from '../mobilisation/wording-fields.ts'
import type { Mode } from '../wording/mode.ts'

/** A line in Indonesian with its English below. */
export interface Line {
  readonly id: string
  readonly en: string
}

/** What became of a tap. */
export type ProposalResult =
  | 'recorded'
  | 'again'
  | 'changed'
  | 'code-wrong'
  | 'own-event'
  | 'role-missing'
  | 'authority-missing'
  | 'authority-half'
  | 'other-office'
  | 'too-late'
  | 'not-waiting'
  | 'outside'

export const BANNERS: Readonly<Record<Mode, Line | null>> = {
  actual: null,
  exercise: { id: 'LATIHAN - bukan kejadian nyata', en: 'EXERCISE - not a real event' },
  test: { id: 'UJI SISTEM - ABAIKAN', en: 'SYSTEM TEST - please ignore' },
}

export const RESULTS: Readonly<Record<ProposalResult, Line>> = {
  recorded: { id: 'Terima kasih, keputusan Anda dicatat.', en: 'Thank you, your decision is recorded.' },
  again: {
    id: 'Belum dicatat. Baca isinya, lalu ketuk sekali lagi.',
    en: 'Not recorded yet. Read it, then tap once more.',
  },
  changed: {
    id: 'Ada yang berubah sementara itu. Lihat lagi, lalu ketuk sekali lagi.',
    en: 'Something changed meanwhile: look again, then tap once more.',
  },
  'code-wrong': {
    id: 'Belum disetujui. Ketik kode usulan dari SMS atau surel Anda, lalu setujui lagi.',
    en: 'Not approved yet. Type the code from your SMS or e-mail, then approve again.',
  },
  'own-event': {
    id: 'Usulan ini dari Anda sendiri: mintalah petugas kedua menyetujuinya.',
    en: 'You posted this yourself: ask a second operator to approve it.',
  },
  'role-missing': {
    id: 'Peran Anda belum cukup untuk ini: mintalah petugas dengan peran approver atau admin.',
    en: 'Your role does not allow this: ask an operator with the role approver or admin.',
  },
  'authority-missing': {
    id: 'Tagana diperintah oleh Dinas Sosial: isi siapa yang memerintahkan, lalu setujui lagi.',
    en: 'Tagana are ordered by a Dinas Sosial: fill in who orders them, then approve again.',
  },
  'authority-half': { id: 'Isi nama dan kantornya.', en: 'Fill in both the name and the office.' },
  'other-office': {
    id: 'Kantor itu tidak memerintah Tagana: tulis Dinas Sosial mana.',
    en: 'That office does not command Tagana: write which Dinas Sosial.',
  },
  'too-late': {
    id: 'Sudah terlambat: kejadiannya berakhir, dicabut, atau lewat sehari. Tidak ada yang dipanggil.',
    en: 'Too late: the event has ended, was cancelled or is over a day old. Nobody is called.',
  },
  'not-waiting': { id: 'Usulan ini tidak menunggu lagi.', en: 'This proposal waits no longer.' },
  outside: { id: 'Usulan ini di luar wilayah Anda.', en: 'This proposal lies outside your area.' },
}

/** Beside what the reader posted. */
export const OWN: Line = {
  id: 'Ini dari Anda sendiri: yang menyetujui harus petugas lain.',
  en: 'You posted this: somebody else must approve it.',
}

/** Why a message waits, by its reason; others have nothing to say here. */
export const REASONS: Readonly<Record<string, Line>> = Object.fromEntries(
  Object.entries({
    'awaiting-approval': 'a second operator is needed',
    'authority-missing': 'no order of a Dinas Sosial for Tagana yet',
    'feed-proposes': "proposed by an agency's warning",
    'village-report': 'report of a village, not checked yet',
    'scope-not-public': 'the warning is not for the public',
    'says-exercise': 'its text speaks of an exercise',
    'says-ended': 'its text says that it is over',
    'says-none': 'its text denies the hazard',
  }).map(([reason, en]) => [reason, { id: PROPOSAL_REASONS[reason] ?? en, en }]),
)

export const STATUSES: Readonly<Record<CallOutStatus, Line>> = {
  planning: { id: 'disiapkan', en: 'being prepared' },
  'awaiting-approval': { id: 'menunggu persetujuan', en: 'waits for approval' },
  calling: { id: 'memanggil', en: 'calling' },
  filled: { id: 'cukup orang', en: 'enough people' },
  exhausted: { id: 'kurang orang', en: 'short of people' },
  closed: { id: 'ditutup', en: 'closed' },
  'stood-down': { id: 'dihentikan', en: 'stood down' },
}

export const DECISIONS: Readonly<Record<'approved' | 'declined' | 'approval-lapsed', Line>> = {
  approved: { id: 'Disetujui', en: 'Approved' },
  declined: { id: 'Ditolak', en: 'Declined' },
  'approval-lapsed': { id: 'Gugur karena tidak ada keputusan', en: 'Lapsed without a decision' },
}

export const AFTERWARDS: Readonly<Record<'asks-further-up' | 'lapses', Line>> = {
  'asks-further-up': { id: 'lalu diteruskan ke atas', en: 'then it goes further up' },
  lapses: { id: 'lalu gugur', en: 'then it lapses' },
}

/** What a page without a proposal can say. */
export const NOTES = {
  unknown: {
    id: 'Tautan ini tidak dikenal. Periksa lagi pesan Anda.',
    en: 'This link is not known. Check your message.',
  },
  expired: {
    id: 'Tautan ini sudah tidak berlaku. Untuk usulan lain pakai tautan di pesan yang lebih baru.',
    en: 'This link has expired. For another proposal use the link in a newer message.',
  },
  choose: {
    id: 'Pilih Setujui atau Tolak pada halaman sebelumnya.',
    en: 'Choose Approve or Decline on the page before.',
  },
  slower: { id: 'Terlalu banyak ketukan. Tunggu satu menit.', en: 'Too many taps. Wait a minute.' },
  later: {
    id: 'Sistem sedang sibuk: belum ada yang dicatat. Coba lagi sebentar.',
    en: 'We are busy and nothing is recorded. Try again soon.',
  },
} as const satisfies Readonly<Record<string, Line>>
