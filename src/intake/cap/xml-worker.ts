import type { MessagePort } from 'node:worker_threads'
import type * as Libxml2 from 'libxml2-wasm'
import type { PackedTree } from './xml-tree.ts'

export interface TreeLimits {
  readonly depth: number
  /** Elements, attributes, texts, comments and instructions together. */
  readonly nodes: number
}

export interface XmlProblem {
  readonly line: number
  readonly column: number
  readonly message: string
}

/** What the reading thread answers to the bytes of a document; `ready` once, before the first. */
export type WorkerAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'tree'; readonly tree: PackedTree }
  | { readonly kind: 'not-well-formed'; readonly problems: readonly XmlProblem[]; readonly count: number }
  | { readonly kind: 'too-deep' | 'too-many-nodes' | 'has-doctype'; readonly line: number }

/**
 * What the reading thread runs: bytes of UTF-8 in, an answer out. Its text is sent to the thread as it stands (see
 * xml-reader.ts), so it must not use anything from outside itself but its arguments.
 */
export const serveXml = (library: typeof Libxml2, port: MessagePort, limits: TreeLimits): void => {
  const { ParseOption, XmlCData, XmlDocument, XmlElement, XmlParseError, XmlText } = library
  // No option expands entities, loads a DTD, includes another document or repairs what is broken.
  const options = {
    encoding: 'UTF-8',
    option:
      ParseOption.XML_PARSE_NONET |
      ParseOption.XML_PARSE_NO_XXE |
      ParseOption.XML_PARSE_NO_SYS_CATALOG |
      ParseOption.XML_PARSE_BIG_LINES,
  }

  const pack = (document: Libxml2.XmlDocument): WorkerAnswer => {
    const names: [string, string][] = []
    const numbers = new Map<string, number>()
    const numberOf = (namespace: string, name: string): number => {
      const key = `${namespace} ${name}`
      const known = numbers.get(key)
      if (known !== undefined) return known
      numbers.set(key, names.length)
      names.push([namespace, name])
      return names.length - 1
    }
    const elements: number[] = []
    const attributes: number[] = []
    const texts: string[] = []
    let nodes = 0
    let stopped: WorkerAnswer | undefined
    // The levels that are open. Recursion would do as well, but for the depth that an attacker may choose.
    const open: { next: Libxml2.XmlElement['firstChild']; at: number }[] = []
    const add = (element: Libxml2.XmlElement): void => {
      if (open.length >= limits.depth) {
        stopped = { kind: 'too-deep', line: element.line }
        return
      }
      let text = ''
      for (let child = element.firstChild; child !== null; child = child.next) {
        nodes += 1
        if (child instanceof XmlText || child instanceof XmlCData) text += child.content
        if (nodes > limits.nodes) break
      }
      const found = element.attrs
      nodes += found.length
      if (nodes > limits.nodes) {
        stopped = { kind: 'too-many-nodes', line: element.line }
        return
      }
      const at = elements.length / 5
      const parent = open.at(-1)?.at ?? -1
      elements.push(numberOf(element.namespaceUri, element.name), parent, element.line, text.length, found.length)
      texts.push(text)
      for (const attribute of found) {
        const { value } = attribute
        attributes.push(numberOf(attribute.namespaceUri, attribute.name), value.length)
        texts.push(value)
      }
      open.push({ next: element.firstChild, at })
    }
    add(document.root)
    for (let level = open.at(-1); level !== undefined && stopped === undefined; level = open.at(-1)) {
      const node = level.next
      if (node === null) open.pop()
      else {
        level.next = node.next
        if (node instanceof XmlElement) add(node)
      }
    }
    return (
      stopped ?? {
        kind: 'tree',
        tree: {
          names,
          elements: Int32Array.from(elements),
          attributes: Int32Array.from(attributes),
          texts: texts.join(''),
        },
      }
    )
  }

  const read = (bytes: Uint8Array): WorkerAnswer => {
    let document: Libxml2.XmlDocument
    try {
      document = XmlDocument.fromBuffer(bytes, options)
    } catch (error) {
      if (!(error instanceof XmlParseError)) throw error
      const problems = error.details.filter(({ level }) => level > 1)
      return {
        kind: 'not-well-formed',
        problems: problems
          .slice(0, 5)
          .map(({ line, col, message }) => ({ line, column: col, message: message.trim() })),
        count: problems.length,
      }
    }
    try {
      return document.dtd === null ? pack(document) : { kind: 'has-doctype', line: 1 }
    } finally {
      document.dispose()
    }
  }

  port.on('message', (bytes: Uint8Array) => {
    const answer = read(bytes)
    port.postMessage(answer)
  })
  port.postMessage({ kind: 'ready' })
}
