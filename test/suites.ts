import { spawnSync } from 'node:child_process'
import { accessSync, constants } from 'node:fs'
import { delimiter, isAbsolute, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Folders of src/ and test/ that know no clock, randomness, environment, timers or input and output. */
export const PURE_FOLDERS = ['geo', 'roster', 'wording', 'mobilisation', 'drills', 'cartography', 'simulation'] as const

/** Folders of test/ that need a database, and run once for each backend of the queues. */
export const BACKEND_SUITES = ['store', 'queue', 'scenario', 'fault'] as const

export const BACKENDS = ['postgres', 'redis'] as const
export type Backend = (typeof BACKENDS)[number]

export const isBackend = (word: string): word is Backend => BACKENDS.some((backend) => backend === word)

/** The suite that a test file belongs to, by its folder under test/: everything not named above is `edge`. */
export const suiteOf = (path: string): string => {
  const folder = /(?:^|\/)test\/([^/]+)\//.exec(path)?.[1] ?? ''
  if (BACKEND_SUITES.some((suite) => suite === folder)) return folder
  return PURE_FOLDERS.some((pure) => pure === folder) ? 'pure' : 'edge'
}

export const isOnPath = (command: string): boolean =>
  (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(isAbsolute(command) ? command : join(folder, command), constants.X_OK)
      return true
    } catch {
      return false
    }
  })

/** What samples for the languages of others need. */
const SAMPLES = [
  { file: 'test/intake/openapi/python-sample.test.ts', needs: ['python3'] },
  { file: 'test/intake/openapi/shell-sample.test.ts', needs: ['sh', 'curl', 'openssl', 'od'] },
] as const

/** Gateways that are programs of others: the Debian packages kannel with kannel-extras, and gammu-smsd. */
const GATEWAYS = [
  { file: 'test/channels/kannel/kannel.test.ts', needs: ['bearerbox', 'smsbox', '/usr/lib/kannel/test/fakesmsc'] },
  { file: 'test/channels/conformance/kannel.test.ts', needs: ['bearerbox', 'smsbox'] },
  { file: 'test/channels/gammu/gammu.test.ts', needs: ['gammu-smsd'] },
  {
    file: 'test/scenario/gateway-programs.test.ts',
    needs: ['bearerbox', 'smsbox', '/usr/lib/kannel/test/fakesmsc', 'gammu-smsd'],
  },
] as const

/** A mail client, to read our invitations and to answer them: the Debian package thunderbird. */
const CLIENTS = [{ file: 'test/scenario/mail-client.test.ts', needs: ['thunderbird'] }] as const

/** Files of a suite that needs a backend which would show nothing more with another one: they run with `on` alone. */
export const RUN_ONCE = [
  { file: 'test/scenario/gateway-programs.test.ts', on: 'postgres' },
  { file: 'test/scenario/mail-client.test.ts', on: 'postgres' },
] as const

/** The account that owns nothing. */
export const NOBODY = { uid: 65_534, gid: 65_534 }

const isRoot = (): boolean => process.getuid?.() === 0

/** Whether an account that owns nothing can run this node on this checkout. */
const nobodyCanRun = (): boolean => {
  const reads = ['-e', 'require("node:fs").readFileSync(process.argv[1])', fileURLToPath(import.meta.url)]
  return spawnSync(process.execPath, reads, { ...NOBODY, cwd: '/' }).status === 0
}

/** Test files that this user cannot run, with the reason: they are not selected, and the runner names them. */
export const leftFiles = (): readonly { readonly file: string; readonly why: string }[] => [
  ...(isRoot() ? [] : [{ file: 'test/embedded/root.test.ts', why: 'needs root' }]),
  ...(isRoot() && nobodyCanRun()
    ? []
    : [
        {
          file: 'test/embedded/nobody.test.ts',
          why: 'needs root, and a node and a checkout that other users can read',
        },
      ]),
  ...[...SAMPLES, ...GATEWAYS, ...CLIENTS].flatMap(({ file, needs }) => {
    const missing = needs.filter((command: string) => !isOnPath(command))
    return missing.length === 0 ? [] : [{ file, why: `needs ${missing.join(', ')}` }]
  }),
]
