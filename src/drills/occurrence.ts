import type { DrillProgramme } from './drill-plan.ts'

/**
 * Where one drill at one village stands. Think of a slip on the board at the gardu: `planned` it hangs there and
 * nobody was told; `invited` people know; `started` it is going on; `done` its time is over; `missed` its hour came and
 * nobody began it; `cancelled` somebody took it off the board before it began.
 */
export const OCCURRENCE_STATES = ['planned', 'invited', 'started', 'done', 'missed', 'cancelled'] as const
export type OccurrenceState = (typeof OCCURRENCE_STATES)[number]

export type OccurrenceFact = 'invited' | 'started' | 'finished' | 'missed' | 'cancelled' | 'reinstated'

/** The one place where a state is decided: the state after a fact. A fact that does not fit changes nothing. */
export const occurrenceAfter = (state: OccurrenceState, fact: OccurrenceFact): OccurrenceState => {
  const waits = state === 'planned' || state === 'invited'
  switch (fact) {
    case 'invited':
      return state === 'planned' ? 'invited' : state
    case 'started':
      return waits ? 'started' : state
    case 'finished':
      return state === 'started' ? 'done' : state
    case 'missed':
      return waits ? 'missed' : state
    case 'cancelled':
      return waits || state === 'started' ? 'cancelled' : state
    case 'reinstated':
      return state === 'cancelled' ? 'planned' : state
  }
}

/** A programme as an occurrence keeps it: later edits of the file change nothing for people who were told already. */
export type DrillTerms = Omit<DrillProgramme, 'id' | 'sites' | 'plan'>

export const termsOf = ({ id: _id, sites: _sites, plan: _plan, ...terms }: DrillProgramme): DrillTerms => terms
