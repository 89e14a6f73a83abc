import type { Fields } from '../wording/fields.ts'
import { localDate, localTime, type Zone } from '../wording/time.ts'
import { HAZARD_NAMES } from './hazard.ts'
import type { HazardEvent } from './hazard-event.ts'
import { shownLevel } from './levels.ts'

/** Why a proposal waits, as its deciders read it. */
export const PROPOSAL_REASONS: Readonly<Record<string, string>> = {
  'awaiting-approval': 'perlu petugas kedua',
  'authority-missing': 'belum ada perintah Dinas Sosial untuk Tagana',
  'feed-proposes': 'usulan dari peringatan resmi',
  'village-report': 'laporan desa, belum diperiksa',
  'scope-not-public': 'peringatan tidak untuk umum',
  'says-exercise': 'teksnya menyebut latihan',
  'says-ended': 'teksnya menyebut sudah berakhir',
  'says-none': 'teksnya membantah bahayanya',
}

/** What whoever posted a proposal reads in place of the reason, where it can be decided by nobody who can be reached. */
export const NOBODY_DECIDES = 'tidak ada petugas yang bisa memutuskan: hubungi BPBD atau Dinas Sosial langsung'

/** What the templates of a call-out may say; nothing in it is a contact. */
export const callOutFields = (
  event: HazardEvent,
  where: { readonly place: string; readonly regency: string; readonly muster: string; readonly zone: Zone },
  callOut: { readonly code: string; readonly office: string },
): Fields => ({
  ...(event.hazard === null ? {} : { hazard: HAZARD_NAMES[event.hazard].id, hazardEn: HAZARD_NAMES[event.hazard].en }),
  level: shownLevel(event.hazard, event.level, event.magnitude),
  headline: event.headline,
  place: where.place,
  regency: where.regency,
  muster: where.muster,
  time: localTime(event.occurredAt, where.zone),
  date: localDate(event.occurredAt, where.zone),
  code: callOut.code,
  office: callOut.office,
})
