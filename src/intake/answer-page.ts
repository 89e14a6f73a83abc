import type { Word } from '../mobilisation/danger-zone.ts'
import type { ServiceWord } from '../mobilisation/progress.ts'
import type { Safety } from '../mobilisation/safety.ts'
import type { Mode } from '../wording/mode.ts'
import { both, type Line, text } from './page-text.ts'
import { PRESENCE_RESULTS, type PresenceResult, type PresenceView, presencePart } from './presence-form.ts'

/** What a link leads to, in words for a person. */
export interface LinkView {
  readonly mode: Mode
  /** `alarm-test`: whether they could come is all that is asked. */
  readonly purpose: 'call-out' | 'alarm-test' | 'drill'
  /** Whether people are still wanted; `enough` counts late answers, `over` only safe arrivals. */
  readonly state: 'open' | 'enough' | 'over'
  /** The code of the more urgent call-out that took them from this one; null: none did. */
  readonly movedTo: string | null
  /** Who asks, such as "Dinas Sosial Kab. Bandung". */
  readonly office: string
  /** What it is about in Indonesian and English: a hazard's name, or a drill's type. */
  readonly subject: { readonly id: string; readonly en: string }
  readonly place: string
  /** Local time in words, such as "22/11/2026 13.21 WIB". */
  readonly when: string
  /** Where to come; null where it is not said. */
  readonly muster: string | null
  /** The call-out's code; null for a drill without one. */
  readonly code: string | null
  /** The person's answer so far, the furthest. */
  readonly answer: ServiceWord | null
  /** Whether they are safe; `asked`: they are ordered nowhere before they say so. */
  readonly safety: Safety | null
  /** Whether they can say on this page that they are at the drill; null: no drill, or not its time. */
  readonly presence: PresenceView | null
}

/** What an answer came to: `weak` is kept but counts for nothing until it is tapped again; `not-coming`, done without a yes. */
export type AnswerResult = 'recorded' | 'weak' | 'not-coming' | 'enough' | 'over' | PresenceResult

const BANNERS: Readonly<Record<Mode, Line | null>> = {
  actual: null,
  exercise: { id: 'LATIHAN - bukan kejadian nyata', en: 'EXERCISE - not a real event' },
  test: { id: 'UJI SISTEM - ABAIKAN', en: 'SYSTEM TEST - please ignore' },
}

/** Whoever is asked whether they are safe. */
const SAFETY: Readonly<Record<'yes' | 'safe' | 'unsafe' | 'no', Line>> = {
  yes: { id: 'Aman dan siap bertugas', en: 'I am safe and coming' },
  safe: { id: 'Aman, belum tahu bisa bertugas', en: 'I am safe, not sure whether I can come' },
  unsafe: { id: 'TIDAK AMAN, butuh pertolongan', en: 'I am NOT safe, I need help' },
  no: { id: 'Tidak bisa bertugas', en: 'I cannot come' },
}

const ASK: Line = {
  id: 'Apakah Anda AMAN? Utamakan keselamatan Anda dan jangan berangkat dulu.',
  en: 'Are you SAFE? Your own safety comes first: do not set out yet.',
}

const BUTTONS: Readonly<Record<LinkView['purpose'], Readonly<Record<ServiceWord, Line>>>> = {
  'call-out': {
    yes: { id: 'Berangkat', en: 'I am coming' },
    no: { id: 'Tidak bisa', en: 'I cannot' },
    'en-route': { id: 'Dalam perjalanan', en: 'I am on the way' },
    arrived: { id: 'Sudah tiba', en: 'I have arrived' },
    done: { id: 'Selesai, sudah pulang', en: 'I am done and on my way home' },
  },
  'alarm-test': {
    yes: { id: 'Bisa, seandainya nyata', en: 'I could come, if it were real' },
    no: { id: 'Tidak bisa', en: 'I could not' },
    // Whoever says by text that they came is shown what they said.
    'en-route': { id: 'Dalam perjalanan', en: 'I am on the way' },
    arrived: { id: 'Sudah tiba', en: 'I have arrived' },
    done: { id: 'Selesai, sudah pulang', en: 'I am done and on my way home' },
  },
  drill: {
    yes: { id: 'Hadir', en: 'I will attend' },
    no: { id: 'Tidak bisa', en: 'I cannot' },
    'en-route': { id: 'Hadir', en: 'I will attend' },
    arrived: { id: 'Sudah tiba', en: 'I have arrived' },
    done: { id: 'Sudah tiba', en: 'I have arrived' },
  },
}

