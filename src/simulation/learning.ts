import {
  type Answers,
  addUp,
  BANDS,
  type Band,
  bandAt,
  type Evidence,
  type PastCall,
} from '../mobilisation/answer-history.ts'
import { kindRate, type OddsPolicy, oddsOfYes, regencyRate } from '../mobilisation/odds.ts'
import { seededChance } from '../roster/chance.ts'
import type { Kind, Responder } from '../roster/responder.ts'
import { answerOf, drawLuck, type Trait } from './answering.ts'
import { normal } from './draws.ts'
import type { AnswerModel } from './model.ts'

const MIN_MS = 60_000
const DAY_MS = 86_400_000

/** The hour of an event is the local one: everybody lives by one clock. */
export const ZONE = 'WIB'

/** How the odds are learned, and from what. */
export interface LearningPolicy {
  readonly odds: OddsPolicy
  readonly halfLifeMs: number
  readonly ackDeadlineMs: number
}

export interface Learning {
  readonly seed: number
  readonly accept: number
  readonly model: AnswerModel
  readonly policy: LearningPolicy
  /** Histories end here. */
  readonly now: Date
  readonly traitOf: (responder: Responder) => Trait
}

/** The earlier calls of one person, answered as the model has it. */
export const pastCalls = (
  responder: Responder,
  { seed, accept, model, policy, now, traitOf }: Learning,
): PastCall[] => {
  const { history } = model
  const chance = seededChance(`${seed}:history:${responder.id}`)
  const isNew = chance.next() < history.none
  const calls = isNew ? 0 : 1 + chance.below(history.mostCalls)
  const trait = traitOf(responder)
  return Array.from({ length: calls }, (): PastCall => {
    const calledMs = Math.floor(now.getTime() - policy.ackDeadlineMs - chance.next() * history.withinDays * DAY_MS)
    const calledAt = new Date(calledMs)
    const asked = { accept, band: bandAt(calledAt, ZONE), mood: normal(chance) }
    const { says, afterMin } = answerOf(trait, drawLuck(chance), asked, model)
    return {
      calledAt,
      deadlineAt: new Date(calledMs + policy.ackDeadlineMs),
      stoodDownAt: null,
      heard: says === null ? [] : [{ answer: says, at: new Date(calledMs + afterMin * MIN_MS), weak: false }],
    }
  })
}

/** Evidence of a kind comes from this many of its people, of all over the register: more would change its rate by a hair. */
const KIND_SAMPLE = 500
/** The same of a kind's people in one regency. */
const REGENCY_SAMPLE = 60

/** So many of the items, evenly spread over their order, which may go by region; all where there are no more. */
const spreadOver = <Item>(items: readonly Item[], most: number): readonly Item[] =>
  items.length <= most
    ? items
    : Array.from({ length: most }, (_, nth) => items[Math.floor((nth * items.length) / most)] as Item)

const sumOf = (all: readonly Answers[]): Answers =>
  Object.fromEntries(
    BANDS.map((band): [Band, Evidence] => {
      const seen = all.flatMap((answers) => answers[band] ?? [])
      return [
        band,
        {
          asked: seen.reduce((sum, { asked }) => sum + asked, 0),
          yes: seen.reduce((sum, { yes }) => sum + yes, 0),
        },
      ]
    }),
  )

/** People by what a key says of them, each group in their order. */
const groupedBy = (
  people: readonly Responder[],
  keyOf: (responder: Responder) => string,
): ReadonlyMap<string, readonly Responder[]> => {
  const groups = new Map<string, Responder[]>()
  for (const person of people) {
    const key = keyOf(person)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [person])
    else group.push(person)
  }
  return groups
}

const inRegency = ({ kind, regencyCode }: Pick<Responder, 'kind' | 'regencyCode'>): string => `${kind} ${regencyCode}`

/**
 * The odds of a yes within the deadline as the engine learns them (odds.ts), from the earlier calls alone: it never sees
 * anybody's true rate. Learned once for each person, and once for each kind in the country and in a regency.
 */
export const learnOdds = (
  people: readonly Responder[],
  learning: Learning,
): ((responder: Responder, band: Band) => number) => {
  const { policy, now } = learning
  const known = new Map<string, Answers>()
  const answersOf = (responder: Responder): Answers => {
    const before = known.get(responder.id)
    if (before !== undefined) return before
    const usual = policy.odds.prior[responder.kind]
    const answers = addUp(pastCalls(responder, learning), { zone: ZONE, usual, halfLifeMs: policy.halfLifeMs, now })
    known.set(responder.id, answers)
    return answers
  }
  const answersOfSome = (group: readonly Responder[], most: number): Answers =>
    sumOf(spreadOver(group, most).map(answersOf))
  const byKind = groupedBy(people, ({ kind }) => kind)
  const byRegency = groupedBy(people, inRegency)
  const kinds = new Map<Kind, Answers>()
  const kindAnswers = (kind: Kind): Answers => {
    const answers = kinds.get(kind) ?? answersOfSome(byKind.get(kind) ?? [], KIND_SAMPLE)
    kinds.set(kind, answers)
    return answers
  }
  const rates = new Map<string, number>()
  const rateOf = (responder: Responder, band: Band): number => {
    const key = inRegency(responder)
    const learnt = rates.get(`${key} ${band}`)
    if (learnt !== undefined) return learnt
    const rate = kindRate(responder.kind, kindAnswers(responder.kind), band, policy.odds)
    const own = policy.odds.regencyAnswers === undefined ? {} : answersOfSome(byRegency.get(key) ?? [], REGENCY_SAMPLE)
    const found = regencyRate(rate, own, band, policy.odds)
    rates.set(`${key} ${band}`, found)
    return found
  }
  return (responder, band) => oddsOfYes(answersOf(responder), rateOf(responder, band), band, policy.odds)
}
