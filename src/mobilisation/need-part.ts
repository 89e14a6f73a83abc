import type { Kind } from '../roster/responder.ts'
import type { Need } from './hazard-event.ts'

/** What somebody can fill: a place of their kind, and one of each of their skills, all at once. */
export interface Fills {
  readonly kind: Kind
  readonly skills: readonly string[]
}

/** Somebody who may say yes. */
export interface Likely extends Fills {
  /** Odds of a yes within the deadline, 0 to 1. */
  readonly odds: number
}

/** One part of a need: so many of a kind, or so many with a skill among all who come. */
export interface Part {
  readonly by: 'kind' | 'skill'
  /** The kind's or the skill's word. */
  readonly name: string
  /** People wanted, above 0. */
  readonly count: number
}

/** The parts of a need that want anybody: kinds, then skills, each in the order of their words. */
export const partsOf = ({ kinds, skills }: Need): readonly Part[] => {
  const listed = (by: Part['by'], counts: Need['skills']): readonly Part[] =>
    Object.entries(counts)
      .flatMap(([name, count]): readonly Part[] => (count > 0 ? [{ by, name, count }] : []))
      .toSorted((left, right) => (left.name < right.name ? -1 : 1))
  return [...listed('kind', { ...kinds }), ...listed('skill', skills)]
}

export const fillsPart = ({ kind, skills }: Fills, { by, name }: Part): boolean =>
  by === 'kind' ? kind === name : skills.includes(name)
