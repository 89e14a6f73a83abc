import { randomBytes } from 'node:crypto'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Home, handOver } from './home.ts'
import { markLives, ownMark } from './living.ts'

const folderOf = (home: Home): string => join(home.runFolder, 'attached')

/**
 * How many attachments of living processes there are; those of dead ones are removed. One process may hold several.
 * To be called under the lock.
 */
export const countLiving = (home: Home): number => {
  const folder = folderOf(home)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  handOver(home, folder)
  let living = 0
  for (const name of readdirSync(folder)) {
    if (markLives(name)) living += 1
    else rmSync(join(folder, name), { force: true })
  }
  return living
}

/** Writes down that this process uses the server; gives the function that strikes it out. To be called under the lock. */
export const register = (home: Home): (() => void) => {
  const file = join(folderOf(home), `${ownMark()}.${randomBytes(4).toString('hex')}`)
  writeFileSync(file, '')
  handOver(home, file)
  return () => rmSync(file, { force: true })
}
