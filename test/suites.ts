/** Folders of src/ and test/ that know no clock, randomness, environment, timers or input and output. */
export const PURE_FOLDERS = ['geo', 'roster', 'wording', 'mobilisation', 'drills', 'cartography'] as const

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
