import { destinationFrom, type Position } from '../../src/geo/position.ts'
import type { DeclaredCrossing } from '../../src/mobilisation/declared-crossing.ts'
import { HAZARDS, type Hazard } from '../../src/mobilisation/hazard.ts'
import type { HeadCount, Severity } from '../../src/mobilisation/hazard-event.ts'
import { seededChance } from '../../src/roster/chance.ts'
import { KINDS, type Kind, type Responder } from '../../src/roster/responder.ts'
import { indexRoster } from '../../src/roster/roster-index.ts'
import type { Site } from '../../src/roster/site.ts'
import type { Answer } from '../../src/simulation/answering.ts'
import { type AnswerModel, type SimulationModel, USUAL_MODEL } from '../../src/simulation/model.ts'
import type { Neighbour, Scene } from '../../src/simulation/scene.ts'
import type { Rules, World } from '../../src/simulation/world.ts'
import { aResponder } from '../mobilisation/sample.ts'
import { USUAL_LEARNING } from './usual-learning.ts'

export const NOW = new Date('2026-06-01T00:00:00+07:00')
export const HERE: Position = [107.9, -7]
export const ACROSS: Position = [108.1, -7]

/** Two islands with a strait of some 6 km between them, and sea on either side. */
export const landmassAt = ([longitude]: Position): number | null => {
  if (longitude < 107 || longitude > 109) return null
  if (longitude < 107.97) return 1
  return longitude > 108.03 ? 2 : null
}

export const FERRY: DeclaredCrossing = {
  id: 'ferry',
  name: 'Ferry',
  kind: 'ferry',
  ends: [
    [107.96, -7],
    [108.04, -7],
  ],
  minutes: 40,
  closedBy: { tsunami: 'minor' },
}

const needOf = (need: HeadCount): Rules['need'] => {
  const bySeverity: Readonly<Record<Severity, HeadCount>> = {
    extreme: need,
    severe: need,
    moderate: need,
    minor: need,
    unknown: need,
  }
  return Object.fromEntries(HAZARDS.map((hazard) => [hazard, bySeverity])) as Record<Hazard, typeof bySeverity>
}

export const rules = (need: HeadCount, more: Partial<Rules> = {}): Rules => ({
  ...USUAL_LEARNING,
  ackDeadlineMs: 600_000,
  searchRadiusKm: 40,
  maxWaves: 5,
  overcall: 1.5,
  need: needOf(need),
  reach: {
    kmPerHour: Object.fromEntries(KINDS.map((kind) => [kind, 30])) as Record<Kind, number>,
    detour: 1.4,
    readyMin: 15,
    roadsCut: {},
  },
  crossings: [],
  ...more,
})

/** So many people of some kinds within 25 km of a place, on land. */
export const peopleRound = (
  [longitude, latitude]: Position,
  count: number,
  kinds: readonly Kind[],
): readonly Responder[] => {
  const chance = seededChance(`people ${longitude} ${count}`)
  return Array.from({ length: count }, (_, nth) => {
    const home = destinationFrom([longitude, latitude], chance.between(0, 25), chance.between(0, 360))
    const id = `${longitude}-${String(nth).padStart(4, '0')}`
    return aResponder(id, { kind: chance.pick(kinds), home, landmass: landmassAt(home) })
  }).filter(({ landmass }) => landmass !== null)
}

export const aSite = (position: Position, hazards: readonly string[]): Site => ({
  siteCode: `KSB-${position.join()}-${hazards.join()}`,
  name: 'KSB',
  villageCode: '32.04.15.2001',
  position,
  accuracyM: 100,
  landmass: landmassAt(position),
  hazards,
  serviceRadiusKm: null,
  gardu: null,
  lumbung: null,
  synthetic: true,
})

export const worldWith = (
  responders: readonly Responder[],
  need: HeadCount,
  { sites = [aSite(HERE, ['flood', 'tsunami'])], ...more }: Partial<Rules> & { readonly sites?: readonly Site[] } = {},
): World => ({
  roster: indexRoster(1n, responders, sites),
  villages: ['32.04.15.2001', '32.04.15.2002'],
  placeOf: (code) => (code === '32.04.15.2001' ? HERE : undefined),
  landmassAt,
  rules: rules(need, more),
  now: NOW,
})

export const model = (
  answers: Partial<AnswerModel> = {},
  more: Partial<Omit<SimulationModel, 'answers'>> = {},
): SimulationModel => ({ ...USUAL_MODEL, ...more, answers: { ...USUAL_MODEL.answers, ...answers } })

/** Somebody so many minutes away, who lives as many km away. */
export const neighbour = (
  id: string,
  minutes: number | null,
  more: Partial<Neighbour> & { kind?: Kind } = {},
): Neighbour => {
  const { kind = 'tagana', ...rest } = more
  return { responder: aResponder(id, { kind }), km: minutes ?? 1, isOnSameLand: minutes !== null, minutes, ...rest }
}

/** A scene of people in the order of their distance. */
export const sceneOf = (need: HeadCount, people: readonly Neighbour[]): Scene => ({
  happening: {
    hazard: 'flood',
    severity: 'severe',
    need,
    place: HERE,
    landmass: 1,
    band: 'morning',
    mood: 0,
  },
  parts: (Object.entries(need) as [Kind, number][]).filter(([, count]) => count > 0),
  people,
  inReach: people
    .map(({ minutes }, at) => ({ minutes, at }))
    .filter(({ minutes }) => minutes !== null)
    .toSorted((one, two) => (one.minutes ?? 0) - (two.minutes ?? 0))
    .map(({ at }) => at),
})

export const yes = (afterMin: number): Answer => ({ says: 'yes', afterMin })
export const no = (afterMin: number): Answer => ({ says: 'no', afterMin })
export const NOTHING: Answer = { says: null, afterMin: Number.POSITIVE_INFINITY }
