interface Asked<Key, Value> {
  readonly key: Key
  readonly resolve: (value: Value | undefined) => void
  readonly reject: (thrown: unknown) => void
}

/**
 * Answers single questions with few statements: while one runs, whoever asks waits, and the next statement answers all
 * who do. Nobody gets an answer that was read before they asked. `load` gives the values of the keys that have one.
 */
export const gathering = <Key, Value>(
  load: (keys: readonly Key[]) => Promise<ReadonlyMap<Key, Value>>,
): ((key: Key) => Promise<Value | undefined>) => {
  let waiting: Asked<Key, Value>[] = []
  let running = false
  const answer = async (): Promise<void> => {
    if (running) return
    running = true
    while (waiting.length > 0) {
      const asked = waiting
      waiting = []
      try {
        const values = await load([...new Set(asked.map(({ key }) => key))])
        for (const { key, resolve } of asked) resolve(values.get(key))
      } catch (thrown) {
        for (const { reject } of asked) reject(thrown)
      }
    }
    running = false
  }
  return (key) =>
    new Promise((resolve, reject) => {
      waiting.push({ key, resolve, reject })
      // The first to ask has it answered; whoever asks in the same turn, or while a statement runs, is answered with it.
      if (waiting.length === 1 && !running) setImmediate(() => void answer())
    })
}

/** The same for one question without a key. */
export const gatheringOne = <Value>(load: () => Promise<Value>): (() => Promise<Value>) => {
  const ask = gathering<'it', { readonly value: Value }>(async () => new Map([['it', { value: await load() }]]))
  return async () => {
    const found = await ask('it')
    if (found === undefined) throw new RangeError('gathering: a question without an answer')
    return found.value
  }
}
