import { countYes } from './poisson-binomial.ts'

/** Chances this near to what is wanted count as equal to it: far above the roundings of 5,000 people, far below any use. */
const NEGLIGIBLE = 1e-9

export const reaches = (chance: number, goal: number): boolean => chance >= goal - NEGLIGIBLE

/** People of one kind in the order in which they are to be called. */
export interface KindLine {
  /** Yeses wanted. */
  readonly count: number
  /** Odds of those who are called already, or will be in any case. */
  readonly sure: readonly number[]
  /** Odds of those in line, first to be called first. */
  readonly odds: readonly number[]
  /** How long each of those in line takes to the place. */
  readonly minutes: readonly number[]
}

/** Where a set has to be sought: one window for each line, and how many people beyond the least of all it may take. */
export interface Search {
  readonly windows: readonly Window[]
  readonly spare: number
}

/** Chances of a line's count being filled by its first `least`, `least` + 1 … people, beside those who are sure. */
export interface Window {
  readonly least: number
  readonly chances: readonly number[]
}

/** A line whose chances are worked out as far as they are asked for. */
export interface Growing {
  readonly size: number
  /** The chance with the first so many people. */
  chanceOf(people: number): number
  /** The fewest first people who reach a chance; all where none do. */
  fewest(goal: number): number
}

export const growing = ({ count, sure, odds }: KindLine): Growing => {
  const yes = countYes(count)
  for (const one of sure) yes.add(one)
  const chances = [yes.enough()]
  const chanceOf = (people: number): number => {
    for (let at = chances.length - 1; at < people; at += 1) {
      yes.add(odds[at] as number)
      chances.push(yes.enough())
    }
    return chances[people] as number
  }
  return {
    size: odds.length,
    chanceOf,
    fewest: (goal) => {
      let people = 0
      while (people < odds.length && !reaches(chanceOf(people), goal)) people += 1
      return people
    },
  }
}

const sum = (figures: readonly number[]): number => figures.reduce((total, figure) => total + figure, 0)

/** A number of people that is surely enough for all lines: each for an even share of the goal, or all that there are. */
const surelyEnough = (grown: readonly Growing[], goal: number): number => {
  const even = grown.map((line) => line.fewest(goal ** (1 / grown.length)))
  const product = grown.reduce((chance, line, at) => chance * line.chanceOf(even[at] as number), 1)
  return sum(reaches(product, goal) ? even : grown.map(({ size }) => size))
}

/**
 * For each line the numbers of first people among which a set that fills them all with chance `goal` has to be sought:
 * from those that fill the line alone, as far as `most` people in all allow, so that none of up to `most` is left out.
 * Null for `most`: as far as the smallest may need. Null where no set reaches the goal, or none of `most`.
 */
export const searchOf = (grown: readonly Growing[], goal: number, most: number | null): Search | null => {
  const least = grown.map((line) => line.fewest(goal))
  if (grown.some((line, at) => !reaches(line.chanceOf(least[at] as number), goal))) return null
  const spare = (most ?? surelyEnough(grown, goal)) - sum(least)
  if (spare < 0) return null
  const windows = grown.map(({ size, chanceOf }, at) => {
    const first = least[at] as number
    const last = Math.min(size, first + spare)
    return { least: first, chances: Array.from({ length: last - first + 1 }, (_, more) => chanceOf(first + more)) }
  })
  return { windows, spare }
}

/**
 * The best chances of windows from the n-th on together, by how many people beyond the least of each they take:
 * `best[n][more]`. Its last row is that of no windows at all.
 */
export const bestChances = (windows: readonly Window[], mostMore: number): readonly Float64Array[] => {
  let rest = new Float64Array(mostMore + 1)
  rest[0] = 1
  const rows = [rest]
  for (const { chances } of windows.toReversed()) {
    const row = new Float64Array(mostMore + 1)
    for (let more = 0; more <= mostMore; more += 1)
      for (let own = 0; own < chances.length && own <= more; own += 1)
        row[more] = Math.max(row[more] as number, (chances[own] as number) * (rest[more - own] as number))
    rest = row
    rows.unshift(row)
  }
  return rows
}

/** Windows without those who take longer than `minutes`; null where that leaves less than the least of one. */
const cutAt = (
  windows: readonly Window[],
  latest: readonly (readonly number[])[],
  minutes: number,
): readonly Window[] | null => {
  const cut = windows.map(({ least, chances }, at) => ({
    least,
    chances: chances.filter((_, more) => (latest[at]?.[least + more] as number) <= minutes),
  }))
  return cut.some(({ chances }) => chances.length === 0) ? null : cut
}

/** For each number of first people of a line the minutes of the latest among them. */
const latestOf = ({ minutes }: KindLine): readonly number[] => {
  let latest = Number.NEGATIVE_INFINITY
  return [
    latest,
    ...minutes.map((one) => {
      latest = Math.max(latest, one)
      return latest
    }),
  ]
}

/** How many more than its least each window takes, to be as likely as can be with `more` in all. */
const likeliest = (windows: readonly Window[], best: readonly Float64Array[], more: number): readonly number[] => {
  let left = more
  return windows.map(({ chances }, at) => {
    const rest = best[at + 1] as Float64Array
    let [taken, chance] = [0, -1]
    // Of equal chances the first line takes more.
    for (let own = Math.min(left, chances.length - 1); own >= 0; own -= 1) {
      const together = (chances[own] as number) * (rest[left - own] as number)
      if (together > chance) [taken, chance] = [own, together]
    }
    left -= taken
    return taken
  })
}

/** How many of the first of each line to call, and the chances with which that fills the lines' counts. */
export interface Shares {
  readonly counts: readonly number[]
  readonly chances: readonly number[]
}

/**
 * How many of the first of each line to call, so that every line's count is filled with chance `goal`: the fewest in
 * all; of those the shares whose latest person arrives earliest; of those the likeliest; of those the ones that take
 * more of the first line where they differ. Null where all of them do not reach the goal.
 */
export const smallestShares = (lines: readonly KindLine[], goal: number): Shares | null => {
  const search = searchOf(lines.map(growing), goal, null)
  if (search === null) return null
  const { windows, spare } = search
  const more = bestChances(windows, spare)[0]?.findIndex((chance) => reaches(chance, goal)) as number
  if (more < 0) return null
  const latest = lines.map(latestOf)
  const within = (minutes: number): readonly Window[] | null => {
    const cut = cutAt(windows, latest, minutes)
    return cut !== null && reaches(bestChances(cut, more)[0]?.[more] as number, goal) ? cut : null
  }
  const bounds = windows.flatMap(({ least }, at) => latest[at]?.slice(least, least + more + 1) as readonly number[])
  const steps = [...new Set(bounds)].toSorted((left, right) => left - right)
  let [low, high] = [0, steps.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (within(steps[middle] as number) === null) low = middle + 1
    else high = middle
  }
  const cut = within(steps[low] as number) as readonly Window[]
  const taken = likeliest(cut, bestChances(cut, more), more)
  return {
    counts: windows.map(({ least }, at) => least + (taken[at] as number)),
    chances: windows.map(({ chances }, at) => chances[taken[at] as number] as number),
  }
}
