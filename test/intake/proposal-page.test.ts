import { expect, test } from 'vitest'
import { type ProposalState, type ProposalView, proposalPage } from '../../src/intake/proposal-page.ts'
import { DECIDED, PROPOSAL } from './sample-proposal.ts'

const CARRIED = { nonce: 'n', shown: 's' }

test.each(['<script>alert("1")</script>&', '"', '🌊', '\u{20ac}'])(
  'fields full of %s leave the page within 10 kB and run nothing',
  (part) => {
    const long = part.repeat(600)
    const matter = {
      ...PROPOSAL.matters[0],
      subject: { id: long, en: long },
      headline: long,
      place: long,
      when: long,
      need: long,
      sender: long,
      reason: 'authority-missing',
      since: long,
      isOwn: true,
    }
    const view: ProposalView = { ...PROPOSAL, mode: 'exercise', matters: [matter, matter, matter, matter] }
    const html = proposalPage(view, CARRIED, 'authority-missing', { name: long, office: long })
    expect(Buffer.byteLength(html)).toBeLessThanOrEqual(10_000)
    expect(html).not.toContain('<script')
    expect(html).not.toMatch(/\p{Cs}/u)
    expect(html).toContain('… dan 2 lagi')
  },
)

test.each<[string, ProposalState, RegExp]>([
  ['declined', { ...DECIDED, what: 'declined', office: null }, /Ditolak.*petugas \(approver\)/],
  ['lapsed', { ...DECIDED, what: 'approval-lapsed', role: null, office: null }, /Gugur karena tidak ada keputusan/],
  ['gone', { kind: 'gone' }, /tidak menunggu lagi/],
  ['outside', { kind: 'outside' }, /di luar wilayah Anda/],
])('a proposal that is %s says so, once and without a button', (_how, state, words) => {
  for (const result of [null, 'not-waiting', 'outside'] as const) {
    const html = proposalPage({ ...PROPOSAL, state }, CARRIED, result)
    expect(html).toMatch(words)
    expect(html).not.toContain('<button')
  }
  const said = (html: string): number => html.match(words)?.length ?? 0
  expect(said(proposalPage({ ...PROPOSAL, state }, CARRIED, 'not-waiting'))).toBe(1)
})

test('several messages are all shown, those of the reader marked, and the decision is about all', () => {
  const [matter] = PROPOSAL.matters
  const html = proposalPage({ ...PROPOSAL, matters: [matter, { ...matter, isOwn: true }] }, CARRIED)
  expect(html).toContain('2 kabar menunggu')
  expect(html.match(/Tanggul jebol/g)).toHaveLength(2)
  expect(html.match(/Ini dari Anda sendiri/g)).toHaveLength(1)
})

test('an exercise and a test say so first and last, a real proposal never', () => {
  const marks = (html: string, mark: string): readonly boolean[] => {
    const body = html.slice(html.indexOf('<body>') + 6, html.indexOf('</body>'))
    return [body.startsWith('<b class="m">'), body.endsWith('</b>'), body.split(mark).length === 3]
  }
  expect(marks(proposalPage({ ...PROPOSAL, mode: 'exercise' }, CARRIED), 'LATIHAN')).toEqual([true, true, true])
  expect(marks(proposalPage({ ...PROPOSAL, mode: 'test' }, CARRIED), 'UJI SISTEM')).toEqual([true, true, true])
})
