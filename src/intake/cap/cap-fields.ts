import { isDay } from '../instant.ts'
import { hintFor } from '../nearest-word.ts'
import { showText } from '../shown.ts'
import type { CapNamedValue } from './cap-alert.ts'
import { type Children, childrenOf, type Findings, type Found, textOf } from './cap-elements.ts'

type Many = readonly Found[]

/** What is said about a text that may not be so; the hint says what to do. */
interface Rule {
  readonly expected: string
  readonly hint?: string
}

/** Adds a fault at an element; contacts in what it holds are masked. */
export const wrong = (found: Found, text: string, { expected, hint }: Rule, { faults }: Findings): void => {
  const fault = { path: found.path, got: text.trim() === '' ? 'nothing' : showText(text.trim()), expected }
  faults.push(hint === undefined ? fault : { ...fault, hint })
}

/** The text without blanks around; null where it is absent or empty. */
export const freeText = ([found]: Many, findings: Findings): string | null => {
  const text = textOf(found, findings)?.trim() ?? ''
  return text === '' ? null : text
}

/** The text of an element that must say something; empty only after a fault. */
export const neededText = ([found]: Many, section: string, findings: Findings): string => {
  const text = textOf(found, findings)
  if (found !== undefined && text !== null && text.trim() === '')
    wrong(found, text, { expected: `some text (section ${section})` }, findings)
  return text?.trim() ?? ''
}

export const freeTexts = (found: Many, findings: Findings): readonly string[] =>
  found.flatMap((one) => freeText([one], findings) ?? [])

/** Parts divided by blanks; a part in double quotes may hold blanks (section 3.2.1, addresses and incidents). */
export const blankList = (found: Many, findings: Findings): readonly string[] =>
  Array.from((freeText(found, findings) ?? '').matchAll(/"([^"]*)"|\S+/g), ([whole, quoted]) => quoted ?? whole)

/** The words of a list, each written exactly as the standard has it. */
export const words = <Word extends string>(
  found: Many,
  known: readonly Word[],
  section: string,
  findings: Findings,
): readonly Word[] =>
  found.flatMap((one) => {
    const text = textOf(one, findings)
    if (text === null) return []
    const word = known.find((candidate) => candidate === text)
    if (word !== undefined) return [word]
    const near = known.find((candidate) => candidate.toLowerCase() === text.trim().toLowerCase())
    const hint = near === undefined ? hintFor(text.trim(), known) : `write ${near}, without blanks around it`
    wrong(one, text, { expected: `one of ${known.join(', ')} (section ${section})`, hint }, findings)
    return []
  })

/** The one word of a list; `instead` only after a fault. */
export const word = <Word extends string>(
  found: Many,
  known: readonly [Word, ...Word[]],
  section: string,
  findings: Findings,
): Word => words(found.slice(0, 1), known, section, findings)[0] ?? known[0]

const INSTANT = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2}:\d{2})([+-])(\d{2}):(\d{2})$/

const INSTANT_RULE = 'YYYY-MM-DDThh:mm:ss with its offset, +hh:mm or -hh:mm (section 3.3.2)'

const instantHint = (text: string): string => {
  if (/[zZ]$/.test(text)) return 'the letter Z is not allowed: write +00:00 for UTC'
  if (/:\d{2}[.,]\d+/.test(text)) return 'leave the fractions of a second out'
  if (/T\d{2}:\d{2}(:\d{2})?$/.test(text)) return 'the offset is missing: +07:00 is WIB, +08:00 WITA, +09:00 WIT'
  return 'for example 2026-11-22T13:21:00+07:00'
}

/** The instant that a date of section 3.3.2 names; null for anything else, such as 30 February. */
export const readCapInstant = (text: string): Date | null => {
  const [, day, time, , hours, minutes] = INSTANT.exec(text) ?? []
  if (day === undefined || time === undefined || !isDay(day) || Number(hours) > 14 || Number(minutes) > 59) return null
  const [hour = 24, minute = 60, second = 60] = time.split(':').map(Number)
  return hour > 23 || minute > 59 || second > 59 ? null : new Date(text)
}

export const instant = ([found]: Many, findings: Findings): Date | null => {
  const text = textOf(found, findings)?.trim()
  if (found === undefined || text === undefined) return null
  const read = readCapInstant(text)
  if (read === null) wrong(found, text, { expected: INSTANT_RULE, hint: instantHint(text) }, findings)
  return read
}

/** What a fault says of a date within another text. */
export const capInstantRule = (text: string): Rule => ({ expected: INSTANT_RULE, hint: instantHint(text) })

/** A decimal number as XML Schema has it, without exponent; null after a fault and where it is absent. */
export const decimal = ([found]: Many, expected: string, findings: Findings): number | null => {
  const text = textOf(found, findings)?.trim()
  if (found === undefined || text === undefined) return null
  if (text.length <= 30 && /^[+-]?(?:\d+\.?\d*|\.\d+)$/.test(text)) return Number(text)
  wrong(found, text, { expected, hint: 'digits with a point, no unit, no exponent' }, findings)
  return null
}

const isAbsoluteUri = (text: string): boolean => /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`]+$/i.test(text)

/**
 * An absolute address, such as https://…, as it is written; null after a fault and where it is absent or empty. One that
 * begins with www. is let pass with a warning: weather services sign alerts with such, and no call-out hangs on it.
 */
export const absoluteUri = (found: Many, section: string, findings: Findings, mayBeRelative = false): string | null => {
  const text = freeText(found, findings)
  const [one] = found
  if (text === null || one === undefined || isAbsoluteUri(text)) return text
  if (mayBeRelative && !/\s/.test(text)) return text
  if (/^www\.[^\s<>"]+$/i.test(text)) {
    findings.warnings.push(`${one.path} is no absolute URI: https:// is missing in front`)
    return text
  }
  wrong(one, text, { expected: `an absolute URI (section ${section})`, hint: 'begin it with https://' }, findings)
  return null
}

const NAMED_VALUE = { valueName: '1', value: '1' } as const

/** Lists of `valueName` and `value`: eventCode, parameter and geocode. */
export const namedValues = (found: Many, section: string, findings: Findings): readonly CapNamedValue[] =>
  found.map((one) => {
    const children: Children<'valueName' | 'value'> = childrenOf(one, { section, children: NAMED_VALUE }, findings)
    return {
      valueName: neededText(children.valueName, section, findings),
      value: freeText(children.value, findings) ?? '',
    }
  })
