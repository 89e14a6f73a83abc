/** What a channel still has to hand over for one call-out, and what its messages cost. */
export interface Outgoing {
  /** Due now, under way, or to be tried again. */
  readonly left: number
  /** Further tries that wait for their turn: they leave only where nobody answers. */
  readonly later: number
  /** Messages of others that leave before the last of `left`. */
  readonly ahead: number
  /** Null where the channel's gateways are not known. */
  readonly perSecond: number | null
  /** Each lot with what one part of it costs; null where that is not known. */
  readonly paid: readonly Lot[]
  readonly leftLots: readonly Lot[]
  readonly laterLots: readonly Lot[]
}

/** Messages of one price. */
export interface Lot {
  readonly parts: number
  readonly costRupiah: number | null
}

export interface HandOver {
  readonly left: number
  readonly later: number
  readonly ahead: number
  /** Until the last of `left` is handed over, at the gateways' rates, rounded up; 0 with none left, null where unknown. */
  readonly seconds: number | null
  readonly rupiah: {
    /** For what was taken, or may have been. */
    readonly soFar: number | null
    /** With what is left. */
    readonly expected: number | null
    /** With every further try, too. */
    readonly atMost: number | null
  }
}

/** Whole rupiah; null as soon as one part has no known price. */
const rupiahOf = (lots: readonly Lot[]): number | null => {
  let sum = 0
  for (const { parts, costRupiah } of lots) {
    if (parts === 0) continue
    if (costRupiah === null) return null
    sum += parts * costRupiah
  }
  return Math.round(sum)
}

/** How far one channel is. */
export const handOverOf = ({ left, later, ahead, perSecond, paid, leftLots, laterLots }: Outgoing): HandOver => ({
  left,
  later,
  ahead,
  seconds: left === 0 ? 0 : perSecond === null ? null : Math.ceil((left + ahead) / perSecond),
  rupiah: {
    soFar: rupiahOf(paid),
    expected: rupiahOf([...paid, ...leftLots]),
    atMost: rupiahOf([...paid, ...leftLots, ...laterLots]),
  },
})

const addUp = (numbers: readonly (number | null)[]): number | null =>
  numbers.reduce((sum: number | null, one) => (sum === null || one === null ? null : sum + one), 0)

/** The whole: channels work side by side, so the slowest says when the last is handed over. */
export const handOverOfAll = (channels: readonly HandOver[]): HandOver => {
  const seconds = channels.map((one) => one.seconds)
  const known = seconds.flatMap((one) => one ?? [])
  return {
    left: channels.reduce((sum, { left }) => sum + left, 0),
    later: channels.reduce((sum, { later }) => sum + later, 0),
    ahead: channels.reduce((sum, { ahead }) => sum + ahead, 0),
    seconds: known.length < seconds.length ? null : Math.max(0, ...known),
    rupiah: {
      soFar: addUp(channels.map(({ rupiah }) => rupiah.soFar)),
      expected: addUp(channels.map(({ rupiah }) => rupiah.expected)),
      atMost: addUp(channels.map(({ rupiah }) => rupiah.atMost)),
    },
  }
}
