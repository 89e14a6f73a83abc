/**
 * What a gateway's description may ask for: the number in three ways of writing it, the text, its coding (0: every
 * character is in GSM-7, 2: UCS-2), for how many minutes it is of use, its priority (1: urgent, else 0), our name of the
 * message and the gateway's.
 */
const SLOTS = ['to', 'to.local', 'to.plain', 'text', 'coding', 'minutes', 'priority', 'ref', 'sender', 'id'] as const
export type Slot = (typeof SLOTS)[number]

/** A text with places to fill in. */
export type Slotted = readonly (string | { readonly slot: Slot })[]

export type SlotReading =
  | { readonly kind: 'slotted'; readonly slotted: Slotted }
  /** The words between braces that name no slot; empty for a brace that is never closed. */
  | { readonly kind: 'unknown-slot'; readonly name: string }

const slotNamed = (name: string): Slot | undefined => SLOTS.find((slot) => slot === name)

/** Reads `{to}` and the like. `{{` and `}}` are plain braces; a `}` that closes nothing is one too. */
export const readSlots = (text: string): SlotReading => {
  const slotted: (string | { slot: Slot })[] = []
  // Plain braces first, so that {{to}} is none of ours.
  for (const [piece] of text.matchAll(/\{\{|\}\}|\{[^{}]*\}?|[^{}]+|\}/g)) {
    if (!piece.startsWith('{') || piece === '{{') {
      slotted.push(piece === '{{' ? '{' : piece === '}}' ? '}' : piece)
      continue
    }
    const name = piece.slice(1, -1)
    const slot = piece.endsWith('}') ? slotNamed(name) : undefined
    if (slot === undefined) return { kind: 'unknown-slot', name: piece.endsWith('}') ? name : '' }
    slotted.push({ slot })
  }
  return { kind: 'slotted', slotted }
}

/** The text with its places filled, in one go: what is filled in is never looked through for further places. */
export const fillSlots = (slotted: Slotted, values: Readonly<Record<Slot, string>>): string =>
  slotted.map((part) => (typeof part === 'string' ? part : values[part.slot])).join('')

export const slotsIn = (slotted: Slotted): readonly Slot[] =>
  slotted.flatMap((part) => (typeof part === 'string' ? [] : [part.slot]))
