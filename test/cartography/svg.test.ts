import fc from 'fast-check'
import { expect, test } from 'vitest'
import { escapeText, fitText, px, tag, text, textWidth, wrapText } from '../../src/cartography/svg.ts'
import { faultIn } from './well-formed.ts'

test.each([
  ['<a>&amp;</a>', 'unreadable', undefined],
  ['<a><b></a></b>', 'closes another', /closes another/],
  ['<a><b>', 'never closed', /never closed: a, b/],
  ['<a>&</a>', 'bare', /bare &/],
  ['<a b="&x"/>', 'bare in an attribute', /bare &/],
  ['<a/><b/>', 'two roots', /after the root/],
  ['<a b="<"/>', 'a tag in an attribute', /unreadable/],
])('the check itself sees that %s is %s', (xml, _, fault) => {
  if (fault === undefined) expect(faultIn(xml)).toBeUndefined()
  else expect(faultIn(xml)).toMatch(fault)
})

test('the five characters with a meaning in XML are written as references', () => {
  expect(escapeText(`Desa <Suka> & "Maju" 'Jaya'`)).toBe('Desa &lt;Suka&gt; &amp; &quot;Maju&quot; &#39;Jaya&#39;')
})

test('what XML cannot hold is replaced, line ends and letters of all scripts are kept', () => {
  expect(escapeText('a\u0000b\u001fc\ufffed')).toBe('a\ufffdb\ufffdc\ufffdd')
  expect(escapeText('half \ud83d of a pair')).toBe('half \ufffd of a pair')
  expect(escapeText('ꦗꦮ 🏠\n\tteks')).toBe('ꦗꦮ 🏠\n\tteks')
})

test('no text breaks an element, as content or as attribute', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (words) => {
      expect(
        faultIn(tag('g', { label: words }, [text([0, 0], `.${words}`, { size: 10, fill: '#000' })])),
      ).toBeUndefined()
    }),
  )
})

test.each([
  [12.345, '12.3'],
  [-0.04, '0'],
  [7, '7'],
  [-3.25, '-3.2'],
])('%d px is written %s', (value, written) => {
  expect(px(value)).toBe(written)
})

test('an element without content closes itself', () => {
  expect(tag('rect', { x: 1.25, fill: 'red' })).toBe('<rect x="1.3" fill="red"/>')
  expect(tag('g', {}, ['<a/>', '<b/>'])).toBe('<g><a/><b/></g>')
  expect(tag('g', {}, 'x')).toBe('<g>x</g>')
})

test('text carries only the looks asked for', () => {
  expect(text([1, 2], 'Pos', { size: 12, fill: '#123456' })).toBe(
    '<text x="1" y="2" font-size="12" fill="#123456">Pos</text>',
  )
  const all = { size: 12, fill: '#1', weight: 700, anchor: 'end', italic: true, halo: '#2', spacing: 2 } as const
  const drawn = text([1, 2], 'Pos', all)
  expect(drawn).toContain('font-weight="700" text-anchor="end" font-style="italic" letter-spacing="2" stroke="#2"')
})

test('wide letters are wider than narrow ones and the width grows with the size', () => {
  expect(textWidth('MMM', 10)).toBeGreaterThan(textWidth('nnn', 10))
  expect(textWidth('nnn', 10)).toBeGreaterThan(textWidth('iii', 10))
  expect(textWidth('abc', 20)).toBeCloseTo(2 * textWidth('abc', 10), 9)
})

test('words that fit stay, longer ones end in an ellipsis within the width', () => {
  expect(fitText('Gardu', 10, 100)).toBe('Gardu')
  const cut = fitText('Gardu Kampung Siaga Bencana', 10, 100)
  expect(cut).toMatch(/^Gardu.*…$/)
  expect(textWidth(cut, 10)).toBeLessThanOrEqual(100)
  expect(fitText('Gardu', 10, 1)).toBe('…')
})

test('wrapped lines keep every word in order and the width', () => {
  const words = 'Garis pantai Natural Earth lewat world-atlas, kode wilayah Kemendagri'
  const lines = wrapText(words, 10, 120)
  expect(lines.length).toBeGreaterThan(2)
  expect(lines.join(' ')).toBe(words)
  for (const line of lines) expect(textWidth(line, 10)).toBeLessThanOrEqual(120)
})
