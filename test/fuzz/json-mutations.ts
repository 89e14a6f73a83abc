import type { Chance } from '../../src/roster/chance.ts'

/** Values that stand where something else is expected: nearly right, far too much, or nothing that anybody thought of. */
const STRANGE: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  1.5,
  1e308,
  -0,
  2 ** 53,
  2_147_483_648,
  '',
  ' ',
  'x',
  '\u0000',
  '\ud800',
  '\u202e',
  '\u200b',
  'ﷺ'.repeat(200),
  'x'.repeat(10_000),
  '0',
  'null',
  '-0',
  '1e999',
  'constructor',
  '2026-02-30T25:61:00+99:00',
  '2026-11-22T13:21:00',
  '9999-12-31T23:59:59Z',
  '0001-01-01T00:00:00Z',
  "'; DROP TABLE hazard_event; --",
  '<script>alert(1)</script>',
  '%{jndi:x}',
  '34.02.10.2004',
  '99.99.99.9999',
  '+62 811-1222-333',
  [],
  {},
  [null],
  [[[[]]]],
  [0, 0],
  [107.5, -7.1],
  [-7.1, 107.5],
  [180, 90],
  [1e308, 1e308],
  { type: 'Point' },
  { toString: 1, valueOf: 2 },
  { length: 1e9 },
]

const isRecord = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

const mutatedList = (list: readonly unknown[], chance: Chance): unknown => {
  const at = chance.below(list.length + 1)
  switch (chance.below(4)) {
    case 0:
      return list.filter((_one, index) => index !== at)
    case 1:
      return [...list.slice(0, at), chance.pick(STRANGE), ...list.slice(at)]
    case 2:
      return Array.from({ length: 1 + chance.below(300) }, () => list[at] ?? 1)
    default:
      return list.map((one, index) => (index === at ? mutated(one, chance) : one))
  }
}

const mutatedRecord = (record: Record<string, unknown>, chance: Chance): unknown => {
  const entries = Object.entries(record)
  const name = entries.length === 0 ? 'id' : chance.pick(entries)[0]
  switch (chance.below(6)) {
    case 0:
      return Object.fromEntries(entries.filter(([key]) => key !== name))
    case 1:
      return { ...record, [name]: chance.pick(STRANGE) }
    case 2:
      return {
        ...record,
        [chance.pick(['extra', 'Id', 'toString', '', 'hasOwnProperty', 'a.b', 'x'.repeat(5_000)])]: 1,
      }
    case 3:
      return Object.fromEntries(entries.map(([key, value]) => [key === name ? `${key}s` : key, value]))
    default:
      return { ...record, [name]: mutated(record[name], chance) }
  }
}

/** The same tree with one place changed: something missing, moved, doubled, of another type, or strange. */
export const mutated = (value: unknown, chance: Chance): unknown => {
  if (chance.next() < 0.1) return chance.pick(STRANGE)
  if (Array.isArray(value)) return mutatedList(value as readonly unknown[], chance)
  if (isRecord(value)) return mutatedRecord(value, chance)
  return chance.pick(STRANGE)
}

/** The same bytes, cut, overwritten, doubled or with others between. */
export const mutatedBytes = (bytes: Buffer, chance: Chance): Buffer => {
  const from = chance.below(bytes.length + 1)
  const until = Math.min(bytes.length, from + chance.below(40))
  const noise = Buffer.from(Array.from({ length: chance.below(6) }, () => chance.below(256)))
  switch (chance.below(5)) {
    case 0:
      return bytes.subarray(0, from)
    case 1:
      return Buffer.concat([bytes.subarray(0, from), noise, bytes.subarray(until)])
    case 2:
      return Buffer.concat([bytes.subarray(0, until), bytes.subarray(from)])
    case 3:
      return Buffer.concat([
        bytes.subarray(0, from),
        Buffer.from(chance.pick(['"', '\\', '{', '}', '[', ']', ',', ':', '0', 'e', '\\ud800', '\\u0000'])),
        bytes.subarray(from),
      ])
    default: {
      const copy = Buffer.from(bytes)
      if (copy.length > 0) copy[Math.min(from, copy.length - 1)] = chance.below(256)
      return copy
    }
  }
}

/** Texts that are hard on readers of JSON. */
export const hardText = (chance: Chance): string => {
  // Mostly few, so that a run is not spent on writing them.
  const many = 1 + Math.floor(20_000 * chance.next() ** 4)
  return chance.pick<() => string>([
    () => '['.repeat(many),
    () => `${'['.repeat(many)}${']'.repeat(many)}`,
    () => '{"a":'.repeat(many),
    () => `{"id":"a","id":"b","mode":"test"}`,
    () => `{"\\u0069d":"a","id":"b"}`,
    () => `{"__proto__":{"mode":"actual"},"constructor":{"prototype":{}}}`,
    () => `{"id":${'9'.repeat(many)}}`,
    () => `{"magnitude":1e${many}}`,
    () => `{"magnitude":-1e-${many}}`,
    () => `{"id":NaN,"revision":Infinity}`,
    () => `[${'1,'.repeat(many * 3)}1]`,
    () => `{${Array.from({ length: many }, (_none, nth) => `"k${nth}":1`).join(',')}}`,
    () => `{"id":"${'\\u0000'.repeat(many)}"}`,
    () => `{"headline":"\\ud83d","description":"\\udc00\\ud83d"}`,
    () => `{"id":"${'a'.repeat(250_000)}"}`,
    () => `"${'\\\\'.repeat(many)}"`,
    () => '\ufeff{}',
    () => ' '.repeat(many),
    () => '',
    () => 'null',
    () => `{"id":'a'}`,
    () => `{"area":${'[{"geometry":'.repeat(10)}`,
  ])()
}
