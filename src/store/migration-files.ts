import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { MigrationList, SchemasContainer } from '@prisma/schema-engine-wasm/schema_engine_bg'

// The same file runs from src/ under vitest and from dist/src/ after a build; the folder with package.json is the
// nearest landmark that both share.
const packageRoot = (): string => {
  let folder = dirname(fileURLToPath(import.meta.url))
  while (!existsSync(join(folder, 'package.json'))) {
    const parent = dirname(folder)
    if (parent === folder) throw new Error(`migrations: no package.json above ${fileURLToPath(import.meta.url)}`)
    folder = parent
  }
  return folder
}

/** The folder that holds schema.prisma and migrations/. */
export const prismaFolder = (): string => join(packageRoot(), 'prisma')

/** The schema as it should be, in the form that the schema engine reads. */
export const readSchema = async (): Promise<SchemasContainer> => {
  const path = join(prismaFolder(), 'schema.prisma')
  return { files: [{ path, content: await readFile(path, 'utf8') }] }
}

/** Every migration in the order of its name, in the form that the schema engine reads. */
export const readMigrations = async (): Promise<MigrationList> => {
  const baseDir = join(prismaFolder(), 'migrations')
  const entries = await readdir(baseDir, { withFileTypes: true })
  const names = entries.flatMap((entry) => (entry.isDirectory() ? [entry.name] : [])).sort()
  const migrationDirectories = await Promise.all(
    names.map(async (name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: { tag: 'ok' as const, value: await readFile(join(baseDir, name, 'migration.sql'), 'utf8') },
      },
    })),
  )
  const lockfile = 'migration_lock.toml'
  return {
    baseDir,
    lockfile: { path: lockfile, content: await readFile(join(baseDir, lockfile), 'utf8') },
    shadowDbInitScript: '',
    migrationDirectories,
  }
}
