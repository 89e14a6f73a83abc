import { expect, test } from 'vitest'
import { attendanceSheetPage } from '../../src/wording/attendance-sheet.ts'
import { reportHtml } from '../../src/wording/report-html.ts'
import { reportMarkdown } from '../../src/wording/report-markdown.ts'

const SHEET = attendanceSheetPage({
  code: '7K2A',
  type: 'Simulasi',
  siteName: 'KSB <b>Pangalengan</b>',
  startsAt: new Date('2026-12-05T02:00Z'),
  endsAt: new Date('2026-12-05T03:00Z'),
  from: new Date('2026-12-05T01:00Z'),
  until: new Date('2026-12-05T15:00Z'),
  zone: 'WIB',
})

test('the sheet says in large letters what to send, and until when it counts', () => {
  const text = reportMarkdown(SHEET)
  expect(text).toMatch(/^\*\*LATIHAN - BUKAN KEJADIAN NYATA/)
  expect(text).toContain('\n# HADIR 7K2A\n')
  expect(text).toContain('HERE 7K2A')
  expect(text).toContain('| Kode berlaku | Sabtu, 5 Desember 2026 08.00 WIB - Sabtu, 5 Desember 2026 22.00 WIB |')
  const html = reportHtml(SHEET)
  expect(html).toContain('<p class="k">HADIR 7K2A</p>')
  expect(html).toMatch(/p\.k\{font-size:4\.5em/)
  expect(html).not.toContain('<b>Pangalengan')
})