const BEFORE_A_YES: readonly ServiceWord[] = ['yes', 'no', 'arrived']

/** What comes after each answer, the likeliest first; "cannot" last, for who must turn back. */
const NEXT: Readonly<Record<ServiceWord, readonly ServiceWord[]>> = {
  yes: ['en-route', 'arrived', 'done', 'no'],
  no: BEFORE_A_YES,
  'en-route': ['arrived', 'done', 'no'],
  arrived: ['done', 'no'],
  done: [],
}

/** Once the call is over: that somebody is safe, and home. */
const AFTER_THE_END: Readonly<Record<ServiceWord, readonly ServiceWord[]>> = {
  yes: ['arrived', 'done'],
  no: ['arrived'],
  'en-route': ['arrived', 'done'],
  arrived: ['done'],
  done: [],
}

const ofService = ({ purpose, state, answer, presence }: LinkView): readonly ServiceWord[] => {
  // That they are there is said with the code, while that is asked for.
  if (presence !== null || purpose === 'alarm-test') return state === 'over' ? [] : ['yes', 'no']
  if (state === 'over') return purpose === 'drill' || answer === null ? ['arrived'] : AFTER_THE_END[answer]
  return purpose === 'drill' || answer === null ? BEFORE_A_YES : NEXT[answer]
}

const offered = (view: LinkView): readonly (readonly [Word, Line])[] => {
  if (isAsked(view)) return (['yes', 'safe', 'unsafe', 'no'] as const).map((word) => [word, SAFETY[word]])
  const words = ofService(view).map((word) => [word, BUTTONS[view.purpose][word]] as const)
  // Danger does not end with an answer, but with a service.
  return view.safety === null || view.purpose === 'alarm-test' || words.length === 0
    ? words
    : [...words, ['unsafe', SAFETY.unsafe]]
}

const RESULTS: Readonly<Record<AnswerResult, Line>> = {
  recorded: { id: 'Terima kasih, jawaban Anda sudah dicatat.', en: 'Thank you, your answer is recorded.' },
  'not-coming': {
    id: 'Anda belum menjawab berangkat. Jawaban Anda dicatat.',
    en: 'You had not said that you were coming. Your answer is kept.',
  },
  weak: { id: 'Mohon ketuk jawaban Anda sekali lagi.', en: 'Please tap your answer once more.' },
  enough: {
    id: 'Sudah cukup, tidak perlu berangkat. Terima kasih, jawaban Anda dicatat.',
    en: 'There are enough people: no need to come. Thank you, your answer is recorded.',
  },
  over: { id: 'Panggilan ini sudah selesai. Terima kasih.', en: 'This call is over. Thank you.' },
  ...PRESENCE_RESULTS,
}

const THANKS: Line = { id: 'Terima kasih atas tugas Anda.', en: 'Thank you for your service.' }

const STATES: Readonly<Record<LinkView['state'], Line | null>> = {
  open: null,
  enough: { id: 'Personel sudah cukup.', en: 'There are enough people.' },
  over: { id: 'Panggilan ini sudah selesai.', en: 'This call is over.' },
}

/** In place of "enough", to whoever was needed more elsewhere. */
const moved = (code: string): Line => ({
  id: `Anda dialihkan ke panggilan ${code}. Ikuti panggilan itu, bukan yang ini.`,
  en: `You were moved to call-out ${code}. Follow that one, not this one.`,
})

const stateLine = ({ state, movedTo }: LinkView): Line | null =>
  state === 'enough' && movedTo !== null ? moved(movedTo) : STATES[state]

const resultLine = (result: AnswerResult, { movedTo }: LinkView): Line =>
  result === 'enough' && movedTo !== null ? moved(movedTo) : RESULTS[result]

const STYLE =
  'body{font:18px/1.4 sans-serif;margin:0 auto;padding:.6em;max-width:30em;color:#111;background:#fff}' +
  'h1{font-size:1.2em;margin:.3em 0}small{color:#444;display:block}b.m{display:block;background:#fc0;padding:.4em;text-align:center}' +
  'p{margin:.5em 0;overflow-wrap:anywhere}button{font:inherit;width:100%;padding:.7em;margin:.3em 0;border:2px solid #111;border-radius:.4em;background:#fff}' +
  'input{font:inherit;width:100%;box-sizing:border-box;padding:.5em;border:2px solid #111}button[value=yes]{background:#060;color:#fff}.r{border-left:.4em solid #060;padding-left:.5em}'

