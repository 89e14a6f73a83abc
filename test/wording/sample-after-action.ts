import type { AfterAction } from '../../src/wording/after-action-figures.ts'

export const OPENED = new Date('2026-11-22T06:21:00Z')
export const later = (seconds: number): Date => new Date(OPENED.getTime() + 1_000 * seconds)

/** A call-out of two Tagana of whom one came, closed. */
export const anAction = (given: Partial<AfterAction> = {}): AfterAction => ({
  callOutId: '0190a8f2-0000-7000-8000-000000000001',
  eventId: '0190a8f2-0000-7000-8000-0000000000e1',
  code: 'A7K2',
  mode: 'actual',
  status: 'closed',
  alarmTest: false,
  provisional: false,
  preparedAt: later(7_200),
  zone: 'WIB',
  hazard: 'Banjir',
  headline: 'Banjir Kec. Pangalengan',
  region: 'Kab. Bandung',
  office: 'Dinas Sosial Kab. Bandung',
  openedAt: OPENED,
  endedAt: later(3_600),
  figures: {
    answers: { called: 3, yes: 1, no: 1, unsafe: 0, none: 1 },
    byWave: [{ group: '1', called: 3, yes: 1, no: 1, unsafe: 0, none: 1 }],
    byKind: [{ group: 'tagana', called: 3, yes: 1, no: 1, unsafe: 0, none: 1 }],
    byChannel: [{ group: 'email+sms', called: 3, yes: 1, no: 1, unsafe: 0, none: 1 }],
    answeredVia: [{ name: 'link', people: 2 }],
    nonAnswers: [{ name: 'silent', people: 1 }],
    need: [{ kind: 'tagana', need: 2, coming: 1, missing: 1 }],
    curve: [
      { at: OPENED, seconds: 0, coming: { tagana: 0 }, short: 2 },
      { at: later(65), seconds: 65, coming: { tagana: 1 }, short: 1 },
    ],
    spans: {
      toApproval: null,
      toFirstNotice: 3,
      toFirstYes: 65,
      toQuorum: null,
      toFirstArrival: 3_600,
      medianAnswer: 62,
    },
    late: 0,
    afterEnd: 0,
    weak: 0,
  },
  shortfall: ['all-declined:tagana'],
  passedOver: [{ name: 'enough-called', people: 12 }],
  costs: { soFar: 12_500, expected: null },
  story: [
    { from: OPENED, until: OPENED, kind: 'opened', count: 1, words: {}, people: null },
    { from: later(65), until: later(300), kind: 'answer', count: 2, words: { yes: 1, no: 1 }, people: null },
    { from: later(400), until: later(400), kind: 'called', count: 3, words: {}, people: null },
    { from: later(500), until: later(500), kind: 'stood-down-people', count: 1, words: {}, people: 2 },
    { from: later(600), until: later(600), kind: 'sesuatu', count: 1, words: {}, people: null },
  ],
  findings: [
    { side: 'strength', code: 'first-notice-quick', figures: { seconds: 3 } },
    { side: 'improvement', code: 'too-few', figures: { kind: 'tagana', need: 2, coming: 1, missing: 1 } },
  ],
  ...given,
})
