import { curveBlocks } from './after-action-curve.ts'
import type { AfterAction, GroupTally, StoryLine } from './after-action-figures.ts'
import { findingSentence } from './after-action-findings.ts'
import {
  ANSWER_WORDS,
  CHANNEL_WORDS,
  kindName,
  NON_ANSWER_WORDS,
  rupiahWords,
  STATUS_WORDS,
  STORY_WORDS,
  spanWords,
  VIA_WORDS,
  wordOf,
} from './after-action-words.ts'
import { consideredSentence } from './considered.ts'
import { emailValue } from './field-value.ts'
import type { Mode } from './mode.ts'
import {
  type BothWords,
  heading,
  paragraph,
  REPORT_MARKS,
  type ReportBlock,
  type ReportPage,
  table,
} from './report-page.ts'
import { shortfallSentences } from './shortfall.ts'
import { localDate, localMoment, localTime } from './time.ts'

/** Lines on paper; all of them stand in JSON. */
const MOST_LINES = 150

const TITLES: Readonly<Record<Mode, BothWords>> = {
  actual: { id: 'Laporan pascakejadian', en: 'After-action report' },
  exercise: { id: 'Laporan pascalatihan', en: 'After-action report of an exercise' },
  test: { id: 'Laporan uji sistem', en: 'Report of a system test' },
}

const ALARM_TEST =
  'UJI ALARM: orang hanya ditanya apakah bisa datang seandainya nyata. "Ya" berarti bisa datang. Tidak ada yang berangkat, dan tidak ada pengganti yang dipanggil.'

const PROVISIONAL: BothWords = {
  id: 'SEMENTARA: panggilan belum selesai, angka masih dapat berubah.',
  en: 'Provisional: the call-out is not over, figures may still change.',
}

const overview = (report: AfterAction): readonly ReportBlock[] => {
  const { zone, figures } = report
  const need = figures.need.map(({ kind, need: heads }) => `${heads} ${kindName(kind)}`).join(', ')
  return [
    heading('1. Gambaran umum', 'Overview'),
    table(
      ['Hal', 'Isi'],
      [
        ['Kejadian', emailValue(report.headline)],
        ['Jenis bencana', report.hazard],
        ['Wilayah', emailValue(report.region)],
        ['Kode panggilan', report.code],
        ['Keadaan', wordOf(STATUS_WORDS, report.status)],
        ['Dibuka', localMoment(report.openedAt, zone)],
        ['Berakhir', report.endedAt === null ? '-' : localMoment(report.endedAt, zone)],
        ['Diperintahkan oleh', report.office === null ? '-' : emailValue(report.office)],
        ['Kebutuhan', need === '' ? '-' : need],
        ['Disusun', localMoment(report.preparedAt, zone)],
      ],
    ),
    ...(report.alarmTest ? [paragraph(ALARM_TEST)] : []),
  ]
}

const storyWords = ({ kind, count, words, people }: StoryLine): string => {
  const said = Object.entries(words).map(([word, n]) => `${n} ${wordOf(ANSWER_WORDS, word)}`)
  const many = said.length > 0 ? said.join(', ') : count > 1 ? `${count} kali` : ''
  const about = people === null ? '' : `${people} orang`
  const more = [many, about].filter((part) => part !== '').join(', ')
  return `${wordOf(STORY_WORDS, kind)}${more === '' ? '' : ` (${more})`}`
}

const story = ({ story: lines, zone }: AfterAction): readonly ReportBlock[] => {
  const shown = lines.slice(0, MOST_LINES)
  const left = lines.length - shown.length
  const days = new Set(lines.flatMap(({ from, until }) => [localDate(from, zone), localDate(until, zone)]))
  const whenOf = (at: Date): string => `${days.size > 1 ? `${localDate(at, zone)} ` : ''}${localTime(at, zone)}`
  return [
    heading('2. Garis waktu', 'Timeline'),
    table(
      ['Waktu', 'Peristiwa'],
      shown.map((line) => {
        const [from, until] = [whenOf(line.from), whenOf(line.until)]
        return [from === until ? from : `${from} - ${until}`, storyWords(line)]
      }),
    ),
    ...(left === 0 ? [] : [paragraph(`dan ${left} baris lagi: lihat format json`)]),
  ]
}

const TALLY = ['Dipanggil', 'Ya', 'Tidak', 'Tidak aman', 'Tanpa jawaban'] as const

const tallies = (first: string, groups: readonly GroupTally[], nameOf: (group: string) => string): ReportBlock =>
  table(
    [first, ...TALLY],
    groups.map(({ group, called, yes, no, unsafe, none }) => [
      nameOf(group),
      ...[called, yes, no, unsafe, none].map(String),
    ]),
  )

