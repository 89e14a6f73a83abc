import type { Log } from '../log.ts'

/** What the queue tells the operators. */
export type QueueLog = Pick<Log, 'info' | 'warn' | 'error'>

type Line = (line: string, fields?: Record<string, unknown>) => void

/**
 * The same log for things that a broken connection says many times a second: each different line at most once in
 * `everyMs` (5 s), the next one telling how many were left out.
 */
export const sparing = (log: Line, everyMs = 5_000, nowMs: () => number = () => performance.now()): Line => {
  const lines = new Map<string, { toldMs: number; leftOut: number }>()
  return (line, fields) => {
    const now = nowMs()
    const last = lines.get(line)
    if (last !== undefined && now - last.toldMs < everyMs) {
      last.leftOut += 1
      return
    }
    lines.set(line, { toldMs: now, leftOut: 0 })
    log(line, last === undefined || last.leftOut === 0 ? fields : { ...fields, leftOut: last.leftOut })
  }
}
