/** An element without elements inside: where it stands, and its text. */
export interface Leaf {
  /** Names from the root inwards, without their prefixes: `response.message.status`. */
  readonly path: string
  readonly text: string
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['lt', '<'],
  ['gt', '>'],
  ['amp', '&'],
  ['quot', '"'],
  ['apos', "'"],
])
const MAX_CODE = 0x10ffff

const decoded = (text: string): string =>
  text.replace(/&(#x[\da-f]{1,6}|#\d{1,7}|[a-z]+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES.get(name) ?? whole
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code <= MAX_CODE ? String.fromCodePoint(code) : whole
  })

const localName = (tag: string): string => tag.replace(/[\s/].*$/s, '').replace(/^.*:/, '')

const MAX_DEPTH = 32

/**
 * The leaves of a small XML answer, in order; none where it is not well formed. No validation, no doctype, no entities
 * but XML's own five and characters by number: what a gateway's answer needs, in one pass over the text.
 */
export const xmlLeaves = (text: string): readonly Leaf[] => {
  const leaves: Leaf[] = []
  const open: string[] = []
  let words = ''
  let isLeaf = false
  for (let at = text.indexOf('<'); at >= 0; ) {
    const special = text.startsWith('<![CDATA[', at) ? ']]>' : text.startsWith('<!--', at) ? '-->' : '>'
    const end = text.indexOf(special, at)
    if (end < 0 || (special === '>' && text.startsWith('<!', at))) return []
    const next = text.indexOf('<', end + special.length)
    if (special === ']]>') words += text.slice(at + '<![CDATA['.length, end)
    else if (special === '>' && text[at + 1] === '/') {
      if (localName(text.slice(at + 2, end)) !== open.at(-1)) return []
      if (isLeaf) leaves.push({ path: open.join('.'), text: words.trim() })
      open.pop()
      isLeaf = false
    } else if (special === '>' && text[at + 1] !== '?') {
      if (open.length === MAX_DEPTH) return []
      open.push(localName(text.slice(at + 1, end)))
      isLeaf = true
      words = ''
      if (text[end - 1] === '/') {
        leaves.push({ path: open.join('.'), text: '' })
        open.pop()
        isLeaf = false
      }
    }
    words += decoded(text.slice(end + special.length, next < 0 ? undefined : next))
    at = next
  }
  return open.length === 0 ? leaves : []
}
