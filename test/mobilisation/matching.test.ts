import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Meaning, Reading } from '../../src/mobilisation/answer.ts'
import {
  type CalledFor,
  type InvitedTo,
  matchMissedCall,
  matchText,
  type TestedBy,
} from '../../src/mobilisation/matching.ts'
import { later, MIN, NOW } from './sample.ts'

const read = (meaning: Meaning, code: string | null = null): Reading => ({ meaning, code })
const calledFor = (callOutId: string, code: string, open = true, responderId = 'R1'): CalledFor => ({
  callOutId,
  responderId,
  code,
  open,
  awaited: true,
  real: true,
})
const invited = (occurrenceId: string, min: number): InvitedTo => ({
  occurrenceId,
  responderId: 'R1',
  startsAt: later(min * MIN),
})
const inbox = (reason: string) => ({ kind: 'inbox', reason })
const toCallOut = (callOutId: string, responderId = 'R1') => ({ kind: 'call-out', callOutId, responderId })

const A = calledFor('A', 'A7K2')
const B = calledFor('B', 'D4E6')
const OVER = calledFor('C', 'F3G9', false)
const DRILL = invited('D1', 60)

test('a number that nobody has goes to the inbox, whatever it says', () => {
  for (const meaning of ['yes', 'no', 'arrived', 'stop', 'unclear'] as const)
    expect(matchText(read(meaning, 'A7K2'), false, [A], [DRILL], NOW)).toEqual(inbox('unknown-number'))
})

test('a withdrawal needs no call-out', () => {
  expect(matchText(read('stop'), true, [], [], NOW)).toEqual({ kind: 'stop' })
  expect(matchText(read('stop', 'X9Y9'), true, [A, B], [DRILL], NOW)).toEqual({ kind: 'stop' })
})

test('what is unclear is read by a human, even with a code', () => {
  expect(matchText(read('unclear', 'A7K2'), true, [A], [], NOW)).toEqual(inbox('unclear'))
})

describe('without a code', () => {
  test('the only open call-out is meant', () => {
    expect(matchText(read('yes'), true, [A], [], NOW)).toEqual(toCallOut('A'))
    expect(matchText(read('no'), true, [OVER, A], [DRILL], NOW)).toEqual(toCallOut('A'))
  })

  test('of several open ones none is guessed', () => {
    expect(matchText(read('yes'), true, [A, B], [DRILL], NOW)).toEqual(inbox('several-open'))
  })

  test('two people with one number and one call-out: the first is meant', () => {
    expect(matchText(read('yes'), true, [A, calledFor('A', 'A7K2', true, 'R2')], [], NOW)).toEqual(toCallOut('A'))
  })

  test('a drill is meant where no call-out is open, the next one first', () => {
    const drill = { kind: 'drill', occurrenceId: 'D1', responderId: 'R1' }
    expect(matchText(read('yes'), true, [], [invited('D2', 90), DRILL, invited('D3', 120)], NOW)).toEqual(drill)
    expect(matchText(read('no'), true, [OVER], [DRILL], NOW)).toEqual(drill)
  })

  test('nothing open is nothing to answer', () => {
    expect(matchText(read('yes'), true, [OVER], [], NOW)).toEqual(inbox('nothing-open'))
    expect(matchText(read('yes'), true, [], [], NOW)).toEqual(inbox('nothing-open'))
  })
})

describe('with a code', () => {
  test('that call-out is meant, open or over', () => {
    expect(matchText(read('yes', 'D4E6'), true, [A, B], [], NOW)).toEqual(toCallOut('B'))
    expect(matchText(read('arrived', 'F3G9'), true, [A, OVER], [], NOW)).toEqual(toCallOut('C'))
  })

  test('a code that this number was not called with is not guessed at', () => {
    expect(matchText(read('yes', 'X9Y9'), true, [A], [DRILL], NOW)).toEqual(inbox('unknown-code'))
    expect(matchText(read('yes', 'A7K2'), true, [], [DRILL], NOW)).toEqual(inbox('unknown-code'))
  })

  test('a code that came round again means the call-out that is open', () => {
    expect(matchText(read('yes', 'A7K2'), true, [A, calledFor('OLD', 'A7K2', false)], [], NOW)).toEqual(toCallOut('A'))
    expect(matchText(read('yes', 'A7K2'), true, [calledFor('OLD', 'A7K2', false), A], [], NOW)).toEqual(toCallOut('A'))
    const olds = [calledFor('OLD', 'A7K2', false), calledFor('OLDER', 'A7K2', false)]
    expect(matchText(read('yes', 'A7K2'), true, olds, [], NOW)).toEqual(inbox('several-open'))
  })
})

