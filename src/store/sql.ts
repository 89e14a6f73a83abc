/** A statement with its parameters, as node-postgres takes them. */
export interface Statement {
  readonly text: string
  readonly values: unknown[]
  /** With a name the server keeps the plan for the next time on that connection; the text must never differ. */
  readonly name?: string
}

/** Writes SQL as a tagged template: every `${value}` becomes a parameter, never text. */
export const sql = (strings: TemplateStringsArray, ...values: readonly unknown[]): Statement => ({
  text: strings.reduce((text, part, at) => `${text}$${at}${part}`),
  values: [...values],
})

/** The same statement, planned once per connection: for what runs once per message and takes longer to plan than to run. */
export const prepared = (name: string, statement: Statement): Statement => ({ ...statement, name })
