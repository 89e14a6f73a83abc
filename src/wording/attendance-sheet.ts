import { emailValue } from './field-value.ts'
import { paragraph, REPORT_MARKS, type ReportPage, table } from './report-page.ts'
import { localMoment } from './time.ts'

/** A drill as the sheet that hangs at its place tells it. */
export interface AttendanceSheet {
  readonly code: string
  /** In words, such as `Gladi posko`. */
  readonly type: string
  readonly siteName: string
  readonly startsAt: Date
  readonly endsAt: Date
  /** From when until when the code counts. */
  readonly from: Date
  readonly until: Date
  readonly zone: 'WIB' | 'WITA' | 'WIT'
}

/** The sheet: what to send to be on record as present, in large letters. It is for those who are there alone. */
export const attendanceSheetPage = ({ code, zone, ...drill }: AttendanceSheet): ReportPage => ({
  title: { id: 'Catat kehadiran Anda', en: 'Record that you are here' },
  mark: REPORT_MARKS.exercise,
  provisional: null,
  blocks: [
    paragraph('Kirim SMS ke nomor yang mengirim undangan (send this text to the number that invited you):'),
    { kind: 'poster', text: `HADIR ${code}` },
    paragraph(
      `Atau buka tautan di undangan Anda dan ketik kode (or open the link of your invitation and type) ${code}.`,
    ),
    paragraph(
      `Nomor dipakai bersama? Tulis namanya: HADIR ${code} NAMA; semua hadir: HADIR ${code} SEMUA. (A shared phone: add the name, or ALL. In English: HERE ${code}.)`,
    ),
    table(
      ['Hal', 'Isi'],
      [
        ['Kegiatan', drill.type],
        ['KSB', emailValue(drill.siteName)],
        ['Mulai', localMoment(drill.startsAt, zone)],
        ['Selesai', localMoment(drill.endsAt, zone)],
        ['Kode berlaku', `${localMoment(drill.from, zone)} - ${localMoment(drill.until, zone)}`],
      ],
    ),
    paragraph('Pasang di lokasi latihan saja. (Post it at the drill only.)'),
  ],
})
