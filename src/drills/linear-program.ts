/** A term: how much a variable counts. */
export type Term = readonly [coefficient: number, variable: string]

export interface Row {
  readonly terms: readonly Term[]
  readonly sense: '<=' | '='
  readonly limit: number
}

/** What a solver is asked: the smallest sum of `costs` under all `rows`; variables are 0 or more, `binaries` 0 or 1. */
export interface LinearProgram {
  readonly costs: readonly Term[]
  readonly rows: readonly Row[]
  readonly binaries: readonly string[]
}

const sum = (terms: readonly Term[]): string =>
  terms
    .map(([coefficient, variable]) => `${coefficient < 0 ? '-' : '+'} ${Math.abs(coefficient)} ${variable}`)
    .join('\n')

/** The program in the LP format of CPLEX, one term to a line: the format has a longest line. */
export const lpText = ({ costs, rows, binaries }: LinearProgram): string =>
  [
    'Minimize',
    'obj:',
    sum(costs),
    'Subject To',
    ...rows.map(({ terms, sense, limit }, nth) => `r${nth}:\n${sum(terms)}\n${sense} ${limit}`),
    'Binary',
    ...binaries,
    'End',
    '',
  ].join('\n')
