import type { Hazard } from '../../mobilisation/hazard.ts'
import { readLevel } from '../../mobilisation/levels.ts'
import { isPlainLine } from '../plain-text.ts'
import { showText } from '../shown.ts'
import type { CapInfo } from './cap-alert.ts'

/** The numbers of a happening that CAP leaves to `parameter`. */
export interface Figures {
  readonly magnitude: number | null
  readonly depthKm: number | null
  readonly level: string | null
  /** About a level that cannot be read. */
  readonly warnings: readonly string[]
}

const named = ({ parameter }: CapInfo, names: RegExp): string | null => {
  const found = parameter.find(({ valueName }) => names.test(valueName.trim()))
  return found === undefined || found.value === '' ? null : found.value
}

const within = (value: number, least: number, most: number): number | null =>
  value >= least && value <= most ? value : null

const readMagnitude = (text: string | null): number | null => {
  const [, digits] = /^m?[a-z]{0,2}\s*(\d{1,2}(?:[.,]\d{1,3})?)(?![\d.,])/i.exec(text?.trim() ?? '') ?? []
  return digits === undefined ? null : within(Number(digits.replace(',', '.')), 0, 10)
}

const readDepth = (text: string | null): number | null => {
  const [, digits] = /^(\d{1,3}(?:[.,]\d{1,3})?)\s*(?:km|kilomet|$)/i.exec(text?.trim() ?? '') ?? []
  return digits === undefined ? null : within(Number(digits.replace(',', '.')), 0, 800)
}

/** A level longer than this is a sentence. */
const MAX_LEVEL = 40

/** The level of a parameter, or why it is not used. */
const levelIn = (text: string | null, hazard: Hazard | null): Pick<Figures, 'level' | 'warnings'> => {
  if (text === null) return { level: null, warnings: [] }
  const isShort = text.trim() !== '' && text.length <= MAX_LEVEL && isPlainLine(text)
  const reading = isShort ? readLevel(hazard, text) : null
  if (reading?.kind === 'level') return { level: reading.level, warnings: [] }
  const expected = reading === null ? `one line of at most ${MAX_LEVEL} characters` : reading.expected
  const why = reading === null ? '' : `; ${reading.hint}`
  return {
    level: null,
    warnings: [
      `level ${showText(text)} is not used, the area goes by what else the message says, such as its severity: ` +
        `expected ${expected}${why}`,
    ],
  }
}

/** Reads magnitude, depth and level where a parameter bears their name in Indonesian or English; null where none
 * does, and a warning where a level is there that the hazard's scale does not have. */
export const figuresOf = (info: CapInfo, hazard: Hazard | null): Figures => ({
  magnitude: readMagnitude(named(info, /^(magnitude|magnitudo|mag)$/i)),
  depthKm: readDepth(named(info, /^(depth|kedalaman|depth[\s_-]?km|depthkm)$/i)),
  ...levelIn(
    named(info, /^(level|tingkat|tingkat[\s_-]?(aktivitas|peringatan|status)|(alert|warning)[\s_-]?level)$/i),
    hazard,
  ),
})
