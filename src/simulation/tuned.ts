import type { Kind } from '../roster/responder.ts'
import type { Answer } from './answering.ts'
import type { Outcome } from './outcome.ts'
import { kindOf, type Scene } from './scene.ts'

/** Of one kind: how many there are in the order of reach, and who of them says yes, when. */
interface Row {
  readonly kind: Kind
  readonly count: number
  readonly size: number
  /** Places in the row, from 1, of those who say yes in time. */
  readonly places: readonly number[]
  readonly minutes: readonly number[]
}

/** What fixed numbers would come to at one event, without playing it. */
export interface Rows {
  readonly need: string
  readonly rows: readonly Row[]
}

export const rowsOf = ({ parts, people, inReach }: Scene, answers: readonly Answer[], withinMin: number): Rows => ({
  need: parts.map(([kind, count]) => `${kind} ${count}`).join(', '),
  rows: parts.map(([kind, count]): Row => {
    const line = inReach.filter((at) => kindOf(people, at) === kind)
    const inTime = line.flatMap((at, nth) => {
      const { says, afterMin } = answers[at] as Answer
      return says === 'yes' && afterMin < withinMin ? [{ place: nth + 1, afterMin }] : []
    })
    return {
      kind,
      count,
      size: line.length,
      places: inTime.map(({ place }) => place),
      minutes: inTime.map(({ afterMin }) => afterMin),
    }
  }),
})

/** How many of each kind are called, whoever they are. */
export type Numbers = ReadonlyMap<Kind, number>

const numberOf = (numbers: Numbers, { kind }: Row): number => numbers.get(kind) ?? 0

const isFilledBy = ({ rows }: Rows, numbers: Numbers): boolean =>
  rows.every((row) => (row.places[row.count - 1] ?? Number.POSITIVE_INFINITY) <= numberOf(numbers, row))

const filledBy = (all: readonly Rows[], numbers: Numbers): number =>
  all.filter((rows) => isFilledBy(rows, numbers)).length

const alertedBy = (all: readonly Rows[], numbers: Numbers): number =>
  all.reduce((sum, { rows }) => sum + rows.reduce((own, row) => own + Math.min(row.size, numberOf(numbers, row)), 0), 0)

/** The least number from `low` that suits, at most `high`, which does. */
const leastOf = (low: number, high: number, suits: (number: number) => boolean): number => {
  let [least, most] = [low, high]
  while (least < most) {
    const middle = (least + most) >> 1
    if (suits(middle)) most = middle
    else least = middle + 1
  }
  return least
}

/** The kinds in every order: there are a handful. */
const orders = (kinds: readonly Kind[]): readonly (readonly Kind[])[] =>
  kinds.length < 2
    ? [kinds]
    : kinds.flatMap((first) => orders(kinds.filter((kind) => kind !== first)).map((rest) => [first, ...rest]))

/** Steps of the common factor: people called for each one needed, in hundredths. */
const STEPS = 100

/**
 * Fixed numbers by kind for events of one need that fill at least `goal` of them, found in hindsight on the very events:
 * the least common factor on the need that does (in hundredths), then one kind after the other as few as still do, in
 * the order of kinds that alerts the fewest. Never fewer than are needed; all there are where no number does.
 */
export const tunedNumbers = (all: readonly Rows[], goal: number): Numbers => {
  const [first] = all
  if (first === undefined) return new Map()
  const counts = new Map(first.rows.map(({ kind, count }) => [kind, count]))
  const largest = Math.max(...all.flatMap(({ rows }) => rows.map(({ size, count }) => size / count)))
  const times = (step: number): Numbers =>
    new Map([...counts].map(([kind, count]) => [kind, Math.ceil((count * step) / STEPS)]))
  const suits = (numbers: Numbers): boolean => filledBy(all, numbers) >= goal
  const start = times(leastOf(STEPS, Math.ceil(largest * STEPS), (step) => suits(times(step))))
  if (!suits(start)) return start
  const trimmed = orders([...counts.keys()]).map((order): Numbers => {
    const numbers = new Map(start)
    for (const kind of order) {
      const fewest = leastOf(counts.get(kind) as number, numbers.get(kind) as number, (number) =>
        suits(new Map(numbers).set(kind, number)),
      )
      numbers.set(kind, fewest)
    }
    return numbers
  })
  return trimmed.reduce((best, numbers) => (alertedBy(all, numbers) < alertedBy(all, best) ? numbers : best))
}

/** What comes of calling the first so many of each kind in the order of reach, once. */
export const outcomeBy = ({ rows }: Rows, numbers: Numbers): Outcome => {
  let [quorumMin, alerted, needed, surplusYes] = [0, 0, 0, 0]
  for (const row of rows) {
    const number = numberOf(numbers, row)
    const minutes = row.minutes
      .filter((_, nth) => (row.places[nth] as number) <= number)
      .toSorted((one, two) => one - two)
    quorumMin = Math.max(quorumMin, minutes[row.count - 1] ?? Number.POSITIVE_INFINITY)
    alerted += Math.min(number, row.size)
    needed += row.count
    surplusYes += Math.max(0, minutes.length - row.count)
  }
  const isFilled = quorumMin < Number.POSITIVE_INFINITY
  return { isFilled, quorumMin: isFilled ? quorumMin : null, alerted, needed, wrongIsland: 0, surplusYes }
}
