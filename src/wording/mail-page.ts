const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

/** A page of ours for one reader, at the end of a line: no other address in a message becomes a button. */
const OWN_LINK = /^(.*?)(https?:\/\/[^\s<>"']+\/[apr]\/[A-Za-z0-9_-]{18,40})$/

const BUTTON =
  'display:inline-block;margin:8px 0;padding:14px 22px;border-radius:6px;background:#b3261e;color:#fff;font-weight:bold;text-decoration:none'
const PAGE = 'margin:0;padding:16px;font:18px/1.5 sans-serif;max-width:34em'

const shown = (line: string): string => {
  const [, before = '', link] = OWN_LINK.exec(line) ?? []
  if (link === undefined) return escaped(line)
  const label = before.trim() === '' ? '' : `${escaped(before.trim())}<br>`
  return `${label}<a href="${escaped(link)}" style="${BUTTON}">Buka halaman / Open page</a>`
}

/**
 * A message in plain text as a small page of HTML for mail readers: one column of large letters, the reader's own link as a
 * button, nothing loaded from anywhere. Says what the text says and nothing else; whatever stands in it is text.
 */
export const mailPage = (text: string): string => {
  const parts = text
    .replaceAll(/\r\n?/g, '\n')
    .split(/\n{2,}|\n--\n/)
    .map((part) => part.trim())
    .filter((part) => part !== '' && part !== '--')
    .map((part) => `<p>${part.replace(/^--\n/, '').split('\n').map(shown).join('<br>\n')}</p>`)
  return `<!doctype html>
<html><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>
<body style="${PAGE}">
${parts.join('\n')}
</body></html>
`
}
