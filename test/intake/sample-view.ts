import type { LinkView } from '../../src/intake/answer-page.ts'

/** A call-out behind a link, not answered yet. */
export const VIEW: LinkView = {
  mode: 'actual',
  purpose: 'call-out',
  state: 'open',
  movedTo: null,
  office: 'Dinas Sosial Kab. Bandung',
  subject: { id: 'Banjir', en: 'Flood' },
  place: 'Kec. Pangalengan, Kab. Bandung',
  when: '22/11/2026 13.21 WIB',
  muster: 'Gardu KSB Warnasari',
  code: 'A7K2',
  answer: null,
  safety: null,
  presence: null,
}
