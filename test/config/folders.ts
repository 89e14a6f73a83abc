import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { EnvironmentVariables } from '../../config/environment.ts'
import { type Configuration, loadConfiguration } from '../../config/load.ts'
import { type Fault, InvalidInput } from '../../src/errors.ts'

/** The folder of this package. */
export const PACKAGE_ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** Makes a configuration folder that holds these files and is gone after `use`. */
export const withFolder = <T>(files: Readonly<Record<string, string>>, use: (folder: string) => T): T => {
  const folder = mkdtempSync(join(tmpdir(), 'kentongan-config-'))
  try {
    for (const [name, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    return use(folder)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

export const load = (env: EnvironmentVariables): Configuration => loadConfiguration({ env, packageRoot: PACKAGE_ROOT })

const faultsOf = (env: EnvironmentVariables): readonly Fault[] => {
  try {
    load(env)
  } catch (thrown) {
    if (thrown instanceof InvalidInput) return thrown.faults
    throw thrown
  }
  return []
}

/** The faults of the shipped configuration under these variables. */
export const faultsUnder = (env: EnvironmentVariables): readonly Fault[] => faultsOf(env)

/** The faults of a folder with these files, with its own path left out of them. */
export const faultsIn = (files: Readonly<Record<string, string>>, env: EnvironmentVariables = {}): readonly Fault[] =>
  withFolder(files, (folder) =>
    faultsOf({ ...env, KENTONGAN_CONFIG: folder }).map((fault) => ({
      ...fault,
      path: fault.path.replace(`${folder}/`, ''),
    })),
  )

/** Faults in one line each: place, what was there, what belongs there. */
export const lines = (faults: readonly Fault[]): readonly string[] =>
  faults.map(({ path, got, expected }) => `${path} | ${got} | ${expected}`)
