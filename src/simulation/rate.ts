import { seededChance } from '../roster/chance.ts'
import type { Responder } from '../roster/responder.ts'
import { type Answer, answerOf, type Luck, type Trait } from './answering.ts'
import { type Figures, figuresOf, type Paired, type Played, pairedOf } from './comparison.ts'
import { bootstrapMean, bootstrapRatio, type Figure, wilson } from './intervals.ts'
import { learnOdds } from './learning.ts'
import type { SimulationModel } from './model.ts'
import { type Outcome, outcomeOf } from './outcome.ts'
import { blast, nearest, overcalled, sequenced } from './policies.ts'
import type { Neighbour, Scene } from './scene.ts'
import { sufficient } from './sufficient.ts'
import { type Policy, play } from './timeline.ts'
import { type Numbers, outcomeBy, type Rows, rowsOf, tunedNumbers } from './tuned.ts'
import type { World } from './world.ts'

/** How true the chance is that ours names before anybody has answered. */
export interface Promised {
  readonly policy: string
  /** The mean of the chances named for the first wave. */
  readonly named: Figure
  /** Share of events that the first wave alone filled by its deadline. */
  readonly kept: Figure
}

export interface AtRate {
  readonly accept: number
  /** The share of people in reach who say yes by the deadline: what the rate comes to with all that the model adds. */
  readonly yesByDeadline: Figure
  /** Events that could be filled with the answers there are (`Figures`). */
  readonly possible: number
  readonly policies: readonly Figures[]
  /**
   * Each of ours against the fixed rule, the sequences, and fixed numbers for each need: tuned in hindsight to fill as
   * often at the very events, and tuned so elsewhere, at the other half of them.
   */
  readonly pairs: readonly Paired[]
  readonly promised: readonly Promised[]
}

export interface RatePlan {
  readonly world: World
  readonly model: SimulationModel
  readonly seed: number
  readonly accept: number
  readonly targets: readonly number[]
  readonly traitFor: (responder: Responder) => Trait
}

/** All events of one rate: played one after the other, then summed up. */
export interface Rate {
  play(scene: Scene, lucks: readonly Luck[]): void
  figures(): AtRate
}

const MIN_MS = 60_000

/** One of ours, with what it said and what it did at each event. */
interface Ours {
  readonly name: string
  readonly tunedName: string
  readonly elsewhereName: string
  readonly target: number
  readonly outcomes: Outcome[]
  readonly named: number[]
  readonly kept: boolean[]
}

/** 0.95 as `95`, 0.999 as `99.9`. */
const percent = (share: number): string => String(Number((share * 100).toFixed(1)))

/** Fixed numbers for each need that fill as many of some events (by their number) as ours did, found at the possible ones. */
const numbersFor = (
  rows: readonly Rows[],
  ours: readonly Outcome[],
  possible: readonly boolean[],
  isSeen: (nth: number) => boolean,
): ReadonlyMap<string, Numbers> =>
  new Map(
    [...new Set(rows.filter((_, nth) => isSeen(nth)).map(({ need }) => need))].map((need) => {
      const isSame = (one: Rows, nth: number): boolean => one.need === need && isSeen(nth)
      const goal = rows.filter((one, nth) => isSame(one, nth) && ours[nth]?.isFilled).length
      return [
        need,
        tunedNumbers(
          rows.filter((one, nth) => isSame(one, nth) && possible[nth]),
          goal,
        ),
      ]
    }),
  )

/** Found in hindsight, on the very events at which they are judged. */
const tunedTo = (rows: readonly Rows[], ours: readonly Outcome[], possible: readonly boolean[]): Outcome[] => {
  const numbers = numbersFor(rows, ours, possible, () => true)
  return rows.map((one) => outcomeBy(one, numbers.get(one.need) as Numbers))
}

/** Found at the other half of the events, as an office could; in hindsight only for a need that the other half lacks. */
const tunedElsewhere = (rows: readonly Rows[], ours: readonly Outcome[], possible: readonly boolean[]): Outcome[] => {
  const all = numbersFor(rows, ours, possible, () => true)
  const seenBy = (half: number) => numbersFor(rows, ours, possible, (nth) => nth % 2 !== half)
  const [even, odd] = [seenBy(0), seenBy(1)]
  return rows.map((one, nth) => {
    const other = nth % 2 === 0 ? even : odd
    return outcomeBy(one, other.get(one.need) ?? (all.get(one.need) as Numbers))
  })
}

