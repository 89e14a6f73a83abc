import {
  type Answers,
  addUp,
  BANDS,
  type Band,
  bandAt,
  type Evidence,
  type PastCall,
} from '../mobilisation/answer-history.ts'
import { kindRate, type OddsPolicy, oddsOfYes } from '../mobilisation/odds.ts'
import { seededChance } from '../roster/chance.ts'
import { KINDS, type Kind, type Responder } from '../roster/responder.ts'
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

/** Evidence of a kind comes from this many of its people, those first by id: more would change its rate by a hair. */
const KIND_SAMPLE = 500

/**
 * The odds of a yes within the deadline as the engine learns them (odds.ts), from the earlier calls alone: it never sees
 * anybody's true rate. Learned once for each person.
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
  const together = (all: readonly Answers[], band: Band): Evidence => {
    const seen = all.flatMap((answers) => answers[band] ?? [])
    return {
      asked: seen.reduce((sum, { asked }) => sum + asked, 0),
      yes: seen.reduce((sum, { yes }) => sum + yes, 0),
    }
  }
  const rates = new Map<string, number>()
  for (const kind of KINDS) {
    const sample = people.filter((person) => person.kind === kind).slice(0, KIND_SAMPLE)
    const all = sample.map(answersOf)
    const answers: Answers = Object.fromEntries(BANDS.map((band) => [band, together(all, band)]))
    for (const band of BANDS) rates.set(`${kind} ${band}`, kindRate(kind, answers, band, policy.odds))
  }
  const rateOf = (kind: Kind, band: Band): number => rates.get(`${kind} ${band}`) as number
  return (responder, band) => oddsOfYes(answersOf(responder), rateOf(responder.kind, band), band, policy.odds)
}
