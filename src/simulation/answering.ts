import type { Band } from '../mobilisation/answer-history.ts'
import { type Chance, seededChance } from '../roster/chance.ts'
import type { Kind, Responder } from '../roster/responder.ts'
import { normal, shifted } from './draws.ts'
import type { AnswerModel } from './model.ts'

/** What is particular to a person, whatever the rate that is asked for. */
export interface Trait {
  readonly kind: Kind
  /** How they differ from the others of their kind and regency, in standard deviations. */
  readonly eagerness: number
  /** How everybody of their regency differs from other regencies. */
  readonly regency: number
  readonly isDead: boolean
}

/** Everything that chance has to say about one message to one person: the same for every policy and every rate. */
export interface Luck {
  /** Each in [0, 1): below a share means that it is so. */
  readonly comes: number
  readonly misses: number
  readonly saysNo: number
  /** Standard normal. */
  readonly slowness: number
}

export interface Answer {
  /** null: nothing is ever heard. */
  readonly says: 'yes' | 'no' | null
  /** Minutes after the message; Infinity where nothing is heard. */
  readonly afterMin: number
}

export interface Asked {
  /** The median rate of a yes among those who notice, 0 to 1. */
  readonly accept: number
  readonly band: Band
  /** What the event does to everybody's rate, in standard deviations. */
  readonly mood: number
}

type Person = Pick<Responder, 'id' | 'kind' | 'regencyCode'>

const SILENCE: Answer = { says: null, afterMin: Number.POSITIVE_INFINITY }

export const traitOf = ({ id, kind, regencyCode }: Person, seed: number, { deadNumbers }: AnswerModel): Trait => {
  const chance = seededChance(`${seed}:person:${id}`)
  return {
    kind,
    eagerness: normal(chance),
    regency: normal(seededChance(`${seed}:regency:${regencyCode}`)),
    isDead: chance.next() < deadNumbers,
  }
}

export const drawLuck = (chance: Chance): Luck => ({
  comes: chance.next(),
  misses: chance.next(),
  saysNo: chance.next(),
  slowness: normal(chance),
})

/**
 * What somebody answers to a message. With the same luck a higher rate never turns a yes into something else, and the
 * answer comes no later or sooner.
 */
export const answerOf = (
  { kind, eagerness, regency, isDead }: Trait,
  luck: Luck,
  asked: Asked,
  model: AnswerModel,
): Answer => {
  if (isDead || luck.misses < model.missedCalls) return SILENCE
  const own = eagerness * model.peopleSpread + regency * model.regencySpread
  const shift = (model.kinds[kind] ?? 0) + model.bands[asked.band] + own + asked.mood * model.eventSpread
  const comes = luck.comes < shifted(asked.accept, shift)
  if (!comes && luck.saysNo >= model.saysNo) return SILENCE
  return { says: comes ? 'yes' : 'no', afterMin: model.delay.medianMin * Math.exp(luck.slowness * model.delay.spread) }
}