test('without a code the call-out that awaits the person is meant, and the real before an exercise', () => {
  const stoodDown = { ...A, awaited: false }
  expect(matchText(read('yes'), true, [stoodDown, B], [], NOW)).toEqual(toCallOut('B'))
  expect(matchText(read('yes'), true, [stoodDown], [], NOW)).toEqual(toCallOut('A'))
  expect(matchText(read('yes'), true, [{ ...A, real: false }, B], [], NOW)).toEqual(toCallOut('B'))
  expect(
    matchText(
      read('yes'),
      true,
      [
        { ...A, real: false },
        { ...B, awaited: false },
      ],
      [],
      NOW,
    ),
  ).toEqual(toCallOut('A'))
})

test('whoever is done is done where they serve; else where they were done before, or a human reads it', () => {
  const serving = { ...B, service: 'serves' as const }
  const served = { ...A, awaited: false, service: 'served' as const }
  expect(matchText(read('done'), true, [A, serving], [], NOW)).toEqual(toCallOut('B'))
  expect(matchText(read('done'), true, [served, serving], [], NOW)).toEqual(toCallOut('B'))
  expect(matchText(read('done'), true, [served, B], [], NOW)).toEqual(toCallOut('A'))
  expect(matchText(read('done'), true, [A], [DRILL], NOW)).toEqual(inbox('unclear'))
  expect(matchText(read('done', 'A7K2'), true, [A, serving], [], NOW)).toEqual(inbox('unclear'))
  expect(matchText(read('done'), true, [], [DRILL], NOW)).toEqual(inbox('nothing-open'))
  expect(matchText(read('done'), true, [], [DRILL], DRILL.startsAt)).toMatchObject({ kind: 'drill' })
})

test('nobody arrives at a drill that has not begun', () => {
  expect(matchText(read('arrived'), true, [], [DRILL], NOW)).toEqual(inbox('nothing-open'))
  expect(matchText(read('arrived'), true, [], [DRILL], DRILL.startsAt)).toMatchObject({ kind: 'drill' })
})

test('an answer is never given to a call-out or drill that the number has no part in', () => {
  const calls = fc.array(
    fc.record({
      callOutId: fc.constantFrom('A', 'B', 'C'),
      responderId: fc.constantFrom('R1', 'R2'),
      code: fc.constantFrom('A7K2', 'D4E6'),
      open: fc.boolean(),
      awaited: fc.boolean(),
      real: fc.boolean(),
      service: fc.constantFrom('serves' as const, 'served' as const, null),
    }),
    { maxLength: 4 },
  )
  const readings = fc.record({
    meaning: fc.constantFrom<Meaning>('yes', 'no', 'en-route', 'arrived', 'done'),
    code: fc.constantFrom(null, 'A7K2', 'D4E6', 'X9Y9'),
  })
  fc.assert(
    fc.property(
      readings,
      calls,
      fc.array(fc.constantFrom(DRILL, invited('D2', 5)), { maxLength: 2 }),
      (reading, callsFor, drills) => {
        const match = matchText(reading, true, callsFor, drills, NOW)
        if (match.kind === 'call-out') {
          const named = callsFor.filter(
            (one) => one.callOutId === match.callOutId && one.responderId === match.responderId,
          )
          expect(named.some(({ code, open }) => (reading.code === null ? open : code === reading.code))).toBe(true)
        }
        if (match.kind === 'drill') {
          expect(reading.code).toBeNull()
          expect(callsFor.some(({ open }) => open)).toBe(false)
          expect(drills.map(({ occurrenceId }) => occurrenceId)).toContain(match.occurrenceId)
        }
      },
    ),
    { numRuns: 1_000, seed: 3 },
  )
})

