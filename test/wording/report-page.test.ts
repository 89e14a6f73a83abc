import { expect, test } from 'vitest'
import { reportHtml } from '../../src/wording/report-html.ts'
import { reportMarkdown } from '../../src/wording/report-markdown.ts'
import { heading, paragraph, type ReportBlock, type ReportPage, table } from '../../src/wording/report-page.ts'

const page = (blocks: readonly ReportBlock[], given: Partial<ReportPage> = {}): ReportPage => ({
  title: { id: 'Laporan', en: 'Report' },
  mark: null,
  provisional: null,
  blocks,
  ...given,
})

const HOSTILE = `<img src=x onerror="a('b')"> & | *b* [x](http://evil.example) www.evil.example a@b.c \`c\`\n# d\u202e`

test('no text is markup in Markdown, and none breaks its line', () => {
  const shown = reportMarkdown(
    page([
      heading(HOSTILE, 'x'),
      paragraph(HOSTILE),
      { kind: 'list', items: [HOSTILE] },
      table([HOSTILE], [[HOSTILE]]),
    ]),
  )
  const safe =
    `&lt;img src=x onerror="a('b')"&gt; &amp; \\| \\*b\\* \\[x\\](http\\://evil.example) www\\.evil.example a\\@b.c ` +
    `\\\`c\\\` \\# d `
  expect(shown).toBe(
    `# Laporan (Report)\n\n## ${safe} (x)\n\n${safe}\n\n- ${safe}\n\n| ${safe} |\n| --- |\n| ${safe} |\n`,
  )
})

test.each([
  ['- a', '\\- a'],
  ['  + a', '\\+ a'],
  ['=== a', '\\=== a'],
  ['12. a', '12\\. a'],
  ['3) a', '3\\) a'],
  ['13.21', '13\\.21'],
  ['a - 1. b', 'a - 1. b'],
])('a paragraph that begins with "%s" begins no list', (text, shown) => {
  expect(reportMarkdown(page([paragraph(text)]))).toContain(`\n\n${shown}\n`)
})

test('what belongs on a new sheet of paper begins one', () => {
  const sheets = page([paragraph('satu'), { kind: 'sheet' }, paragraph('dua')])
  expect(reportMarkdown(sheets)).toContain('satu\n\n---\n\ndua\n')
  expect(reportHtml(sheets)).toContain('<p>satu</p><hr class="s"><p>dua</p>')
  expect(reportHtml(sheets)).toContain('hr.s{break-after:page}')
})

test('no text is markup in HTML, and the page runs and fetches nothing', () => {
  const shown = reportHtml(
    page(
      [
        heading(HOSTILE, HOSTILE),
        paragraph(HOSTILE),
        { kind: 'list', items: [HOSTILE] },
        table([HOSTILE], [[HOSTILE]]),
      ],
      { mark: HOSTILE, provisional: { id: HOSTILE, en: HOSTILE }, title: { id: HOSTILE, en: HOSTILE } },
    ),
  )
  expect(shown).not.toContain('<img')
  expect(shown).not.toMatch(/<script|<link|src="|href="|url\(|onerror="/)
  expect(shown).toContain('&lt;img src=x onerror=&quot;a(&#39;b&#39;)&quot;&gt; &amp; |')
  expect(shown).not.toMatch(/\u202e/)
  const opened = [...shown.matchAll(/<(b|p|h1|h2|ul|li|table|tr|td|th|div|small|body|html)[ >]/g)].length
  expect([...shown.matchAll(/<\/(b|p|h1|h2|ul|li|table|tr|td|th|div|small|body|html)>/g)]).toHaveLength(opened)
})

test('what is to be filled in has room, and a mark stands first and last', () => {
  const shown = reportHtml(
    page([{ kind: 'table', columns: ['a', 'b'], rows: [['x', '']], blank: 1 }], { mark: 'LATIHAN' }),
  )
  expect(shown).toContain('<td>x</td><td class="w"></td>')
  expect(shown).toMatch(/<body><b class="m">LATIHAN<\/b>.*<b class="m">LATIHAN<\/b><\/body><\/html>\n$/)
  expect(reportHtml(page([]))).not.toContain('class="m"')
})

test('steps are drawn from the lower left to the upper right, with the level that was wanted', () => {
  const points = [
    { seconds: 0, heads: 0 },
    { seconds: 50, heads: 1 },
    { seconds: 100, heads: 2 },
  ]
  const block: ReportBlock = { kind: 'steps', label: 'Tagana "dua"', points, wanted: 1, span: '2 <menit>' }
  const shown = reportHtml(page([block]))
  expect(shown).toContain('d="M24.0 136.0H274.9V80.0H525.8V24.0H576.0"')
  expect(shown).toContain('d="M24.0 80.0H576.0"')
  expect(shown).toContain('>2 &lt;menit&gt;</text>')
  expect(shown).toContain('aria-label="Tagana &quot;dua&quot;"')
  expect(reportHtml(page([{ ...block, points: [], wanted: 0 }]))).toContain('d="M24.0 136.0H576.0"')
  expect(reportMarkdown(page([block]))).toBe('# Laporan (Report)\n')
})
