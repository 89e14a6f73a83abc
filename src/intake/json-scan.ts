import type { Fault } from '../errors.ts'
import { showName, showText } from './shown.ts'

/** Deeper than any body of ours: a MultiPolygon's numbers lie 7 deep. */
const MAX_DEPTH = 32

/** More than any body of ours: a polygon of 33,000 places. What is parsed costs memory by its values, not its bytes. */
const MAX_VALUES = 100_000

/** Keys that would reach into JavaScript's own objects. */
const POISON = new Set(['__proto__', 'constructor', 'prototype'])

const MAX_PATH = 200

/** An object or a list that is open at the place where the scan stands. */
interface Open {
  /** Null for a list. */
  readonly keys: Set<string> | null
  /** The key of an object whose value comes next; null where a key comes next. */
  key: string | null
  index: number
}

const pathOf = (open: readonly Open[]): string =>
  open
    .reduce((path, { keys, key, index }) => {
      if (keys === null) return `${path}[${index}]`
      if (key === null) return path
      return path === '' ? showName(key) : `${path}.${showName(key)}`
    }, '')
    .slice(0, MAX_PATH)

/** Where the text that opens with the quote at `from` ends: behind its last quote, or at the end of everything. */
const endOfText = (json: string, from: number): number => {
  for (let at = json.indexOf('"', from + 1); at !== -1; at = json.indexOf('"', at + 1)) {
    let slashes = 0
    while (json[at - 1 - slashes] === '\\') slashes += 1
    if (slashes % 2 === 0) return at + 1
  }
  return json.length
}

/** The key as JSON.parse would read it; one that it would not read stands for itself, and the parse fails later. */
const keyOf = (quoted: string): string => {
  if (!quoted.includes('\\')) return quoted.slice(1, -1)
  try {
    return String(JSON.parse(quoted))
  } catch {
    return quoted
  }
}

const keyFault = (open: readonly Open[], top: Open, key: string): Fault | undefined => {
  const at = (): string => pathOf([...open.slice(0, -1), { ...top, key }])
  if (POISON.has(key))
    return { path: at(), got: showText(key), expected: 'a field of the contract', hint: 'this name is not allowed' }
  if (top.keys?.has(key))
    return {
      path: at(),
      got: 'the same field twice',
      expected: 'each field once',
      hint: 'readers differ on which of the two counts: leave one out',
    }
  return undefined
}

const tooMany = (path: string, what: string, most: string): Fault => ({
  path,
  got: `more than ${most} ${what}`,
  expected: `at most ${most} ${what}`,
  hint: 'send less in one message, or simplify it',
})

/** Whether the character with this code ends a number or a word: a comma, a quote, a blank, a colon or a bracket. */
const endsWord = (code: number): boolean =>
  code === 44 || code <= 34 || code === 58 || code === 91 || code === 93 || code === 123 || code === 125

/**
 * Looks at a text before JSON.parse does, without recursion and in one pass: what makes it dangerous though it may well
 * be JSON. Null where nothing does; whether it is JSON at all is the parser's to say. Faults: more than 32 levels, more
 * than 100,000 values, a field twice in one object (JSON.parse would keep the last, others the first), a name that
 * JavaScript gives a meaning of its own.
 */
export const scanJson = (json: string): Fault | null => {
  const open: Open[] = []
  let values = 0
  let at = 0
  while (at < json.length) {
    const sign = json[at] ?? ''
    const top = open.at(-1)
    if (sign === '"') {
      const end = endOfText(json, at)
      if (top?.keys && top.key === null) {
        const key = keyOf(json.slice(at, end))
        const fault = keyFault(open, top, key)
        if (fault !== undefined) return fault
        top.keys.add(key)
        top.key = key
      } else values += 1
      at = end
    } else if (sign === '{' || sign === '[') {
      values += 1
      if (open.length === MAX_DEPTH) return tooMany(pathOf(open).slice(0, 80), 'levels', String(MAX_DEPTH))
      open.push({ keys: sign === '{' ? new Set() : null, key: null, index: 0 })
      at += 1
    } else if (sign === '}' || sign === ']') {
      open.pop()
      at += 1
    } else if (sign === ',') {
      if (top) {
        top.key = null
        top.index += 1
      }
      at += 1
    } else if (sign === ':' || sign <= ' ') at += 1
    else {
      values += 1
      do at += 1
      while (at < json.length && !endsWord(json.charCodeAt(at)))
    }
    if (values > MAX_VALUES) return tooMany(pathOf(open), 'values', MAX_VALUES.toLocaleString('en'))
  }
  return null
}
