import { LOG_LEVELS, type LogLevel } from '../log.ts'

// Everything that decides what Kentongan does is read by config/load.ts. These two are about the process itself: how
// much a command says, and whether the supervisor started it.

/** Set by the supervisor for the process that it supervises; nobody else sets it. */
const CHILD = 'KENTONGAN_CHILD'

/** What LOG_LEVEL says; undefined where it is unset, empty or no level (which config/load.ts then reports). */
export const chosenLogLevel = (): LogLevel | undefined => {
  // biome-ignore lint/style/noProcessEnv: unset must be told from info, because one-shot commands are quieter
  const given = process.env['LOG_LEVEL']?.trim()
  return LOG_LEVELS.find((level) => level === given)
}

/** Whether a supervisor started this process; it may be gone since. */
export const isSupervised = (): boolean => {
  // biome-ignore lint/style/noProcessEnv: the process itself, not what it does
  return process.env[CHILD] === '1'
}

/** The environment for a supervised process: ours, marked. */
export const supervisedEnvironment = (): Record<string, string | undefined> => {
  // biome-ignore lint/style/noProcessEnv: handed on whole and unread
  return { ...process.env, [CHILD]: '1' }
}
