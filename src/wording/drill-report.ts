import { afterActionPage } from './after-action.ts'
import type { AfterAction, DrillReported, ImprovementReported } from './after-action-figures.ts'
import { DRILL_STATE_WORDS, ROLE_WORDS, WAY_WORDS, wordOf } from './after-action-words.ts'
import { emailValue } from './field-value.ts'
import {
  type BothWords,
  heading,
  paragraph,
  REPORT_MARKS,
  type ReportBlock,
  type ReportPage,
  table,
} from './report-page.ts'
import { localMoment } from './time.ts'

/** Whether as many came as the programme asks for. */
const leastWords = ({ attendance, attendanceLeast }: DrillReported): string => {
  if (attendanceLeast === null) return ''
  const came = attendance.find(({ role }) => role === 'member')?.came ?? 0
  return ` Diminta paling sedikit ${attendanceLeast} orang: ${came >= attendanceLeast ? 'tercapai' : 'belum tercapai, latihan tidak dihitung'}.`
}

const drillBlocks = (drill: DrillReported): readonly ReportBlock[] => [
  heading('Latihan', 'The drill'),
  table(
    ['Hal', 'Isi'],
    [
      ['Program', drill.programmeId],
      ['Jenis latihan', drill.type],
      ['Jenis bencana', drill.hazard],
      ['KSB', emailValue(`${drill.siteName ?? '-'} (${drill.siteCode})`)],
      ['Mulai', localMoment(drill.startsAt, drill.zone)],
      ['Selesai', localMoment(drill.endsAt, drill.zone)],
      ['Keadaan', `${wordOf(DRILL_STATE_WORDS, drill.state)}${drill.reason === null ? '' : ` (${drill.reason})`}`],
      ['Diundang', `${drill.invited} orang`],
    ],
  ),
  ...(drill.modules.length === 0
    ? []
    : [
        heading('Materi', 'What was taught'),
        table(
          ['Materi', 'Module', 'Menit', 'Kearifan lokal'],
          drill.modules.map(({ title, minutes, isLocalWisdom }) => [
            title.id,
            title.en,
            String(minutes),
            isLocalWisdom ? 'ya' : '-',
          ]),
        ),
        {
          kind: 'list' as const,
          items: drill.modules.map(({ title, summary }) => `${title.id}: ${summary.id}`),
        },
        heading('Undangan dan kehadiran', 'Invitations and attendance'),
      ]),
  table(
    ['Peran', 'Diundang', 'Ya', 'Tidak', 'Tanpa jawaban'],
    drill.invitees.map(({ name, people: invited, yes, no, none }) => [
      wordOf(ROLE_WORDS, name),
      ...[invited, yes, no, none].map(String),
    ]),
  ),
  table(
    ['Peran', 'Hadir', 'Tidak hadir', 'Tidak tercatat'],
    drill.attendance.map(({ role, came, absent, unknown }) => [
      wordOf(ROLE_WORDS, role),
      ...[came, absent, unknown].map(String),
    ]),
  ),
  paragraph(
    drill.memberShare === null
      ? 'Kehadiran anggota KSB belum dicatat.'
      : `Kehadiran anggota KSB: ${Math.round(drill.memberShare * 100)} %.${leastWords(drill)}`,
  ),
  ...(drill.byWay.length === 0
    ? []
    : [
        table(
          ['Diketahui dari', 'Hadir'],
          drill.byWay.map(({ way, came }) => [wordOf(WAY_WORDS, way), String(came)]),
        ),
      ]),
  ...(drill.contradicted === 0
    ? []
    : [
        paragraph(
          `${drill.contradicted} orang menyatakan hadir di lokasi, tetapi dicatat petugas tidak hadir: catatan petugas yang dihitung.`,
        ),
      ]),
]

/** `mended-by` and a drill's id is the program's word; anything else is somebody's. */
const stateOf = ({ doneAt, doneBecause }: ImprovementReported, drill: DrillReported): string => {
  if (doneAt === null) return 'terbuka'
  if (doneBecause === `mended-by ${drill.occurrenceId}`) return 'selesai: membaik pada latihan ini'
  return doneBecause?.startsWith('mended-by ') === true
    ? 'selesai: membaik pada latihan lain'
    : emailValue(`selesai: ${doneBecause ?? '-'}`)
}

const improvementBlocks = (drill: DrillReported): readonly ReportBlock[] => [
  heading('Yang perlu dilatih dan diperbaiki di KSB ini', 'What this village is to practise and mend'),
  drill.improvements.length === 0
    ? paragraph('Tidak ada yang tercatat. Temuan latihan dicatat satu minggu setelah selesai.')
    : table(
        ['Nomor', 'Perbaikan', 'Sejak', 'Keadaan'],
        drill.improvements.map((one) => [
          one.id.slice(0, 8),
          emailValue(one.sentence),
          localMoment(one.raisedAt, drill.zone),
          stateOf(one, drill),
        ]),
      ),
]

const DRILL_TITLE: BothWords = { id: 'Laporan latihan', en: 'After-action report of a drill' }
const DRILL_PROVISIONAL: BothWords = {
  id: 'SEMENTARA: latihan belum selesai, angka masih dapat berubah.',
  en: 'Provisional: the drill is not over, figures may still change.',
}

/** The report of a drill, with that of the call-out that it rehearsed behind it; null where it rehearsed none. */
export const drillPage = (drill: DrillReported, rehearsed: AfterAction | null): ReportPage => {
  const isOver = drill.state === 'done' || drill.state === 'missed' || drill.state === 'cancelled'
  const part = rehearsed === null ? null : afterActionPage(rehearsed)
  return {
    title: DRILL_TITLE,
    mark: REPORT_MARKS.exercise,
    provisional: isOver && part?.provisional == null ? null : DRILL_PROVISIONAL,
    blocks: [
      ...drillBlocks(drill),
      ...improvementBlocks(drill),
      ...(part?.blocks ?? [paragraph('Latihan ini tidak melatih panggilan, atau belum dimulai.')]),
    ],
  }
}
