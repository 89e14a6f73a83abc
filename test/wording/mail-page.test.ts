import { expect, test } from 'vitest'
import { mailPage } from '../../src/wording/mail-page.ts'

const LINK = 'https://k.example/a/AAAAAAAAAAAAAAAAAAAA'
const bodyOf = (text: string): string => /<body[^>]*>\n([\s\S]*)\n<\/body>/.exec(mailPage(text))?.[1] ?? ''
const button = /<a href="([^"]+)" style="[^"]+">Buka halaman \/ Open page<\/a>/

test('paragraphs, lines and what stands below the two hyphens stay what they are', () => {
  expect(bodyOf('Yth. Siti,\r\n\r\nTempat: Warnasari\nWaktu: 13.21\n\n--\nEnglish: come\n')).toBe(
    '<p>Yth. Siti,</p>\n<p>Tempat: Warnasari<br>\nWaktu: 13.21</p>\n<p>English: come</p>',
  )
  expect(bodyOf('a\n--\nb')).toBe('<p>a</p>\n<p>b</p>')
})

test("the reader's own link is a button, alone in its line or behind a word; any other address is text", () => {
  expect(button.exec(bodyOf(`Jawab di sini:\n${LINK}\nTanpa internet: balas 1`))?.[1]).toBe(LINK)
  expect(bodyOf(`Jawab di sini: ${LINK}`)).toMatch(/^<p>Jawab di sini:<br><a href=/)
  for (const other of ['https://evil.example/', 'https://k.example/a/short', `${LINK} dan`, 'javascript:alert(1)'])
    expect(bodyOf(other)).not.toContain('<a ')
})

test('whatever stands in a message is text and never a tag, an attribute or something to load', () => {
  const page = bodyOf(
    `<img src=x onerror=alert(1)> & "a" 'b' </p>\nhttps://k.example/"onclick="x/a/AAAAAAAAAAAAAAAAAAAA`,
  )
  expect(page).toBe(
    '<p>&lt;img src=x onerror=alert(1)&gt; &amp; &quot;a&quot; &#39;b&#39; &lt;/p&gt;<br>\nhttps://k.example/&quot;onclick=&quot;x/a/AAAAAAAAAAAAAAAAAAAA</p>',
  )
  expect(mailPage('x')).not.toMatch(/src=|url\(|<script|<img|<link/)
})
