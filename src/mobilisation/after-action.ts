import {
  type AfterActionFigures,
  type Counted,
  type GroupTally,
  NON_ANSWERS,
  type NonAnswer,
  type Tally,
} from '../wording/after-action-figures.ts'
import { comingCurve, type LoggedAnswer } from './after-action-curve.ts'
import { isComing } from './call-out.ts'
import type { HeadCount } from './hazard-event.ts'
import type { Safety } from './safety.ts'

/** Somebody called, as the rows keep them, with what became of the messages that called them. */
export interface ReportedPerson {
  readonly responderId: string
  readonly kind: string
  readonly wave: number
  readonly calledAt: Date
  readonly deadlineAt: Date
  readonly answer: 'yes' | 'no' | 'arrived' | null
  readonly answeredVia: string | null
  readonly arrivedAt: Date | null
  readonly doneAt: Date | null
  readonly silentAt: Date | null
  readonly stoodDownAt: Date | null
  /** Stood down because a more urgent call-out called them. */
  readonly yielded: boolean
  readonly safety: Safety | null
  /** A question whether they are safe was planned for them. */
  readonly wasAskedFirst: boolean
  /** States of their calls and questions, each once. */
  readonly states: readonly string[]
  /** Channels by which something left, or perhaps did, in the order of their names. */
  readonly channels: readonly string[]
  readonly firstAcceptedAt: Date | null
}

/** What a report is made of. */
export interface ActionLog {
  readonly need: HeadCount
  readonly openedAt: Date
  readonly approvedAt: Date | null
  /** Closed or stood down. */
  readonly isOver: boolean
  readonly people: readonly ReportedPerson[]
  /** In the order in which they came. */
  readonly answers: readonly LoggedAnswer[]
}

export type PersonOutcome = 'yes' | 'no' | 'unsafe' | NonAnswer

const LEFT = ['accepted', 'delivered']
const PENDING = ['planned', 'claimed', 'sending']

/** Why somebody did not answer. A message that left counts before all that did not. */
const nonAnswerOf = ({ states, silentAt, stoodDownAt }: ReportedPerson, isOver: boolean): NonAnswer => {
  const some = (names: readonly string[]): boolean => states.some((state) => names.includes(state))
  if (some(LEFT)) {
    if (silentAt !== null) return 'silent'
    if (stoodDownAt !== null) return 'stood-down'
    return isOver ? 'silent' : 'waiting'
  }
  if (some(PENDING) && !isOver) return 'waiting'
  const worst = (['unknown', 'refused', 'failed', 'expired'] as const).find((state) => some([state]))
  return worst ?? (states.length === 0 ? 'no-contact' : 'cancelled')
}

/**
 * What became of somebody called, one word for each. A yes counts for who was sent home afterwards, too; who said it and
 * is being asked whether they are safe has not answered.
 */
export const outcomeOf = (person: ReportedPerson, isOver: boolean): PersonOutcome => {
  if (isComing({ ...person, stoodDownAt: null })) return 'yes'
  if (person.safety === 'unsafe') return 'unsafe'
  return person.answer === 'no' ? 'no' : nonAnswerOf(person, isOver)
}

const tallyOf = (outcomes: readonly PersonOutcome[]): Tally => {
  const count = (word: PersonOutcome): number => outcomes.filter((outcome) => outcome === word).length
  const [yes, no, unsafe] = [count('yes'), count('no'), count('unsafe')]
  return { called: outcomes.length, yes, no, unsafe, none: outcomes.length - yes - no - unsafe }
}

interface Judged {
  readonly person: ReportedPerson
  readonly outcome: PersonOutcome
}

const grouped = (judged: readonly Judged[], groupOf: (person: ReportedPerson) => string): readonly GroupTally[] => {
  const groups = new Map<string, PersonOutcome[]>()
  for (const { person, outcome } of judged) {
    const group = groupOf(person)
    const known = groups.get(group)
    if (known === undefined) groups.set(group, [outcome])
    else known.push(outcome)
  }
  return [...groups].map(([group, outcomes]) => ({ group, ...tallyOf(outcomes) }))
}

