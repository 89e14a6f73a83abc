import { describe, expect, test } from 'vitest'
import { HAZARDS } from '../../src/mobilisation/hazard.ts'
import {
  APART_MS,
  type Arriving,
  familyOf,
  type Joined,
  joinIncident,
  type Known,
  LASTS_MS,
  type SameQuake,
} from '../../src/mobilisation/joining.ts'
import { later, NOW } from './sample.ts'
import { arriving, at, box, ELSEWHERE, HERE, known, never } from './sample-joining.ts'

const ALONE: Joined = { threadIds: [], incidentId: null, because: null }
const ofThread = (id: string, because: string | null): Joined => ({
  threadIds: [`thread of ${id}`],
  incidentId: `incident of ${id}`,
  because,
})

describe('by names', () => {
  const far = { place: ELSEWHERE } as const
  const mine = { source: 'BPBD Bantul', sourceId: 'new' }
  test.each<[string, Partial<Arriving>, Partial<Known>, string | null | undefined]>([
    ['the same id at the same source', {}, mine, null],
    ['the same id at another source', {}, { ...mine, source: 'BMKG' }, undefined],
    ['a reference to it', { references: [{ source: 'BMKG', sourceId: 'K' }] }, {}, 'it refers to K'],
    [
      'a reference to its alias',
      { references: [{ source: 'BMKG', sourceId: 'K2' }] },
      { aliases: ['K2'] },
      'it refers to K',
    ],
    ['a reference to that id elsewhere', { references: [{ source: 'USGS', sourceId: 'K' }] }, {}, undefined],
    ['a reference from it, which came before', {}, { references: [mine] }, 'K refers to it'],
    [
      'a reference from it to an alias',
      { aliases: ['n2'] },
      { references: [{ ...mine, sourceId: 'n2' }] },
      'K refers to it',
    ],
    [
      'both refer to a third that nobody kept',
      { references: [{ source: 'BNPB', sourceId: 'z' }] },
      { references: [{ source: 'BNPB', sourceId: 'z' }] },
      'it refers to the same message as K',
    ],
    [
      'an alias in common',
      { source: 'USGS', aliases: ['a', 'b'] },
      { source: 'USGS', aliases: ['b'] },
      'it shares an id with K',
    ],
    ['its alias is our id', { source: 'USGS' }, { source: 'USGS', aliases: ['new'] }, 'it shares an id with K'],
    ['its id is our alias', { source: 'USGS', aliases: ['K'] }, { source: 'USGS' }, 'it shares an id with K'],
    ['an alias in common with another source', { source: 'USGS', aliases: ['b'] }, { aliases: ['b'] }, undefined],
    ['nothing in common', {}, {}, undefined],
  ])('%s', (_words, more, of, because) => {
    const joined = joinIncident(arriving({ ...far, ...more }), [known('K', of)], never)
    expect(joined).toEqual(because === undefined ? ALONE : ofThread('K', because))
  })

  test('names tie whatever the hazard, the time, the place, and whether the incident goes on', () => {
    const old = known('K', { ...mine, hazard: 'fire', open: false, occurredAt: later(-90 * LASTS_MS), place: null })
    expect(joinIncident(arriving({ joins: false, place: null, hazard: null }), [old], never)).toEqual(
      ofThread('K', null),
    )
    expect(joinIncident(arriving({ messageType: 'cancel' }), [old], never)).toEqual(ofThread('K', null))
  })

  test('exercises join by names', () => {
    const drill = known('K', { ...mine, mode: 'exercise' })
    expect(joinIncident(arriving({ mode: 'exercise', ...far }), [drill], never)).toEqual(ofThread('K', null))
  })

  test('threads that a message ties together are all named, the one of the earliest incident first', () => {
    const references = [
      { source: 'BMKG', sourceId: 'A' },
      { source: 'BMKG', sourceId: 'B' },
    ]
    const kept = [known('A'), known('B', { incidentOpenedAt: later(-1) })]
    expect(joinIncident(arriving({ references }), kept, never)).toEqual({
      threadIds: ['thread of B', 'thread of A'],
      incidentId: 'incident of B',
      because: 'it refers to B',
    })
    const own = known('C', { ...mine, incidentOpenedAt: later(1) })
    expect(joinIncident(arriving({ references }), [...kept, own], never)).toMatchObject({
      threadIds: ['thread of B', 'thread of A', 'thread of C'],
      because: null,
    })
  })
})

