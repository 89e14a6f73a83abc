import { type Fills, fillsPart, type Likely, type Part } from './need-part.ts'

/** How counts of several skills, each up to the number wanted, are numbered: 0 for none, `states` - 1 for all filled. */
export interface SkillStates {
  readonly states: number
  /** For each state the one after a yes of this person; null for somebody without a wanted skill. */
  afterYesOf(person: Fills): Uint32Array | null
  /** The state of two groups together: the sum of two states' counts, each up to the number wanted. */
  together(left: number, right: number): number
}

interface Digit {
  readonly part: Part
  /** How far apart two states are that differ by one in it. */
  readonly stride: number
}

export const skillStates = (skills: readonly Part[]): SkillStates => {
  let states = 1
  const digits = skills.map((part): Digit => {
    const stride = states
    states *= part.count + 1
    return { part, stride }
  })
  const shown = (state: number, { part, stride }: Digit): number => Math.floor(state / stride) % (part.count + 1)
  const together = (left: number, right: number): number =>
    digits.reduce(
      (sum, digit) => sum + digit.stride * Math.min(digit.part.count, shown(left, digit) + shown(right, digit)),
      0,
    )
  const tables = new Map<number, Uint32Array>()
  return {
    states,
    together,
    afterYesOf: (person) => {
      // One more of each skill that they have.
      const yes = digits.reduce((sum, { part, stride }) => sum + (fillsPart(person, part) ? stride : 0), 0)
      if (yes === 0) return null
      const table = tables.get(yes) ?? Uint32Array.from({ length: states }, (_, state) => together(state, yes))
      tables.set(yes, table)
      return table
    },
  }
}

/** How many of one kind say yes, up to `count`, and with which skills: a joint distribution that grows person by person. */
export interface KindCount {
  add(person: Likely): void
  /** For each state of the skills the chance that it holds and at least `count` have said yes. */
  enough(): readonly number[]
}

/** Begins with nobody of the kind, the skills being as `from` says (by default nobody has any). */
export const countKind = (count: number, skills: SkillStates, from: readonly number[] | null): KindCount => {
  const { states } = skills
  // A row for each number of yeses, a column for each state of the skills.
  const chances = new Float64Array((count + 1) * states)
  if (from === null) chances[0] = 1
  else chances.set(from)
  let highest = 0
  return {
    add: (person) => {
      const after = skills.afterYesOf(person)
      const { odds } = person
      const not = 1 - odds
      // Downwards: a yes leads to a later cell, which has had its turn.
      for (let yes = highest; yes >= 0; yes -= 1) {
        const row = yes * states
        const target = Math.min(yes + 1, count) * states
        for (let state = states - 1; state >= 0; state -= 1) {
          const chance = chances[row + state] as number
          if (chance === 0) continue
          const cell = target + (after === null ? state : (after[state] as number))
          chances[row + state] = chance * not
          chances[cell] = (chances[cell] as number) + chance * odds
        }
      }
      highest = Math.min(highest + 1, count)
    },
    enough: () => {
      const row: number[] = []
      for (let cell = count * states; cell < chances.length; cell += 1) row.push(chances[cell] as number)
      return row
    },
  }
}
