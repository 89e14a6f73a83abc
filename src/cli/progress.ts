import type { Run } from './run.ts'

const WIDTH = 24

/** A step under way, told on standard error: a bar that fills on a terminal, one line at the end elsewhere. */
interface Progress {
  at(done: number, of: number): void
  /** `said` is what stays to be read. */
  end(said: string): void
}

const bar = (done: number, of: number): string => {
  const filled = of === 0 ? WIDTH : Math.round((done / of) * WIDTH)
  return `${'#'.repeat(filled)}${'.'.repeat(WIDTH - filled)}`
}

export const startProgress = ({ terminal, tell }: Pick<Run, 'terminal' | 'tell'>, step: string): Progress => {
  const startedAt = performance.now()
  const draw = (text: string): void => {
    // Back to the start of the line, which is written over and its rest erased.
    if (terminal) process.stderr.write(`\r${text}\u001b[K`)
  }
  draw(`${step} …`)
  return {
    at: (done, of) => draw(`${step} [${bar(done, of)}] ${done} of ${of}`),
    end: (said) => {
      draw('')
      tell(`${step}: ${said}, ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
    },
  }
}
