/** Reads a PDU's body from front to back. Each reading throws RangeError where nothing is left to read. */
export interface OctetReader {
  left(): number
  int8(): number
  int16(): number
  octets(count: number): Buffer
  /** Up to the next NUL, or to the end where a careless peer left it out; as Latin-1. */
  text(): string
}

export const octetReader = (octets: Buffer): OctetReader => {
  let at = 0
  const take = (count: number): number => {
    if (at + count > octets.length) throw new RangeError(`expected ${count} octets, got ${octets.length - at}`)
    at += count
    return at - count
  }
  return {
    left: () => octets.length - at,
    int8: () => octets.readUInt8(take(1)),
    int16: () => octets.readUInt16BE(take(2)),
    octets: (count) => {
      const from = take(count)
      return octets.subarray(from, from + count)
    },
    text: () => {
      const nul = octets.indexOf(0, at)
      const end = nul < 0 ? octets.length : nul
      const from = at
      at = nul < 0 ? end : end + 1
      return octets.toString('latin1', from, end)
    },
  }
}

export const int8 = (value: number): Buffer => Buffer.of(value)

export const int16 = (value: number): Buffer => Buffer.of(value >> 8, value & 0xff)

/** Latin-1 with its NUL; anything behind a NUL within the text would be read as the next field, so it is cut. */
export const nulTerminated = (text: string): Buffer => Buffer.from(`${text.split('\0', 1)[0]}\0`, 'latin1')
