import { findingSentence } from './after-action-findings.ts'

type Figures = Readonly<Record<string, number | string>>

const RULES: Readonly<Record<string, (figure: (name: string) => string) => string>> = {
  'not-held': () => 'Latihan tidak terlaksana: jadwalkan lagi.',
  'invitations-unanswered': (figure) =>
    `${figure('answered')} dari ${figure('invited')} anggota menjawab undangan: latih cara menjawab dan periksa nomor mereka.`,
  'members-absent': (figure) =>
    `${figure('came')} dari ${figure('invited')} anggota hadir${figure('least') === '' ? '' : `, paling sedikit ${figure('least')} diminta`}: cari waktu yang cocok dan ajak lagi.`,
  'facilitators-missing': (figure) =>
    `${figure('came')} dari ${figure('wanted')} pendamping yang diminta hadir: tambah cadangan.`,
  operator: (figure) => figure('text'),
}

/** What is to be improved, as sentences; a code without words of its own is shown as it is. */
export const improvementSentence = (code: string, figures: readonly Figures[]): string => {
  const rule = Object.hasOwn(RULES, code) ? RULES[code] : undefined
  const [, rehearsed] = /^rehearsal-(.+)$/.exec(code) ?? []
  const sentenceOf = (one: Figures): string => {
    if (rule !== undefined) return rule((name) => String(one[name] ?? ''))
    return rehearsed === undefined ? code : findingSentence({ side: 'improvement', code: rehearsed, figures: one })
  }
  return figures.map(sentenceOf).join(' ')
}
