import type { Fault } from '../src/errors.ts'
import { readSlots, type Slot, type Slotted, slotsIn } from '../src/wording/slots.ts'
import { type EnvironmentVariables, variable } from './environment.ts'
import type { YamlFile } from './yaml-file.ts'

type Path = readonly PropertyKey[]

/** A gateway's section in a file, and what its references to variables lead to. */
export interface GatewaySource {
  readonly yaml: YamlFile
  /** Where the section stands: `['sms']` or `['sms', 0]`. */
  readonly at: Path
  readonly env: EnvironmentVariables
  /** Messages really leave: an unset variable is a fault. */
  readonly live: boolean
  readonly faults: Fault[]
}

const REFERENCE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g
const SHORTEST_SECRET = 4

/** Reads the texts of one gateway's section, and remembers what its variables gave and whether one was unset. */
export const slotReader = ({ yaml, at, env, live, faults }: GatewaySource) => {
  const secrets = new Set<string>()
  const used = new Set<Slot>()
  let whole = true

  const placeOf = (path: Path): string => yaml.placeOf([...at, ...path])
  const fault = (path: Path, got: string, expected: string, hint?: string): void => {
    whole = false
    faults.push({ path: placeOf(path), got, expected, ...(hint === undefined ? {} : { hint }) })
  }

  const follow = (name: string, path: Path): string => {
    const value = variable(env, name)
    if (value !== null) {
      if (value.length >= SHORTEST_SECRET) secrets.add(value)
      return value
    }
    whole = false
    if (live)
      faults.push({
        path: name,
        got: 'unset',
        expected: `a value, because KENTONGAN_CHANNELS is live and ${placeOf(path)} uses it`,
        hint: 'set it, or take the gateway out of that file if you do not use it',
      })
    return ''
  }

  /** The text in pieces: words of the file, and what variables gave, in which nothing is looked for. */
  const pieces = (text: string, path: Path): { readonly words: string; readonly written: boolean }[] => {
    const found: { words: string; written: boolean }[] = []
    let end = 0
    for (const reference of text.matchAll(REFERENCE)) {
      found.push({ words: text.slice(end, reference.index), written: true })
      found.push({ words: follow(reference[1] ?? '', path), written: false })
      end = reference.index + reference[0].length
    }
    return [...found, { words: text.slice(end), written: true }]
  }

  return {
    fault,
    /** A text without slots. */
    plain: (text: string, path: Path): string =>
      pieces(text, path)
        .map(({ words }) => words)
        .join(''),
    slotted: (text: string, path: Path, allowed: readonly Slot[]): Slotted =>
      pieces(text, path).flatMap(({ words, written }): Slotted => {
        if (!written) return [words]
        const reading = readSlots(words)
        if (reading.kind === 'unknown-slot') {
          const expected = `one of ${allowed.map((slot) => `{${slot}}`).join(', ')}; a plain brace is written twice`
          fault(path, reading.name === '' ? 'a brace that is not closed' : `{${reading.name}}`, expected)
          return []
        }
        for (const slot of slotsIn(reading.slotted)) {
          if (!allowed.includes(slot))
            fault(path, `{${slot}}`, `here only ${allowed.map((one) => `{${one}}`).join(', ')}`)
          used.add(slot)
        }
        return reading.slotted
      }),
    uses: (slot: Slot): boolean => used.has(slot),
    secrets: (): readonly string[] => [...secrets],
    /** Were all its texts without fault, and every variable set? */
    isWhole: (): boolean => whole,
  }
}

export type SlotReader = ReturnType<typeof slotReader>
