import fc from 'fast-check'
import { expect, test } from 'vitest'
import { invitationFor, invitees, remindedOf, whyNotAsked } from '../../src/drills/assignment.ts'
import type { TeamWants } from '../../src/drills/drill-plan.ts'
import { distanceKm } from '../../src/geo/position.ts'
import type { Responder } from '../../src/roster/responder.ts'
import { aPerson, JAVA } from './sample.ts'

const NOW = new Date('2027-04-19T02:00Z')
const START = new Date('2027-04-26T02:00Z')
const HERE = JAVA.position

const tagana = (id: string, km: number, more: Partial<Responder> = {}) =>
  aPerson(id, { kind: 'tagana', home: [HERE[0] + km / 111, HERE[1]], ...more })

const ids = (found: { invitees: readonly { responderId: string }[] }) =>
  found.invitees.map(({ responderId }) => responderId)

test('the whole village is asked, and of the team the nearest of each kind', () => {
  const found = invitees(
    JAVA,
    { team: { tagana: 2, pkh: 1 } },
    [aPerson('M2'), aPerson('M1')],
    [tagana('T3', 9), tagana('T1', 3), tagana('T2', 5), aPerson('P1', { kind: 'pkh' }), aPerson('X', { kind: 'psm' })],
  )
  expect(found).toEqual({
    invitees: [
      { responderId: 'M2', role: 'member' },
      { responderId: 'M1', role: 'member' },
      { responderId: 'T1', role: 'facilitator' },
      { responderId: 'T2', role: 'facilitator' },
      { responderId: 'P1', role: 'facilitator' },
    ],
    missing: {},
  })
})

test('a Pendamping Desa who serves the village goes before nearer ones, and the same land before the far shore', () => {
  const pendamping = { kind: 'pendamping_desa' } as const
  const people = [
    tagana('NEAR', 1, pendamping),
    tagana('SHORE', 0.5, { ...pendamping, landmass: 2 }),
    tagana('SERVES', 40, { ...pendamping, servesCodes: [JAVA.villageCode] }),
  ]
  const team = { pendamping_desa: 3 }
  expect(ids(invitees(JAVA, { team }, [], people))).toEqual(['SERVES', 'NEAR', 'SHORE'])
  expect(ids(invitees(JAVA, { team }, [], people.toReversed()))).toEqual(['SERVES', 'NEAR', 'SHORE'])
})

test('equally near people are taken by id, whatever the order given', () => {
  const people = [tagana('B', 3), tagana('A', 3), tagana('C', 3)]
  expect(ids(invitees(JAVA, { team: { tagana: 2 } }, [], people))).toEqual(['A', 'B'])
  expect(ids(invitees(JAVA, { team: { tagana: 2 } }, [], people.toReversed()))).toEqual(['A', 'B'])
})

test('facilitators that are not found are counted, and a member is not asked twice', () => {
  const both = tagana('T1', 1)
  const found = invitees(JAVA, { team: { tagana: 2, pkh: 0 } }, [both], [both, tagana('T2', 2)])
  expect(ids(found)).toEqual(['T1', 'T2'])
  expect(found.missing).toEqual({ tagana: 1 })
})

test('agrees with sorting everybody', () => {
  const person = fc.record({
    km: fc.integer({ min: 0, max: 5 }),
    landmass: fc.constantFrom(1, 2),
    serves: fc.boolean(),
  })
  fc.assert(
    fc.property(fc.array(person, { maxLength: 40 }), fc.integer({ min: 1, max: 6 }), (drawn, wanted) => {
      const people = drawn.map(({ km, landmass, serves }, nth) =>
        tagana(`T${String(nth).padStart(2, '0')}`, km, { landmass, servesCodes: serves ? [JAVA.villageCode] : [] }),
      )
      const sorted = [...people].sort(
        (a, b) =>
          b.servesCodes.length - a.servesCodes.length ||
          Number(b.landmass === 1) - Number(a.landmass === 1) ||
          distanceKm(HERE, a.home) - distanceKm(HERE, b.home) ||
          (a.id < b.id ? -1 : 1),
      )
      expect(ids(invitees(JAVA, { team: { tagana: wanted } }, [], people))).toEqual(
        sorted.slice(0, wanted).map(({ id }) => id),
      )
    }),
    { numRuns: 200, seed: 3 },
  )
})

test('people are passed over while they have opted out, are away at the time, or have no address', () => {
  const why = (more: Partial<Responder>) => whyNotAsked(aPerson('M', more), START, NOW)
  const before = new Date(NOW.getTime() - 1)
  const after = new Date(NOW.getTime() + 1)
  expect(why({})).toBeNull()
  expect(why({ optedOutAt: before })).toBe('opted-out')
  expect(why({ optedOutAt: before, optedOutUntil: after })).toBe('opted-out')
  expect(why({ optedOutUntil: after })).toBe('opted-out')
  expect(why({ optedOutAt: before, optedOutUntil: NOW })).toBeNull()
  expect(why({ unavailableUntil: START })).toBeNull()
  expect(why({ unavailableUntil: new Date(START.getTime() + 1) })).toBe('unavailable')
  expect(why({ channels: [] })).toBe('no-contact')
})

