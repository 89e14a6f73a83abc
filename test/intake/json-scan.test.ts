import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readJsonBody } from '../../src/intake/json-body.ts'
import { scanJson } from '../../src/intake/json-scan.ts'

test.each([
  ['{"a":1,"a":2}', 'a'],
  ['{"a":1,"\\u0061":2}', 'a'],
  ['{"":1,"":2}', ''],
  ['{"a":{"b":[{"c":1},{"c":1,"d":[],"c":2}]}}', 'a.b[1].c'],
  ['[{"x":1,"y":{"x":1},"x":3}]', '[0].x'],
  ['{ "a\\"b" : 1 ,\n"a\\"b": 2}', 'a"b'],
])('%s holds a field twice, and the fault says where', (json, path) => {
  expect(scanJson(json)).toMatchObject({ path, got: 'the same field twice' })
  expect(readJsonBody(Buffer.from(json))).toMatchObject({ kind: 'unreadable', faults: [{ path }] })
})

test.each([
  ['{"__proto__":1}', '__proto__'],
  ['{"a":[{"constructor":{}}]}', 'a[0].constructor'],
  ['{"\\u005f_proto__":1}', '__proto__'],
])('%s reaches into JavaScript', (json, path) => {
  expect(scanJson(json)).toMatchObject({ path, expected: 'a field of the contract' })
})

test.each([
  '{"a":{"a":1},"b":[{"a":1},{"a":2}]}',
  '{"a":"\\"a\\":1,{[","b":"a"}',
  '{"a":"__proto__"}',
  '["a","a",{"a":"\\\\"}]',
  'null',
  '-1.5e+10',
])('%s is not dangerous', (json) => {
  expect(scanJson(json)).toBeNull()
  expect(readJsonBody(Buffer.from(json))).toEqual({ kind: 'json', value: JSON.parse(json) })
})

test('32 levels are read, 33 are not', () => {
  const deep = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`
  expect(scanJson(deep(32))).toBeNull()
  expect(scanJson(deep(33))).toMatchObject({ got: 'more than 32 levels' })
  expect(scanJson(`${'{"a":['.repeat(16)}[`)).toMatchObject({ got: 'more than 32 levels' })
})

test('100,000 values are read, one more is not', () => {
  const wide = (values: number): string => `[${Array.from({ length: values - 1 }, () => '1').join(',')}]`
  expect(scanJson(wide(100_000))).toBeNull()
  expect(scanJson(wide(100_001))).toMatchObject({ path: '[99999]', got: 'more than 100,000 values' })
  expect(scanJson(`{"a":${wide(100_000)}}`)).toMatchObject({ got: 'more than 100,000 values' })
})

test.each(['[1,,,2]', '{"a"', '{"a":"b', '}]}]', '"', '"\\"', '{"\\uZZZZ":1}', '{"a" "a" "b"}', ',:,:', '\u00a0'])(
  '%s is no JSON, which the parser says',
  (text) => {
    expect(scanJson(text)).toBeNull()
    expect(readJsonBody(Buffer.from(text))).toMatchObject({ kind: 'unreadable', faults: [{ path: '' }] })
  },
)

// The oracle: trees whose fields are kept as a list, so that it is known which come twice.
type Tree =
  | string
  | number
  | boolean
  | null
  | readonly Tree[]
  | { readonly fields: readonly (readonly [string, Tree])[] }

const key = fc.oneof(fc.constantFrom('a', 'b', 'c', '"', '\\', ''), fc.string({ maxLength: 4, unit: 'binary' }))

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    fc.oneof(fc.string({ unit: 'binary' }), fc.integer(), fc.double({ noNaN: true }), fc.boolean(), fc.constant(null)),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.array(fc.tuple(key, tie('tree')), { maxLength: 4 }).map((fields) => ({ fields })),
  ),
}))

const hasFields = (value: Tree): value is { readonly fields: readonly (readonly [string, Tree])[] } =>
  value !== null && typeof value === 'object' && 'fields' in value

const POISON = ['__proto__', 'constructor', 'prototype']

const isDangerous = (value: Tree): boolean => {
  if (Array.isArray(value)) return (value as readonly Tree[]).some(isDangerous)
  if (!hasFields(value)) return false
  const names = value.fields.map(([name]) => name)
  return (
    new Set(names).size < names.length ||
    names.some((name) => POISON.includes(name)) ||
    value.fields.some(([, inner]) => isDangerous(inner))
  )
}

/** Each sign as an escape of four digits: the same key or text, in other letters. */
const spelledOut = (text: string): string =>
  `"${[...Array(text.length).keys()].map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`).join('')}"`

const written = (value: Tree, blank: string, escapes: boolean): string => {
  const text = (one: string): string => (escapes ? spelledOut(one) : JSON.stringify(one))
  if (typeof value === 'string') return text(value)
  if (Array.isArray(value))
    return `[${blank}${(value as readonly Tree[]).map((one) => written(one, blank, escapes)).join(`${blank},${blank}`)}]`
  if (!hasFields(value)) return JSON.stringify(value)
  return `{${value.fields.map(([name, one]) => `${blank}${text(name)}${blank}:${blank}${written(one, blank, escapes)}`).join(',')}${blank}}`
}

test('a fault is found exactly where a field comes twice or is poison, whatever the blanks and escapes', () => {
  fc.assert(
    fc.property(tree, fc.constantFrom('', ' ', '\n\t\r '), fc.boolean(), (value, blank, escapes) => {
      const json = written(value, blank, escapes)
      JSON.parse(json)
      expect(scanJson(json) === null).toBe(!isDangerous(value))
    }),
    { numRuns: 5_000 },
  )
})

const countKeys = (value: unknown): number => {
  if (Array.isArray(value)) return (value as readonly unknown[]).reduce<number>((sum, one) => sum + countKeys(one), 0)
  if (value === null || typeof value !== 'object') return 0
  return Object.values(value).reduce<number>((sum, one) => sum + 1 + countKeys(one), 0)
}

test('no text makes it throw, and what it lets through has as many fields as colons', () => {
  const piece = fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '\\', '"a"', '"b"', '1', 'null', ' ', '\\u0061', '-')
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(piece).map((all) => all.join('')),
        fc.json(),
        fc.string({ unit: 'binary' }),
      ),
      (text) => {
        const fault = scanJson(text)
        const reading = readJsonBody(Buffer.from(text))
        if (fault !== null) expect(reading.kind).toBe('unreadable')
        if (reading.kind === 'json') {
          const outside = text.replace(/"(?:[^"\\]|\\.)*"/gs, '')
          expect(countKeys(reading.value)).toBe(outside.split(':').length - 1)
        }
      },
    ),
    { numRuns: 5_000 },
  )
})
