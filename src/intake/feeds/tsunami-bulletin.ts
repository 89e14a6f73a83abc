import type { Fault } from '../../errors.ts'
import { saysCalledOff } from '../ending-words.ts'
import { namesExercise, saysExercise } from '../exercise-words.ts'
import { show } from '../shown.ts'
import { saysTsunami } from './bmkg-values.ts'
import { type Fields, isFields, listOf, textAt } from './fields.ts'

export type Bulletin =
  | {
      readonly kind: 'tsunami'
      readonly number: number | null
      /** How it ends the warning; null where it does not. */
      readonly end: 'cancel' | 'all-clear' | null
    }
  | { readonly kind: 'quake'; readonly end: 'cancel' | null }
  | { readonly kind: 'contradiction'; readonly fault: Fault }

/** `Warning Tsunami PD-3.2`: peringatan dini, the number of the bulletin. */
const NUMBERED = /\bPD[\s-]*([1-4])(?:\.\d{1,2})?\b/i

const VOIDED = /dibatalkan|pembatalan|cancel/i

/**
 * What a bulletin is, by its subject and headline; `cancels` says that its msgType is Cancel, which ends it whatever
 * its words. Only a numbered one or one with warned regions is a tsunami's: the words "tidak berpotensi tsunami" stand
 * in every other. A first bulletin that says that it has ended contradicts itself: whoever believed the wrong half
 * would be sent to the coast, or away from where help is needed.
 */
export const bulletinOf = (info: Fields, at: string, cancels: boolean): Bulletin => {
  const [subject, headline] = [textAt(info, 'subject'), textAt(info, 'headline')]
  const [, digit] = NUMBERED.exec(subject ?? '') ?? NUMBERED.exec(headline ?? '') ?? []
  const number = digit === undefined ? null : Number(digit)
  const words = [headline ?? '', subject ?? ''].filter(saysCalledOff)
  const ended = cancels || number === 4 || words.length > 0
  const named = saysTsunami(subject) || saysTsunami(headline)
  if (number === null && !listOf(info['wzarea']).some(isFields) && !(ended && named))
    return { kind: 'quake', end: cancels ? 'cancel' : null }
  if (number === 1 && ended && !cancels) {
    const fault = { path: `${at}.headline`, got: show(headline ?? subject), expected: 'no end in the first bulletin' }
    return { kind: 'contradiction', fault }
  }
  const voided = cancels || (number !== 4 && words.some((text) => VOIDED.test(text)))
  return { kind: 'tsunami', number, end: ended ? (voided ? 'cancel' : 'all-clear') : null }
}

const TITLES = ['event', 'subject', 'headline']
const TEXTS = ['potential', 'description', 'instruction', 'instruction1', 'instruction2', 'instruction3']

/**
 * The faults of a bulletin that comes as actual and calls itself a drill: a word for one in a title, unless it is
 * denied ("BUKAN LATIHAN"), or at the beginning of a text.
 */
export const exerciseFaults = (info: Fields, at: string): readonly Fault[] =>
  [
    ...TITLES.filter((name) => namesExercise(textAt(info, name) ?? '')),
    ...TEXTS.filter((name) => saysExercise(textAt(info, name) ?? '')),
  ].map((name) => ({
    path: `${at}.${name}`,
    got: show(textAt(info, name)),
    expected: 'no exercise or test under the status Actual',
    hint: 'a drill and what is real never mix: its status is to be Exercise or Test',
  }))
