import type { z } from 'zod'
import type { Fault } from '../errors.ts'
import { hintFor } from './nearest-word.ts'
import { show, showName } from './shown.ts'

/** A list longer than this helps nobody; the last entry then says how many more there are. */
const MAX_FAULTS = 200

/** What a schema wants, and what to do about anything else: one text, so that it can be a Zod message. */
export const wants = (expected: string, hint?: string): string =>
  hint === undefined ? expected : `${expected}\n${hint}`

type Path = readonly PropertyKey[]

/** `area.geometry.coordinates[0][1]`; a contact that somebody wrote as a name is masked. */
const pathText = (path: Path): string =>
  path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    const name = showName(String(step))
    return text === '' ? name : `${text}.${name}`
  }, '')

const isRecord = (value: unknown): value is Record<PropertyKey, unknown> => value !== null && typeof value === 'object'

const valueAt = (input: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (value, step) => (isRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined),
    input,
  )

const CONTACTS = new Set<PropertyKey>(['contact', 'phone', 'email', 'from'])

const showAt = (input: unknown, path: Path): string =>
  show(
    valueAt(input, path),
    path.some((step) => CONTACTS.has(step)),
  )

/** The names that an object at a path (in words) may have, for hints about those that it may not. */
export type KnownNames = Readonly<Record<string, readonly string[]>>

const unknownName = (input: unknown, path: Path, known: readonly string[]): Fault => ({
  path: pathText(path).slice(0, 200),
  got: showAt(input, path),
  expected: 'no such field',
  hint: hintFor(String(path.at(-1)), known),
})

/** Every fault that Zod found in `input`, at most 200, with what was there and what was wanted. */
export const faultsOf = (issues: readonly z.core.$ZodIssue[], input: unknown, known: KnownNames): readonly Fault[] => {
  // A hint costs a comparison with every known name: only what is shown is worded.
  const found = issues.flatMap((issue): readonly (() => Fault)[] => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => () => {
        return unknownName(input, [...issue.path, key], known[pathText(issue.path)] ?? [])
      })
    return [
      () => {
        const [expected = '', hint] = issue.message.split('\n')
        const fault = { path: pathText(issue.path), got: showAt(input, issue.path), expected }
        return hint === undefined ? fault : { ...fault, hint }
      },
    ]
  })
  return limited(
    found.slice(0, MAX_FAULTS).map((word) => word()),
    found.length,
  )
}

/** At most 200 faults of `count`, the last of which counts the rest. */
export const limited = (faults: readonly Fault[], count = faults.length): readonly Fault[] =>
  count <= MAX_FAULTS
    ? faults
    : [
        ...faults.slice(0, MAX_FAULTS - 1),
        {
          path: '',
          got: `${count} faults`,
          expected: 'none',
          hint: `${count - MAX_FAULTS + 1} more are not listed`,
        },
      ]
