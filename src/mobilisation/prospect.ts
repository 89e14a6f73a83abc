import { timeZoneOf } from '../roster/region.ts'
import type { Kind, Responder, ResponderId } from '../roster/responder.ts'
import { type Answers, type Band, bandAt } from './answer-history.ts'
import type { InReach } from './call-line.ts'
import type { AskedFirst } from './danger-zone.ts'
import { type CallMarks, type FairnessPolicy, type InLine, type Resting, whyResting } from './fairness.ts'
import { apartFrom, kindRate, type OddsPolicy, oddsOfYes, regencyRate } from './odds.ts'

/** What somebody was asked and said before, and what they did lately. */
export interface History {
  readonly answers: Answers
  readonly marks: CallMarks
}

/** Of somebody who was never called. */
export const NO_HISTORY: History = { answers: {}, marks: { callsLately: 0, lastCalledAt: null, lastServedAt: null } }

/** What is known of people when a choice is made. */
export interface Known {
  /** Undefined while nothing was read of this person. */
  historyOf(id: ResponderId): History | undefined
  /** The answers of all people of a kind. */
  answersOf(kind: Kind): Answers
  /** Of them, those of the people of one regency. */
  answersIn(kind: Kind, regencyCode: string): Answers
  /** As of when: odds and rest are those of this instant. */
  readonly at: Date
}

/** Somebody in reach, with their odds and whether they rest. */
export interface Prospect extends InReach, InLine {
  readonly odds: number
  readonly resting: Resting | null
}

/** Of whom the odds are asked; `isAsked`: whether they are safe is asked first. */
export type OddsAsked = Pick<Responder, 'id' | 'kind' | 'regencyCode'> & { readonly isAsked?: boolean }

/** What people of one kind and regency share. */
interface Group {
  readonly band: Band
  /** At which they say yes. */
  readonly rate: number
}

interface Odds {
  readonly odds: number
  readonly history: History
}

/**
 * Gives people their odds and marks by what is known. Of those of whom nothing was read it takes that they were never
 * called, and remembers to have asked: `unread` are the people to read before a choice by these odds counts. Those of
 * `askedFirst` have so much less, which may be below the least of the policy.
 */
export const prospects = (known: Known, odds: OddsPolicy, fairness: FairnessPolicy, first?: AskedFirst) => {
  const unread = new Set<ResponderId>()
  const groups = new Map<Kind, Map<string, Group>>()
  const rateNow = (kind: Kind, regencyCode: string, band: Band): number => {
    const all = known.answersOf(kind)
    if (odds.regencyAnswers === undefined) return kindRate(kind, all, band, odds)
    const own = known.answersIn(kind, regencyCode)
    return regencyRate(kindRate(kind, apartFrom(all, own), band, odds), own, band, odds)
  }
  /** Of thousands in line most are of a few groups: what a group shares is worked out once. */
  const groupOf = (kind: Kind, regencyCode: string): Group => {
    const ofKind = groups.get(kind) ?? new Map<string, Group>()
    const had = ofKind.get(regencyCode)
    if (had !== undefined) return had
    // Their own clocks say whether they sleep.
    const band = bandAt(known.at, timeZoneOf(regencyCode))
    const group = { band, rate: rateNow(kind, regencyCode, band) }
    groups.set(kind, ofKind.set(regencyCode, group))
    return group
  }
  const oddsOf = (id: ResponderId, kind: Kind, regencyCode: string, isAsked: boolean): Odds => {
    const history = known.historyOf(id)
    if (history === undefined) unread.add(id)
    const { band, rate } = groupOf(kind, regencyCode)
    const { answers } = history ?? NO_HISTORY
    const own = oddsOfYes(answers, rate, band, odds)
    return { odds: isAsked && first !== undefined ? own * first.odds : own, history: history ?? NO_HISTORY }
  }
  return {
    oddsOf: ({ id, kind, regencyCode, isAsked = false }: OddsAsked): number =>
      oddsOf(id, kind, regencyCode, isAsked).odds,
    prospectOf: ({ responder, km, reach }: InReach): Prospect => {
      const { id, kind, regencyCode } = responder
      const isAsked = first?.has(responder) ?? false
      const { odds: own, history } = oddsOf(id, kind, regencyCode, isAsked)
      return {
        responder,
        km,
        reach,
        responderId: id,
        minutes: reach.minutes,
        marks: history.marks,
        odds: own,
        resting: whyResting(history.marks, fairness, known.at),
      }
    },
    unread: (): readonly ResponderId[] => [...unread].filter((id) => known.historyOf(id) === undefined),
  }
}

export type Prospects = ReturnType<typeof prospects>
