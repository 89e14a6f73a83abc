import { availableParallelism } from 'node:os'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'
import { BACKEND_SUITES, isBackend, leftFiles, PURE_FOLDERS, RUN_ONCE } from './suites.ts'

const backend = process.env['KENTONGAN_TEST_BACKEND'] || 'postgres'
if (!isBackend(backend)) throw new Error(`KENTONGAN_TEST_BACKEND: got ${backend}, expected postgres or redis`)

const left = leftFiles().map(({ file }) => file)
const once = RUN_ONCE.flatMap(({ file, on }) => (on === backend ? [] : [file]))

const inFolders = (folders: readonly string[]): string[] => folders.map((folder) => `test/${folder}/**/*.test.ts`)

// A scenario starts processes and waits for a few seconds of real time at most; a property is played thousands of times.
const WHOLE_SYSTEM_TIMEOUT_MS = 60_000

// What must come is waited for as long as by `until`; one second, as it would be, is less than a busy machine stands still.
const POLL = { expect: { poll: { timeout: 20_000 } } } as const

const root = fileURLToPath(new URL('..', import.meta.url))

// No suite extends the whole: each would then run the global set-up once more, with servers of its own.
export default defineConfig({
  root,
  test: {
    globalSetup: ['test/support/backends.ts'],
    // Vitest leaves one core free; these files wait for servers about as long as they compute.
    maxWorkers: availableParallelism() + 1,
    projects: [
      // Pure code keeps nothing between files: they may share what is loaded.
      {
        root,
        test: { name: 'pure', include: inFolders(PURE_FOLDERS), isolate: false, testTimeout: WHOLE_SYSTEM_TIMEOUT_MS },
      },
      {
        root,
        test: {
          name: 'edge',
          include: ['test/**/*.test.ts'],
          exclude: [...inFolders([...PURE_FOLDERS, ...BACKEND_SUITES]), ...left],
          // Whatever a file opens is its own; loading everything anew for each took a quarter of the time.
          isolate: false,
          ...POLL,
          testTimeout: WHOLE_SYSTEM_TIMEOUT_MS,
          hookTimeout: WHOLE_SYSTEM_TIMEOUT_MS,
        },
      },
      ...BACKEND_SUITES.map((suite) => ({
        root,
        test: {
          name: `${suite}@${backend}`,
          // Each file has a village or a database of its own; what is loaded they may share. The others' grounds are for one file.
          isolate: suite !== 'scenario' && suite !== 'store',
          include: inFolders([suite]),
          exclude: [...left, ...once],
          env: { KENTONGAN_TEST_BACKEND: backend },
          ...POLL,
          testTimeout: WHOLE_SYSTEM_TIMEOUT_MS,
          hookTimeout: WHOLE_SYSTEM_TIMEOUT_MS,
        },
      })),
    ],
    coverage: {
      provider: 'v8',
      include: PURE_FOLDERS.map((folder) => `src/${folder}/**/*.ts`),
      reporter: ['text', 'json-summary'],
      reportsDirectory: 'coverage',
      thresholds: { lines: 100, branches: 100 },
    },
  },
})
