import fc from 'fast-check'
import { destinationFrom, distanceKm, type Position } from '../../src/geo/position.ts'
import type { Crossing, Destination } from '../../src/geo/travel.ts'
import type { Answers } from '../../src/mobilisation/answer-history.ts'
import { callLine } from '../../src/mobilisation/call-line.ts'
import { type Choice, choiceAlong } from '../../src/mobilisation/choice.ts'
import { mayOrder } from '../../src/mobilisation/eligibility.ts'
import type { ReachPolicy } from '../../src/mobilisation/pace.ts'
import { type Elsewhere, NOWHERE } from '../../src/mobilisation/precedence.ts'
import { type History, type Known, NO_HISTORY, prospects } from '../../src/mobilisation/prospect.ts'
import type { SufficientPolicy } from '../../src/mobilisation/sufficient-policy.ts'
import type { PositionPolicy } from '../../src/mobilisation/tier.ts'
import { waysTo } from '../../src/mobilisation/ways.ts'
import type { Kind, Responder, ResponderId } from '../../src/roster/responder.ts'
import { aResponder, later, NOW } from './sample.ts'

export const GARDU: Position = [107.52, -7.19]
export const THERE: Destination = { position: GARDU, landmass: 1 }
export const CHOICE_KINDS = ['tagana', 'pkh'] as const

/** At 42 km/h with this detour 1 km of great circle takes 2 minutes. */
export const REACH: ReachPolicy = {
  kmPerHour: {
    tagana: 42,
    pendamping_desa: 42,
    pkh: 21,
    tksk: 42,
    psm: 42,
    pensosmas: 42,
    karang_taruna: 42,
    bhabinkamtibmas: 42,
    ksb_member: 42,
    volunteer: 42,
  },
  detour: 1.4,
  readyMin: 10,
  roadsCut: {},
}

export const SUFFICIENT: SufficientPolicy = {
  target: 0.95,
  searchWithinMin: null,
  odds: {
    prior: {
      tagana: 0.5,
      pendamping_desa: 0.5,
      pkh: 0.5,
      tksk: 0.5,
      psm: 0.5,
      pensosmas: 0.5,
      karang_taruna: 0.5,
      bhabinkamtibmas: 0.5,
      ksb_member: 0.5,
      volunteer: 0.5,
    },
    priorAnswers: 20,
    kindAnswers: 4,
    otherBands: 0.25,
    least: 0.05,
    most: 0.95,
  },
  halfLifeMs: 180 * 86_400_000,
  fairness: { mostCalls: 3, callsWithinMs: 7 * 86_400_000, restAfterServingMs: 12 * 3_600_000, fairWithinMin: 5 },
}

/** Somebody so many km north of the gardu. */
export const awayFrom = (id: string, km: number, more: Partial<Responder> = {}): Responder =>
  aResponder(id, { home: destinationFrom(GARDU, km, 0), accuracyM: 0, ...more })

export const RESTING: History = { ...NO_HISTORY, marks: { ...NO_HISTORY.marks, callsLately: 3 } }

export interface Setting {
  readonly people: readonly Responder[]
  readonly histories?: ReadonlyMap<string, History>
  readonly crossings?: readonly Crossing[]
  readonly policy?: SufficientPolicy
  readonly elsewhere?: Elsewhere
  readonly answersOf?: (kind: Kind) => Answers
  readonly mutualAid?: readonly string[]
  /** Whether people of other regencies are set aside on the way. */
  readonly setsAside?: boolean
  readonly positions?: PositionPolicy
  readonly answersIn?: (kind: Kind, regencyCode: string) => Answers
  /** Told of each person that is read. */
  readonly onRead?: (id: ResponderId) => void
}

export const knownFrom = ({
  histories = new Map(),
  answersOf = () => ({}),
  answersIn = () => ({}),
}: Setting): Known => ({
  historyOf: (id) => histories.get(id) ?? NO_HISTORY,
  answersOf,
  answersIn,
  at: NOW,
})

export const settingWays = ({ crossings = [] }: Setting) =>
  waysTo(THERE, crossings, { hazard: 'flood', severity: 'severe' }, CHOICE_KINDS, REACH)

export const choiceIn = (setting: Setting, known: Known = knownFrom(setting)): Choice => {
  const policy = setting.policy ?? SUFFICIENT
  const nearby = setting.people
    .map((responder) => ({ responder, km: distanceKm(GARDU, responder.home) }))
    .toSorted((a, b) => a.km - b.km || (a.responder.id < b.responder.id ? -1 : 1))
  const reading = function* () {
    for (const near of nearby) {
      setting.onRead?.(near.responder.id)
      yield near
    }
  }
  const asked = { jurisdiction: '32.04', mutualAid: setting.mutualAid ?? [], needsPhone: true, now: NOW }
  const line = callLine({
    nearby: reading(),
    ways: settingWays(setting),
    kinds: new Set(CHOICE_KINDS),
    ...(setting.setsAside === true ? { isAside: (responder) => !mayOrder(responder, asked) } : {}),
    withinMin: policy.searchWithinMin,
    fairWithinMin: policy.fairness.fairWithinMin,
  })
  const odds = prospects(known, policy.odds, policy.fairness)
  return choiceAlong({
    line,
    prospects: odds,
    policy,
    asked,
    blocked: new Set(['R-BLOCKED']),
    elsewhere: setting.elsewhere ?? NOWHERE,
    positions: setting.positions,
  })
}

const history: fc.Arbitrary<History> = fc
  .record({
    asked: fc.integer({ min: 0, max: 8 }),
    share: fc.constantFrom(0, 0.5, 1),
    callsLately: fc.integer({ min: 0, max: 4 }),
    lastHoursAgo: fc.option(fc.integer({ min: 1, max: 400 })),
    servedHoursAgo: fc.option(fc.integer({ min: 1, max: 100 })),
  })
  .map(({ asked, share, callsLately, lastHoursAgo, servedHoursAgo }) => ({
    answers: { afternoon: { asked, yes: asked * share } },
    marks: {
      callsLately,
      lastCalledAt: lastHoursAgo === null ? null : later(-lastHoursAgo * 3_600_000),
      lastServedAt: servedHoursAgo === null ? null : later(-servedHoursAgo * 3_600_000),
    },
  }))

/** Up to eighty people within 40 km, a few of whom may not be called or live across the water. */
export const settings: fc.Arbitrary<Setting> = fc
  .array(
    fc.record({
      km: fc.integer({ min: 0, max: 40 }),
      kind: fc.constantFrom(...CHOICE_KINDS),
      history: fc.option(history),
      landmass: fc.constantFrom(1, 1, 1, 1, 2),
      optedOut: fc.constantFrom(false, false, false, true),
    }),
    { maxLength: 80 },
  )
  .map((drawn) => ({
    people: drawn.map(({ km, kind, landmass, optedOut }, n) =>
      awayFrom(`R${String(n).padStart(3, '0')}`, km, { kind, landmass, optedOutAt: optedOut ? NOW : null }),
    ),
    histories: new Map(
      drawn.flatMap((one, n): [string, History][] =>
        one.history === null ? [] : [[`R${String(n).padStart(3, '0')}`, one.history]],
      ),
    ),
    crossings: [
      {
        id: 'ferry',
        minutes: 30,
        ends: [
          { position: destinationFrom(GARDU, 5, 90), landmass: 1 },
          { position: destinationFrom(GARDU, 6, 90), landmass: 2 },
        ],
      },
    ],
  }))
