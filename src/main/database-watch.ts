import { withClient } from '../embedded/postmaster.ts'

const LOOK_EVERY_MS = 2_000

/** Three looks in a row, 2 s apart: longer than a server takes to come back after one of its processes crashed. */
const LOOKS_IN_VAIN = 3

/** A server that refuses us with a code of its own (full, starting) is there. */
const isRefusal = (thrown: unknown): boolean =>
  thrown instanceof Error && 'severity' in thrown && typeof thrown.severity === 'string'

const answers = async (url: string): Promise<boolean> => {
  try {
    await withClient(url, (client) => client.query('SELECT 1'))
    return true
  } catch (thrown) {
    return isRefusal(thrown)
  }
}

/**
 * Calls `onGone` once when the server has not answered a new connection three times in a row, some 5 s. It asks over
 * connections of its own, so that a pool that is busy is not taken for a server that is gone.
 */
export const watchDatabase = (url: string, onGone: () => void): { stop(): void } => {
  let inVain = 0
  let timer: NodeJS.Timeout | undefined
  let stopped = false
  const look = async (): Promise<void> => {
    inVain = (await answers(url)) ? 0 : inVain + 1
    if (stopped) return
    if (inVain >= LOOKS_IN_VAIN) onGone()
    else timer = setTimeout(() => void look(), LOOK_EVERY_MS)
  }
  timer = setTimeout(() => void look(), LOOK_EVERY_MS)
  return {
    stop: () => {
      stopped = true
      clearTimeout(timer)
    },
  }
}
