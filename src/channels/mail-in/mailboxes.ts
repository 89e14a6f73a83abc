import { readTag, type Tag } from './tag.ts'

/** What an address is to us: one of our mailboxes, with the tag that it carried; null tag: the mailbox itself. */
export interface Recipient {
  readonly tag: Tag | null
}

/**
 * Knows our own addresses among others: a mailbox itself, or with a tag that we gave out. In any case, as mail servers
 * take them. Null for every other address, and for one whose tag is not ours.
 */
export const ownMailboxes = (addresses: readonly string[], key: Buffer) => {
  const own = new Set(addresses.map((address) => address.toLowerCase()))
  return (address: string): Recipient | null => {
    const given = address.toLowerCase()
    if (own.has(given)) return { tag: null }
    const at = given.lastIndexOf('@')
    const plus = given.lastIndexOf('+', at)
    if (plus < 0 || !own.has(`${given.slice(0, plus)}${given.slice(at)}`)) return null
    const tag = readTag(given.slice(plus + 1, at), key)
    return tag === null ? null : { tag }
  }
}
