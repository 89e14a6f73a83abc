import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { z } from 'zod'

const lineSchema = z.strictObject({
  channel: z.enum(['sms', 'email']),
  ref: z.string(),
  to: z.string(),
  /** The text of an SMS, the subject of a mail. */
  says: z.string(),
  /** When the whole message had arrived, in ms since 1970 by this machine's clock. */
  atMs: z.number(),
})

/** One message that a sink took, whether or not anybody heard its answer. */
export type LedgerLine = z.infer<typeof lineSchema>

/** Writes a message down before it is answered; the line is in the system's hands when this returns. */
export const enter = (file: string, line: LedgerLine): void => appendFileSync(file, `${JSON.stringify(line)}\n`)

/** All that a sink took so far, in its order; a line that is just being written is left for the next reading. */
export const readLedger = (file: string): readonly LedgerLine[] => {
  if (!existsSync(file)) return []
  const whole = readFileSync(file, 'utf8').split('\n').slice(0, -1)
  return whole.map((line) => lineSchema.parse(JSON.parse(line)))
}

/** Arguments of a sink: where its ledger is and how long it takes to answer, from and to, in ms. */
export const readSinkArguments = (args: readonly string[]): { file: string; pauseMs: () => number } => {
  const [file = '', least = '5', most = '30'] = args
  const [from, to] = [Number(least), Number(most)]
  if (file === '' || !(from >= 0 && to >= from)) throw new RangeError('a sink wants: LEDGER [LEAST_MS MOST_MS]')
  return { file, pauseMs: () => from + Math.random() * (to - from) }
}
