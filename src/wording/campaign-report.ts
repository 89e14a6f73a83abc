import type { BothWords, ReportPage } from './report-page.ts'
import { heading, paragraph, table } from './report-page.ts'

/** A turn as a report tells it; people of each state are counted. */
export interface CampaignReported {
  readonly campaignId: string
  readonly type: 'contact-test' | 'education'
  /** The newest first. */
  readonly turns: readonly {
    readonly turn: number
    readonly startsAt: Date
    readonly endsAt: Date
    readonly people: number
    readonly planned: number
    readonly sent: number
    readonly told: number
    readonly answered: number
    readonly silent: number
    readonly unreached: number
    readonly skipped: number
  }[]
  /** Of the newest turn. */
  readonly notSent: readonly { readonly reason: string; readonly people: number }[]
  readonly places: readonly {
    readonly regencyCode: string
    readonly siteCode: string | null
    readonly people: number
    readonly left: number
    readonly answered: number
    readonly silent: number
  }[]
}

const TITLES: Readonly<Record<CampaignReported['type'], BothWords>> = {
  'contact-test': { id: 'Laporan tes kontak', en: 'Report of contact tests' },
  education: { id: 'Laporan pesan kesiapsiagaan (KIE)', en: 'Report of education messages' },
}

const REASONS: Readonly<Record<string, string>> = {
  'opted-out': 'berhenti dari semua pesan (STOP)',
  'opted-out-of-info': 'berhenti dari info (STOP INFO)',
  'no-contact': 'tidak ada nomor atau surel',
  unavailable: 'sedang tidak dapat dihubungi',
  'called-out': 'sedang dipanggil untuk kejadian nyata',
  'turn-over': 'putaran selesai sebelum ada waktu',
  'left-roster': 'tidak lagi di daftar relawan',
  'campaign-removed': 'kampanye dihapus',
  refused: 'ditolak operator atau server surel',
  failed: 'gagal setelah beberapa kali dicoba',
  expired: 'terlambat: sempat dicoba, tidak sampai',
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10)

/** The report of a campaign: its turns, and of the newest one the villages and why people got nothing. */
export const campaignPage = ({ campaignId, type, turns, notSent, places }: CampaignReported): ReportPage => ({
  title: TITLES[type],
  mark: null,
  provisional: null,
  blocks: [
    paragraph(
      `Kampanye ${campaignId}. Bukan panggilan dan bukan latihan: jawaban tes kontak hanya berarti orangnya dapat dihubungi.`,
    ),
    heading('Putaran', 'Turns'),
    table(
      ['Putaran', 'Mulai', 'Selesai', 'Orang', 'Menunggu', 'Terkirim', 'Menjawab', 'Diam', 'Tidak sampai', 'Dilewati'],
      turns.map((one) => [
        ...[String(one.turn), dayOf(one.startsAt), dayOf(one.endsAt)],
        ...[one.people, one.planned, one.sent + one.told, one.answered, one.silent, one.unreached, one.skipped].map(
          String,
        ),
      ]),
    ),
    heading('Putaran terakhir menurut tempat', 'The newest turn by place'),
    table(
      ['Kab./kota', 'KSB', 'Orang', 'Terkirim', 'Menjawab', 'Diam'],
      places.map((one) => [
        ...[one.regencyCode, one.siteCode ?? '-'],
        ...[one.people, one.left, one.answered, one.silent].map(String),
      ]),
    ),
    heading('Tidak dikirimi, dan alasannya', 'Not sent, and why'),
    table(
      ['Alasan', 'Orang'],
      notSent.map(({ reason, people }) => [REASONS[reason] ?? reason, String(people)]),
    ),
  ],
})