describe('a word about safety', () => {
  const ASKED = { ...A, asked: true }

  test('"ya, aman" answers a question that was asked, and nothing else', () => {
    expect(matchText(read('safe'), true, [ASKED], [DRILL], NOW)).toEqual(toCallOut('A'))
    expect(matchText(read('safe'), true, [A], [DRILL], NOW)).toEqual(inbox('unclear'))
    expect(matchText(read('safe'), true, [], [DRILL], NOW)).toEqual(inbox('unclear'))
  })

  test('not safe belongs to any call-out, and to no drill', () => {
    expect(matchText(read('unsafe'), true, [A], [DRILL], NOW)).toEqual(toCallOut('A'))
    expect(matchText(read('unsafe'), true, [], [DRILL], NOW)).toEqual(inbox('nothing-open'))
    // Of several the one that asked hears it, else the newest: nobody in danger waits in the inbox.
    expect(matchText(read('unsafe'), true, [B, ASKED], [], NOW)).toEqual(toCallOut('A'))
    expect(matchText(read('unsafe'), true, [B, A], [], NOW)).toEqual(toCallOut('B'))
  })
})

test('a missed call answers the one call that waits for that number, and is a matter for a human wherever it could mean more', () => {
  expect(matchMissedCall([A, OVER, { ...B, awaited: false }])).toEqual(toCallOut('A'))
  for (const called of [
    [],
    [OVER],
    [{ ...A, awaited: false }],
    [A, B],
    [A, { ...A, responderId: 'R2' }],
    [{ ...A, asked: true }],
  ])
    expect(matchMissedCall(called)).toEqual(inbox('missed-call'))
})

describe('a contact test', () => {
  const tested = (campaignId: string, min: number): TestedBy => ({
    campaignId,
    turn: 3,
    responderId: 'R1',
    askedAt: later(min * MIN),
  })
  const TEST = tested('tes', -30)
  const toTest = (campaignId = 'tes') => ({ kind: 'test', campaignId, turn: 3, responderId: 'R1' })
  const toDrill = { kind: 'drill', occurrenceId: 'D1', responderId: 'R1' }
  const match = (meaning: Meaning, called: readonly CalledFor[], drills: readonly InvitedTo[], tests = [TEST]) =>
    matchText(read(meaning), true, called, drills, NOW, tests)

  test('is answered where nothing else is open, the last one first, and never by what says something else', () => {
    expect(match('yes', [], [])).toEqual(toTest())
    expect(match('no', [OVER], [])).toEqual(toTest())
    expect(match('yes', [], [], [tested('old', -90), TEST, tested('older', -120)])).toEqual(toTest())
    for (const meaning of ['arrived', 'done', 'unsafe'] as const)
      expect(match(meaning, [], [])).toEqual(inbox('nothing-open'))
    expect(match('safe', [], [])).toEqual(inbox('unclear'))
    expect(matchText(read('yes', 'A7K2'), true, [], [], NOW, [TEST])).toEqual(inbox('unknown-code'))
    expect(matchText(read('yes', 'F3G9'), true, [OVER], [], NOW, [TEST])).toEqual(toCallOut('C'))
  })

  test('stands back for an open call-out, always', () => {
    expect(match('yes', [A], [])).toEqual(toCallOut('A'))
    expect(match('yes', [{ ...A, real: false, awaited: false }], [])).toEqual(toCallOut('A'))
    expect(match('yes', [A, B], [])).toEqual(inbox('several-open'))
  })

  test.each<[string, Partial<InvitedTo>, Meaning, object]>([
    ['a drill that was not answered, of which nothing is known', {}, 'yes', toDrill],
    ['one of which nothing left yet', { askedAt: null }, 'yes', toDrill],
    ['one that was asked about later', { askedAt: later(-10 * MIN) }, 'yes', toDrill],
    ['one that was asked about before', { askedAt: later(-60 * MIN) }, 'yes', toTest()],
    ['one that was answered', { answered: true, askedAt: later(-10 * MIN) }, 'yes', toTest()],
    ['a no is the drill’s', { answered: true, askedAt: later(-60 * MIN) }, 'no', toDrill],
  ])('beside %s', (_, drill, meaning, meant) => {
    expect(match(meaning, [], [{ ...DRILL, ...drill }])).toEqual(meant)
  })
})

test('a stop of advice alone needs no call-out, and of an unknown number goes to the inbox', () => {
  expect(matchText(read('stop-info'), true, [A], [DRILL], NOW)).toEqual({ kind: 'stop-info' })
  expect(matchText(read('stop-info'), false, [], [], NOW)).toEqual(inbox('unknown-number'))
})
