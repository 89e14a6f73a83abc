import { readFileSync } from 'node:fs'
import { isAbsolute, relative } from 'node:path'
import { isMap, isNode, isScalar, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { type Fault, reasonOf } from '../src/errors.ts'
import { maskContacts } from '../src/masking.ts'

type Path = readonly PropertyKey[]

/** A YAML file that could be parsed, and where each of its values stands. */
export interface YamlFile {
  readonly value: unknown
  /** `file:line` of the value at a path, or of the nearest thing round it that is there. */
  placeOf(path: Path): string
  /** `file:line` of a key within the map at a path. */
  placeOfKey(path: Path, key: string): string
}

/** The file as people look for it: relative to where they stand, where that leads downwards. */
export const shownPath = (file: string): string => {
  const fromHere = relative('', file)
  return fromHere.startsWith('..') || isAbsolute(fromHere) ? file : fromHere
}

/** The last sound text of each file: drills and calendars are looked at at every tick, and seldom change. */
const lastRead = new Map<string, { readonly shown: string; readonly text: string; readonly yaml: YamlFile }>()

/** Reads one YAML document; adds what is wrong with its form to `faults` and answers undefined. */
export const readYaml = (file: string, faults: Fault[]): YamlFile | undefined => {
  const shown = shownPath(file)
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (thrown) {
    faults.push({ path: shown, got: reasonOf(thrown).split(',')[0] ?? 'nothing', expected: 'a file that can be read' })
    return undefined
  }
  const last = lastRead.get(file)
  if (last !== undefined && last.text === text && last.shown === shown) return last.yaml
  const yaml = parseYaml(shown, text, faults)
  if (yaml !== undefined) lastRead.set(file, { shown, text, yaml })
  return yaml
}

const parseYaml = (shown: string, text: string, faults: Fault[]): YamlFile | undefined => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  for (const error of document.errors) {
    const expected = error.code === 'DUPLICATE_KEY' ? 'each key once' : 'well-formed YAML'
    faults.push({ path: `${shown}:${lines.linePos(error.pos[0]).line}`, got: maskContacts(error.message), expected })
  }
  if (document.errors.length > 0) return undefined

  const placeAt = (offset: number | undefined): string =>
    `${shown}:${offset === undefined ? 1 : lines.linePos(offset).line}`
  const nodeAt = (path: Path): unknown => (path.length === 0 ? document.contents : document.getIn(path, true))
  const placeOf = (path: Path): string => {
    const node = nodeAt(path)
    if (isNode(node) || path.length === 0) return placeAt(isNode(node) ? node.range?.[0] : undefined)
    return placeOf(path.slice(0, -1))
  }
  return {
    value: document.toJS(),
    placeOf,
    placeOfKey: (path, key) => {
      const map = nodeAt(path)
      const found = isMap(map)
        ? map.items.find((item) => isScalar(item.key) && String(item.key.value) === key)?.key
        : undefined
      return isScalar(found) ? placeAt(found.range?.[0]) : placeOf(path)
    },
  }
}

const valueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (within, key) =>
      typeof within === 'object' && within !== null
        ? Object.entries(within).find(([name]) => name === String(key))?.[1]
        : undefined,
    value,
  )

const MOST_SHOWN = 60

/** A value as a fault quotes it: short, without contacts; of a secret only what sort of thing it is. */
const quoted = (value: unknown, secret: boolean): string => {
  if (value === undefined) return 'nothing'
  if (secret)
    return typeof value === 'string'
      ? `a text of ${value.length} characters`
      : `a ${value === null ? 'null' : typeof value}`
  const text = maskContacts(JSON.stringify(value))
  return text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text
}

const PLAIN_TYPES: Readonly<Record<string, string>> = {
  object: 'keys with values',
  record: 'keys with values',
  array: 'a list',
  string: 'text',
  number: 'a number',
  int: 'a whole number',
}

/** Zod's own sentences carry what was expected behind that word; ours are nothing else. */
const expectationOf = (message: string): string => {
  const expected = message.replace(/^(?:Invalid|Too)\b.*?: ?(?:expected )?/, '').replace(/, received .*$/, '')
  return PLAIN_TYPES[expected] ?? expected
}

const hintFor = (expected: string, value: unknown): { hint?: string } =>
  typeof value === 'number' && /\b(string|text|code)\b/.test(expected) ? { hint: 'write it in quotes' } : {}

/**
 * The file's value as `schema` has it; adds every fault with its line to `faults` and answers undefined. Unknown keys
 * are faults that name the key. With `secret`, no value is quoted.
 */
export const checkYaml = <T>(
  file: YamlFile,
  schema: z.ZodType<T>,
  faults: Fault[],
  { secret = false } = {},
): T | undefined => {
  const result = schema.safeParse(file.value)
  if (result.success) return result.data
  for (const issue of result.error.issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys)
        faults.push({
          path: file.placeOfKey(issue.path, key),
          got: `${maskContacts([...issue.path, key].map(String).join('.'))} (unknown key)`,
          expected: 'a key that the schema named in the first line lists',
        })
    } else {
      const value = valueAt(file.value, issue.path)
      const expected = expectationOf(issue.message)
      const name = maskContacts(issue.path.map(String).join('.'))
      const got = `${name === '' ? '' : `${name}: `}${quoted(value, secret)}`
      faults.push({ path: file.placeOf(issue.path), got, expected, ...hintFor(expected, value) })
    }
  }
  return undefined
}
