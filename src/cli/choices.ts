import { InvalidArgumentError } from 'commander'
import { isDay, readInstant } from '../intake/instant.ts'

/** Reads a whole number from `min` to `max`, for an option of a command. */
export const wholeNumber =
  (min: number, max: number) =>
  (text: string): number => {
    const value = /^\d{1,16}$/.test(text) ? Number(text) : Number.NaN
    if (value >= min && value <= max) return value
    throw new InvalidArgumentError(`Expected a whole number from ${min} to ${max}.`)
  }

/** A day begins and ends in Jakarta, as in files that are imported. */
const JAKARTA = '+07:00'

const DAY_MS = 86_400_000

/** Reads an instant with its offset, or a day as its beginning in Jakarta (`end`: as the beginning of the next day). */
const instant =
  (end: boolean) =>
  (text: string): Date => {
    const at = isDay(text) ? new Date(`${text}T00:00${JAKARTA}`) : readInstant(text)
    if (at === null)
      throw new InvalidArgumentError('Expected a day such as 2027-04-26 or an instant such as 2027-04-26T10:00+07:00.')
    return end && isDay(text) ? new Date(at.getTime() + DAY_MS) : at
  }

export const fromInstant = instant(false)

/** A day counts whole: up to its end. */
export const toInstant = instant(true)

/** Reads the name of a file that ends in one of these. */
export const fileEnding =
  (...ends: readonly string[]) =>
  (text: string): string => {
    if (ends.some((end) => text.toLowerCase().endsWith(`.${end}`))) return text
    throw new InvalidArgumentError(`Expected a file whose name ends in .${ends.join(' or .')}.`)
  }
