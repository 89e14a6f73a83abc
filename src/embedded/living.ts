import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

const UNKNOWN_START = 'unknown'

const readOr = <T>(path: string, otherwise: T): string | T => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return otherwise
  }
}

/** Whether the system knows a process of this id, whoever owns it; a zombie counts. */
export const pidTaken = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    // EPERM: it is there, but another user's.
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}

/**
 * When the process started, as a word that no later process with the same id shares, or undefined if none lives.
 * On Linux: the boot's id and the start in clock ticks since boot (proc(5), field 22 of /proc/PID/stat). Elsewhere what
 * `ps` says, to the second; 'unknown' where neither tells. A zombie does not live.
 */
const startOf = (pid: number): string | undefined => {
  const stat = readOr(`/proc/${pid}/stat`, undefined)
  if (stat !== undefined) {
    // The second field is the program's name in brackets and may itself hold spaces and brackets.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined
    const boot = readOr('/proc/sys/kernel/random/boot_id', '').slice(0, 8)
    return `${boot}-${fields[19] ?? UNKNOWN_START}`
  }
  if (!pidTaken(pid)) return undefined
  if (process.platform === 'win32' || process.platform === 'linux') return UNKNOWN_START
  try {
    const told = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' })
    return told.replace(/[^0-9A-Za-z]+/g, '-') || undefined
  } catch {
    return undefined
  }
}

/** A living process as a file name: `pid.start`. */
export const markOf = (pid: number): string => `${pid}.${startOf(pid) ?? UNKNOWN_START}`

/** This process as a file name. */
export const ownMark = (): string => markOf(process.pid)

/**
 * Whether the process that made this mark still lives; whatever follows a second dot is ignored. A process that was
 * given the same id later is not taken for it, except where start times are unknown. A name that is no mark is dead.
 */
export const markLives = (mark: string): boolean => {
  const [pid, start] = mark.split('.')
  if (pid === undefined || start === undefined || !/^[1-9]\d*$/.test(pid)) return false
  const current = startOf(Number(pid))
  if (current === undefined) return false
  return current === start || current === UNKNOWN_START || start === UNKNOWN_START
}

/**
 * Whether `pid` is alive and was started with `argument` on its command line; where command lines cannot be read
 * (Windows), whether it is alive. Reads no more of the process than any user may, so that root without the right to
 * trace others (the rule in containers) can tell too.
 */
export const runsWith = (pid: number, argument: string): boolean => {
  const line = readOr(`/proc/${pid}/cmdline`, undefined)
  if (line !== undefined) return line.split('\0').includes(argument)
  if (!pidTaken(pid)) return false
  if (process.platform === 'win32') return true
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).includes(argument)
  } catch {
    return false
  }
}
