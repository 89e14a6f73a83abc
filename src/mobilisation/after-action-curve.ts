import type { CurvePoint, NeedFigure } from '../wording/after-action-figures.ts'
import { isComing } from './call-out.ts'
import { afterWord, type Standing, WORDS, type Word } from './danger-zone.ts'
import type { HeadCount } from './hazard-event.ts'

/** An answer as the log has it. */
export interface LoggedAnswer {
  readonly responderId: string
  readonly word: Word
  readonly at: Date
  /** A machine may have given it. */
  readonly weak: boolean
  /** Why it closed no need; null of those that count. */
  readonly reason: string | null
}

const isWord = (text: unknown): text is Word => (WORDS as readonly unknown[]).includes(text)

const isDetail = (detail: unknown): detail is Readonly<Record<string, unknown>> =>
  typeof detail === 'object' && detail !== null

/** The answers in a timeline, in its order; a line that names nobody or no word that we know is left out. */
export const loggedAnswers = (
  timeline: readonly { readonly at: Date; readonly kind: string; readonly detail: unknown }[],
): readonly LoggedAnswer[] =>
  timeline.flatMap(({ at, kind, detail }) => {
    if (kind !== 'answer' || !isDetail(detail)) return []
    const { responderId, answer, weak, reason } = detail
    if (typeof responderId !== 'string' || !isWord(answer)) return []
    return [{ responderId, word: answer, at, weak: weak === true, reason: typeof reason === 'string' ? reason : null }]
  })

const NOBODY_YET: Standing = { answer: null, safety: null, enRouteAt: null, arrivedAt: null, doneAt: null }

interface Played {
  readonly need: HeadCount
  readonly openedAt: Date
  readonly people: readonly {
    readonly responderId: string
    readonly kind: string
    readonly wasAskedFirst: boolean
    readonly yielded: boolean
    readonly stoodDownAt: Date | null
  }[]
  readonly answers: readonly LoggedAnswer[]
}

/**
 * When how many of each needed kind had said that they come: the answers that count are played again in their order, by
 * the rules by which they were kept. The first point is the opening; then one for each change. Who takes a yes back is
 * not counted from then on, nor who is taken by a more urgent call-out; who is sent home stays counted. Nobody counts who
 * was not called.
 */
export const comingCurve = ({
  need,
  openedAt,
  people,
  answers,
}: Played): { readonly points: readonly CurvePoint[]; readonly need: readonly NeedFigure[] } => {
  const kindOf = new Map(people.map(({ responderId, kind }) => [responderId, kind]))
  const standings = new Map<string, Standing>(
    people.map(({ responderId, wasAskedFirst }) => [
      responderId,
      wasAskedFirst ? { ...NOBODY_YET, safety: 'asked' } : NOBODY_YET,
    ]),
  )
  const parts = Object.entries(need).map(([kind, wanted]) => ({ kind, wanted, heads: 0 }))
  const pointAt = (at: Date): CurvePoint => ({
    at,
    seconds: Math.max(0, Math.round((at.getTime() - openedAt.getTime()) / 1_000)),
    coming: Object.fromEntries(parts.map(({ kind, heads }) => [kind, heads])),
    short: parts.reduce((sum, { wanted, heads }) => sum + Math.max(0, wanted - heads), 0),
  })
  const points = [pointAt(openedAt)]
  const taken = people.flatMap(({ responderId, yielded, stoodDownAt }) =>
    yielded && stoodDownAt !== null ? [{ responderId, word: 'no' as const, at: stoodDownAt }] : [],
  )
  const steps = [...answers.filter(({ reason }) => reason === null), ...taken]
  // In the log's own order where instants are the same.
  steps.sort((left, right) => left.at.getTime() - right.at.getTime())
  for (const { responderId, word, at } of steps) {
    const before = standings.get(responderId)
    const kind = kindOf.get(responderId)
    if (before === undefined || kind === undefined) continue
    const after = afterWord(before, word, at)
    standings.set(responderId, after)
    const change =
      Number(isComing({ ...after, stoodDownAt: null })) - Number(isComing({ ...before, stoodDownAt: null }))
    const part = parts.find((one) => one.kind === kind)
    if (change === 0 || part === undefined) continue
    part.heads += change
    points.push(pointAt(at))
  }
  return {
    points,
    need: parts.map(({ kind, wanted, heads }) => ({
      kind,
      need: wanted,
      coming: heads,
      missing: Math.max(0, wanted - heads),
    })),
  }
}
