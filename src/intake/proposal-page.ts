import type { CallOutStatus } from '../mobilisation/call-out.ts'
import type { Mode } from '../wording/mode.ts'
import {
  AFTERWARDS,
  BANNERS,
  DECISIONS,
  type Line,
  NOTES,
  OWN,
  type ProposalResult,
  REASONS,
  RESULTS,
  STATUSES,
} from './proposal-words.ts'

/** One message that a decision is about. Whatever it does not say is empty. */
export interface ProposalMatter {
  readonly subject: Line
  readonly headline: string
  readonly place: string
  /** Local time in words, as all times here: `Min 22/11 13.21 WIB`. */
  readonly when: string
  readonly need: string
  /** The office, the feed or the village's report; never a person. */
  readonly sender: string
  /** Why it waits: a word of DecisionReason. */
  readonly reason: string
  /** Of the very operator who reads this, who cannot approve it. */
  readonly isOwn: boolean
  readonly since: string
}

/** Where a proposal stands. */
export type ProposalState =
  | {
      readonly kind: 'waiting'
      readonly until: string
      /** What comes then: those a level up are asked, or nobody is called. */
      readonly next: 'asks-further-up' | 'lapses'
      /** Tagana are ordered, and nobody is named who may. */
      readonly asksAuthority: boolean
    }
  | {
      readonly kind: 'decided'
      readonly what: 'approved' | 'declined' | 'approval-lapsed'
      readonly when: string
      /** Null where nobody decided in time. */
      readonly role: string | null
      readonly office: string | null
    }
  /** Withdrawn, over, or replaced by a newer message. */
  | { readonly kind: 'gone' }
  /** Not, or no longer, in the operator's jurisdiction. */
  | { readonly kind: 'outside' }

export interface ProposalView {
  readonly mode: Mode
  /** What an approval must repeat; the page never shows it. */
  readonly code: string
  readonly status: CallOutStatus
  /** At least one; a decision is about all of them. */
  readonly matters: readonly [ProposalMatter, ...ProposalMatter[]]
  readonly state: ProposalState
}

/** Who orders Tagana, as far as it is written. */
export interface AuthorityWritten {
  readonly name: string
  readonly office: string
}

/** The longest name or office that the form takes, in characters, as the API does. */
export const MAX_WORDS = 200

const STYLE =
  'body{font:18px/1.4 sans-serif;margin:0 auto;padding:.6em;max-width:30em;color:#111;background:#fff}' +
  'h1{font-size:1.2em;margin:.3em 0}small{color:#444;display:block}b.m{display:block;background:#fc0;padding:.4em;text-align:center}' +
  'p{margin:.4em 0;overflow-wrap:anywhere}label{display:block;margin:.5em 0}input,button{font:inherit;width:100%;box-sizing:border-box;padding:.5em}' +
  'button{padding:.7em;margin:.3em 0;border:2px solid #111;border-radius:.4em;background:#fff}' +
  'button[value=approve]{background:#060;color:#fff}button[value=approve] small{color:#fff}.r{border-left:.4em solid #060;padding-left:.5em}'

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Bytes of a field on the page: no sender makes it larger than a slow line carries, whatever signs he writes. */
const FIELD_BYTES = 200
const WRITTEN_BYTES = 400

const text = (value: string, most = FIELD_BYTES): string => {
  let shown = ''
  let left = most
  for (const sign of value) {
    const safe = ESCAPES[sign] ?? sign
    left -= Buffer.byteLength(safe)
    if (left < 0) return `${shown}…`
    shown += safe
  }
  return shown
}

const both = ({ id, en }: Line): string => `${text(id)}<small lang="en">${text(en)}</small>`

const page = (title: string, banner: Line | null, body: string): string => {
  const mark = banner === null ? '' : `<b class="m">${both(banner)}</b>`
  return (
    '<!doctype html><html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">' +
    `<meta name="robots" content="noindex,nofollow"><meta name="referrer" content="no-referrer"><title>${text(title)}</title><style>${STYLE}</style></head>` +
    `<body>${mark}${body}${mark}</body></html>`
  )
}

const row = (name: string, value: string): string => (value === '' ? '' : `<p>${name}: <b>${text(value)}</b></p>`)

const matterShown = (matter: ProposalMatter): string => {
  const because = REASONS[matter.reason]
  return (
    `<h1>${both(matter.subject)}</h1>${row('Kabar', matter.headline)}${row('Lokasi', matter.place)}` +
    `${row('Waktu', matter.when)}${row('Dibutuhkan', matter.need)}${row('Dari', matter.sender)}` +
    (because === undefined
      ? ''
      : `<p>Alasan menunggu: <b>${text(because.id)}</b><small lang="en">${text(because.en)}</small></p>`) +
    row('Menunggu sejak', matter.since) +
    (matter.isOwn ? `<p>${both(OWN)}</p>` : '')
  )
}

