import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Account, Log } from './home.ts'

const run = promisify(execFile)

/** All that a program of PostgreSQL gets to know of our environment: none of our secrets. Windows adds what it needs. */
export const BARE_ENVIRONMENT: Record<string, string> = {
  // Fixed words in messages, which we read, whatever language the machine speaks.
  LC_ALL: 'C',
  TZ: 'UTC',
  ...(process.platform === 'win32' ? {} : { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin' }),
}

const OWN_NAME = 'kentongan'
const NOBODY: Account = { uid: 65_534, gid: 65_534 } // the overflow ids of Linux

const accountNamed = async (name: string): Promise<Account | undefined> => {
  try {
    const [uid, gid] = await Promise.all(
      ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, name])).stdout)),
    )
    return uid === undefined || gid === undefined || !(uid > 0) ? undefined : { uid, gid }
  } catch {
    return undefined
  }
}

const CREATIONS: readonly (readonly [string, readonly string[]])[] = [
  // shadow-utils, then busybox
  ['useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', OWN_NAME]],
  ['adduser', ['-S', '-D', '-H', OWN_NAME]],
]

/**
 * The user that runs the database of root, since PostgreSQL refuses to run as root: `postgres` if the machine has it,
 * else `kentongan`, which is made where the machine can, else nobody (65534).
 */
export const databaseUser = async (log: Log): Promise<Account> => {
  for (const name of ['postgres', '_postgres', OWN_NAME]) {
    const account = await accountNamed(name)
    if (account !== undefined) return account
  }
  for (const [program, options] of CREATIONS) {
    try {
      await run(program, [...options])
    } catch {
      continue
    }
    const account = await accountNamed(OWN_NAME)
    if (account !== undefined) {
      log('made a system user to run the embedded database, which may not run as root', { user: OWN_NAME })
      return account
    }
  }
  log('no system user could be found or made for the embedded database: it runs as nobody', { uid: NOBODY.uid })
  return NOBODY
}

/** Runs a program as that user (as ourselves without one) to its end; rejects unless it ends with 0. */
export const runAs = (user: Account | undefined, program: string, options: readonly string[], timeoutMs: number) =>
  run(program, [...options], { ...user, cwd: '/', env: BARE_ENVIRONMENT, timeout: timeoutMs, encoding: 'utf8' })

/** Whether that user can enter the folder, tried as that user: modes alone do not tell. */
export const canEnter = async (user: Account, folder: string): Promise<boolean> => {
  try {
    await runAs(user, '/bin/sh', ['-c', 'cd "$1"', 'sh', folder], 10_000)
    return true
  } catch {
    return false
  }
}
