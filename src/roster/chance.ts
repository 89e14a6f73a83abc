import { itemAt } from './item-at.ts'

/** A row of draws that is the same for the same seed, on every machine: chance as an argument. */
export interface Chance {
  /** In [0, 1). */
  next(): number
  /** A whole number in [0, count). */
  below(count: number): number
  /** In [from, to). */
  between(from: number, to: number): number
  /** One of the items, each as likely as the others. Throws RangeError for an empty list. */
  pick<Item>(items: readonly Item[]): Item
}

/** Spreads a text over 32 bits: FNV-1a by Fowler, Noll and Vo (public domain; offset basis and prime are theirs). */
export const hashOf = (text: string): number => {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return hash >>> 0
}

/**
 * Draws from mulberry32 by Tommy Ettinger (public domain): 32 bits of state, plenty for a sample or a scatter, never
 * for anything secret. The seed is any text, hashed.
 */
export const seededChance = (seed: string): Chance => {
  let state = hashOf(seed)
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    const first = Math.imul(state ^ (state >>> 15), state | 1)
    const second = first ^ (first + Math.imul(first ^ (first >>> 7), first | 61))
    return ((second ^ (second >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (count: number): number => Math.floor(next() * count)
  return {
    next,
    below,
    between: (from, to) => from + next() * (to - from),
    pick: (items) => itemAt(items, below(items.length)),
  }
}
