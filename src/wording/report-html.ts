import type { BothWords, ReportBlock, ReportPage } from './report-page.ts'

const STYLE =
  'body{font:16px/1.45 sans-serif;margin:0 auto;padding:.8em;max-width:52em;color:#111;background:#fff}' +
  'h1{font-size:1.4em}h2{font-size:1.15em;margin:1.4em 0 .3em;border-bottom:2px solid #111;break-after:avoid}' +
  'small{font-weight:400;color:#444}p,li,td,th{overflow-wrap:anywhere}b.m{display:block;background:#fc0;padding:.5em;text-align:center}' +
  'p.k{font-size:4.5em;font-weight:700;line-height:1.1;text-align:center;margin:.3em 0;letter-spacing:.05em}p.v{border-left:.4em solid #b00;padding-left:.6em}.t{overflow-x:auto}table{border-collapse:collapse;width:100%;margin:.4em 0}' +
  'th,td{border:1px solid #999;padding:.25em .45em;text-align:left;vertical-align:top}th{background:#eee}td.w{min-width:7em;height:2em}' +
  'hr.s{break-after:page}tr,svg{break-inside:avoid}svg{width:100%;height:auto;max-width:40em;display:block}' +
  '@page{size:A4;margin:15mm}@media print{body{font-size:10.5pt;max-width:none;padding:0}.t{overflow:visible}thead{display:table-header-group}' +
  '*{-webkit-print-color-adjust:exact;print-color-adjust:exact}}'

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

const text = (value: string): string =>
  value.replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ').replace(/[&<>"']/g, (sign) => `${ESCAPES[sign]}`)

const both = ({ id, en }: BothWords): string => `${text(id)} <small lang="en">${text(en)}</small>`

const WIDTH = 600
const HEIGHT = 160
const EDGE = 24
/** The picture is so many times as long as what it shows. */
const SPARE = 1.1

const stepsOf = ({ label, points, wanted, span }: Extract<ReportBlock, { kind: 'steps' }>): string => {
  // A little longer than the last change, so that what came of it is seen.
  const longest = SPARE * Math.max(1, ...points.map(({ seconds }) => seconds))
  const most = Math.max(1, wanted, ...points.map(({ heads }) => heads))
  const x = (seconds: number): string => (EDGE + (seconds / longest) * (WIDTH - 2 * EDGE)).toFixed(1)
  const y = (heads: number): string => (HEIGHT - EDGE - (heads / most) * (HEIGHT - 2 * EDGE)).toFixed(1)
  const line = points.map(
    ({ seconds, heads }, at) => `${at === 0 ? `M${x(seconds)} ${y(heads)}` : `H${x(seconds)}V${y(heads)}`}`,
  )
  const level = `M${x(0)} ${y(wanted)}H${x(longest)}`
  return (
    `<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${text(label)}">` +
    `<path d="M${EDGE} ${EDGE}V${HEIGHT - EDGE}H${WIDTH - EDGE}" fill="none" stroke="#111"/>` +
    `<path d="${level}" fill="none" stroke="#b00" stroke-dasharray="6 4"/>` +
    `<path d="${line.join('')}${points.length === 0 ? '' : `H${x(longest)}`}" fill="none" stroke="#060" stroke-width="3"/>` +
    `<text x="${EDGE}" y="16" font-size="13">${text(label)}</text>` +
    `<text x="${x(longest / SPARE)}" y="${HEIGHT - 6}" font-size="13" text-anchor="middle">${text(span)}</text></svg>`
  )
}

const blockOf = (block: ReportBlock): string => {
  switch (block.kind) {
    case 'heading':
      return `<h2>${both(block.words)}</h2>`
    case 'text':
      return `<p>${text(block.text)}</p>`
    case 'poster':
      return `<p class="k">${text(block.text)}</p>`
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${text(item)}</li>`).join('')}</ul>`
    case 'table': {
      const written = block.columns.length - (block.blank ?? 0)
      const cells = (row: readonly string[]): string =>
        row.map((value, at) => `<td${at < written ? '' : ' class="w"'}>${text(value)}</td>`).join('')
      const heads = block.columns.map((column) => `<th>${text(column)}</th>`).join('')
      const rows = block.rows.map((row) => `<tr>${cells(row)}</tr>`).join('')
      return `<div class="t"><table><thead><tr>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`
    }
    case 'sheet':
      return '<hr class="s">'
    case 'steps':
      return stepsOf(block)
  }
}

/** The report as one page that fetches nothing and runs nothing, for a small screen and for A4 paper. */
export const reportHtml = ({ title, mark, provisional, blocks }: ReportPage): string => {
  const marked = mark === null ? '' : `<b class="m">${text(mark)}</b>`
  return (
    '<!doctype html><html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">' +
    '<meta name="robots" content="noindex,nofollow"><meta name="referrer" content="no-referrer">' +
    `<title>${text(title.id)}</title><style>${STYLE}</style></head><body>${marked}<h1>${both(title)}</h1>` +
    (provisional === null ? '' : `<p class="v"><b>${both(provisional)}</b></p>`) +
    `${blocks.map(blockOf).join('')}${marked}</body></html>\n`
  )
}
