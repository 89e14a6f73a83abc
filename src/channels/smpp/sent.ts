import type { Receipt } from '../hearing.ts'
import type { Told } from './receipt.ts'

/** What this process remembers of messages that left, to tell the whole from the receipts of parts. */
export interface Sent {
  /** A message of several parts was taken under these ids; the answer is the one id that all of it has. */
  inParts(ref: string, ids: readonly string[]): string
  /** Nobody said whether it was taken: a receipt that brings our 16 bits back may settle it. */
  lost(ref: string, reference: number, digits: string): void
  /** What a receipt says of the whole message; null where it names none. One of `numbers` is whom it went to. */
  whole(told: Told, numbers: readonly string[]): Pick<Receipt, 'ref' | 'providerRef' | 'state' | 'reason'> | null
}

interface Message {
  readonly ref: string
  readonly name: string
  readonly total: number
  readonly delivered: Set<string>
}

const MOST = 10_000

/** A map that forgets its oldest entries. */
const bounded = <V>() => {
  const entries = new Map<string, V>()
  return {
    get: (key: string): V | undefined => entries.get(key),
    set: (key: string, value: V): void => {
      entries.set(key, value)
      if (entries.size <= MOST) return
      for (const oldest of entries.keys()) {
        entries.delete(oldest)
        return
      }
    },
  }
}

/** Ids of parts stand side by side in the id of the whole. */
export const BETWEEN_IDS = ' '

/**
 * A message is delivered when its last part is, and failed with its first. Kept in memory for the last 10,000 each: a
 * receipt of what a process before sent comes out as it is, under the id of its part.
 */
export const rememberSent = (): Sent => {
  const parts = bounded<Message>()
  const lost = bounded<string>()
  const keyOf = (reference: number, digits: string): string => `${reference} ${digits}`
  return {
    inParts: (ref, ids) => {
      const name = ids.join(BETWEEN_IDS)
      const message = { ref, name, total: ids.length, delivered: new Set<string>() }
      if (ids.length > 1) for (const id of ids) parts.set(id, message)
      return name
    },
    lost: (ref, reference, digits) => lost.set(keyOf(reference, digits), ref),
    whole: ({ id, reference, state, reason }, numbers) => {
      const message = id === null ? undefined : parts.get(id)
      if (id !== null && message !== undefined) {
        const { ref, name, total, delivered } = message
        if (state === 'delivered') delivered.add(id)
        return state === 'delivered' && delivered.size < total
          ? { ref, providerRef: name, state: 'waiting', reason: `${delivered.size} of ${total} parts delivered` }
          : { ref, providerRef: name, state, reason }
      }
      const refs = numbers.flatMap((digits) => (reference === null ? [] : (lost.get(keyOf(reference, digits)) ?? [])))
      const ref = refs[0] ?? null
      return id === null && ref === null ? null : { ref, providerRef: id, state, reason }
    },
  }
}
