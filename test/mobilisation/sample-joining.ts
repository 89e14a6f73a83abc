import type { Bounds } from '../../src/geo/area.ts'
import type { Arriving, Known, SameQuake } from '../../src/mobilisation/joining.ts'
import { NOW } from './sample.ts'

export const never: SameQuake = () => ({ same: false })
export const box = (west: number, south: number, wide = 10, high = 10): Bounds => ({
  west,
  south,
  east: west + wide,
  north: south + high,
})
export const at = (bounds: Bounds) => ({
  centre: [(bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2] as const,
  box: bounds,
})
export const HERE = at(box(100, -8))
export const ELSEWHERE = at(box(130, -8))

const HAPPENING = {
  source: 'BPBD Bantul',
  sourceId: 'new',
  hazard: 'flood',
  mode: 'actual',
  messageType: 'alert',
  occurredAt: NOW,
  expiresAt: null,
  magnitude: null,
  place: HERE,
  aliases: [],
  references: [],
} as const

/** A flood that arrives from an operator who numbers. */
export const arriving = (more: Partial<Arriving> = {}): Arriving => ({
  ...HAPPENING,
  sentAt: null,
  joins: true,
  ...more,
})
/** A flood that is kept, from another source; its thread and incident are named after it. */
export const known = (id: string, more: Partial<Known> = {}): Known => ({
  ...HAPPENING,
  source: 'BMKG',
  sourceId: id,
  threadId: `thread of ${id}`,
  incidentId: `incident of ${id}`,
  open: true,
  incidentOpenedAt: NOW,
  ...more,
})
