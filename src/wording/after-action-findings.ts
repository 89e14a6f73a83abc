import type { Finding } from './after-action-figures.ts'
import { kindName, spanWords } from './after-action-words.ts'
import { shortfallSentences } from './shortfall.ts'

type Words = (figure: (name: string) => string, span: () => string) => string

const RULES: Readonly<Record<string, Words>> = {
  'quorum-reached': (_figure, span) => `Kebutuhan terpenuhi dalam ${span()} sejak panggilan dibuka.`,
  'first-notice-quick': (_figure, span) => `Pesan pertama terkirim dalam ${span()} (patokan: paling lama 1 menit).`,
  'answers-quick': (_figure, span) => `Separuh penjawab menjawab dalam ${span()} (patokan: paling lama 5 menit).`,
  'most-answered': (figure) =>
    `${figure('answered')} dari ${figure('called')} orang menjawab (${figure('percent')}%; patokan: paling sedikit 80%).`,
  'all-reached': (figure) => `Pesan ke semua ${figure('called')} orang yang dipanggil diterima penyedia.`,
  unsafe: (figure) => `${figure('people')} orang mengatakan dirinya tidak aman: pastikan mereka sudah ditolong.`,
  'too-few': (figure) =>
    `${kindName(figure('kind'))}: mengatakan datang ${figure('coming')} dari ${figure('need')} orang, kurang ${figure('missing')}.`,
  shortfall: (figure) => `Sebab kekurangan: ${shortfallSentences([figure('code')], kindName, 'id').join('')}.`,
  'approval-slow': (_figure, span) => `Persetujuan memakan waktu ${span()} (patokan: paling lama 10 menit).`,
  'first-notice-late': (_figure, span) =>
    `Pesan pertama baru terkirim setelah ${span()} (patokan: paling lama 1 menit): periksa persetujuan dan penyedia SMS.`,
  'answers-slow': (_figure, span) =>
    `Separuh penjawab baru menjawab setelah ${span()} (patokan: paling lama 10 menit): latih cara menjawab.`,
  'many-silent': (figure) =>
    `${figure('people')} dari ${figure('called')} orang (${figure('percent')}%) tidak menjawab: periksa nomor mereka dan latih cara menjawab.`,
  'many-declined': (figure) =>
    `${figure('people')} dari ${figure('called')} orang (${figure('percent')}%) menolak: tanyakan sebabnya dan tambah cadangan.`,
  'contacts-bad': (figure) =>
    `${figure('people')} orang tidak dapat dihubungi karena nomor atau alamatnya: perbaiki data mereka.`,
  'outcome-unknown': (figure) =>
    `Tentang ${figure('people')} orang tidak diketahui apakah pesannya sampai: minta laporan kirim dari penyedia.`,
  expired: (figure) =>
    `Pesan untuk ${figure('people')} orang tidak sempat dikirim: tambah kecepatan atau saluran kirim.`,
  'late-answers': (figure) =>
    `${figure('people')} orang baru menjawab setelah batas waktunya: tinjau batas waktu atau latih cara menjawab.`,
  'many-waves': (figure) => `Diperlukan ${figure('waves')} gelombang panggilan: panggil lebih banyak orang di awal.`,
  register: (figure) =>
    `${figure('people')} orang dalam jangkauan tidak dipanggil karena nomor atau letak rumahnya tidak dapat diandalkan: perbarui data.`,
}

/** A finding in a sentence that names its figures; one without words of its own is its code. */
export const findingSentence = ({ code, figures }: Finding): string => {
  const rule = Object.hasOwn(RULES, code) ? RULES[code] : undefined
  const figure = (name: string): string => String(figures[name] ?? '')
  return rule === undefined ? code : rule(figure, () => spanWords(Number(figures['seconds'])))
}
