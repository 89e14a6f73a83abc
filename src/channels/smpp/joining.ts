import type { Part } from './delivery.ts'
import type { Timers } from './timers.ts'

interface Group {
  readonly texts: Map<number, string>
  readonly told: { resolve(): void; reject(reason: unknown): void }[]
  readonly stop: () => void
}

/** Joins the parts of texts that came in several messages. */
export interface Joining {
  /**
   * Resolves when the text that the part belongs to was kept: joined, once all parts are there; alone, when the others
   * do not come in time. Rejects where it could not be kept.
   */
  take(from: string, part: Part, keep: (text: string) => Promise<void>): Promise<void>
}

/** Parts wait for each other `waitMs`, unacknowledged: a process that dies meanwhile gets them again. */
export const joinParts = (waitMs: number, timers: Timers): Joining => {
  const groups = new Map<string, Group>()
  const tell = ({ told }: Group, kept: Promise<unknown>): void => {
    kept.then(
      () => {
        for (const { resolve } of told) resolve()
      },
      (reason: unknown) => {
        for (const { reject } of told) reject(reason)
      },
    )
  }
  return {
    take: (from, { text, of }, keep) => {
      if (of === null) return keep(text)
      const key = `${from} ${of.reference} ${of.total}`
      const inOrder = (texts: Group['texts']): string[] => [...texts].sort(([a], [b]) => a - b).map(([, each]) => each)
      const open = (): Group => {
        const stop = timers.after(waitMs, () => {
          groups.delete(key)
          tell(group, Promise.all(inOrder(group.texts).map(keep)))
        })
        const group: Group = { texts: new Map(), told: [], stop }
        groups.set(key, group)
        return group
      }
      const group = groups.get(key) ?? open()
      group.texts.set(of.number, text)
      const done = new Promise<void>((resolve, reject) => group.told.push({ resolve, reject }))
      if (group.texts.size === of.total) {
        group.stop()
        groups.delete(key)
        tell(group, keep(inOrder(group.texts).join('')))
      }
      return done
    },
  }
}
