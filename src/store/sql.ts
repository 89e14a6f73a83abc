/** A statement with its parameters, as node-postgres takes them. */
export interface Statement {
  readonly text: string
  readonly values: unknown[]
}

/** Writes SQL as a tagged template: every `${value}` becomes a parameter, never text. */
export const sql = (strings: TemplateStringsArray, ...values: readonly unknown[]): Statement => ({
  text: strings.reduce((text, part, at) => `${text}$${at}${part}`),
  values: [...values],
})
