import { afterAll, expect, test } from 'vitest'
import { Unavailable } from '../../../src/errors.ts'
import { createXmlReader } from '../../../src/intake/cap/xml-reader.ts'
import { utf8 } from './a-cap-alert.ts'

const reader = createXmlReader()
afterAll(reader.close)
const { readXml } = reader

/** What a document is refused for; nothing where it is read. */
const refusal = async (xml: string | Uint8Array): Promise<string> => {
  const reading = await readXml(typeof xml === 'string' ? utf8(xml) : xml)
  return reading.kind === 'tree' ? '' : reading.faults.map(({ got, expected }) => `${got} / ${expected}`).join('; ')
}

const wide = (text: string, order: 'le' | 'be', mark = true): Uint8Array => {
  const bytes = Buffer.from((mark ? '\ufeff' : '') + text, 'utf16le')
  return order === 'le' ? bytes : bytes.swap16()
}

test('a tree has names, namespaces, attributes, own text and lines', async () => {
  const xml = `<?xml version="1.0"?>
<?xml-stylesheet type="text/xsl" href="https://example.invalid/x.xsl"?>
<!-- before --><p:a xmlns:p="urn:p" xmlns="urn:d" xmlns:q="urn:q" p:x="1" y="&lt;2&gt;">t<b z="">u<![CDATA[<v>&amp;]]></b>
<c xmlns=""/><!-- within --><q:d>&#233;</q:d>w</p:a>`
  expect(await readXml(utf8(xml))).toEqual({
    kind: 'tree',
    root: {
      name: 'a',
      namespace: 'urn:p',
      attributes: { '{urn:p}x': '1', y: '<2>' },
      text: 't\nw',
      line: 3,
      children: [
        { name: 'b', namespace: 'urn:d', attributes: { z: '' }, children: [], text: 'u<v>&amp;', line: 3 },
        { name: 'c', namespace: '', attributes: {}, children: [], text: '', line: 4 },
        { name: 'd', namespace: 'urn:q', attributes: {}, children: [], text: 'é', line: 4 },
      ],
    },
  })
})

test('an element with the name of what every object inherits stays an element', async () => {
  const reading = await readXml(utf8('<__proto__ __proto__="x" constructor="y"><hasOwnProperty/></__proto__>'))
  expect(reading).toMatchObject({ kind: 'tree', root: { name: '__proto__', children: [{ name: 'hasOwnProperty' }] } })
  expect(reading.kind === 'tree' && Object.entries(reading.root.attributes)).toEqual([
    ['__proto__', 'x'],
    ['constructor', 'y'],
  ])
})

test.each([
  ['plain UTF-8', utf8('<a>é</a>')],
  ['UTF-8 with its mark', utf8('\ufeff<?xml version="1.0" encoding="UTF-8"?><a>é</a>')],
  ['UTF-16, little end first', wide('<?xml version="1.0" encoding="UTF-16"?><a>é</a>', 'le')],
  ['UTF-16, big end first', wide('<a>é</a>', 'be')],
  ['ISO-8859-1', Buffer.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>', 'latin1')],
  ['US-ASCII', utf8(`<?xml version='1.0' encoding='us-ascii'?><a>&#xE9;</a>`)],
])('%s is read', async (_, bytes) => {
  expect(await readXml(bytes)).toMatchObject({ kind: 'tree', root: { text: 'é' } })
})

const DOCTYPE = /^<!(DOCTYPE|ENTITY) in line/
const ENCODING = /encoding ".*" \/ UTF-8, UTF-16/
const LAUGHS = Array.from({ length: 9 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('')

test.each<[string, string | Uint8Array, RegExp]>([
  ['a billion laughs', `<!DOCTYPE a [<!ENTITY l0 "ha">${LAUGHS}]><a>&l9;</a>`, DOCTYPE],
  ['a quadratic blow-up', `<!DOCTYPE a [<!ENTITY x "${'x'.repeat(50_000)}">]><a>${'&x;'.repeat(50_000)}</a>`, DOCTYPE],
  ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', DOCTYPE],
  ['a parameter entity', '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://localhost/x">%x;]><a/>', DOCTYPE],
  ['an external DTD', '<?xml version="1.0"?>\n<!DOCTYPE a SYSTEM "http://localhost/a.dtd"><a/>', DOCTYPE],
  ['a DOCTYPE in small letters', '<!doctype a><a/>', DOCTYPE],
  ['a DOCTYPE alone', '<!DOCTYPE a><a/>', DOCTYPE],
  ['a DOCTYPE in UTF-16', wide('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', 'le'), DOCTYPE],
  ['a DOCTYPE in UTF-16, big end first', wide('<!DOCTYPE a><a/>', 'be'), DOCTYPE],
  ['a DOCTYPE in UTF-16 without mark', wide('<!DOCTYPE a><a/>', 'le', false), /a byte that is 0/],
  ['a DOCTYPE in UTF-7', '<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a+AD4-<a/>', ENCODING],
  ['UTF-7 with its mark', '+/v8-<a/>', /well-formed/],
  ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0]), /UTF-32/],
  ['EBCDIC', Buffer.from([0x4c, 0x6f, 0xa7, 0x94, 0x93]), /bytes that are no UTF-8/],
  ['an encoding nobody reads', '<?xml version="1.0" encoding="x-mac-cyrillic"?><a/>', ENCODING],
  ['a UTF-8 mark before another encoding', '\ufeff<?xml version="1.0" encoding="ISO-8859-1"?><a/>', ENCODING],
  ['UTF-16 that says it is UTF-8', wide('<?xml version="1.0" encoding="UTF-8"?><a/>', 'le'), /UTF-16 that is declared/],
  ['bytes that are no UTF-8', Buffer.from('<a>é</a>', 'latin1'), /bytes that are no UTF-8/],
  ['an overlong <', Buffer.from([0xc0, 0xbc, 0x61, 0x2f, 0x3e]), /bytes that are no UTF-8/],
  ['half a character in UTF-16', wide('<a>\ud800</a>', 'le'), /bytes that are no UTF-16/],
  ['é in US-ASCII', '<?xml version="1.0" encoding="US-ASCII"?><a>é</a>', /bytes above 127/],
  ['a NUL', '<a>\0</a>', /a byte that is 0/],
  ['a NUL in UTF-16', wide('<a>\0</a>', 'le'), /well-formed/],
  ['a NUL by reference', '<a>&#0;</a>', /well-formed/],
  ['an undeclared entity', '<a>&nbsp;</a>', /Entity 'nbsp' not defined/],
  ['an unclosed element', '<a><b></a>', /mismatch/],
  ['a truncated document', '<a><b>text', /Premature end/],
  ['two roots', '<a/><b/>', /Extra content/],
  ['an attribute twice', '<a b="1" b="2"/>', /redefined/],
  ['an attribute twice by namespace', '<a xmlns:x="u" xmlns:y="u" x:b="1" y:b="2"/>', /well-formed/],
  ['an unbound prefix', '<x:a/>', /prefix x/],
  ['a control character', '<a>\u0001</a>', /well-formed/],
  ['nothing', '', /^nothing/],
  ['blanks', '   ', /well-formed/],
  ['prose', 'Banjir di Imogiri', /well-formed/],
  ['JSON', '{"id":"x"}', /well-formed/],
  ['33 levels', '<a>'.repeat(33) + '</a>'.repeat(33), /at most 32 levels/],
  ['100,000 levels', '<a>'.repeat(100_000), /well-formed/],
  ['300 levels within 1,000 broken ones', '<a>'.repeat(300) + '</b>'.repeat(1_000), /well-formed/],
  ['250,000 elements', `<r>${'<a/>'.repeat(250_000)}</r>`, /at most 200000 nodes/],
  ['250,000 comments and texts', `<r>${'<!---->x'.repeat(125_000)}</r>`, /at most 200000 nodes/],
  ['more than 2 MiB', `<a>${' '.repeat(2_097_152)}</a>`, /at most 2097152 bytes/],
])('%s is refused', async (_, xml, reason) => {
  expect(await refusal(xml)).toMatch(reason)
})

