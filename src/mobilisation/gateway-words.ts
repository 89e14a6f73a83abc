import { xmlLeaves } from '../wording/xml-leaves.ts'

/** How a gateway writes what it says. */
export const WORD_FORMS = ['json', 'xml', 'text'] as const
export type WordForm = (typeof WORD_FORMS)[number]

/** Something that a gateway said: an answer, a receipt or a text. */
export interface Said {
  /** Of an HTTP answer; 0 of anything else. */
  readonly status: number
  /** All of it, trimmed. */
  readonly whole: string
  /**
   * One of its fields as text; null where there is none. JSON: names and numbers of list items joined by dots
   * (`data.0.id`); XML: the first element whose path ends so; plain text: what follows these words, up to the next
   * blank, comma or semicolon.
   */
  field(path: string): string | null
}

/** What stands at a path of a JSON value, by its own names alone; undefined where nothing does. */
export const jsonAt = (value: unknown, path: string): unknown => {
  let found: unknown = value
  for (const name of path.split('.')) {
    if (typeof found !== 'object' || found === null) return undefined
    found = Object.entries(found).find(([key]) => key === name)?.[1]
  }
  return found
}

/** A field of a JSON value as text; null for objects, lists, null and what is not there. */
export const jsonField = (value: unknown, path: string): string | null => {
  const found = jsonAt(value, path)
  if (typeof found === 'string') return found
  return typeof found === 'number' || typeof found === 'boolean' ? String(found) : null
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const fieldsOf = (form: WordForm, whole: string): Said['field'] => {
  switch (form) {
    case 'json': {
      const value = parsed(whole)
      return (path) => jsonField(value, path)
    }
    case 'xml': {
      const leaves = xmlLeaves(whole)
      return (path) => leaves.find((leaf) => leaf.path === path || leaf.path.endsWith(`.${path}`))?.text ?? null
    }
    case 'text':
      return (words) => {
        const at = whole.toLowerCase().indexOf(words.toLowerCase())
        const [, token] = at < 0 ? [] : (/^\s*([^\s,;]+)/.exec(whole.slice(at + words.length)) ?? [])
        return token ?? null
      }
  }
}

export const readSaid = (form: WordForm, status: number, body: string): Said => {
  const whole = body.trim()
  return { status, whole, field: fieldsOf(form, whole) }
}

/** A test of something said. Every part that is there must hold; of the words in one part any. */
export interface Condition {
  /** From and to, both included. */
  readonly status?: readonly (readonly [number, number])[]
  /** The field that the words are looked for in; without it the whole. */
  readonly field?: string
  readonly is?: readonly string[]
  readonly startsWith?: readonly string[]
  readonly contains?: readonly string[]
}

const plain = (text: string): string => text.trim().toLowerCase()

/** Does it hold? Upper and lower case are the same. With a field and no words: is the field there? */
export const holds = (condition: Condition, said: Said): boolean => {
  const { status, field, is, startsWith, contains } = condition
  if (status !== undefined && !status.some(([from, to]) => said.status >= from && said.status <= to)) return false
  const found = field === undefined ? said.whole : said.field(field)
  if (found === null) return false
  const text = plain(found)
  return (
    (is === undefined || is.some((word) => text === plain(word))) &&
    (startsWith === undefined || startsWith.some((word) => text.startsWith(plain(word)))) &&
    (contains === undefined || contains.some((word) => text.includes(plain(word))))
  )
}
