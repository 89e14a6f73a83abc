/** A place on the picture in px, from the top left corner, y downwards. */
export type Pixel = readonly [x: number, y: number]

/** A rectangle on the picture in px. */
export interface Panel {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Fonts found on Windows, Android, macOS and Linux; nothing is fetched. */
export const FONTS = "'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Liberation Sans', sans-serif"

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** Text made safe for XML 1.0, in content and in attributes; a character that XML cannot hold becomes U+FFFD. */
export const escapeText = (text: string): string =>
  text
    .replace(/\p{Surrogate}/gu, '\ufffd')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"']/g, (character) => ENTITIES[character] as string)

/** A length or coordinate with one decimal at most: a tenth of a px is finer than a screen. */
export const px = (value: number): string => String(Math.round(value * 10) / 10 + 0)

/** An element; attribute values are escaped, children are markup already. */
export const tag = (
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  children: readonly string[] | string = '',
): string => {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? px(value) : escapeText(value)}"`)
    .join('')
  const content = typeof children === 'string' ? children : children.join('')
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`
}

export interface TextLook {
  readonly size: number
  readonly fill: string
  readonly weight?: number
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly italic?: boolean
  /** Colour of an outline behind the letters, which keeps them legible on a busy ground. */
  readonly halo?: string
  /** Room added between letters, in px. */
  readonly spacing?: number
}

export const text = ([x, y]: Pixel, words: string, look: TextLook): string =>
  tag(
    'text',
    {
      x,
      y,
      'font-size': look.size,
      fill: look.fill,
      ...(look.weight === undefined ? {} : { 'font-weight': String(look.weight) }),
      ...(look.anchor === undefined ? {} : { 'text-anchor': look.anchor }),
      ...(look.italic === true ? { 'font-style': 'italic' } : {}),
      ...(look.spacing === undefined ? {} : { 'letter-spacing': look.spacing }),
      ...(look.halo === undefined
        ? {}
        : { stroke: look.halo, 'stroke-width': 3, 'stroke-linejoin': 'round', 'paint-order': 'stroke' }),
    },
    escapeText(words),
  )

const widthShare = (character: string): number => {
  if (/[iljtfrI.,:;'|!() ]/.test(character)) return 0.32
  return /[A-ZMWmw@%]/.test(character) ? 0.72 : 0.56
}

/** About how wide the words are in px: a little more than in the fonts above, so what is measured to fit does. */
export const textWidth = (words: string, size: number): number =>
  [...words].reduce((width, character) => width + widthShare(character) * size, 0)

/** The words, cut with an ellipsis where they are wider than `widthPx`. */
export const fitText = (words: string, size: number, widthPx: number): string => {
  if (textWidth(words, size) <= widthPx) return words
  const letters = [...words]
  while (letters.length > 0 && textWidth(`${letters.join('')}…`, size) > widthPx) letters.pop()
  return `${letters.join('').trimEnd()}…`
}

/** The words in lines no wider than `widthPx`, where single words allow. */
export const wrapText = (words: string, size: number, widthPx: number): readonly string[] => {
  const lines: string[] = []
  for (const word of words.split(/\s+/)) {
    const line = lines.at(-1)
    if (line !== undefined && textWidth(`${line} ${word}`, size) <= widthPx) lines.splice(-1, 1, `${line} ${word}`)
    else lines.push(word)
  }
  return lines
}
