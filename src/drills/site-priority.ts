import type { Site } from '../roster/site.ts'
import { expiringModules, type SiteFact } from './site-facts.ts'

/** Why a village comes before others in a year's plan. */
export const PRIORITY_PARTS = [
  'never-drilled',
  'daerah-tertinggal',
  'readiness-low',
  'improvements-open',
  'competencies-ending',
  'many-hazards',
] as const
export type PriorityPart = (typeof PRIORITY_PARTS)[number]

/** Ours: who never drilled knows least; who is remote is reached last when it matters. */
const POINTS: Readonly<Record<PriorityPart, number>> = {
  'never-drilled': 3,
  'daerah-tertinggal': 2,
  'readiness-low': 2,
  'improvements-open': 1,
  'competencies-ending': 1,
  'many-hazards': 1,
}

/** Of all parts together. @public */
export const MOST_POINTS = PRIORITY_PARTS.reduce((sum, part) => sum + POINTS[part], 0)

/** Ours: below it a village has less than half of what it is measured by. */
const LOW_READINESS = 50
const ENDING_WITHIN = { count: 90, unit: 'days' } as const
const MANY_HAZARDS = 3

export interface SitePriority {
  /** 0 to `MOST_POINTS`. */
  readonly points: number
  readonly parts: readonly PriorityPart[]
}

/** How far a village goes before others, with the parts of it; without facts it is one that never drilled. */
export const priorityOf = (
  { hazards }: Pick<Site, 'hazards'>,
  { drilledAt, readiness, hasImprovements, endings = new Map() }: SiteFact = { drilledAt: null, readiness: null },
  isTertinggal: boolean,
  at: Date,
): SitePriority => {
  const holds: Readonly<Record<PriorityPart, boolean>> = {
    'never-drilled': drilledAt === null,
    'daerah-tertinggal': isTertinggal,
    'readiness-low': readiness !== null && readiness < LOW_READINESS,
    'improvements-open': hasImprovements === true,
    'competencies-ending': expiringModules({ endings }, ENDING_WITHIN, at).length > 0,
    'many-hazards': hazards.length >= MANY_HAZARDS,
  }
  const parts = PRIORITY_PARTS.filter((part) => holds[part])
  return { points: parts.reduce((sum, part) => sum + POINTS[part], 0), parts }
}
