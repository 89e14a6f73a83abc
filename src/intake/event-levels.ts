import type { Fault } from '../errors.ts'
import type { Hazard } from '../mobilisation/hazard.ts'
import { readLevel } from '../mobilisation/levels.ts'
import { show } from './shown.ts'

/** A level as a body has it, with where it stands. */
interface LevelWritten {
  readonly path: string
  readonly value: unknown
}

const isWritten = (value: unknown): value is string | number =>
  typeof value === 'string' || (typeof value === 'number' && Number.isInteger(value))

/** The levels that cannot be read on the scale of their hazard; what is no text or number is for others to say. */
export const levelFaults = (hazard: Hazard | null, levels: readonly LevelWritten[]): readonly Fault[] =>
  levels.flatMap(({ path, value }): readonly Fault[] => {
    if (!isWritten(value)) return []
    const reading = readLevel(hazard, String(value))
    return reading.kind === 'level' ? [] : [{ path, got: show(value), expected: reading.expected, hint: reading.hint }]
  })

/** A level that was found sound, as it is kept. */
export const levelOf = (hazard: Hazard | null, written: string | null | undefined): string | null => {
  if (written === undefined || written === null) return null
  const reading = readLevel(hazard, written)
  return reading.kind === 'level' ? reading.level : null
}
