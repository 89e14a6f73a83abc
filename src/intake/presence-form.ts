import { both, type Line, text } from './page-text.ts'

/** What a drill's page says of its reader's presence. `offered`: they type the code; `closed`: too many wrong ones. */
export type PresenceView = 'offered' | 'closed' | 'present' | 'absent'

/** What became of a code that was typed in. */
export type PresenceResult = 'present' | 'marked-absent' | 'wrong-code' | 'code-closed' | 'code-again' | 'no-presence'

export const PRESENCE_RESULTS: Readonly<Record<PresenceResult, Line>> = {
  present: { id: 'Kehadiran Anda sudah dicatat. Terima kasih.', en: 'You are on record as present. Thank you.' },
  'marked-absent': {
    id: 'Kabar Anda disimpan, tetapi petugas mencatat Anda TIDAK hadir. Bila Anda hadir, temui petugas.',
    en: 'Kept, but an officer put you down as NOT present. If you are here, talk to them.',
  },
  'wrong-code': {
    id: 'Kode salah, kehadiran belum dicatat. Lihat kode yang dipasang di lokasi.',
    en: 'Wrong code, you are not on record. Look at the code posted at the drill.',
  },
  'code-closed': {
    id: 'Terlalu banyak kode salah. Tunggu sepuluh menit, atau minta petugas mencatat.',
    en: 'Too many wrong codes. Wait ten minutes, or ask an officer to enter it.',
  },
  'code-again': { id: 'Mohon kirim kode sekali lagi.', en: 'Please send the code once more.' },
  'no-presence': {
    id: 'Kehadiran tidak dapat dicatat sekarang.',
    en: 'Presence cannot be recorded now.',
  },
}

const ASK: Line = {
  id: 'Sudah di lokasi? Ketik kode yang dipasang di sana.',
  en: 'Are you there? Type the code posted there.',
}
const BUTTON: Line = { id: 'Saya hadir', en: 'I am here' }

/** What stands on the page by itself, said as it is of a code. */
const STANDING: Readonly<Record<Exclude<PresenceView, 'offered'>, PresenceResult>> = {
  closed: 'code-closed',
  present: 'present',
  absent: 'marked-absent',
}

/** A form of its own, before the answers: whoever is there looks for it. `told`: what the page has said already. */
export const presencePart = (view: PresenceView | null, nonce: string, told: string | null): string => {
  if (view === null) return ''
  if (view !== 'offered') {
    const result = STANDING[view]
    return told === result ? '' : `<p><b>${both(PRESENCE_RESULTS[result])}</b></p>`
  }
  return (
    `<form method="post"><p><label for="code">${both(ASK)}</label></p>` +
    `<input type="hidden" name="nonce" value="${text(nonce)}">` +
    '<input id="code" name="code" required maxlength="20" autocomplete="off" autocapitalize="characters">' +
    `<button>${both(BUTTON)}</button></form>`
  )
}
