import { expect, test } from 'vitest'
import { OCCURRENCE_STATES, type OccurrenceFact, occurrenceAfter, termsOf } from '../../src/drills/occurrence.ts'
import { aProgramme } from './sample.ts'

const TABLE: Readonly<Record<OccurrenceFact, readonly string[]>> = {
  //           planned      invited      started      done    missed    cancelled
  invited: ['invited', 'invited', 'started', 'done', 'missed', 'cancelled'],
  started: ['started', 'started', 'started', 'done', 'missed', 'cancelled'],
  finished: ['planned', 'invited', 'done', 'done', 'missed', 'cancelled'],
  missed: ['missed', 'missed', 'started', 'done', 'missed', 'cancelled'],
  cancelled: ['cancelled', 'cancelled', 'cancelled', 'done', 'missed', 'cancelled'],
  reinstated: ['planned', 'invited', 'started', 'done', 'missed', 'planned'],
}

test.each(Object.entries(TABLE) as [OccurrenceFact, readonly string[]][])(
  'after %s the states are %j',
  (fact, after) => {
    expect(OCCURRENCE_STATES.map((state) => occurrenceAfter(state, fact))).toEqual(after)
  },
)

test('an occurrence keeps its programme without what names it and chooses its sites', () => {
  const { id: _id, sites: _sites, ...rest } = aProgramme()
  expect(termsOf(aProgramme())).toEqual(rest)
})
