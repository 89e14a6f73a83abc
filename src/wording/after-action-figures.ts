import type { Mode } from './mode.ts'
import type { BothWords } from './report-page.ts'

/** Why nobody knows of a person whether they come, each person once. */
export const NON_ANSWERS = [
  'no-contact',
  'refused',
  'failed',
  'unknown',
  'expired',
  'cancelled',
  'silent',
  'stood-down',
  'waiting',
] as const
export type NonAnswer = (typeof NON_ANSWERS)[number]

/** What people of one group said; `called` is the sum of the others. */
export interface Tally {
  readonly called: number
  readonly yes: number
  readonly no: number
  /** Said that they are not safe. */
  readonly unsafe: number
  readonly none: number
}

/** `group`: the number of a wave, a kind, or the channels by which something left, joined with `+`. */
export interface GroupTally extends Tally {
  readonly group: string
}

/** How many had said that they come, from this instant on. */
export interface CurvePoint {
  readonly at: Date
  /** Since the call-out was opened. */
  readonly seconds: number
  readonly coming: Readonly<Record<string, number>>
  /** Heads that are missing over all kinds. */
  readonly short: number
}

export interface NeedFigure {
  readonly kind: string
  readonly need: number
  /** Had said so at the end of the log, also those sent home since; not those taken by a more urgent call-out. */
  readonly coming: number
  readonly missing: number
}

/** Seconds; null where it did not happen. Of a person from their call, else since the call-out was opened. */
export interface Spans {
  readonly toApproval: number | null
  readonly toFirstNotice: number | null
  readonly toFirstYes: number | null
  /** Until every kind of the need was covered for the first time. */
  readonly toQuorum: number | null
  readonly toFirstArrival: number | null
  /** Of each person's first plain answer. */
  readonly medianAnswer: number | null
}

/** What a rule found, with the figures that it goes by. */
export interface Finding {
  readonly side: 'strength' | 'improvement'
  readonly code: string
  readonly figures: Readonly<Record<string, number | string>>
}

export interface Counted<Name extends string> {
  readonly people: number
  readonly name: Name
}

export interface AfterActionFigures {
  readonly answers: Tally
  readonly byWave: readonly GroupTally[]
  readonly byKind: readonly GroupTally[]
  readonly byChannel: readonly GroupTally[]
  /** By which way those who answered did. */
  readonly answeredVia: readonly Counted<string>[]
  /** Add up to `answers.none`. */
  readonly nonAnswers: readonly Counted<NonAnswer>[]
  readonly need: readonly NeedFigure[]
  readonly curve: readonly CurvePoint[]
  readonly spans: Spans
  /** People whose first plain answer came after their deadline; of the answers, how many came after the end. */
  readonly late: number
  readonly afterEnd: number
  /** Answers that a machine may have given; they closed no need. */
  readonly weak: number
}

/** One line of the story: what happened once, or several times in a row. */
export interface StoryLine {
  readonly from: Date
  readonly until: Date
  readonly kind: string
  readonly count: number
  /** Of answers: how many of each word. */
  readonly words: Readonly<Record<string, number>>
  /** People or messages that it was about, where it says so. */
  readonly people: number | null
}

export interface ReportedCost {
  readonly soFar: number | null
  readonly expected: number | null
}

/** All that the report of one call-out says, in codes, counts and instants. */
export interface AfterAction {
  readonly callOutId: string
  readonly eventId: string
  readonly code: string
  readonly mode: Mode
  readonly status: string
  /** People were asked whether they could come, and nobody was sent. */
  readonly alarmTest: boolean
  /** The call-out is not over: every figure may still change. */
  readonly provisional: boolean
  readonly preparedAt: Date
  readonly zone: 'WIB' | 'WITA' | 'WIT'
  readonly hazard: string
  readonly headline: string
  readonly region: string
  readonly office: string | null
  readonly openedAt: Date
  readonly endedAt: Date | null
  readonly figures: AfterActionFigures
  readonly shortfall: readonly string[]
  /** Looked at and not called, by the reason. */
  readonly passedOver: readonly Counted<string>[]
  readonly costs: ReportedCost
  readonly story: readonly StoryLine[]
  readonly findings: readonly Finding[]
}

/** Something that the village is to improve. */
export interface ImprovementReported {
  readonly id: string
  readonly sentence: string
  readonly raisedAt: Date
  /** Null: open. */
  readonly doneAt: Date | null
  readonly doneBecause: string | null
}

/** The drill that rehearsed it. */
export interface DrillReported {
  readonly occurrenceId: string
  readonly programmeId: string
  /** Open at its village, and what this drill raised or mended. */
  readonly improvements: readonly ImprovementReported[]
  /** In words, such as `Gladi posko`. */
  readonly type: string
  readonly hazard: string
  readonly siteCode: string
  readonly siteName: string | null
  readonly startsAt: Date
  readonly endsAt: Date
  readonly zone: 'WIB' | 'WITA' | 'WIT'
  readonly state: string
  readonly reason: string | null
  /** What was taught; empty: no module. */
  readonly modules: readonly {
    readonly title: BothWords
    readonly summary: BothWords
    readonly minutes: number
    readonly isLocalWisdom: boolean
  }[]
  readonly invited: number
  /** By role, with what they answered to the invitation. */
  readonly invitees: readonly (Counted<string> & { readonly yes: number; readonly no: number; readonly none: number })[]
  /** By role, who came; guests too. */
  readonly attendance: readonly {
    readonly role: string
    readonly people: number
    readonly came: number
    readonly absent: number
    readonly unknown: number
  }[]
  /** How it is known of those who came: their own word on site, a list, their answer. */
  readonly byWay: readonly { readonly way: string; readonly came: number }[]
  /** How many said on site that they came whom a list calls absent, which holds. */
  readonly contradicted: number
  /** Which part of the members came, 0 to 1; null where nobody knows. */
  /** How many members have to come; null: the programme says nothing. */
  readonly attendanceLeast: number | null
  readonly memberShare: number | null
}
