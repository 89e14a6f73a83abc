import { toGsm7, withoutUnseen } from './gsm7.ts'

/** Ends of the addresses that telephones turn into links of themselves; a dotted word with another end only gets a space. */
const LINKED_ENDS =
  'com|net|org|id|info|biz|io|co|me|ly|gl|gd|app|dev|xyz|top|site|online|link|click|page|live|shop|store|icu|cc|tk|cf|gq|to|us|ru|cn|my|sg'

const ADDRESSES = [
  // A scheme and all that follows it.
  /\b[a-z][a-z0-9+.-]*:\/\/\S*/gi,
  /\bwww\.\S*/gi,
  // host.example/path, whatever its end
  /\b[a-z0-9-]+(?:\.[a-z0-9-]+)+\/\S*/gi,
  new RegExp(`\\b(?:[a-z0-9-]+\\.)+(?:${LINKED_ENDS})\\b\\S*`, 'gi'),
]

/**
 * The text without web addresses: whoever may write a headline must not be able to send a link in our name. Dots
 * within what is left get a space behind them before a letter, so that no telephone makes a link of `kec.sukamaju`.
 */
const withoutAddresses = (text: string): string =>
  ADDRESSES.reduce((rest, address) => rest.replace(address, ' '), text)
    // A message closes up what stands before a colon: `x ://` would become a scheme.
    .replace(/:\/\/+/g, ' ')
    .replace(/(?<=\w)\.(?=\p{L})/gu, '. ')

/** One line without control characters or runs of spaces; braces, which mark places in templates, become parentheses. */
const oneLine = (text: string): string =>
  withoutUnseen(text)
    .replace(/[\p{Cc}\p{Z}]+/gu, ' ')
    .replaceAll('{', '(')
    .replaceAll('}', ')')

/** Signs at its beginning would take away the space before it, and with it perhaps a label's end. */
const tidied = (text: string): string =>
  withoutAddresses(oneLine(text))
    .replace(/ +/g, ' ')
    .replace(/^[ .,:;)]+/, '')
    .trim()

/** Signs of the extension table take the room of two: with these instead, what is cut by letters is short enough by septets, too. */
const SINGLE_SIGNS = [
  ['[', '('],
  [']', ')'],
  ['\\', '/'],
  ['|', '/'],
  ['~', '-'],
  ['^', ''],
  ['€', 'EUR'],
] as const
const DOUBLE = /[[\]\\|~^€]/

const inSingleSigns = (text: string): string =>
  DOUBLE.test(text) ? SINGLE_SIGNS.reduce((rest, [double, single]) => rest.replaceAll(double, single), text) : text

/** A field's value fit for an SMS: one line of the 7-bit alphabet, a septet for each sign, without web addresses. */
export const smsValue = (text: string): string => tidied(inSingleSigns(toGsm7(text)))

/** A field's value fit for an e-mail's subject or text: one line without web addresses. */
export const emailValue = (text: string): string => tidied(text.normalize('NFKC'))