test.each<[string, string]>([
  [
    'an XInclude',
    '<a xmlns:i="http://www.w3.org/2001/XInclude"><i:include href="file:///etc/passwd" parse="text"/></a>',
  ],
  [
    'a schema to fetch',
    '<a xmlns:x="http://www.w3.org/2001/XMLSchema-instance" x:schemaLocation="u http://localhost/x"/>',
  ],
  ['an attribute of a million characters', `<a b="${'y'.repeat(1_000_000)}"/>`],
  ['100,000 attributes', `<a ${Array.from({ length: 100_000 }, (_, at) => `a${at}=""`).join(' ')}/>`],
  ['32 levels', '<a>'.repeat(32) + '</a>'.repeat(32)],
  ['150,000 elements', `<r>${'<a/>'.repeat(150_000)}</r>`],
  ['200,000 references', `<a>${'&lt;'.repeat(200_000)}</a>`],
])('%s is read as the text that it is, and nothing is fetched', async (_, xml) => {
  expect(await refusal(xml)).toBe('')
})

test('70,000 broken references are told as five and a number', async () => {
  const reading = await readXml(utf8(`<r>${'<a b="&bad;"/>'.repeat(70_000)}</r>`))
  expect(reading.kind === 'refused' && reading.faults.length).toBe(6)
  expect(reading.kind === 'refused' && reading.faults.at(-1)?.got).toMatch(/^\d+ more faults$/)
})

test('documents are answered in their order, each with its own tree', async () => {
  const texts = Array.from({ length: 40 }, (_, at) => `<a>${at}</a>`)
  const readings = await Promise.all(texts.map((text) => readXml(utf8(text))))
  expect(readings.map((reading) => reading.kind === 'tree' && reading.root.text)).toEqual(texts.map((_, at) => `${at}`))
})

test('a document that takes too long is refused, and the next is read by a new thread', async () => {
  const hasty = createXmlReader({ readingMs: 25 })
  const slow = await hasty.readXml(utf8(`<r>${'<a b="1"/>'.repeat(90_000)}</r>`))
  expect(slow).toMatchObject({ kind: 'refused', faults: [{ path: 'xml', got: 'a document that takes over 25 ms' }] })
  // On a busy machine even a small one may take longer; sooner or later one is read.
  let next = await hasty.readXml(utf8('<a/>'))
  while (next.kind === 'refused') next = await hasty.readXml(utf8('<a/>'))
  expect(next.root.name).toBe('a')
  await hasty.close()
})

test('when too many wait, the next is told to come again', async () => {
  const small = createXmlReader({ waiting: 1 })
  const [first, second, third] = [small.readXml(utf8('<a/>')), small.readXml(utf8('<b/>')), small.readXml(utf8('<c/>'))]
  await expect(third).rejects.toThrow(Unavailable)
  expect([await first, await second]).toMatchObject([{ root: { name: 'a' } }, { root: { name: 'b' } }])
  await small.close()
})

test('closing gives up what is being read, and nothing is read afterwards', async () => {
  const closing = createXmlReader()
  const pending = [closing.readXml(utf8('<a/>')), closing.readXml(utf8('<b/>'))]
  const outcomes = Promise.allSettled(pending)
  await closing.close()
  for (const outcome of await outcomes)
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(Unavailable) })
  await expect(closing.readXml(utf8('<a/>'))).rejects.toThrow(Unavailable)
  await closing.close()
})
