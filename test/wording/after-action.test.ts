import { expect, test } from 'vitest'
import { afterActionPage } from '../../src/wording/after-action.ts'
import type { Finding } from '../../src/wording/after-action-figures.ts'
import { findingSentence } from '../../src/wording/after-action-findings.ts'
import { rupiahWords, spanWords, wordOf } from '../../src/wording/after-action-words.ts'
import { csvOf } from '../../src/wording/csv-rows.ts'
import { reportMarkdown } from '../../src/wording/report-markdown.ts'
import { anAction, later, OPENED } from './sample-after-action.ts'

const markdown = (given: Parameters<typeof anAction>[0] = {}): string =>
  reportMarkdown(afterActionPage(anAction(given)))

const headingsIn = (text: string): readonly string[] => text.split('\n').filter((line) => line.startsWith('## '))

test('a report has the parts of HSEEP in their order, in Bahasa Indonesia first', () => {
  const text = markdown()
  expect(text).toMatch(/^# Laporan pascakejadian \(After-action report\)\n/)
  expect(headingsIn(text)).toEqual([
    '## 1. Gambaran umum (Overview)',
    '## 2. Garis waktu (Timeline)',
    '## 3. Kurva kuorum (Quorum curve)',
    '## 4. Siapa yang dipanggil dan apa jawabannya (Who was called, and what they answered)',
    '## 5. Tanpa jawaban, menurut sebabnya (Non-answers by reason)',
    '## 6. Waktu (Times)',
    '## 7. Yang dilihat tetapi tidak dipanggil (People looked at and not called)',
    '## 8. Kekurangan (Shortfalls)',
    '## 9. Biaya (Costs)',
    '## 10. Kekuatan (Strengths)',
    '## 11. Yang perlu diperbaiki (Areas for improvement)',
    '## 12. Rencana perbaikan (Improvement plan)',
  ])
  for (const line of [
    '| Kebutuhan | 2 Tagana |',
    '| 13.22 WIB - 13.26 WIB | Jawaban masuk (1 ya, 1 tidak) |',
    '| 13.27 WIB | Orang tambahan atau pengganti dipanggil (3 kali) |',
    '| 13.29 WIB | Sebagian dipulangkan: yang datang sudah cukup (2 orang) |',
    '| 13.31 WIB | sesuatu |',
    '| 1 menit 5 detik | 1 | 1 |',
    '| SMS dan surel | 3 | 1 | 1 | 0 | 1 |',
    '| tautan | 2 |',
    '| pesan terkirim, tidak ada jawaban | 1 |',
    '| Median dari dipanggil sampai menjawab | 1 menit 2 detik |',
    '| Tidak dipanggil: yang dipanggil sudah cukup. | 12 |',
    '| Tagana | 2 | 1 | 1 |',
    '- Tagana: semua menolak',
    'Pesan, menurut tarif yang dicatat: Rp 12.500; dengan yang masih akan dikirim: -.',
    '- Pesan pertama terkirim dalam 3 detik (patokan: paling lama 1 menit).',
    '| 1 | Tagana: mengatakan datang 1 dari 2 orang, kurang 1. |  |  |',
  ])
    expect(text.split('\n')).toContain(line)
  expect(text).not.toMatch(/LATIHAN|SEMENTARA|UJI/)
})

test('one that is not over says so, and an exercise or a test is marked first and last', () => {
  expect(markdown({ provisional: true, endedAt: null, office: null })).toContain('**SEMENTARA: panggilan belum selesai')
  expect(markdown({ provisional: true })).toContain('Kebutuhan belum terpenuhi')
  expect(markdown()).toContain('Kebutuhan tidak pernah terpenuhi')
  for (const [mode, mark] of [
    ['exercise', '**LATIHAN - BUKAN KEJADIAN NYATA (EXERCISE)**'],
    ['test', '**UJI SISTEM - ABAIKAN (TEST)**'],
  ] as const) {
    const lines = markdown({ mode }).trimEnd().split('\n')
    expect([lines[0], lines.at(-1)]).toEqual([mark, mark])
  }
})

test('where nothing happened, that is said', () => {
  const { figures } = anAction()
  const text = markdown({
    figures: { ...figures, need: [], curve: [], nonAnswers: [], spans: { ...figures.spans, toQuorum: 90 } },
    shortfall: [],
    passedOver: [],
    findings: [],
    story: [],
  })
  expect(text).toContain('Kebutuhan pertama kali terpenuhi setelah 1 menit 30 detik.')
  expect(text).toContain('Tidak ada kekurangan yang dicatat.')
  expect(text.match(/Tidak ada\.\n/g)?.length).toBeGreaterThanOrEqual(4)
  expect(text.match(/Tidak ada yang terlihat dari angka\./g)).toHaveLength(2)
  expect(text).toContain('| Kebutuhan | - |')
  const [steps] = afterActionPage(anAction({ figures: { ...figures, curve: [] } })).blocks.filter(
    ({ kind }) => kind === 'steps',
  )
  expect(steps).toMatchObject({ points: [], span: '-' })
})

test('a long story and a long curve are cut short on paper, and times of several days have their day', () => {
  const { figures } = anAction()
  const curve = Array.from({ length: 1_000 }, (_, at) => ({
    at: later(at),
    seconds: at,
    coming: at === 0 ? {} : { tagana: at },
    short: 0,
  }))
  const story = Array.from({ length: 200 }, (_, at) => ({
    from: later(at * 3_600),
    until: later(at * 3_600),
    kind: 'opened',
    count: 1,
    words: {},
    people: null,
  }))
  const page = afterActionPage(anAction({ figures: { ...figures, curve }, story }))
  const text = reportMarkdown(page)
  expect(text).toContain('dan 50 baris lagi: lihat format json')
  expect(text).toContain('| Min 22/11 13.21 WIB | Panggilan dibuka |')
  expect(text).toContain('| 16 menit 39 detik | 999 | 0 |')
  expect(text.split('\n').filter((line) => /^\| .*(detik|menit) \| \d+ \| 0 \|$/.test(line))).toHaveLength(24)
  const [steps] = page.blocks.flatMap((block) => (block.kind === 'steps' ? [block] : []))
  expect(steps?.points.length).toBeLessThanOrEqual(400)
  expect(steps?.points.at(-1)).toEqual({ seconds: 999, heads: 999 })
})

const sentence = (code: string, figures: Finding['figures']) => findingSentence({ side: 'improvement', code, figures })

test('every rule has a sentence with its figures', () => {
  const shown = [
    sentence('quorum-reached', { seconds: 90 }),
    sentence('answers-quick', { seconds: 60 }),
    sentence('most-answered', { answered: 4, called: 5, percent: 80 }),
    sentence('all-reached', { called: 5 }),
    sentence('unsafe', { people: 1 }),
    sentence('shortfall', { code: 'no-crossing:psm' }),
    sentence('approval-slow', { seconds: 700 }),
    sentence('first-notice-late', { seconds: 70 }),
    sentence('answers-slow', { seconds: 3_900 }),
    sentence('many-silent', { people: 4, called: 8, percent: 50 }),
    sentence('many-declined', { people: 4, called: 8, percent: 50 }),
    sentence('contacts-bad', { people: 6 }),
    sentence('outcome-unknown', { people: 7 }),
    sentence('expired', { people: 8 }),
    sentence('late-answers', { people: 9 }),
    sentence('many-waves', { waves: 3 }),
    sentence('register', { people: 11 }),
  ]
  expect(shown.every((text) => /\d|PSM/.test(text) && text.endsWith('.') && !text.includes('undefined'))).toBe(true)
  expect(shown[8]).toContain('1 jam 5 menit')
  expect(sentence('too-few', { kind: 'x' })).toBe('x: mengatakan datang  dari  orang, kurang .')
  expect(sentence('toString', {})).toBe('toString')
})

test('spans, prices and codes without words are shown plainly', () => {
  expect([null, 0, 59, 60, 3_599, 3_600, 90_061].map(spanWords)).toEqual([
    '-',
    '0 detik',
    '59 detik',
    '1 menit',
    '59 menit 59 detik',
    '1 jam',
    '25 jam 1 menit',
  ])
  expect([null, 0, 999, 1_234_567.4].map(rupiahWords)).toEqual(['-', 'Rp 0', 'Rp 999', 'Rp 1.234.567'])
  expect(wordOf({ a: 'satu' }, 'toString')).toBe('toString')
})

test('a cell of a table that a spreadsheet would run is text, and nothing is empty', () => {
  expect(
    csvOf(
      ['a', 'b', 'c'],
      [
        { a: '=1+1', b: null, c: OPENED },
        { a: -1, b: undefined, c: 'x,"y"' },
      ],
    ),
  ).toBe(`a,b,c\n'=1+1,,2026-11-22T06:21:00.000Z\n-1,,"x,""y"""\n`)
})

test('the report of a test of the alarm says what a yes means', () => {
  expect(markdown({ alarmTest: true })).toContain('UJI ALARM: orang hanya ditanya apakah bisa datang seandainya nyata.')
  expect(markdown()).not.toContain('UJI ALARM')
})