const page = (title: string, banner: Line | null, body: string): string => {
  const mark = banner === null ? '' : `<b class="m">${both(banner)}</b>`
  return (
    '<!doctype html><html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">' +
    `<meta name="robots" content="noindex,nofollow"><meta name="referrer" content="no-referrer"><title>${text(title)}</title><style>${STYLE}</style></head>` +
    `<body>${mark}${body}${mark}</body></html>`
  )
}

const STAY: Line = {
  id: 'Ini uji alarm. JANGAN BERANGKAT: jawab saja, bisa datang atau tidak seandainya ini nyata.',
  en: 'This tests the alarm. DO NOT SET OUT: only answer whether you could come if it were real.',
}

const facts = (view: LinkView): string => {
  const rows: readonly (readonly [string, string | null])[] = [
    ['Lokasi', view.place],
    ['Waktu', view.when],
    ['Kumpul', view.safety === 'asked' || view.safety === 'unsafe' ? null : view.muster],
    ['Kode', view.code],
    ['Dari', view.office],
  ]
  return rows.map(([name, value]) => (value === null ? '' : `<p>${name}: <b>${text(value)}</b></p>`)).join('')
}

/** Asked whether they are safe, and the call-out goes on. */
const isAsked = ({ safety, answer, state }: LinkView): boolean =>
  safety === 'asked' && answer !== 'no' && state === 'open'

const form = (view: LinkView, nonce: string): string => {
  const words = offered(view)
  if (words.length === 0) return view.purpose === 'drill' ? '' : `<p>${both(THANKS)}</p>`
  const buttons = words.map(([word, line]) => `<button name="answer" value="${word}">${both(line)}</button>`)
  // Without an action it posts to its own address, whatever stands before it.
  return `<form method="post"><input type="hidden" name="nonce" value="${text(nonce)}">${buttons.join('')}</form>`
}

const saidSoFar = (view: LinkView): string => {
  if (view.safety === 'unsafe') return SAFETY.unsafe.id
  if (view.answer !== null && !isAsked(view)) return BUTTONS[view.purpose][view.answer].id
  return view.safety === 'safe' ? 'Aman' : 'belum ada'
}

const leadOf = (view: LinkView): string => {
  const lead = view.purpose === 'alarm-test' ? STAY : isAsked(view) ? ASK : null
  return lead === null ? '' : `<p><b>${both(lead)}</b></p>`
}

/**
 * The page behind a link: what, where, when, the answer so far and a button for each answer. Whole in one response of
 * at most 10 kB, without script or anything to fetch. With `result` it says first what became of a tap.
 */
export const answerPage = (view: LinkView, nonce: string, result: AnswerResult | null = null): string => {
  const said = saidSoFar(view)
  const state = stateLine(view)
  return page(
    `${view.subject.id} - ${view.place}`,
    BANNERS[view.mode],
    (result === null ? '' : `<p class="r"><b>${both(resultLine(result, view))}</b></p>`) +
      `<h1>${both(view.subject)}</h1>${leadOf(view)}${facts(view)}` +
      (state === null || result === 'enough' || result === 'over' ? '' : `<p>${both(state)}</p>`) +
      presencePart(view.presence, nonce, result) +
      `<p>Jawaban Anda: <b>${text(said)}</b></p>${form(view, nonce)}`,
  )
}

/** What a page without a call-out can say. */
const NOTES = {
  unknown: {
    id: 'Tautan ini tidak dikenal. Periksa lagi pesan Anda.',
    en: 'This link is not known. Check your message.',
  },
  choose: {
    id: 'Pilih salah satu jawaban pada halaman sebelumnya.',
    en: 'Choose one of the answers on the page before.',
  },
  slower: { id: 'Terlalu banyak ketukan. Tunggu satu menit.', en: 'Too many taps. Wait a minute.' },
  later: {
    id: 'Sistem sedang sibuk. Coba lagi sebentar, atau balas lewat SMS.',
    en: 'We are busy. Try again soon, or answer by text.',
  },
} as const satisfies Readonly<Record<string, Line>>

export const notePage = (note: keyof typeof NOTES): string => page('Kentongan', null, `<h1>${both(NOTES[note])}</h1>`)
