import { Worker } from 'node:worker_threads'
import type { Highs } from 'highs'
import { Unavailable } from '../errors.ts'

export interface Asked {
  /** In the LP format of CPLEX. */
  readonly text: string
  /** Time of the clock on the wall, of the whole: start of the thread and reading too. */
  readonly limitMs: number
  /** The search ends once its answer is proven to be this near the best, such as 0.01. */
  readonly gap: number
  readonly seed: number
}

/** What the solver found in its time. */
export type Solution =
  | {
      readonly kind: 'found'
      /** Names of the variables that are 1. */
      readonly ones: readonly string[]
      readonly cost: number
      /** No solution costs less: proven. */
      readonly bound: number
      /** Whether `gap` was reached; else the time was over. */
      readonly proven: boolean
    }
  | { readonly kind: 'out-of-time' }

/** Beside the solver's own limit, which it looks at only now and then. */
const GRACE_MS = 1_500

interface Library {
  readonly default: () => Promise<Pick<Highs, 'createModel' | 'constants'>>
}

/** Runs in the thread, alone: it may use nothing of this file. */
const solve = async (library: Library, { text, limitMs, gap, seed }: Asked): Promise<Solution> => {
  const highs = await library.default()
  const model = highs.createModel({ format: 'lp', data: text })
  model.options.set({
    output_flag: false,
    mip_rel_gap: gap,
    time_limit: limitMs / 1000,
    random_seed: seed,
  })
  model.run()
  const status = model.getModelStatus()
  const { colValue } = model.getSolution()
  const { optimal } = highs.constants.modelStatus
  const cost = model.getObjectiveValue()
  if (
    status !== optimal &&
    (colValue.length === 0 || !Number.isFinite(cost) || Number(model.info.get('primal_solution_status')) !== 2)
  )
    return { kind: 'out-of-time' }
  const ones: string[] = []
  for (const [column, value] of colValue.entries()) if (Math.abs(value - 1) < 0.001) ones.push(model.getColName(column))
  return { kind: 'found', ones, cost, bound: Number(model.info.get('mip_dual_bound')), proven: status === optimal }
}

// The thread gets its program as text, so that it is the same whether this file runs as TypeScript or compiled.
const PROGRAM = `
const { parentPort, workerData } = require('node:worker_threads')
const solve = ${solve.toString()}
import(workerData.library)
  .then((library) => solve(library, workerData.asked))
  .then((solution) => parentPort.postMessage(solution))
`

/**
 * Solves one program with HiGHS in a thread of its own, which is gone afterwards. The solver ends itself at its limit;
 * where it does not, it is ended soon after. Throws Unavailable where the thread fails.
 */
export const solveWithHighs = (asked: Asked): Promise<Solution> =>
  new Promise((settle, fail) => {
    const worker = new Worker(PROGRAM, {
      eval: true,
      workerData: { library: import.meta.resolve('highs'), asked },
      env: {},
      execArgv: [],
    })
    const end = (): void => {
      clearTimeout(timer)
      void worker.terminate()
    }
    const timer = setTimeout(() => {
      end()
      settle({ kind: 'out-of-time' })
    }, asked.limitMs + GRACE_MS)
    worker.once('message', (solution: Solution) => {
      end()
      settle(solution)
    })
    worker.once('error', (cause: Error) => {
      end()
      fail(new Unavailable(`the solver failed: ${cause.message}`, { cause }))
    })
  })