test('an invitation takes the next facilitator instead of one who cannot come, and counts members who are not asked', () => {
  const roster = [
    aPerson('M1', { siteCode: 'JAVA' }),
    aPerson('M2', { siteCode: 'JAVA', optedOutAt: NOW }),
    aPerson('M3', { siteCode: 'JAVA', channels: [] }),
    aPerson('M4', { siteCode: 'JAVA', channels: [] }),
    aPerson('ELSEWHERE', { siteCode: 'BALI' }),
    tagana('T1', 1, { optedOutAt: NOW }),
    tagana('T2', 2),
    tagana('T3', 3),
  ]
  expect(invitationFor(JAVA, { team: { tagana: 1 } }, roster, START, NOW)).toEqual({
    invitees: [
      { responderId: 'M1', role: 'member' },
      { responderId: 'T2', role: 'facilitator' },
    ],
    missing: {},
    missingBecause: {},
    replaced: {},
    notAsked: { 'opted-out': 1, 'no-contact': 2 },
  })
  // Whom a saved plan names goes before who is nearer; in place of who cannot, the nearest goes.
  const named = { tagana: ['T3', 'T9'], pkh: ['P'] }
  const saved = invitationFor(JAVA, { team: { tagana: 2 } }, roster, START, NOW, named)
  const going = saved.invitees.filter(({ role }) => role === 'facilitator').map(({ responderId }) => responderId)
  expect(going).toEqual(['T3', 'T2'])
  expect(saved.replaced).toEqual({ 'left-the-roster': 1 })
})

test('reminders go to those who were invited, have not said no and may still be asked', () => {
  const roster = [aPerson('A'), aPerson('B'), aPerson('C', { optedOutAt: NOW }), aPerson('STRANGER')]
  const invited = ['A', 'B', 'C', 'GONE'].map((responderId) => ({ responderId, saidNo: responderId === 'B' }))
  expect(remindedOf(invited, roster, START, NOW)).toEqual({
    asked: ['A'],
    notAsked: { 'said-no': 1, 'opted-out': 1, 'left-the-roster': 1 },
  })
})

test('whoever helps at another drill then is passed over, and a saved plan that names them says so', () => {
  const roster = [tagana('T-1', 1), tagana('T-2', 2), aPerson('M-1', { siteCode: 'JAVA' })]
  const elsewhere = new Set(['T-1', 'M-1'])
  const got = invitationFor(JAVA, { team: { tagana: 2 } }, roster, START, NOW, { tagana: ['T-1'] }, elsewhere)
  expect(got.invitees).toEqual([
    { responderId: 'M-1', role: 'member' },
    { responderId: 'T-2', role: 'facilitator' },
  ])
  expect([got.missing, got.replaced]).toEqual([{ tagana: 1 }, { elsewhere: 1 }])
})

test('where facilitators are missing it is told why others of the kind do not help', () => {
  const roster = [
    tagana('T-1', 1),
    tagana('T-2', 2, { optedOutAt: NOW }),
    tagana('T-3', 3, { channels: [] }),
    tagana('T-4', 4, { skills: [] }),
    tagana('T-5', 5, { skills: ['dapur_umum'] }),
    aPerson('M-1', { kind: 'tagana', siteCode: 'JAVA' }),
  ]
  const programme = { team: { tagana: 2, pkh: 1 }, teamWants: { tagana: { skills: ['dapur_umum'] } } }
  const got = invitationFor(JAVA, programme, roster, START, NOW, {}, new Set(['T-1']))
  expect([got.missing, got.missingBecause]).toEqual([
    { tagana: 1, pkh: 1 },
    { tagana: { elsewhere: 1, 'opted-out': 1, 'no-contact': 1, 'lacks-what-is-wanted': 1 }, pkh: {} },
  ])
})

test('of a kind only those are asked who bring every skill and one of the levels; who is short is counted', () => {
  const people = [
    tagana('A', 1),
    tagana('B', 2, { skills: ['dapur_umum', 'shelter'], level: 'Muda' }),
    tagana('C', 3, { skills: ['dapur_umum'], level: ' Madya ' }),
    tagana('D', 4, { skills: ['dapur_umum'], level: null }),
    aPerson('P', { kind: 'pkh' }),
  ]
  const asked = (teamWants: TeamWants, named = {}) => {
    const found = invitees(JAVA, { team: { tagana: 2, pkh: 1 }, teamWants }, [], people, named)
    return [ids(found).join(' '), found.missing]
  }
  expect(asked({})).toEqual(['A B P', {}])
  expect(asked({ tagana: { skills: ['dapur_umum'] } })).toEqual(['B C P', {}])
  expect(asked({ tagana: { skills: ['dapur_umum', 'shelter'] } })).toEqual(['B P', { tagana: 1 }])
  expect(asked({ tagana: { levels: ['madya', 'utama'] } })).toEqual(['C P', { tagana: 1 }])
  // A saved plan cannot name somebody who does not bring it any more.
  expect(asked({ tagana: { levels: ['muda', 'madya'] } }, { tagana: ['A', 'C'] })).toEqual(['C B P', {}])
})