const people = ({ figures, passedOver }: AfterAction): readonly ReportBlock[] => {
  const { answers, answeredVia, nonAnswers, late, afterEnd, weak, spans } = figures
  return [
    heading('4. Siapa yang dipanggil dan apa jawabannya', 'Who was called, and what they answered'),
    paragraph(
      `Dipanggil ${answers.called} orang: ${answers.yes} ya, ${answers.no} tidak, ${answers.unsafe} tidak aman, ` +
        `${answers.none} tanpa jawaban. Terlambat menjawab: ${late} orang; jawaban setelah panggilan berakhir: ${afterEnd}; ` +
        `jawaban yang mungkin dari mesin dan tidak dihitung: ${weak}.`,
    ),
    tallies('Gelombang', figures.byWave, (wave) => wave),
    tallies('Jenis tenaga', figures.byKind, kindName),
    tallies('Saluran pesan', figures.byChannel, (channel) => wordOf(CHANNEL_WORDS, channel)),
    table(
      ['Menjawab lewat', 'Orang'],
      answeredVia.map(({ name, people: some }) => [wordOf(VIA_WORDS, name), String(some)]),
    ),
    heading('5. Tanpa jawaban, menurut sebabnya', 'Non-answers by reason'),
    table(
      ['Sebab', 'Orang'],
      nonAnswers.map(({ name, people: some }) => [NON_ANSWER_WORDS[name], String(some)]),
    ),
    heading('6. Waktu', 'Times'),
    table(
      ['Dari', 'Lama'],
      [
        ['Dibuka sampai disetujui', spanWords(spans.toApproval)],
        ['Dibuka sampai pesan pertama terkirim', spanWords(spans.toFirstNotice)],
        ['Dibuka sampai jawaban ya pertama', spanWords(spans.toFirstYes)],
        ['Dibuka sampai kebutuhan terpenuhi', spanWords(spans.toQuorum)],
        ['Dibuka sampai orang pertama tiba', spanWords(spans.toFirstArrival)],
        ['Median dari dipanggil sampai menjawab', spanWords(spans.medianAnswer)],
      ],
    ),
    heading('7. Yang dilihat tetapi tidak dipanggil', 'People looked at and not called'),
    table(
      ['Alasan', 'Orang'],
      passedOver.map(({ name, people: some }) => [
        consideredSentence({ outcome: 'passed', reason: name, detail: {} }),
        String(some),
      ]),
    ),
  ]
}

const shortfalls = ({ shortfall, figures }: AfterAction): readonly ReportBlock[] => [
  heading('8. Kekurangan', 'Shortfalls'),
  table(
    ['Jenis tenaga', 'Dibutuhkan', 'Mengatakan datang', 'Kurang'],
    figures.need.map(({ kind, need, coming, missing }) => [kindName(kind), ...[need, coming, missing].map(String)]),
  ),
  shortfall.length === 0
    ? paragraph('Tidak ada kekurangan yang dicatat.')
    : { kind: 'list', items: shortfallSentences(shortfall, kindName, 'id') },
]

const judged = ({ findings, costs }: AfterAction): readonly ReportBlock[] => {
  const of = (side: 'strength' | 'improvement'): readonly string[] =>
    findings.filter((finding) => finding.side === side).map(findingSentence)
  const [strengths, improvements] = [of('strength'), of('improvement')]
  const listed = (items: readonly string[]): ReportBlock =>
    items.length === 0 ? paragraph('Tidak ada yang terlihat dari angka.') : { kind: 'list', items }
  return [
    heading('9. Biaya', 'Costs'),
    paragraph(
      `Pesan, menurut tarif yang dicatat: ${rupiahWords(costs.soFar)}; dengan yang masih akan dikirim: ${rupiahWords(costs.expected)}.`,
    ),
    heading('10. Kekuatan', 'Strengths'),
    listed(strengths),
    heading('11. Yang perlu diperbaiki', 'Areas for improvement'),
    listed(improvements),
    heading('12. Rencana perbaikan', 'Improvement plan'),
    {
      kind: 'table',
      columns: ['No.', 'Perbaikan', 'Penanggung jawab', 'Tenggat'],
      rows: [...improvements, '', ''].map((item, at) => [String(at + 1), item, '', '']),
      blank: 2,
    },
    paragraph(
      'Kekuatan dan perbaikan di atas diturunkan dari angka menurut aturan tetap; penilaian orang ditambahkan dengan tangan.',
    ),
  ]
}

/** The report of a call-out in HSEEP's order: overview, timeline, analysis, strengths, improvements and their plan. */
export const afterActionPage = (report: AfterAction): ReportPage => ({
  title: TITLES[report.mode],
  mark: REPORT_MARKS[report.mode],
  provisional: report.provisional ? PROVISIONAL : null,
  blocks: [
    ...overview(report),
    ...story(report),
    ...curveBlocks(report),
    ...people(report),
    ...shortfalls(report),
    ...judged(report),
  ],
})
