import type { Band } from '../mobilisation/answer-history.ts'
import type { KnownSeverity } from '../mobilisation/declared-crossing.ts'
import type { Hazard } from '../mobilisation/hazard.ts'
import type { Kind } from '../roster/responder.ts'

/**
 * How made-up people answer. Shifts and spreads are on the scale of the logit, ln(p / (1 - p)): +0.5 makes 40 % into
 * 52 %. A spread is a standard deviation there.
 */
export interface AnswerModel {
  /** By how much the median rate of a kind differs from the rate that is asked for; a kind that is left out: 0. */
  readonly kinds: Readonly<Partial<Record<Kind, number>>>
  readonly bands: Readonly<Record<Band, number>>
  /** How much people of one kind and regency differ from each other for good. */
  readonly peopleSpread: number
  /** How much regencies differ from each other for good. */
  readonly regencySpread: number
  /** How much one event differs from another for everybody at once: a network that is down, a feast. */
  readonly eventSpread: number
  /** Share of people whom no message ever reaches, 0 to 1. */
  readonly deadNumbers: number
  /** Share of single messages to the others that are not noticed, 0 to 1. */
  readonly missedCalls: number
  /** Share of those who notice and do not come who say so, 0 to 1; the rest say nothing. */
  readonly saysNo: number
  /** Minutes from the message to the answer: log-normal with this median and spread of the logarithm. */
  readonly delay: { readonly medianMin: number; readonly spread: number }
  /** What is known of people: earlier calls, answered by the same model. */
  readonly history: {
    /** Share of people who were never asked, 0 to 1. */
    readonly none: number
    /** The others were asked 1 to so many times, each number as likely. */
    readonly mostCalls: number
    /** At any hour of the last so many days. */
    readonly withinDays: number
  }
}

/** What happens, and where. */
export interface EventModel {
  /** Share of events at a site, by chance one of them; the others are at a village, by chance one of all. 0 to 1. */
  readonly atSites: number
  /** An event lies up to this far from its site or village. */
  readonly offKm: number
  /** How often each hazard, against the others. */
  readonly hazards: Readonly<Partial<Record<Hazard, number>>>
  readonly severities: Readonly<Record<KnownSeverity, number>>
}

/** What the policies beside ours are given. */
export interface PolicyModel {
  /** How many the fixed rule calls: Heartrunner's volunteers in Denmark, up to 20 within 5 km. */
  readonly nearest: number
  /** Minutes that a sequence waits for answers before it calls on. */
  readonly sequenceWaitMin: number
}

export interface SimulationModel {
  readonly answers: AnswerModel
  readonly events: EventModel
  readonly policies: PolicyModel
  /** A need counts as filled by yeses said within so many minutes: Kemensos wants its people on their way in an hour. */
  readonly withinMin: number
}

/**
 * The model where no file gives another. All numbers are OURS: no measurement of Indonesian responders is public. What
 * stands behind them: volunteers elsewhere answer 17 to 47 % of calls, up to 72 % (JMIR e41551, SAMBA), and who answered
 * often will again (JMIR e41551); the same alert was accepted by 1.3 % in London and 5.4 % in the East Midlands, 1.5 apart on
 * the logit (PMC8757292); most disasters that BNPB counts are floods, storms, landslides and fires.
 */
export const USUAL_MODEL: SimulationModel = {
  answers: {
    kinds: { ksb_member: 0.3, pendamping_desa: -0.3 },
    bands: { night: -0.6, morning: 0, afternoon: 0.1, evening: 0.2 },
    peopleSpread: 1,
    regencySpread: 0.7,
    eventSpread: 0.4,
    deadNumbers: 0.05,
    missedCalls: 0.1,
    saysNo: 0.5,
    delay: { medianMin: 3, spread: 1 },
    history: { none: 0.2, mostCalls: 10, withinDays: 365 },
  },
  events: {
    atSites: 0.5,
    offKm: 5,
    hazards: {
      flood: 35,
      extreme_weather: 20,
      landslide: 15,
      wildfire: 6,
      fire: 6,
      earthquake: 5,
      flash_flood: 4,
      tidal_surge: 3,
      volcano: 3,
      drought: 1,
      social: 1,
      tsunami: 1,
    },
    severities: { extreme: 5, severe: 20, moderate: 35, minor: 40 },
  },
  policies: { nearest: 20, sequenceWaitMin: 5 },
  withinMin: 60,
}
