import { setTimeout as pause } from 'node:timers/promises'
import { Unavailable } from '../errors.ts'
import { callOutWithHandOver } from '../main/hand-over-progress.ts'
import type { Installation } from '../main/installation.ts'
import { handOverLine, standingLine, timelineLine } from './call-out-text.ts'
import type { Run } from './run.ts'

const LOOK_EVERY_MS = 1_000

/** After these nothing happens any more. */
const FINAL = ['closed', 'stood-down']

/**
 * Prints what is new once a second until the call-out is over or Ctrl-C comes; gives it as last seen, null when there is
 * none. A database that is away for a while is waited for.
 */
export const watchCallOut = async (run: Run, installation: Installation, callOutId: string) => {
  let shown = 0
  let standing = ''
  let leaving = ''
  for (;;) {
    try {
      const callOut = await callOutWithHandOver(installation, { jurisdiction: '' }, callOutId)
      if (callOut === null) return null
      for (const entry of callOut.timeline.slice(shown)) run.printLine(timelineLine(entry))
      shown = callOut.timeline.length
      const line = standingLine(callOut)
      if (line !== standing) run.printLine(line)
      standing = line
      const under = handOverLine(callOut.handOver)
      if (under !== leaving && (leaving !== '' || callOut.handOver.left > 0)) run.printLine(under)
      leaving = under
      if (FINAL.includes(callOut.status) || run.interrupted.aborted) return callOut
    } catch (thrown) {
      if (!(thrown instanceof Unavailable) || run.interrupted.aborted) throw thrown
      run.tell('the database does not answer: waiting for it')
    }
    await pause(LOOK_EVERY_MS, undefined, { signal: run.interrupted }).catch(() => undefined)
  }
}