const inOrder = <Row>(rows: readonly Row[], keyOf: (row: Row) => number | string): readonly Row[] =>
  [...rows].sort((left, right) => (keyOf(left) < keyOf(right) ? -1 : 1))

const counted = (names: readonly string[]): readonly Counted<string>[] => {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return inOrder(
    [...counts].map(([name, people]) => ({ name, people })),
    ({ name }) => name,
  )
}

/** The middle one, or the mean of the two in the middle, to a whole second; null of none. */
const medianOf = (seconds: readonly number[]): number | null => {
  const sorted = [...seconds].sort((left, right) => left - right)
  const middle = sorted.slice((sorted.length - 1) >> 1, (sorted.length >> 1) + 1)
  return middle.length === 0 ? null : Math.round(middle.reduce((sum, one) => sum + one, 0) / middle.length)
}

const secondsBetween = (from: Date, to: Date): number =>
  Math.max(0, Math.round((to.getTime() - from.getTime()) / 1_000))

/** The first plain answer of each person. */
const firstAnswers = (answers: readonly LoggedAnswer[]): ReadonlyMap<string, Date> => {
  const first = new Map<string, Date>()
  for (const { responderId, weak, at } of answers) if (!weak && !first.has(responderId)) first.set(responderId, at)
  return first
}

/**
 * The figures of a call-out's report, from its rows and the log of its answers. Everybody called is counted once in each
 * table. The curve and what is missing go by the need as it was last planned.
 */
export const afterActionFigures = (log: ActionLog): AfterActionFigures => {
  const { openedAt, people, answers, isOver } = log
  const judged = people.map((person) => ({ person, outcome: outcomeOf(person, isOver) }))
  const { points: curve, need: needed } = comingCurve(log)
  const first = firstAnswers(answers)
  const answered = people.flatMap(({ responderId, calledAt, deadlineAt }) => {
    const at = first.get(responderId)
    return at === undefined ? [] : [{ seconds: secondsBetween(calledAt, at), isLate: at > deadlineAt }]
  })
  const since = (at: Date | null | undefined): number | null => (at == null ? null : secondsBetween(openedAt, at))
  const earliest = (instants: readonly (Date | null)[]): Date | undefined =>
    inOrder(
      instants.flatMap((at) => at ?? []),
      (at) => at.getTime(),
    )[0]
  const isAsked = needed.some(({ need }) => need > 0)
  return {
    answers: tallyOf(judged.map(({ outcome }) => outcome)),
    byWave: inOrder(
      grouped(judged, ({ wave }) => String(wave)),
      ({ group }) => Number(group),
    ),
    byKind: inOrder(
      grouped(judged, ({ kind }) => kind),
      ({ group }) => group,
    ),
    byChannel: inOrder(
      grouped(judged, ({ channels }) => (channels.length === 0 ? 'none' : channels.join('+'))),
      ({ group }) => group,
    ),
    answeredVia: counted(
      judged.flatMap(({ person, outcome }) =>
        outcome === 'yes' || outcome === 'no' ? [person.answeredVia ?? 'unknown'] : [],
      ),
    ),
    nonAnswers: NON_ANSWERS.map((name) => ({
      name,
      people: judged.filter(({ outcome }) => outcome === name).length,
    })).filter(({ people: some }) => some > 0),
    need: needed,
    curve,
    spans: {
      toApproval: since(log.approvedAt),
      toFirstNotice: since(earliest(people.map(({ firstAcceptedAt }) => firstAcceptedAt))),
      toFirstYes: curve[1]?.seconds ?? null,
      toQuorum: isAsked ? (curve.find(({ short }) => short === 0)?.seconds ?? null) : null,
      toFirstArrival: since(earliest(people.map(({ arrivedAt }) => arrivedAt))),
      medianAnswer: medianOf(answered.map(({ seconds }) => seconds)),
    },
    late: answered.filter(({ isLate }) => isLate).length,
    afterEnd: answers.filter(({ reason }) => reason === 'after the end').length,
    weak: answers.filter(({ weak }) => weak).length,
  }
}
