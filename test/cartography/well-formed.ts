const TOKEN = /<(\/?)([a-zA-Z]+)((?: [a-zA-Z:-]+="[^"<]*")*)(\/?)>|([^<]+)/gy
const REFERENCE = /&(?!(?:amp|lt|gt|quot|#39);)/

/**
 * What keeps the text from being well-formed XML, as far as our own drawings can go wrong: a tag that is not closed or
 * closes another, a bare `&` or `<`, two roots. Undefined when nothing does.
 */
export const faultIn = (xml: string): string | undefined => {
  const open: string[] = []
  let read = 0
  for (const [token, closing, name, attributes, single, words] of xml.matchAll(TOKEN)) {
    if (REFERENCE.test(words ?? attributes ?? '')) return `bare & in ${token.slice(0, 60)}`
    if (read > 0 && open.length === 0) return `something after the root: ${token.slice(0, 60)}`
    if (closing === '/' && open.pop() !== name) return `</${name}> closes another element`
    if (name !== undefined && closing === '' && single === '') open.push(name)
    read += token.length
  }
  if (read < xml.length) return `unreadable at ${xml.slice(read, read + 60)}`
  return open.length === 0 ? undefined : `never closed: ${open.join(', ')}`
}
