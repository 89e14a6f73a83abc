// Writes a migration from what schema.prisma says now against what it said in the last commit. A migration that has
// landed never changes; what the schema cannot say (closed lists of words, partial indexes) is added to the file by hand.
import { execFileSync } from 'node:child_process'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InvalidInput } from '../src/errors.ts'
import { prismaFolder, readSchema } from '../src/store/migration-files.ts'
import { scriptFor } from '../src/store/schema-engine.ts'

const [name = ''] = process.argv.slice(2)
if (!/^\d{14}_[a-z_]+$/.test(name))
  throw new InvalidInput('npm run migration -- NAME', [
    { path: 'NAME', got: name, expected: 'an instant and words, such as 20261122090000_incidents' },
  ])
const now = await readSchema()
const before = {
  files: now.files.map(({ path }) => ({
    path,
    content: execFileSync('git', ['show', 'HEAD:prisma/schema.prisma'], { encoding: 'utf8' }),
  })),
}
const folder = join(prismaFolder(), 'migrations', name)
await mkdir(folder, { recursive: true })
await writeFile(join(folder, 'migration.sql'), await scriptFor(now, before), { flag: 'wx' })
process.stdout.write(`prisma/migrations/${name}/migration.sql written\n`)
