import type { ProposalState, ProposalView } from '../../src/intake/proposal-page.ts'

/** A report of a village that waits for an operator. */
export const PROPOSAL: ProposalView = {
  mode: 'actual',
  code: 'A7K2',
  status: 'awaiting-approval',
  matters: [
    {
      subject: { id: 'Banjir', en: 'Flood' },
      headline: 'Tanggul jebol',
      place: 'Kec. Pangalengan, Kab. Bandung',
      when: 'Min 22/11 13.21 WIB',
      need: '2 Tagana',
      sender: 'laporan desa',
      reason: 'village-report',
      isOwn: false,
      since: 'Min 22/11 13.25 WIB',
    },
  ],
  state: { kind: 'waiting', until: 'Min 22/11 13.55 WIB', next: 'asks-further-up', asksAuthority: false },
}

export const DECIDED: Extract<ProposalState, { kind: 'decided' }> = {
  kind: 'decided',
  what: 'approved',
  when: 'Min 22/11 13.30 WIB',
  role: 'approver',
  office: 'BPBD Kab. Bandung',
}
