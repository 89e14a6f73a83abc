/** A statement with its parameters, as node-postgres takes them. */
export interface Statement {
  readonly text: string
  readonly values: unknown[]
  /** With a name the server keeps the plan for the next time on that connection; the text must never differ. */
  readonly name?: string
}

/** What stands between the parameters of what `sql` made: a value that is in here is SQL, every other is a value. */
const pieces = new WeakMap<object, readonly string[]>()

const piecesOf = (value: unknown): readonly string[] | undefined =>
  typeof value === 'object' && value !== null ? pieces.get(value) : undefined

/**
 * Writes SQL as a tagged template: every `${value}` becomes a parameter, never text; only what `sql` itself made, such as
 * a condition that several statements share, takes its place as SQL with its own parameters.
 */
export const sql = (strings: TemplateStringsArray, ...given: readonly unknown[]): Statement => {
  const between: string[] = [strings[0] ?? '']
  const values: unknown[] = []
  for (const [at, value] of given.entries()) {
    const after = strings[at + 1] ?? ''
    const inner = piecesOf(value)
    if (inner === undefined) {
      values.push(value)
      between.push(after)
      continue
    }
    const [first = '', ...rest] = inner
    between.push((between.pop() ?? '') + first, ...rest)
    between.push((between.pop() ?? '') + after)
    values.push(...(value as Statement).values)
  }
  const statement: Statement = { text: between.reduce((text, part, at) => `${text}$${at}${part}`), values }
  pieces.set(statement, between)
  return statement
}

/** The same statement, planned once per connection: for what runs once per message and takes longer to plan than to run. */
export const prepared = (name: string, statement: Statement): Statement => ({ ...statement, name })
