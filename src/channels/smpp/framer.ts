/** The least that a PDU can have: its header. */
const LEAST = 16

/** Cuts a stream of octets into PDUs. */
export interface Framer {
  /** The PDUs that are whole now. Throws RangeError for a length that no PDU has: nothing behind it can be read. */
  take(chunk: Buffer): readonly Buffer[]
}

/** PDUs longer than `longest` octets are no PDUs: a peer that sends garbage must not have us wait for gigabytes. */
export const framer = (longest: number): Framer => {
  let rest: Buffer = Buffer.alloc(0)
  return {
    take: (chunk) => {
      const octets = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
      const whole: Buffer[] = []
      let at = 0
      while (octets.length - at >= 4) {
        const length = octets.readUInt32BE(at)
        if (length < LEAST || length > longest) throw new RangeError(`a PDU of ${length} octets`)
        if (octets.length - at < length) break
        whole.push(octets.subarray(at, at + length))
        at += length
      }
      rest = octets.subarray(at)
      return whole
    },
  }
}
