import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  countProgress,
  furthestWord,
  PROGRESS,
  progressOf,
  SERVICE_WORDS,
  type Service,
  type ServiceWord,
  serviceAfter,
} from '../../src/mobilisation/progress.ts'
import { later, MIN } from './sample.ts'

const UNSAID: Service = { answer: null, enRouteAt: null, arrivedAt: null, doneAt: null }

/** Each word a minute after the one before. */
const saying = (words: readonly ServiceWord[], from: Service = UNSAID): Service =>
  words.reduce((service, word, at) => serviceAfter(service, word, later(at * MIN)), from)

test.each<[readonly ServiceWord[], Partial<Service>, ReturnType<typeof progressOf>]>([
  [['yes'], { answer: 'yes' }, 'coming'],
  [['yes', 'yes'], { answer: 'yes' }, 'coming'],
  [['en-route'], { answer: 'yes', enRouteAt: later(0) }, 'en-route'],
  [['yes', 'en-route', 'en-route'], { answer: 'yes', enRouteAt: later(MIN) }, 'en-route'],
  [['en-route', 'yes'], { answer: 'yes', enRouteAt: later(0) }, 'en-route'],
  [['arrived'], { answer: 'arrived', arrivedAt: later(0) }, 'arrived'],
  [['arrived', 'arrived', 'yes'], { answer: 'arrived', arrivedAt: later(0) }, 'arrived'],
  [['arrived', 'en-route'], { answer: 'arrived', arrivedAt: later(0) }, 'arrived'],
  [['yes', 'done'], { answer: 'arrived', doneAt: later(MIN) }, 'done'],
  [['arrived', 'done', 'done'], { answer: 'arrived', arrivedAt: later(0), doneAt: later(MIN) }, 'done'],
  [['arrived', 'done', 'no'], { answer: 'arrived', arrivedAt: later(0), doneAt: later(MIN) }, 'done'],
  [['en-route', 'no'], { answer: 'no' }, null],
  [['arrived', 'no'], { answer: 'no' }, null],
  [['arrived', 'no', 'yes'], { answer: 'yes' }, 'coming'],
  [['done'], {}, null],
  [['no', 'done'], { answer: 'no' }, null],
  [['done', 'arrived'], { answer: 'arrived', arrivedAt: later(MIN) }, 'arrived'],
])('who says %s stands at %o: %s', (words, expected, progress) => {
  const service = saying(words)
  expect(service).toEqual({ ...UNSAID, ...expected })
  expect(progressOf(service)).toBe(progress)
})

test('after a first yes in whatever words, any order of the words that follow ends in the furthest of them', () => {
  const order: readonly ServiceWord[] = ['yes', 'en-route', 'arrived', 'done']
  fc.assert(
    fc.property(
      fc.constantFrom<ServiceWord>('yes', 'en-route', 'arrived'),
      fc.array(fc.constantFrom(...order), { maxLength: 8 }),
      (first, rest) => {
        const furthest = Math.max(...[first, ...rest].map((word) => order.indexOf(word)))
        const service = saying([first, ...rest])
        expect(furthestWord(service)).toBe(order[furthest])
        expect(progressOf(service)).toBe(PROGRESS[furthest])
      },
    ),
    { numRuns: 1_000, seed: 11 },
  )
})

test('whatever is said in whatever order fits together, and saying all of it again is harmless', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...SERVICE_WORDS), { minLength: 1, maxLength: 10 }), (words) => {
      const service = saying(words)
      const last = words.at(-1) ?? 'yes'
      expect(furthestWord(saying([last], service))).toBe(furthestWord(service))
      if (progressOf(service) === null) expect(service).toEqual({ ...UNSAID, answer: service.answer })
      if (service.doneAt !== null) {
        expect(service.answer).toBe('arrived')
        expect(saying(words, service)).toBe(service)
      }
    }),
    { numRuns: 1_000, seed: 12 },
  )
})

test('people are counted once each, as far as they are; who was sent home only where they had served', () => {
  const said = (words: readonly ServiceWord[], stoodDownAt: Date | null = null) => ({ ...saying(words), stoodDownAt })
  expect(
    countProgress([
      said(['yes']),
      said(['en-route']),
      said(['yes', 'arrived']),
      said(['yes', 'arrived', 'done']),
      said(['yes', 'done'], later(0)),
      said(['yes'], later(0)),
      said(['no']),
      said([]),
    ]),
  ).toEqual({ coming: 1, enRoute: 1, arrived: 1, done: 2 })
})
