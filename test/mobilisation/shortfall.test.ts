import { describe, expect, test } from 'vitest'
import {
  type CauseCounts,
  causeOf,
  countCauses,
  earlyIn,
  type KindShort,
  SHORTFALLS,
  type Shortfall,
  whyExhausted,
  whyTooFew,
} from '../../src/mobilisation/shortfall.ts'
import type { Kind } from '../../src/roster/responder.ts'
import { shortfallSentences } from '../../src/wording/shortfall.ts'
import { idOf } from './sample.ts'

const short = (more: Partial<KindShort> = {}): KindShort => ({
  lacking: 4,
  called: 3,
  declined: 0,
  unsafe: 0,
  stale: 0,
  kept: {},
  ...more,
})
const end = (more: Partial<Parameters<typeof whyExhausted>[1]> = {}) => ({
  early: null,
  expired: false,
  usedUp: true,
  ...more,
})

describe('when people are chosen, too few of a kind means', () => {
  test.each<[string, Partial<KindShort>, Shortfall]>([
    ['that nobody else is there', {}, 'none-in-reach'],
    ['nobody at all', { called: 0, lacking: 7 }, 'none-in-reach'],
    ['water, where those across would make up for half', { kept: { 'no-crossing': 2 } }, 'no-crossing'],
    ['no more than distance, where they would not', { kept: { 'no-crossing': 1 } }, 'none-in-reach'],
    ['a border', { kept: { 'no-crossing': 2, 'outside-jurisdiction': 3 } }, 'outside-jurisdiction'],
    [
      'the first of causes that weigh the same',
      { kept: { 'no-contact': 2, 'outside-jurisdiction': 2 } },
      'outside-jurisdiction',
    ],
    ['that nobody has a phone', { called: 0, kept: { 'no-contact': 9 } }, 'no-contact'],
    ['that they serve elsewhere', { kept: { 'all-busy': 4 } }, 'all-busy'],
    ['that the register is old', { stale: 3 }, 'stale-positions'],
    ['not that, where one home is known', { stale: 2 }, 'none-in-reach'],
    ['that all are in danger', { unsafe: 3 }, 'all-unsafe'],
    ['not that, where one is not', { unsafe: 2 }, 'none-in-reach'],
  ])('%s', (_words, more, why) => {
    expect(whyTooFew(short(more))).toBe(why)
  })
})

describe('when a call-out ends, too few of a kind means', () => {
  test.each<[string, Partial<KindShort>, Partial<Parameters<typeof whyExhausted>[1]>, Shortfall]>([
    ['that everybody was called', {}, {}, 'none-left-in-reach'],
    ['silence, where others are left', { declined: 2 }, { usedUp: false }, 'waves-exhausted'],
    ['that all said no', { declined: 3 }, {}, 'all-declined'],
    ['that all said no, though others are left', { declined: 3 }, { usedUp: false }, 'all-declined'],
    ['nothing of the kind where nobody was called', { called: 0 }, {}, 'none-left-in-reach'],
    ['that the message expired', { declined: 3 }, { expired: true }, 'expired'],
    ['what was known from the beginning', { declined: 3 }, { expired: true, early: 'no-crossing' }, 'no-crossing'],
    ['that who did not decline is in danger', { declined: 1, unsafe: 2 }, { early: 'none-in-reach' }, 'all-unsafe'],
    ['that the register is old', { stale: 3 }, { usedUp: false }, 'stale-positions'],
    ['what keeps the others away', { kept: { 'all-busy': 2 } }, {}, 'all-busy'],
    ['too little of that', { kept: { 'all-busy': 1 } }, {}, 'none-left-in-reach'],
  ])('%s', (_words, more, how, why) => {
    expect(whyExhausted(short(more), end(how))).toBe(why)
  })
})

test('what was found early is told from what an earlier end said', () => {
  expect(earlyIn(['none-in-reach:tagana', 'no-crossing:pkh'], 'pkh')).toBe('no-crossing')
  expect(earlyIn(['none-in-reach:tagana'], 'tagana')).toBe('none-in-reach')
  expect(earlyIn(['all-declined:tagana', 'waves-exhausted:tagana', 'what:tagana'], 'tagana')).toBeNull()
})

test('causes are counted by kind, each person once, without those of this call-out', () => {
  const one = (id: string, kind: Kind | undefined, reason: Parameters<typeof countCauses>[0][number]['reason']) => ({
    responderId: idOf(id),
    ...(kind === undefined ? {} : { kind }),
    reason,
  })
  const counts: ReadonlyMap<Kind, CauseCounts> = countCauses(
    [
      one('A', 'tagana', 'no-crossing'),
      one('A', 'tagana', 'no-crossing'),
      one('B', 'tagana', 'other-landmass'),
      one('C', 'tagana', 'email-only'),
      one('D', 'pkh', 'already-called'),
      one('E', 'pkh', 'already-called'),
      one('F', 'pkh', 'opted-out'),
      one('G', undefined, 'no-contact'),
    ],
    new Set(['E']),
  )
  expect(Object.fromEntries(counts)).toEqual({ tagana: { 'no-crossing': 2, 'no-contact': 1 }, pkh: { 'all-busy': 1 } })
  expect(causeOf('unavailable')).toBeNull()
})

test('each code has words in both languages, and an unknown one is shown as it is', () => {
  const name = (kind: string): string => kind.toUpperCase()
  for (const language of ['id', 'en'] as const)
    for (const word of SHORTFALLS)
      expect(shortfallSentences([`${word}:pkh`], name, language)[0]).toMatch(/^PKH: [a-z, ]+$/i)
  expect(shortfallSentences(['no-crossing:tagana', 'odd:pkh', 'odd'], name, 'id')).toEqual([
    'TAGANA: terpisah laut, tak ada penyeberangan',
    'odd:pkh',
    'odd',
  ])
  const others = ['none-in-reach:skill:dapur_umum', 'no-team:KSB-1', 'expired:a:b']
  expect(shortfallSentences(others, name, 'id')).toEqual([
    'keahlian dapur umum: kurang orang dalam jangkauan',
    'KSB-1: timnya belum lengkap',
    'A: pesan sudah habis masa berlakunya',
  ])
  expect(shortfallSentences(others, name, 'en')[0]).toBe('skill dapur umum: too few in reach')
})
