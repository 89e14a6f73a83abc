import { expect, test } from 'vitest'
import { NO_HISTORY, prospects } from '../../src/mobilisation/prospect.ts'
import { later, NOW } from './sample.ts'
import { awayFrom, SUFFICIENT } from './sample-choice.ts'

// 06.30 UTC is 13.30 in the west and 15.30 in the east: the afternoon; eight hours later it is 21.30 and 23.30.
const EVENING = later(8 * 3_600_000)

const silentAtNight = { ...NO_HISTORY, answers: { night: { asked: 4, yes: 0 } } }

const at = (now: Date) =>
  prospects(
    { historyOf: () => silentAtNight, answersOf: () => ({ night: { asked: 20, yes: 0 } }), at: now },
    { ...SUFFICIENT.odds, otherBands: 0 },
    SUFFICIENT.fairness,
  )

test('odds are those of the hour by the clocks of the person, of the kind first and then of their own', () => {
  const [west, east] = [awayFrom('R-1', 1), awayFrom('R-2', 1, { regencyCode: '91.01' })]
  expect(at(NOW).oddsOf(west)).toBe(0.5)
  expect(at(EVENING).oddsOf(west)).toBe(0.5)
  // (0 + 20 x 0.5) / (20 + 20) for the kind, (0 + 4 x 0.25) / (4 + 4) for the person.
  expect(at(EVENING).oddsOf(east)).toBe(0.125)
})
