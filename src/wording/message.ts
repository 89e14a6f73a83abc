import { emailValue, smsValue } from './field-value.ts'
import { FIELD_NAMES, type Fields } from './fields.ts'
import { SEPTETS_IN_ONE_PART, septets } from './gsm7.ts'
import { LABELS, type Label } from './mode.ts'
import { abbreviated, type Cut, cutTo, EASY_CUTS, floorOf, HARD_CUTS } from './shortening.ts'
import { fieldsOf, fillLine, type Piece, type Template } from './template.ts'

export interface RenderOptions {
  readonly mode: Label
  /** The reader's own link; null where the message has none. */
  readonly link: string | null
  /** Leave the literal `{link}` where the link goes, to store what was sent without the secret in it. Lengths are counted with the link all the same. */
  readonly keepLink?: boolean
}

export interface RenderedEmail {
  readonly subject: string
  readonly text: string
}

type Values = ReadonlyMap<string, string>
type Line = readonly Piece[]

const requireLink = (link: string | null): string => {
  if (link !== null && !/^[\x21-\x7A]+$/.test(link))
    throw new RangeError('link: expected printable ASCII without spaces, braces or a tilde')
  return link ?? ''
}

const at = (values: Values, name: string): string => values.get(name) ?? ''

/** Cleaned values. A place that already names the regency, or the lack of a place, makes one name of the two. */
const valuesOf = (template: Template, fields: Fields, clean: (text: string) => string): Values => {
  // Cleaning is most of the work of a message: what the template does not name is left alone.
  const named = new Set([...fieldsOf(template), 'place', 'regency'])
  const values = new Map<string, string>(
    FIELD_NAMES.filter((name) => named.has(name)).map((name) => [name, clean(fields[name] ?? '')]),
  )
  const place = at(values, 'place')
  const regency = at(values, 'regency')
  if (place === '') values.set('place', regency)
  if (place === '' || place.toLowerCase().includes(regency.toLowerCase())) values.set('regency', '')
  return values
}

/** Any of what `tidy` looks for: in most texts there is nothing. */
const STRAY = / [ .,:;)]|[,:;] ?\./

/** Spaces and signs that empty fields leave behind are taken out. */
const tidy = (text: string): string =>
  STRAY.test(text)
    ? text
        .replace(/ {2,}/g, ' ')
        .replace(/ +([.,:;)])/g, '$1')
        .replace(/(?:[,:;] ?)+(?=\.)/g, '')
        .trim()
    : text.trim()

const LINK = '{link}'

/** The link goes in last, as it is; no field holds a brace, so only the template's own place for it is found. */
const filled = (line: Line, values: Values, link: string): string =>
  tidy(fillLine(line, (name) => (name === 'link' && link !== '' ? LINK : at(values, name)))).replaceAll(
    LINK,
    () => link,
  )

/** The text with its mode's labels at both ends; a drill's template has them in its own words, and they are not doubled. */
const labelled = (text: string, mode: Label): string => {
  const { first, last } = LABELS[mode]
  return `${text.startsWith(first) ? '' : first}${text}${text.endsWith(last) ? '' : last}`
}

/** Cuts field by field until nothing is over; `excessOf` answers how many septets the message is too long. */
const cutDown = (values: Values, cuts: readonly Cut[], excessOf: (values: Values) => number): Values => {
  const kept = new Map(values)
  let excess = excessOf(kept)
  for (const cut of cuts) {
    const floor = floorOf(cut, at(values, cut.name))
    // More than once: of what is cut some may have been taken out as a stray sign before, so that it was no gain.
    while (excess > 0) {
      const value = at(kept, cut.name)
      const shorter = cutTo(cut.name, value, Math.max(floor, value.length - excess))
      if (shorter === value) break
      kept.set(cut.name, shorter)
      excess = excessOf(kept)
    }
  }
  return kept
}

/**
 * The text of an SMS: the 7-bit alphabet only, in one part of 160 septets wherever it can be.
 *
 * Where it is too long, fields take their everyday short forms; then they are cut in the order of EASY_CUTS (the
 * distance goes, then the name of the muster point, the regency, the place, the headline, the office are shortened);
 * then the template's next, shorter wording is tried; and the shortest is cut in the order of HARD_CUTS. A template's
 * own words, the time, the hazard, the code, the link and the mode's labels are never cut, and the order to wait for
 * word loses at most its last word, after every name: what is still too long then goes as it is, in two parts. Web addresses in fields are removed. Throws RangeError for a template without lines, for
 * words outside the alphabet, or for a link that is not plain ASCII.
 */
export const renderSms = (
  template: Template,
  fields: Fields,
  { mode, link, keepLink = false }: RenderOptions,
): string => {
  const realLink = requireLink(link)
  const shownLink = keepLink && realLink !== '' ? LINK : realLink
  const full = valuesOf(template, fields, smsValue)
  const wordings = template.lines.filter((line) => line.length > 0)
  const [fullest] = wordings
  const shortest = wordings.at(-1)
  if (fullest === undefined || shortest === undefined)
    throw new RangeError('template: expected at least one wording, got none')

  const excess = (line: Line) => (values: Values) =>
    septets(labelled(filled(line, values, realLink), mode)) - SEPTETS_IN_ONE_PART
  const shown = (line: Line, values: Values): string => labelled(filled(line, values, shownLink), mode)

  if (excess(fullest)(full) <= 0) return shown(fullest, full)
  const short: Values = new Map([...full].map(([name, value]) => [name, abbreviated(value)]))
  for (const line of wordings) {
    const cut = cutDown(short, EASY_CUTS, excess(line))
    if (excess(line)(cut) <= 0) return shown(line, cut)
  }
  return shown(shortest, cutDown(short, [...EASY_CUTS, ...HARD_CUTS], excess(shortest)))
}

const SUBJECT = 'Subject:'

/**
 * The subject and text of an e-mail: the template's first line, without its `Subject:`, and the rest. Both bear the
 * mode's labels at their ends. Fields are one line each and hold no web addresses, so no field can add a header or a
 * link. A line of which nothing is left is dropped. Throws RangeError for a template without a subject.
 */
export const renderEmail = (
  template: Template,
  fields: Fields,
  { mode, link, keepLink = false }: RenderOptions,
): RenderedEmail => {
  const realLink = requireLink(link)
  const shownLink = keepLink && realLink !== '' ? LINK : realLink
  const values = valuesOf(template, fields, emailValue)
  const [first = '', ...rest] = template.lines
    .map((line) => ({ written: line.length > 0, text: filled(line, values, shownLink) }))
    .filter(({ written, text }) => !written || text !== '')
    .map(({ text }) => text)
  if (!first.startsWith(SUBJECT)) throw new RangeError(`template: expected a first line that begins with ${SUBJECT}`)
  const subject = labelled(first.slice(SUBJECT.length).trim(), mode)
  return { subject, text: `${labelled(rest.join('\n').trim(), mode)}\n` }
}
