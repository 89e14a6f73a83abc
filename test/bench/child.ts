import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { z } from 'zod'
import { packageRoot } from '../../src/main/package-root.ts'
import type { Stage } from './stage.ts'

/** A program of ours that works beside the bench and talks with it; it ends when the bench does. */
export interface Child {
  /** Sends it a word and gives what it says next. */
  ask<Answer>(word: object, schema: z.ZodType<Answer>): Promise<Answer>
}

/** Starts dist/test/bench/PROGRAM. */
export const startChild = (stage: Stage, program: string): Child => {
  const child = fork(join(packageRoot(), 'dist', 'test', 'bench', program), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  })
  const ended = once(child, 'exit')
  stage.later(async () => {
    child.kill()
    await ended
  })
  return {
    ask: async (word, schema) => {
      const answered = once(child, 'message')
      child.send(word)
      const [answer] = await Promise.race([
        answered,
        ended.then(() => Promise.reject(new Error(`${program} ended without an answer`))),
      ])
      return schema.parse(answer)
    },
  }
}
