import { HAZARD_NAMES, HAZARDS, type Hazard } from '../mobilisation/hazard.ts'

/** Whose form it is, without name or contact. */
export interface ReportForm {
  /** Such as `Anggota KSB`. */
  readonly standing: string
  /** `Desa Warnasari, Kec. Pangalengan, Kab. Bandung` */
  readonly place: string
}

/** What became of a report: `again` asks for the button once more. */
export type ReportResult = 'received' | 'noted' | 'unclear' | 'limit' | 'not-allowed' | 'repeated' | 'again'

/** What somebody wrote, to be shown again. */
export interface Written {
  readonly hazard: Hazard | null
  readonly text: string
}

interface Line {
  readonly id: string
  readonly en: string
}

const RESULTS: Readonly<Record<ReportResult, Line>> = {
  received: {
    id: 'Laporan diterima dan diteruskan ke petugas BPBD. Bila ada bahaya, jauhi tempatnya dahulu.',
    en: 'Your report is received and passed on to the BPBD officers. Keep away from danger first.',
  },
  noted: { id: 'Terima kasih, keterangan Anda dicatat untuk petugas.', en: 'Thank you, it is noted for the officers.' },
  unclear: {
    id: 'Laporan disimpan, tetapi belum jelas. Tulis apa yang terjadi dan di mana.',
    en: 'Your report is kept but not clear yet. Write what happens and where.',
  },
  limit: {
    id: 'Laporan disimpan. Anda sudah sering melapor hari ini: bila mendesak, telepon BPBD atau 112.',
    en: 'Your report is kept. You reported often today: if it is urgent, call BPBD or 112.',
  },
  'not-allowed': {
    id: 'Laporan disimpan untuk petugas. Bila mendesak, telepon BPBD atau 112.',
    en: 'Your report is kept for the officers. If it is urgent, call BPBD or 112.',
  },
  repeated: { id: 'Laporan ini sudah kami terima.', en: 'We have this report already.' },
  again: { id: 'Periksa isinya, lalu tekan Kirim sekali lagi.', en: 'Check it, then press Send once more.' },
}

const STYLE =
  'body{font:18px/1.4 sans-serif;margin:0 auto;padding:.6em;max-width:30em;color:#111;background:#fff}' +
  'h1{font-size:1.2em;margin:.3em 0}small{color:#444;display:block}p{margin:.5em 0;overflow-wrap:anywhere}' +
  'label{display:block;margin:.6em 0}select,textarea,button{font:inherit;width:100%;box-sizing:border-box;padding:.5em}' +
  'textarea{height:6em}button{padding:.7em;border:2px solid #111;border-radius:.4em;background:#060;color:#fff}' +
  '.r{border-left:.4em solid #060;padding-left:.5em}'

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** The longest text of a report that the form takes, in characters. */
export const MAX_FORM_TEXT = 500

/** No name of a place may make the page larger than a slow line carries. */
const MAX_NAME = 160

const escaped = (value: string, max = MAX_FORM_TEXT): string =>
  value.slice(0, max).replace(/[&<>"']/g, (sign) => ESCAPES[sign] ?? '')

const both = ({ id, en }: Line): string => `${escaped(id)}<small lang="en">${escaped(en)}</small>`

const page = (title: string, body: string): string =>
  '<!doctype html><html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">' +
  `<meta name="robots" content="noindex,nofollow"><meta name="referrer" content="no-referrer"><title>${escaped(title)}</title><style>${STYLE}</style></head><body>${body}</body></html>`

const option = (hazard: Hazard, chosen: Hazard | null): string =>
  `<option value="${hazard}"${hazard === chosen ? ' selected' : ''}>${HAZARD_NAMES[hazard].id}</option>`

/**
 * The form behind somebody's own link: what happens, a few words, and whose report it will be. Whole in one response of
 * at most 10 kB, without script or anything to fetch. With `result` it says first what became of the last one.
 */
export const reportPage = (
  { standing, place }: ReportForm,
  nonce: string,
  result: ReportResult | null = null,
  written: Written = { hazard: null, text: '' },
): string =>
  page(
    'Lapor kejadian',
    (result === null ? '' : `<p class="r"><b>${both(RESULTS[result])}</b></p>`) +
      `<h1>${both({ id: 'Lapor kejadian', en: 'Report an event' })}</h1>` +
      `<p>Pelapor: <b>${escaped(standing, MAX_NAME)}</b></p><p>Tempat: <b>${escaped(place, MAX_NAME)}</b></p>` +
      // Without an action it posts to its own address, whatever stands before it.
      `<form method="post"><input type="hidden" name="nonce" value="${escaped(nonce)}">` +
      `<label>${both({ id: 'Kejadian', en: 'What happens' })}<select name="hazard" required><option value="">-</option>` +
      `${HAZARDS.map((hazard) => option(hazard, written.hazard)).join('')}</select></label>` +
      `<label>${both({ id: 'Di mana tepatnya, korban, yang dibutuhkan', en: 'Where exactly, who is hurt, what is needed' })}` +
      `<textarea name="text" maxlength="${MAX_FORM_TEXT}">${escaped(written.text)}</textarea></label>` +
      `<button>${both({ id: 'Kirim', en: 'Send' })}</button></form>` +
      `<p>${both({ id: 'Petugas memeriksa tiap laporan. Laporan tidak langsung memanggil siapa pun.', en: 'Officers check each report. A report by itself calls nobody.' })}</p>`,
  )

/** What a page without a form can say. */
const NOTES = {
  unknown: {
    id: 'Tautan ini tidak dikenal. Periksa lagi alamatnya.',
    en: 'This link is not known. Check the address.',
  },
  expired: {
    id: 'Tautan ini sudah tidak berlaku. Minta tautan baru ke BPBD, atau kirim SMS: LAPOR banjir di RT 3.',
    en: 'This link is out of date. Ask BPBD for a new one, or text: LAPOR and what happens where.',
  },
  unreadable: { id: 'Pilih kejadiannya, lalu kirim lagi.', en: 'Choose what happens, then send again.' },
  slower: { id: 'Terlalu banyak kiriman. Tunggu satu menit.', en: 'Too many reports. Wait a minute.' },
  later: {
    id: 'Sistem sedang sibuk. Coba lagi sebentar. Bila mendesak, telepon BPBD atau 112.',
    en: 'We are busy. Try again soon. If it is urgent, call BPBD or 112.',
  },
} as const satisfies Readonly<Record<string, Line>>

export const reportNote = (note: keyof typeof NOTES): string => page('Kentongan', `<h1>${both(NOTES[note])}</h1>`)