/** Those shown in full; the others are counted. */
const MOST_SHOWN = 2

const mattersShown = (matters: ProposalView['matters']): string => {
  const several = {
    id: `${matters.length} kabar menunggu. Keputusan Anda berlaku untuk semuanya.`,
    en: `${matters.length} messages wait. Your decision is about all of them.`,
  }
  return (
    (matters.length > 1 ? `<p><b>${both(several)}</b></p>` : '') +
    matters.slice(0, MOST_SHOWN).map(matterShown).join('') +
    (matters.length > MOST_SHOWN ? `<p>… dan ${matters.length - MOST_SHOWN} lagi</p>` : '')
  )
}

const field = (name: 'name' | 'office', label: Line, written: string): string =>
  `<label>${both(label)}<input name="${name}" maxlength="${MAX_WORDS}" autocomplete="off" value="${text(written, WRITTEN_BYTES)}"></label>`

const authorityFields = ({ name, office }: AuthorityWritten): string =>
  `<p>${both({ id: 'Siapa yang memerintahkan Tagana?', en: 'Who orders the Tagana?' })}</p>` +
  field('name', { id: 'Nama', en: 'Name' }, name) +
  field('office', { id: 'Kantor (Dinas Sosial)', en: 'Office (a Dinas Sosial)' }, office)

/** What the page carries back with a tap: that it was seen, and what it showed. */
interface Carried {
  readonly nonce: string
  /** Names what waits, as it was shown. */
  readonly shown: string
}

const CODE: Line = {
  id: 'Untuk menyetujui: kode usulan (di belakang "Ref") dari SMS atau surel Anda',
  en: 'To approve: the code (after "Ref") in your SMS or e-mail',
}

const form = (asksAuthority: boolean, { nonce, shown }: Carried, written: AuthorityWritten): string =>
  // Without an action it posts to its own address, whatever stands before it.
  `<form method="post"><input type="hidden" name="nonce" value="${text(nonce)}">` +
  `<input type="hidden" name="shown" value="${text(shown)}">` +
  (asksAuthority ? authorityFields(written) : '') +
  `<label>${both(CODE)}<input name="code" maxlength="20" autocomplete="off" autocapitalize="characters"></label>` +
  `<button name="decision" value="approve">${both({ id: 'Setujui', en: 'Approve' })}</button>` +
  `<button name="decision" value="decline">${both({ id: 'Tolak', en: 'Decline' })}</button></form>`

const decider = ({ role, office }: Extract<ProposalState, { kind: 'decided' }>): string =>
  role === null ? '' : `petugas (${role}${office === null ? '' : `, ${office}`})`

const stateShown = (state: ProposalState, carried: Carried, asks: boolean, written: AuthorityWritten): string => {
  switch (state.kind) {
    case 'waiting': {
      const { id, en } = AFTERWARDS[state.next]
      return (
        `<p>Sampai: <b>${text(state.until)}</b>, ${id}<small lang="en">${en}</small></p>` +
        form(state.asksAuthority || asks, carried, written)
      )
    }
    case 'decided':
      return `<p><b>${both(DECISIONS[state.what])}</b></p>${row('Oleh', decider(state))}${row('Pada', state.when)}`
    case 'gone':
    case 'outside':
      return `<p><b>${both(RESULTS[state.kind === 'gone' ? 'not-waiting' : 'outside'])}</b></p>`
  }
}

/** Results that the state below says as well. */
const saidBelow = (result: ProposalResult, { kind }: ProposalState): boolean =>
  (result === 'not-waiting' && kind !== 'waiting') || (result === 'outside' && kind === 'outside')

/**
 * The page behind a proposal's link: what waits, why and until when, with a button for each decision; afterwards who
 * decided what. It does not say the proposal's code, which an approval must repeat. Whole in one response of at most 10 kB, without script or anything to fetch. With `result` it says first
 * what became of a tap.
 */
export const proposalPage = (
  { mode, status, matters, state }: ProposalView,
  carried: Carried,
  result: ProposalResult | null = null,
  written: AuthorityWritten = { name: '', office: '' },
): string => {
  const asks = result === 'authority-missing' || result === 'authority-half' || result === 'other-office'
  return page(
    'Usulan',
    BANNERS[mode],
    (result === null || saidBelow(result, state) ? '' : `<p class="r"><b>${both(RESULTS[result])}</b></p>`) +
      mattersShown(matters) +
      `<p>Keadaan: <b>${both(STATUSES[status])}</b></p>` +
      stateShown(state, carried, asks, written),
  )
}

export const proposalNote = (note: keyof typeof NOTES): string =>
  page('Kentongan', null, `<h1>${both(NOTES[note])}</h1>`)
