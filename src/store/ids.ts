import { randomBytes, randomUUID } from 'node:crypto'

/**
 * A UUID of version 7 (RFC 9562, 5.7): 48 bits of the time in ms, the rest random. Ids that are made one after the other
 * lie side by side in an index, which makes a burst of rows cheaper to write than with random ids.
 */
export const newId = (at: Date): string => {
  const time = at.getTime().toString(16).padStart(12, '0')
  // The variant, and all that is random, stand in both versions at the same places.
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}

/** Of letters alone: nine digits in a row would read as a telephone number, and be masked wherever the id is shown. */
export const newOperatorId = (): string =>
  `op_${randomBytes(9)
    .toString('hex')
    .replace(/\d/g, (digit) => 'ghijklmnop'.charAt(Number(digit)))}`
