import { expect, test } from 'vitest'
import { teamSeeker } from '../../src/main/team-places.ts'
import { isOwn } from '../../src/mobilisation/eligibility.ts'
import { NOWHERE } from '../../src/mobilisation/precedence.ts'
import { NO_HISTORY } from '../../src/mobilisation/prospect.ts'
import type { TeamSite } from '../../src/mobilisation/team-forming.ts'
import { tierOf } from '../../src/mobilisation/tier.ts'
import { indexRoster } from '../../src/roster/roster-index.ts'
import { aResponder, NOW } from '../mobilisation/sample.ts'

const GARDU = [107.52, -7.19] as const
const SITE: TeamSite = {
  siteCode: 'K1',
  name: 'Warnasari',
  position: GARDU,
  landmass: 1,
  kinds: ['tagana', 'pendamping_desa'],
  inKelurahan: false,
  threadId: 'T1',
}
const OWN = { jurisdiction: '32.04' }

/** So many steps of about a kilometre to the north. */
const at = (steps: number) => [GARDU[0], GARDU[1] + steps / 100] as const
const stepsTo = (home: readonly [number, number]): number => (home[1] - GARDU[1]) * 100

/** Whom the team of one KSB gets of these people, some of whom said yes elsewhere. */
const soughtOf = (
  people: readonly ReturnType<typeof aResponder>[],
  committed: readonly string[] = [],
  look?: (id: string) => void,
) => {
  const last = new Map(committed.map((id) => [id, 'A2A2']))
  const seeker = teamSeeker(
    {
      sites: [SITE],
      standIns: [],
      kmTo: (_site, { home }) => stepsTo(home?.home ?? at(99)),
      minutesTo: (_site, { home }) => stepsTo(home?.home ?? at(99)),
    },
    indexRoster(1n, people, []),
    {
      callOut: {
        mode: 'actual',
        policy: { ackDeadlineMs: 1, maxWaves: 1, searchRadiusKm: 50, overcall: 1, closeAfterMs: 1 },
      },
      event: { hazard: 'flood', severity: 'severe' },
      need: { tagana: 1, pendamping_desa: 1 },
      ...OWN,
      mutualAid: ['32.73'],
      destination: { name: 'Gardu', position: GARDU, landmass: 1 },
      blocked: new Set(),
      elsewhere: { ...NOWHERE, last },
      now: NOW,
    },
    {
      ways: {
        leastMinutes: () => 0,
        reachOf: ({ home }) => ({ minutes: stepsTo(home), fromMinutes: 0, toMinutes: 0, via: [] }),
      },
      withinMin: null,
    },
    (person) => {
      const { responder } = person
      look?.(responder.id)
      const late = { resting: null, stale: false, aid: !isOwn(responder, OWN), committed: last.has(responder.id) }
      return { ...person, ...NO_HISTORY, ...late, responderId: responder.id, minutes: 1, odds: 0.5, tier: tierOf(late) }
    },
  )
  const sought = seeker.seek([], { tagana: 1, pendamping_desa: 1 }, new Set(), undefined)
  return sought.map(({ person }) => person.responder.id).toSorted()
}

const neighbours = Array.from({ length: 9 }, (_, nth) =>
  aResponder(`N${nth}`, { home: at(nth / 10), regencyCode: '32.73' }),
)
const villager = aResponder('P1', { kind: 'pendamping_desa', home: at(1) })

test('however many neighbours live nearer, a team gets somebody of the own jurisdiction who is free', () => {
  expect(soughtOf([...neighbours, villager, aResponder('R1', { home: at(5) })])).toEqual(['P1', 'R1'])
  expect(soughtOf([...neighbours, villager])).toEqual(['N0', 'P1'])
})

test('and nobody is taken from where they said yes while somebody else is free', () => {
  const committed = Array.from({ length: 9 }, (_, nth) => aResponder(`C${nth}`, { home: at(nth / 10) }))
  const ids = committed.map(({ id }) => id)
  expect(soughtOf([...committed, villager, aResponder('R1', { home: at(5) })], ids)).toEqual(['P1', 'R1'])
  expect(soughtOf([...committed, villager], ids)).toEqual(['C0', 'P1'])
})

test('with a few of each kind nobody walks far for more; where a kind is rare they do', () => {
  const crowd = Array.from({ length: 300 }, (_, nth) => aResponder(`R${nth}`, { home: at(nth / 100) }))
  const few = (away: number) =>
    Array.from({ length: 3 }, (_, nth) => aResponder(`P${nth}`, { kind: 'pendamping_desa', home: at(away + nth / 10) }))
  const last = aResponder('P9', { kind: 'pendamping_desa', home: at(9) })
  const looked: string[] = []
  soughtOf([...crowd, ...few(1), last], [], (id) => looked.push(id))
  expect(looked).toContain('P2')
  expect(looked).not.toContain('P9')
  soughtOf([...crowd, ...few(8).slice(1), last], [], (id) => looked.push(id))
  expect(looked).toContain('P9')
})
