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
  /** Ends it before the bench does. */
  end(): Promise<void>
}

/** Starts dist/test/bench/PROGRAM, with options of Node's own. */
export const startChild = (stage: Stage, program: string, execArgv: readonly string[] = []): Child => {
  const child = fork(join(packageRoot(), 'dist', 'test', 'bench', program), {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    execArgv: [...execArgv],
  })
  const ended = once(child, 'exit')
  const end = async (): Promise<void> => {
    child.kill()
    await ended
  }
  stage.later(end)
  return {
    end,
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
