import type { Fault } from '../../errors.ts'
import { show } from '../shown.ts'
import { type Fields, isFields, listOf, textAt } from './fields.ts'

export type Bulletin =
  | { readonly kind: 'tsunami'; readonly number: number | null; readonly ended: boolean }
  | { readonly kind: 'quake' }
  | { readonly kind: 'contradiction'; readonly fault: Fault }

/** `Warning Tsunami PD-3.2`: peringatan dini, the number of the bulletin. */
const NUMBERED = /\bPD[\s-]*([1-4])(?:\.\d{1,2})?\b/i

/** The warning has ended, unless the clause says that it has not, or until when it lasts. */
const saysEnded = (text: string | null): boolean =>
  (text ?? '').split(/[.;,!\n]/).some((clause) => {
    const at = clause.search(/\bberakhir\b/i)
    return at >= 0 && !/\b(?:belum|tidak|sampai|hingga|sebelum|bila|jika|apabila)\b/i.test(clause.slice(0, at))
  })

const namesTsunami = (text: string | null): boolean => /tsunami/i.test(text ?? '')

/**
 * What a bulletin is, by its subject and headline. Only a numbered one or one with warned regions is a tsunami's: the
 * words "tidak berpotensi tsunami" stand in every other. A first bulletin that says that it has ended contradicts
 * itself: whoever believed the wrong half would be sent to the coast, or away from where help is needed.
 */
export const bulletinOf = (info: Fields, at: string): Bulletin => {
  const [subject, headline] = [textAt(info, 'subject'), textAt(info, 'headline')]
  const [, digit] = NUMBERED.exec(subject ?? '') ?? NUMBERED.exec(headline ?? '') ?? []
  const number = digit === undefined ? null : Number(digit)
  const ended = number === 4 || saysEnded(headline) || saysEnded(subject)
  const named = namesTsunami(subject) || namesTsunami(headline)
  if (number === null && !listOf(info['wzarea']).some(isFields) && !(ended && named)) return { kind: 'quake' }
  if (number === 1 && ended) {
    const fault = { path: `${at}.headline`, got: show(headline ?? subject), expected: 'no end in the first bulletin' }
    return { kind: 'contradiction', fault }
  }
  return { kind: 'tsunami', number, ended }
}
