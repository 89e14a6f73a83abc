import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type EventId, MESSAGE_TYPES } from '../../src/mobilisation/hazard-event.ts'
import { ends, STANDINGS, speaking, type ThreadMessage, threadState } from '../../src/mobilisation/threads.ts'
import { aThreadMessage } from './sample.ts'

test.each([
  ['alert', false],
  ['update', false],
  ['cancel', true],
  ['all-clear', true],
] as const)('a message of type %s ends what its thread asks for: %s', (messageType, expected) => {
  expect(ends(messageType)).toBe(expected)
})

test('the words that the rows hold are those that were promised', () => {
  expect(STANDINGS).toEqual(['none', 'waiting', 'active', 'declined'])
})

test('nothing kept is no thread at all', () => {
  expect(threadState([])).toEqual({ newestSequence: null, ended: false, active: null })
  expect(speaking([])).toEqual([])
})

const alert = aThreadMessage('E1', 1)
const update = aThreadMessage('E2', 2, { messageType: 'update', heads: 4 })
const waits = aThreadMessage('E3', 3, { messageType: 'update', standing: 'waiting', heads: 400 })
const cancel = aThreadMessage('E4', 4, { messageType: 'cancel', heads: 0 })
const after = aThreadMessage('E5', 5)

test.each<[string, readonly ThreadMessage[], number, boolean, ThreadMessage | null]>([
  ['an alert speaks for itself', [alert], 1, false, alert],
  ['an update takes its place', [alert, update], 2, false, update],
  ['one that waits does not, however new', [alert, update, waits], 3, false, update],
  [
    'once approved it does',
    [alert, update, { ...waits, standing: 'active' }],
    3,
    false,
    { ...waits, standing: 'active' },
  ],
  ['one approved after a newer one came changes nothing', [after, { ...waits, standing: 'active' }], 5, false, after],
  ['one that was declined speaks for nobody', [{ ...alert, standing: 'declined' }], 1, false, null],
  ['one that is only kept does not either', [{ ...alert, standing: 'none' }], 1, false, null],
  ['a cancel ends it', [alert, cancel], 4, true, null],
  ['an all-clear too', [alert, { ...cancel, messageType: 'all-clear' }], 4, true, null],
  ['for good: a later alert does not open it again', [alert, cancel, after], 5, true, null],
  [
    'a cancel that was only kept, or is older than is known, does not',
    [after, { ...cancel, standing: 'none' }],
    5,
    false,
    after,
  ],
  [
    'of two with one number the higher id speaks',
    [alert, { ...update, sequence: 1 }],
    1,
    false,
    { ...update, sequence: 1 },
  ],
])('%s', (_words, messages, newestSequence, ended, active) => {
  expect(threadState(messages)).toEqual({ newestSequence, ended, active })
  expect(threadState(messages.toReversed())).toEqual({ newestSequence, ended, active })
})

const messages: fc.Arbitrary<readonly ThreadMessage[]> = fc
  .array(
    fc.record({
      threadId: fc.constantFrom('T1', 'T2', 'T3'),
      sequence: fc.nat(6),
      standing: fc.constantFrom(...STANDINGS, 'active' as const),
      messageType: fc.constantFrom(...MESSAGE_TYPES, 'alert' as const, 'update' as const),
      heads: fc.nat(300),
    }),
    { maxLength: 12 },
  )
  .map((drawn) => drawn.map((one, at) => ({ ...one, eventId: `E${String(at).padStart(2, '0')}` as EventId })))

const shuffled = messages.chain((list) =>
  fc.tuple(fc.constant(list), fc.shuffledSubarray([...list], { minLength: list.length, maxLength: list.length })),
)

/** The oracle: sorts what took effect, newest first, and looks at the ends. */
const spokenFor = (list: readonly ThreadMessage[]): ThreadMessage | undefined => {
  const effective = list
    .filter(({ standing }) => standing === 'active')
    .toSorted((a, b) => b.sequence - a.sequence || (a.eventId < b.eventId ? 1 : -1))
  const over = effective.find(({ messageType }) => messageType === 'cancel' || messageType === 'all-clear')
  return over === undefined ? effective[0] : undefined
}

test('a thread is spoken for by the newest that took effect, whatever the order in which its messages came', () => {
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      const state = threadState(list)
      expect(threadState(other)).toEqual(state)
      expect(state.active).toEqual(spokenFor(list) ?? null)
      expect(state.newestSequence).toBe(list.length === 0 ? null : Math.max(...list.map(({ sequence }) => sequence)))
    }),
    { numRuns: 1_000, seed: 1 },
  )
})

test('what ended stays ended and mute, whatever comes after', () => {
  fc.assert(
    fc.property(messages, messages, (list, more) => {
      const ended = [...list, { ...cancel, sequence: 3 }]
      expect(threadState([...ended, ...more])).toMatchObject({ ended: true, active: null })
    }),
  )
})

test('messages that wait, were declined or are only kept change nobody’s word', () => {
  fc.assert(
    fc.property(messages, messages, fc.constantFrom('waiting', 'declined', 'none'), (list, more, standing) => {
      const mute = more.map((one) => ({ ...one, standing }))
      const [before, later] = [threadState(list), threadState([...list, ...mute])]
      expect([later.active, later.ended]).toEqual([before.active, before.ended])
      expect(speaking([...list, ...mute])).toHaveLength(speaking(list).length)
    }),
  )
})

test('each thread of an incident has its own voice, or none, in the order in which threads appear', () => {
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      const threads = [...new Set(list.map(({ threadId }) => threadId))]
      const voices = threads.map((threadId) => spokenFor(list.filter((one) => one.threadId === threadId)))
      expect(speaking(list)).toEqual(voices.filter((one) => one !== undefined))
      expect(new Set(speaking(other))).toEqual(new Set(speaking(list)))
    }),
    { numRuns: 1_000, seed: 2 },
  )
})
