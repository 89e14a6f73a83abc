import type { Hazard } from '../../mobilisation/hazard.ts'
import { isPlainLine } from '../plain-text.ts'
import type { CapInfo } from './cap-alert.ts'

/** The numbers of a happening that CAP leaves to `parameter`. */
export interface Figures {
  readonly magnitude: number | null
  readonly depthKm: number | null
  readonly level: string | null
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

const ROMAN: ReadonlyMap<string, string> = new Map([
  ['1', 'I'],
  ['2', 'II'],
  ['3', 'III'],
  ['4', 'IV'],
])

const MAX_LEVEL = 20

const readLevel = (text: string | null, hazard: Hazard | null): string | null => {
  const level = (text ?? '')
    .normalize('NFC')
    .replace(/^(level|tingkat)\s+/i, '')
    .trim()
  if (hazard === 'volcano') {
    // PVMBG writes "Level III (Siaga)": the number decides.
    const [, number = ''] = /^([1-4]|IV|I{1,3})(?![\w.])/i.exec(level) ?? []
    if (number !== '') return ROMAN.get(number) ?? number.toUpperCase()
  }
  return level !== '' && level.length <= MAX_LEVEL && isPlainLine(level) ? level : null
}

/** Reads magnitude, depth and level where a parameter bears their name in Indonesian or English; null where none does. */
export const figuresOf = (info: CapInfo, hazard: Hazard | null): Figures => ({
  magnitude: readMagnitude(named(info, /^(magnitude|magnitudo|mag)$/i)),
  depthKm: readDepth(named(info, /^(depth|kedalaman|depth[\s_-]?km|depthkm)$/i)),
  level: readLevel(
    named(info, /^(level|tingkat|tingkat[\s_-]?(aktivitas|peringatan|status)|(alert|warning)[\s_-]?level)$/i),
    hazard,
  ),
})
