import { type LinearProgram, lpText } from '../drills/linear-program.ts'
import { costOf, nearestFirst, type YearPlan } from '../drills/year-plan.ts'
import { chosenOf, dayStage, type Stage, weekStage } from '../drills/year-stages.ts'
import type { Turn } from '../drills/year-turns.ts'
import type { Asked, Solution } from '../solver/highs.ts'

/** How one stage went; without a solution it has no figures. */
export interface StageResult {
  readonly stage: 'week-and-team' | 'day-and-hour'
  readonly outcome: 'proven' | 'time-limit' | 'no-solution'
  readonly ms: number
  readonly variables: number
  readonly cost: number | null
  readonly bound: number | null
  /** (cost - bound) / cost */
  readonly gap: number | null
}

export interface SolvedYear {
  readonly plan: YearPlan
  readonly by: 'solver' | 'greedy'
  readonly cost: number
  readonly greedy: YearPlan
  readonly greedyCost: number
  /** No plan with these teams and times costs less; null where the first stage proved nothing. */
  readonly bound: number | null
  readonly gap: number | null
  readonly stages: readonly StageResult[]
}

/** Each stage is done once its answer is this near the best; set here, proven by the solver. */
const GAPS = { 'week-and-team': 0.005, 'day-and-hour': 0.005 } as const
/** Of the time, what the first stage may take. */
const FIRST_SHARE = 0.75

const gapOf = (cost: number, bound: number): number => (cost === 0 ? 0 : Math.max(0, (cost - bound) / cost))

/**
 * Plans a year in two stages, and once without a solver; gives whichever costs less, the plan without a solver where
 * time ran out. What the solver leaves out of its weeks is tried once more at any week.
 */
export const solveYear = async (
  turns: readonly Turn[],
  { limitMs, seed }: Pick<Asked, 'limitMs' | 'seed'>,
  solve: (asked: Asked) => Promise<Solution>,
): Promise<SolvedYear> => {
  const began = performance.now()
  const greedy = nearestFirst(turns)
  const greedyCost = costOf(turns, greedy)
  const stages: StageResult[] = []
  const run = async (stage: StageResult['stage'], program: LinearProgram, share: number): Promise<Solution> => {
    const since = performance.now()
    const leftMs = Math.max(1, (limitMs - (since - began)) * share)
    const solution = await solve({ text: lpText(program), limitMs: leftMs, gap: GAPS[stage], seed })
    const [ms, variables] = [Math.round(performance.now() - since), program.costs.length]
    if (solution.kind === 'found') {
      const { cost, bound, proven } = solution
      stages.push({
        ...{ stage, ms, variables, cost, bound },
        outcome: proven ? 'proven' : 'time-limit',
        gap: gapOf(cost, bound),
      })
    } else stages.push({ ...{ stage, ms, variables }, outcome: 'no-solution', cost: null, bound: null, gap: null })
    return solution
  }
  const onesOf = <Meaning>(stage: Stage<Meaning>, solution: Solution): readonly Meaning[] =>
    solution.kind === 'found' ? chosenOf(stage, solution.ones) : []

  const weeks = weekStage(turns)
  const none = { plan: greedy, by: 'greedy', cost: greedyCost } as const
  let best: Pick<SolvedYear, 'plan' | 'by' | 'cost'> = none
  let bound: number | null = null
  if (weeks.meanings.size > 0) {
    const first = await run('week-and-team', weeks.program, FIRST_SHARE)
    if (first.kind === 'found') {
      bound = first.bound
      const days = dayStage(turns, onesOf(weeks, first))
      const second = await run('day-and-hour', days.program, 1)
      const plan = nearestFirst(turns, onesOf(days, second))
      const cost = costOf(turns, plan)
      if (second.kind === 'found' && cost <= greedyCost) best = { plan, by: 'solver', cost }
    }
  }
  return { ...best, greedy, greedyCost, bound, gap: bound === null ? null : gapOf(best.cost, bound), stages }
}