export const rateOf = ({ world, model, seed, accept, targets, traitFor }: RatePlan): Rate => {
  const { rules, roster, now } = world
  const { withinMin, policies } = model
  const ackDeadlineMin = rules.ackDeadlineMs / MIN_MS
  const learning = { seed, accept, model: model.answers, policy: rules, now, traitOf: traitFor }
  const oddsOf = learnOdds(roster.responders, learning)
  const others: readonly (readonly [name: string, policy: (scene: Scene) => Policy, outcomes: Outcome[]])[] = [
    ['blast', blast, []],
    ['nearest', nearest(policies.nearest), []],
    ['sequence', sequenced('sequence', policies.sequenceWaitMin), []],
    ['groups', sequenced('groups', policies.sequenceWaitMin), []],
    ['overcall', overcalled(rules.overcall, rules.maxWaves), []],
  ]
  const ours = targets.map((target): Ours => {
    const name = `ours-${percent(target)}`
    const own = { tunedName: `tuned-${percent(target)}`, elsewhereName: `elsewhere-${percent(target)}` }
    return { name, ...own, target, outcomes: [], named: [], kept: [] }
  })
  const allRows: Rows[] = []
  const possible: boolean[] = []
  const inTime: (readonly [yes: number, people: number])[] = []
  const times = { ackDeadlineMin, withinMin }

  return {
    play: (scene, lucks) => {
      const { band, mood } = scene.happening
      const answers = scene.people.map(
        ({ responder }, at): Answer =>
          answerOf(traitFor(responder), lucks[at] as Luck, { accept, band, mood }, model.answers),
      )
      const isInTime = (at: number): boolean => {
        const { says, afterMin } = answers[at] as Answer
        return says === 'yes' && afterMin <= ackDeadlineMin
      }
      inTime.push([scene.inReach.filter(isInTime).length, scene.inReach.length])
      allRows.push(rowsOf(scene, answers, withinMin))
      possible.push(outcomeOf(scene, answers, play(scene, answers, blast(scene), times), withinMin).isFilled)
      for (const [, policy, outcomes] of others)
        outcomes.push(outcomeOf(scene, answers, play(scene, answers, policy(scene), times), withinMin))
      const known: number[] = []
      const oddsAt = (at: number): number => {
        known[at] ??= oddsOf((scene.people[at] as Neighbour).responder, band)
        return known[at]
      }
      for (const one of ours) {
        const rule = { ...rules, target: one.target, ackDeadlineMin }
        const policy = sufficient(rule)(scene, oddsAt, (chance) => one.named.push(chance))
        const called = play(scene, answers, policy, times)
        one.outcomes.push(outcomeOf(scene, answers, called, withinMin))
        const first = called.filter(({ atMin }) => atMin === 0)
        one.kept.push(outcomeOf(scene, answers, first, ackDeadlineMin).isFilled)
      }
    },
    figures: () => {
      const figureSeed = `${seed}:${accept}`
      const rivals = others.map(([policy, , outcomes]): Played => ({ policy, outcomes }))
      const mine = ours.map(({ name, outcomes }): Played => ({ policy: name, outcomes }))
      const tuned = ours.map(
        ({ tunedName, outcomes }): Played => ({ policy: tunedName, outcomes: tunedTo(allRows, outcomes, possible) }),
      )
      const elsewhere = ours.map(
        ({ elsewhereName, outcomes }): Played => ({
          policy: elsewhereName,
          outcomes: tunedElsewhere(allRows, outcomes, possible),
        }),
      )
      return {
        accept,
        yesByDeadline: bootstrapRatio(inTime, seededChance(`${figureSeed}:yes`)),
        possible: possible.filter((one) => one).length,
        policies: [...rivals, ...mine, ...tuned, ...elsewhere].map((one) => figuresOf(one, possible, figureSeed)),
        pairs: mine.flatMap((one, nth) =>
          [...rivals.filter(({ policy }) => policy !== 'blast'), tuned[nth] as Played, elsewhere[nth] as Played].map(
            (rival) => pairedOf(one, rival, possible, figureSeed),
          ),
        ),
        promised: ours.map(({ name, named, kept }) => ({
          policy: name,
          named: bootstrapMean(named, seededChance(`${figureSeed}:${name}:named`)),
          kept: wilson(kept.filter((one) => one).length, kept.length),
        })),
      }
    },
  }
}
