import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from '../../config/environment.ts'

const lives = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch (thrown) {
    return thrown instanceof Error && 'code' in thrown && thrown.code === 'EPERM'
  }
}

/** Where a service of this home listens, if one lives. */
export const runningUrl = (home: string): string | null => {
  try {
    const found: unknown = JSON.parse(readFileSync(join(home, 'run', 'api.json'), 'utf8'))
    if (typeof found !== 'object' || found === null || !('url' in found) || !('pid' in found)) return null
    const { url, pid } = found
    return typeof url === 'string' && typeof pid === 'number' && lives(pid) ? url : null
  } catch {
    return null
  }
}

/** The base of links: as configured, else where the service of this home listens, else where it would. */
export const publishedUrl = ({ publicUrl, home, host, port }: Environment): string =>
  publicUrl ?? runningUrl(home) ?? `http://${host}:${port}`
