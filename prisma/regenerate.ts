// Rewrites the first migration from schema.prisma and checks.sql. Only until the first release: after that a
// migration never changes, and a new one is added.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { prismaFolder, readSchema } from '../src/store/migration-files.ts'
import { scriptFor } from '../src/store/schema-engine.ts'

const FIRST = '20261122000000_first'

const script = await scriptFor(await readSchema())
const folder = join(prismaFolder(), 'migrations', FIRST)
await mkdir(folder, { recursive: true })
const checks = await readFile(join(prismaFolder(), 'checks.sql'), 'utf8')
await writeFile(join(folder, 'migration.sql'), `${script.trim()}\n\n${checks}`)
await writeFile(
  join(prismaFolder(), 'migrations', 'migration_lock.toml'),
  '# Kept by Prisma: the kind of database that these migrations are for.\nprovider = "postgresql"\n',
)
process.stdout.write(`prisma/migrations/${FIRST}/migration.sql written\n`)
