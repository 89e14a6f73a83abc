import type { Fault } from '../../errors.ts'
import { hintFor } from '../nearest-word.ts'
import { showName, showText } from '../shown.ts'
import type { XmlElement } from './xml-tree.ts'

export const CAP_12 = 'urn:oasis:names:tc:emergency:cap:1.2'

const XML_SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#'

const SCHEMA_INSTANCE = '{http://www.w3.org/2001/XMLSchema-instance}'

/** Where the reading of an alert collects what it finds. */
export interface Findings {
  readonly faults: Fault[]
  readonly warnings: string[]
}

/** An element with its way from the root, such as `alert/info[2]/area[1]`. */
export interface Found {
  readonly element: XmlElement
  readonly path: string
}

/** How often a child may stand: once, at most once, any number of times, at least once. */
export type Times = '1' | '?' | '*' | '+'

/** The children of an element in their order, as the schema of section 3.4 has them. */
export interface Shape<Name extends string> {
  /** The section that describes them. */
  readonly section: string
  readonly children: Readonly<Record<Name, Times>>
  /** Whether XML signatures may follow the last child. */
  readonly maySign?: boolean
}

export type Children<Name extends string> = Readonly<Record<Name, readonly Found[]>>

const isCap = ({ namespace }: XmlElement): boolean => namespace === CAP_12

const isSignature = ({ namespace }: XmlElement): boolean => namespace === XML_SIGNATURE

const once = (times: Times): boolean => times === '1' || times === '?'

const attributeFaults = ({ element, path }: Found): readonly Fault[] =>
  Object.entries(element.attributes)
    .filter(([name]) => !name.startsWith(SCHEMA_INSTANCE))
    .map(([name, value]) => ({
      path: `${path}/@${showName(name).slice(0, 100)}`,
      got: showText(value),
      expected: 'no attributes (schema, section 3.4)',
      hint: 'leave it out',
    }))

const straySigns = ({ element, path }: Found): readonly Fault[] =>
  element.text.trim() === ''
    ? []
    : [
        {
          path,
          got: showText(element.text.trim()),
          expected: 'elements only, no text between them (schema, section 3.4)',
          hint: 'put the text into the element that it belongs to',
        },
      ]

/**
 * The children of an element by name, after checking what the schema says about it: no attributes, no text of its own,
 * no unknown or foreign elements, their order and their number.
 */
export const childrenOf = <Name extends string>(
  parent: Found,
  { section, children: shape, maySign = false }: Shape<Name>,
  { faults }: Findings,
): Children<Name> => {
  // The keys of a record that is written out are its names.
  const names = Object.keys(shape) as Name[]
  const found = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Found[]>
  faults.push(...attributeFaults(parent), ...straySigns(parent))
  const { path } = parent
  let furthest = 0
  let signed = false
  // One element in a wrong place puts all that follow it in a wrong place: saying so once is enough.
  let ordered = true
  for (const element of parent.element.children) {
    const { name } = element
    if (maySign && isSignature(element)) {
      signed = true
      continue
    }
    if (!isCap(element)) {
      faults.push({
        path: `${path}/${showName(name).slice(0, 100)}`,
        got: element.namespace === '' ? 'an element without namespace' : `namespace ${showText(element.namespace)}`,
        expected: `elements of CAP 1.2 only${maySign ? ', then XML signatures' : ''} (section ${section})`,
        hint: 'further particulars go into parameter',
      })
      continue
    }
    const known = names.find((candidate) => candidate === name)
    if (known === undefined) {
      faults.push({
        path: `${path}/${showName(name).slice(0, 100)}`,
        got: 'an unknown element',
        expected: `one of ${names.join(', ')} (section ${section})`,
        hint: hintFor(name, names),
      })
      continue
    }
    const at = names.indexOf(known)
    const siblings = found[known]
    const ordinal = once(shape[known]) && siblings.length === 0 ? '' : `[${siblings.length + 1}]`
    const step = { element, path: `${path}/${name}${ordinal}` }
    if (once(shape[known]) && siblings.length > 0)
      faults.push({ path: step.path, got: 'one more', expected: `${name} at most once (section ${section})` })
    else if (ordered && (at < furthest || signed)) {
      ordered = false
      faults.push({
        path: step.path,
        got: signed ? 'after the signature' : `after ${names[furthest]}`,
        expected: `the order ${names.join(', ')}${maySign ? ', signature' : ''} (section ${section})`,
        hint: `put it ${signed ? 'before the signature' : `before ${names[furthest]}`}`,
      })
    }
    furthest = Math.max(furthest, at)
    siblings.push(step)
  }
  for (const name of names)
    if ((shape[name] === '1' || shape[name] === '+') && found[name].length === 0)
      faults.push({ path: `${path}/${name}`, got: 'nothing', expected: `${name} is required (section ${section})` })
  return found
}

/** The text of an element that holds nothing else, as it stands; null where there is none such. */
export const textOf = (found: Found | undefined, { faults }: Findings): string | null => {
  if (found === undefined) return null
  faults.push(...attributeFaults(found))
  const [child] = found.element.children
  if (child === undefined) return found.element.text
  faults.push({
    path: `${found.path}/${showName(child.name).slice(0, 100)}`,
    got: 'an element',
    expected: 'text only (schema, section 3.4)',
    hint: 'write < as &lt; and & as &amp;',
  })
  return null
}