describe('by place and time', () => {
  const because = 'same hazard, same time, and 100 % of the smaller area lies in the other'
  const joined: Joined = { threadIds: [], incidentId: 'incident of K', because }
  test.each<[string, Partial<Arriving>, Partial<Known>, boolean]>([
    ['the same hazard, time and place', {}, {}, true],
    ['a message that stands alone', { joins: false }, {}, false],
    ['an exercise', { mode: 'exercise' }, { mode: 'exercise' }, false],
    ['a test beside a test', { mode: 'test' }, { mode: 'test' }, true],
    ['a test beside something real', { mode: 'test' }, {}, false],
    ['something real beside an exercise', {}, { mode: 'exercise' }, false],
    ['an update', { messageType: 'update' }, {}, true],
    ['a cancel', { messageType: 'cancel' }, {}, false],
    ['an all-clear', { messageType: 'all-clear' }, {}, false],
    ['an incident that is over', {}, { open: false }, false],
    ['another hazard', { hazard: 'fire' }, {}, false],
    ['a flash flood and a flood', { hazard: 'flash_flood' }, {}, true],
    ['a fire and a wildfire', { hazard: 'fire' }, { hazard: 'wildfire' }, true],
    ['no hazard', { hazard: null }, {}, false],
    ['no hazard kept', {}, { hazard: null }, false],
    ['no place', { place: null }, {}, false],
    ['no place kept', {}, { place: null }, false],
    ['elsewhere', { place: ELSEWHERE }, {}, false],
    ['as late as it may be', {}, { occurredAt: later(-LASTS_MS - APART_MS) }, true],
    ['a millisecond later', {}, { occurredAt: later(-LASTS_MS - APART_MS - 1) }, false],
    ['as early as it may be', {}, { occurredAt: later(LASTS_MS + APART_MS) }, true],
    ['a millisecond earlier', {}, { occurredAt: later(LASTS_MS + APART_MS + 1) }, false],
    [
      'an hour after a longer one ran out',
      {},
      { occurredAt: later(-30 * LASTS_MS), expiresAt: later(-APART_MS) },
      true,
    ],
    ['one that ran out early still lasts', {}, { occurredAt: later(-LASTS_MS), expiresAt: later(-LASTS_MS + 1) }, true],
  ])('%s', (_words, more, of, joins) => {
    expect(joinIncident(arriving(more), [known('K', of)], never)).toEqual(joins ? joined : ALONE)
  })

  test.each([
    [0, false],
    [29, false],
    [30, true],
    [31, true],
    [100, true],
  ])('%d % of the smaller area in the other: joined is %s', (percent, joins) => {
    // A box of 100 by 10 beside one of 200 by 10, of which so much overlaps.
    const [small, large] = [box(0, 0, 100, 10), box(100 - percent, 0, 200, 10)]
    for (const [here, there] of [
      [small, large],
      [large, small],
    ] as const)
      expect(joinIncident(arriving({ place: at(here) }), [known('K', { place: at(there) })], never).because).toEqual(
        joins ? `same hazard, same time, and ${percent} % of the smaller area lies in the other` : null,
      )
  })

  test('of several the earliest incident is joined, then the lower id, in whatever order they are kept', () => {
    const kept = [known('B'), known('A'), known('C', { incidentOpenedAt: later(1) })]
    for (const list of [kept, kept.toReversed()])
      expect(joinIncident(arriving(), list, never).incidentId).toBe('incident of A')
    const first = known('Z', { incidentOpenedAt: later(-1) })
    expect(joinIncident(arriving(), [...kept, first], never).incidentId).toBe('incident of Z')
  })
})

describe('quakes', () => {
  const quake = { hazard: 'earthquake', magnitude: 5.1, place: ELSEWHERE } as const
  const asked: Parameters<SameQuake>[] = []
  const like: SameQuake = (a, b) => {
    asked.push([a, b])
    return { same: true, because: 'same quake' }
  }

  test('are matched by what is handed in, not by their boxes', () => {
    const other = known('K', { hazard: 'earthquake', magnitude: 5.3, occurredAt: later(-9) })
    expect(joinIncident(arriving(quake), [other], like)).toEqual({
      threadIds: [],
      incidentId: 'incident of K',
      because: 'same quake',
    })
    expect(asked).toEqual([
      [
        { at: NOW, position: ELSEWHERE.centre, magnitude: 5.1 },
        { at: later(-9), position: HERE.centre, magnitude: 5.3 },
      ],
    ])
    expect(joinIncident(arriving({ ...quake, place: HERE }), [other], never)).toEqual(ALONE)
  })

  test.each([
    ['a feed that says the same again under a new id goes on in its thread', 'BMKG', NOW, ['thread of K']],
    ['a feed beside another begins one', 'USGS', NOW, []],
    ['a source that numbers its messages begins one', 'BMKG', null, []],
  ])('%s', (_words, source, sentAt, threadIds) => {
    const joined = joinIncident(arriving({ ...quake, source, sentAt }), [known('K', quake)], like)
    expect(joined).toEqual({ threadIds, incidentId: 'incident of K', because: 'same quake' })
  })

  test('a new id of a source for anything else begins a thread', () => {
    expect(joinIncident(arriving({ source: 'BMKG', sentAt: NOW }), [known('K')], like).threadIds).toEqual([])
  })
})

test('floods are one family and fires another; everything else stands for itself', () => {
  const families = Object.fromEntries(HAZARDS.map((hazard) => [hazard, familyOf(hazard)]))
  expect(families).toEqual({
    ...Object.fromEntries(HAZARDS.map((hazard) => [hazard, [hazard]])),
    flood: ['flood', 'flash_flood'],
    flash_flood: ['flood', 'flash_flood'],
    fire: ['fire', 'wildfire'],
    wildfire: ['fire', 'wildfire'],
  })
})

describe('what another sender posted', () => {
  test('is not joined by its names, only by its place, as a thread of its own', () => {
    const nobody = () => false
    const here = joinIncident(arriving({ references: [{ source: 'a', sourceId: 'K' }] }), [known('K')], never, nobody)
    expect(here.threadIds).toEqual([])
    const quake = { hazard: 'earthquake' as const, source: 'BMKG', sentAt: NOW }
    expect(
      joinIncident(arriving(quake), [known('K', quake)], () => ({ same: true, because: 'one quake' }), nobody),
    ).toMatchObject({
      threadIds: [],
      incidentId: 'incident of K',
    })
  })
})
