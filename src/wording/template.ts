/** Part of a line: words as they are, a field to fill in, or a group that is left out when a field in it is empty. */
export type Piece =
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'optional'; readonly pieces: readonly Piece[] }

/**
 * A message with places to fill in, line by line. In an SMS each line is a whole wording of the message, the fullest
 * first; in an e-mail the first line is the subject and the rest its text.
 */
export interface Template {
  readonly lines: readonly (readonly Piece[])[]
}

export interface TemplateFault {
  /** Counted from 1. */
  readonly line: number
  readonly got: string
  readonly expected: string
}

export type TemplateReading =
  | {
      readonly kind: 'template'
      readonly template: Template
      /** Where each of its lines stands in the file, counted from 1: notes are not among them. */
      readonly lineNumbers: readonly number[]
    }
  | { readonly kind: 'faults'; readonly faults: readonly TemplateFault[] }

const FIELD = /^\{([A-Za-z]+)\}$/
/** A field, a bracket, any other brace, or words. */
const TOKENS = /\{[A-Za-z]+\}|[{}[\]]|[^{}[\]]+/g

const readLine = (text: string, line: number, known: readonly string[], faults: TemplateFault[]): readonly Piece[] => {
  const outer: Piece[] = []
  let group: Piece[] | null = null
  for (const [token] of text.matchAll(TOKENS)) {
    const pieces: Piece[] = group ?? outer
    const name = FIELD.exec(token)?.[1]
    if (name !== undefined) {
      if (!known.includes(name)) faults.push({ line, got: token, expected: `one of ${known.join(', ')}` })
      pieces.push({ kind: 'field', name })
    } else if (token === '[' && group === null) group = []
    else if (token === ']' && group !== null) {
      outer.push({ kind: 'optional', pieces: group })
      group = null
    } else if ('{}[]'.includes(token))
      faults.push({
        line,
        got: token,
        expected: 'braces in pairs round a name; brackets in pairs, none within another',
      })
    else pieces.push({ kind: 'words', words: token })
  }
  if (group !== null) faults.push({ line, got: '[', expected: 'its closing bracket in the same line' })
  return outer
}

/**
 * Reads a template: `{field}` is filled in, `[ … {field} … ]` is left out when a field within it is empty, and a line
 * that begins with # is a note to translators. Empty lines at the end are dropped. Reports every fault at once: an
 * unknown field, a brace or bracket without its partner, nothing at all.
 */
export const readTemplate = (text: string, knownFields: readonly string[]): TemplateReading => {
  const faults: TemplateFault[] = []
  const lines: (readonly Piece[])[] = []
  const lineNumbers: number[] = []
  for (const [at, line] of text.trimEnd().split(/\r?\n/).entries()) {
    if (line.startsWith('#')) continue
    lines.push(readLine(line.trimEnd(), at + 1, knownFields, faults))
    lineNumbers.push(at + 1)
  }
  if (faults.length === 0 && lines.every((pieces) => pieces.length === 0))
    faults.push({ line: 1, got: 'nothing', expected: 'the words of a message' })
  return faults.length === 0 ? { kind: 'template', template: { lines }, lineNumbers } : { kind: 'faults', faults }
}

const addFields = (pieces: readonly Piece[], names: Set<string>): Set<string> => {
  for (const piece of pieces) {
    if (piece.kind === 'field') names.add(piece.name)
    else if (piece.kind === 'optional') addFields(piece.pieces, names)
  }
  return names
}

/** The fields that one line names, each once, in the order of their first use. */
export const fieldsOfLine = (pieces: readonly Piece[]): readonly string[] => [...addFields(pieces, new Set())]

/** The fields that a template names, each once, in the order of their first use. */
export const fieldsOf = ({ lines }: Template): readonly string[] => {
  const names = new Set<string>()
  for (const line of lines) addFields(line, names)
  return [...names]
}

/** The words of a line without its fields, joined: what a reader sees whatever the values are. */
export const wordsOfLine = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece) => {
      if (piece.kind === 'words') return piece.words
      return piece.kind === 'optional' ? wordsOfLine(piece.pieces) : ''
    })
    .join('')

/** A line with its fields filled in; `valueFor` answers '' for an empty one. */
export const fillLine = (pieces: readonly Piece[], valueFor: (name: string) => string): string => {
  const fill = (piece: Piece): string => {
    switch (piece.kind) {
      case 'words':
        return piece.words
      case 'field':
        return valueFor(piece.name)
      case 'optional':
        return piece.pieces.every((inner) => inner.kind !== 'field' || valueFor(inner.name) !== '')
          ? fillLine(piece.pieces, valueFor)
          : ''
    }
  }
  let line = ''
  for (const piece of pieces) line += fill(piece)
  return line
}
