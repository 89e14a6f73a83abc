import { expect, test } from 'vitest'
import { authorityFor, commandsTagana, type StandingOrder } from '../../src/mobilisation/authority.ts'
import type { HazardEvent, HeadCount } from '../../src/mobilisation/hazard-event.ts'
import { later, MIN, NOW } from './sample.ts'

const LETTER: StandingOrder = {
  region: '32.04',
  name: 'Ibu Sari',
  office: 'Dinas Sosial Kab. Bandung',
  basis: '460/17/Dinsos/2026',
  from: later(-MIN),
  until: later(MIN),
  example: false,
}
const EXAMPLE: StandingOrder = { ...LETTER, region: '', basis: 'contoh', example: true }

const SARI = { name: 'Ibu Sari', office: 'Dinas Sosial Kab. Bandung' }
const BPBD = { name: 'Pak Dedi', office: 'BPBD Kab. Bandung' }

const found = ({
  event = {},
  need = { tagana: 6 },
  regency = '32.04',
  orders = [],
  live = true,
}: {
  event?: Partial<Pick<HazardEvent, 'mode' | 'authorisedBy'>>
  need?: HeadCount
  regency?: string
  orders?: readonly StandingOrder[]
  live?: boolean
}) => authorityFor({ mode: 'actual', authorisedBy: null, ...event }, need, regency, orders, live, NOW)

test.each([
  'Dinas Sosial',
  'Dinas Sosial Kab. Bandung',
  'DINAS SOSIAL PROVINSI JAWA BARAT',
  'Dinas  Sosial, Pemberdayaan Perempuan dan Perlindungan Anak',
  'Dinas Tenaga Kerja dan Sosial Kota X',
  'Dinas Pemberdayaan Masyarakat, Desa & Sosial',
  'Suku Dinas Sosial Jakarta Utara',
  'Dinsos',
  'Dinsos P3A Kab. Sleman',
  'DINSOS-PPPA',
  'DinsosP3AKB',
  'Sudinsos Jaktim',
  'Dissos P3A',
  'Disnakersos',
  'UPT pada Dinas Sosial DIY',
  'BPBD dan Dinas Sosial Kab. Bantul',
  'Kementerian Sosial RI',
  'Kementrian Sosial',
  'Kemensos',
  'Dit. PSKBA, Kemensos RI',
  'Menteri Sosial',
])('“%s” commands Tagana', (office) => {
  expect(commandsTagana(office)).toBe(true)
})

test.each([
  'BPBD Kab. Bandung',
  'BNPB',
  'Pusdalops PB',
  'Dinas Kesehatan',
  'Dinas PMD',
  'Dinas',
  'Sosial',
  'Bagian Kesejahteraan Sosial Setda',
  'Kementerian Desa',
  'PMI',
  'Camat Imogiri',
  'Dinas Pemadam Kebakaran',
  'Media sosial BPBD',
  'asosiasi',
  '—',
])('“%s” does not', (office) => {
  expect(commandsTagana(office)).toBe(false)
})

test.each<[string, Parameters<typeof found>[0]]>([
  ['an exercise', { event: { mode: 'exercise' } }],
  ['a test', { event: { mode: 'test' } }],
  ['a need without Tagana', { need: { pendamping_desa: 3 } }],
  ['a need of 0 Tagana', { need: { tagana: 0, pkh: 1 } }],
])('%s wants nobody’s order', (_words, given) => {
  expect(found(given)).toEqual({ kind: 'not-needed' })
})

test('the event itself names the authority, and beats any standing order', () => {
  const authority = { ...SARI, basis: null }
  expect(found({ event: { authorisedBy: SARI } })).toEqual({ kind: 'named', authority })
  expect(found({ event: { authorisedBy: SARI }, orders: [{ ...LETTER, name: 'Pak Budi' }] })).toEqual({
    kind: 'named',
    authority,
  })
})

test('without one, the standing order of the region holds, also where the event names another office', () => {
  const authority = { name: 'Ibu Sari', office: 'Dinas Sosial Kab. Bandung', basis: '460/17/Dinsos/2026' }
  expect(found({ orders: [LETTER] })).toEqual({ kind: 'standing', authority })
  expect(found({ orders: [LETTER], event: { authorisedBy: BPBD } })).toEqual({ kind: 'standing', authority })
})

test.each<[string, string, readonly StandingOrder[]]>([
  ['nobody', 'not-named', []],
  ['an order of the neighbour', 'not-named', [{ ...LETTER, region: '32.05' }]],
  ['an order of a kecamatan', 'not-named', [{ ...LETTER, region: '32.04.15' }]],
  ['an order that begins in a moment', 'not-named', [{ ...LETTER, from: later(1) }]],
  ['an order that ends now', 'not-named', [{ ...LETTER, until: NOW }]],
  ['an example, while messages leave', 'example-only', [EXAMPLE]],
])('%s is not enough: the call-out is only proposed, and the sender is told how to mend it', (_words, why, orders) => {
  expect(found({ orders })).toEqual({ kind: 'missing', why, warning: expect.stringContaining('authorisedBy') })
})

test('another office in the event is said to be another office, and is not repeated', () => {
  const missing = found({ event: { authorisedBy: BPBD }, orders: [EXAMPLE] })
  expect(missing).toMatchObject({ kind: 'missing', why: 'other-office' })
  expect(JSON.stringify(missing)).not.toContain(BPBD.office)
})

test('an order holds from its first instant on', () => {
  expect(found({ orders: [{ ...LETTER, from: NOW }] }).kind).toBe('standing')
})

test('an example counts while nothing leaves, and no longer', () => {
  expect(found({ orders: [EXAMPLE], live: false })).toMatchObject({ kind: 'standing', authority: { basis: 'contoh' } })
})

test.each<[string, readonly Partial<StandingOrder>[], string]>([
  [
    'the smallest region',
    [
      { region: '', basis: 'a' },
      { region: '32.04', basis: 'b' },
      { region: '32', basis: 'c' },
    ],
    'b',
  ],
  [
    'a letter before an example',
    [
      { region: '32.04', basis: 'a', example: true },
      { region: '', basis: 'b' },
    ],
    'b',
  ],
  [
    'the later of two letters',
    [
      { basis: 'a', from: later(-3) },
      { basis: 'b', from: later(-2) },
    ],
    'b',
  ],
  ['of equals the lower number', [{ basis: 'b' }, { basis: 'a' }], 'a'],
])('%s decides, whatever the order of the file', (_words, given, basis) => {
  const orders = given.map((more) => ({ ...LETTER, ...more }))
  for (const file of [orders, orders.toReversed()])
    expect(found({ orders: file, live: false })).toMatchObject({ kind: 'standing', authority: { basis } })
})
