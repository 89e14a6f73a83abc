import { GSM7_BASIC, GSM7_EXTENSION } from './gsm7.ts'

/** Says that the next octet stands for a character of the extension table. */
const ESCAPE = 0x1b

// The code points of the extension table in the order of the characters there (3GPP TS 23.038, 6.2.1.1).
const EXTENSION_CODES = [0x0a, 0x14, 0x28, 0x29, 0x2f, 0x3c, 0x3d, 0x3e, 0x40, 0x65]

const basicChars = [...GSM7_BASIC]
// Nothing stands at the place of the escape itself.
const chars = [...basicChars.slice(0, ESCAPE), ' ', ...basicChars.slice(ESCAPE)]
const extensions = new Map([...GSM7_EXTENSION].map((char, at) => [EXTENSION_CODES[at], char]))

const codes = new Map<string, readonly number[]>([
  ...[...extensions].map(([code = 0, char]): [string, number[]] => [char, [ESCAPE, code]]),
  ...basicChars.map((char, at): [string, number[]] => [char, [at < ESCAPE ? at : at + 1]]),
])

/** The text in the 7-bit alphabet, one septet to an octet. Throws RangeError where a character is not in it. */
export const toGsm7Octets = (text: string): readonly number[] => {
  const octets: number[] = []
  for (const char of text) {
    const code = codes.get(char)
    if (code === undefined)
      throw new RangeError(`U+${char.codePointAt(0)?.toString(16)} is not in the GSM 7-bit alphabet`)
    octets.push(...code)
  }
  return octets
}

/**
 * The text that octets of one septet each stand for. As the standard has it, an unknown extension is shown as the
 * character without the escape, and a lone escape as a space; the eighth bit is not looked at.
 */
export const fromGsm7Octets = (octets: Uint8Array | readonly number[]): string => {
  let text = ''
  let escaped = false
  for (const octet of octets) {
    const code = octet & 0x7f
    if (code === ESCAPE) {
      if (escaped) text += ' '
      escaped = !escaped
    } else {
      text += (escaped ? extensions.get(code) : undefined) ?? chars[code]
      escaped = false
    }
  }
  return escaped ? `${text} ` : text
}
