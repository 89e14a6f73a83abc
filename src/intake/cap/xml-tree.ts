import type { Fault } from '../../errors.ts'

/** An element of an XML document, with what a reader of messages needs of it and nothing else. */
export interface XmlElement {
  /** Without prefix. */
  readonly name: string
  /** The name of its namespace; empty where it has none. */
  readonly namespace: string
  /** By name; one with a namespace as `{namespace}name`. Declarations of namespaces are not among them. */
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly XmlElement[]
  /** Its own text with CDATA, entities resolved, as it stands; the text of its children is theirs. */
  readonly text: string
  /** In the document, from 1. */
  readonly line: number
}

export type XmlReading =
  | { readonly kind: 'tree'; readonly root: XmlElement }
  | { readonly kind: 'refused'; readonly faults: readonly Fault[] }

/**
 * A tree as the reading thread hands it over: numbers and one long text, which cross between threads many times faster
 * than a hundred thousand small objects.
 */
export interface PackedTree {
  /** Each pair of namespace and name once. */
  readonly names: readonly (readonly [namespace: string, name: string])[]
  /** Five numbers an element, parents before children: name, parent (-1 for the root), line, length of text, attributes. */
  readonly elements: Int32Array
  /** Two numbers an attribute, in the order of the elements: name, length of value. */
  readonly attributes: Int32Array
  /** For each element in order: its text, then the values of its attributes. */
  readonly texts: string
}

/** How many numbers of `elements` belong to one. */
const STRIDE = 5

const NO_ATTRIBUTES: Readonly<Record<string, string>> = Object.freeze({})

const NO_NAME = ['', ''] as const

/** The tree that was packed. Throws RangeError where there is no element. */
export const unpackTree = ({ names, elements, attributes, texts }: PackedTree): XmlElement => {
  let textAt = 0
  let attributeAt = 0
  const take = (length: number): string => {
    textAt += length
    return length === 0 ? '' : texts.slice(textAt - length, textAt)
  }
  const takeAttributes = (count: number): Readonly<Record<string, string>> => {
    if (count === 0) return NO_ATTRIBUTES
    const pairs: [string, string][] = []
    for (let i = 0; i < count; i += 1, attributeAt += 2) {
      const [namespace, name] = names[attributes[attributeAt] ?? -1] ?? NO_NAME
      pairs.push([namespace === '' ? name : `{${namespace}}${name}`, take(attributes[attributeAt + 1] ?? 0)])
    }
    return Object.fromEntries(pairs)
  }
  const made: (XmlElement & { children: XmlElement[] })[] = []
  // Read by index: two hundred thousand elements are made while the service waits.
  for (let at = 0; at < elements.length; at += STRIDE) {
    const [namespace, name] = names[elements[at] ?? -1] ?? NO_NAME
    const text = take(elements[at + 3] ?? 0)
    const element = {
      name,
      namespace,
      attributes: takeAttributes(elements[at + 4] ?? 0),
      children: [],
      text,
      line: elements[at + 2] ?? 0,
    }
    made[elements[at + 1] ?? -1]?.children.push(element)
    made.push(element)
  }
  const [root] = made
  if (root === undefined) throw new RangeError('a packed tree has at least its root')
  return root
}
