import { expect, test } from 'vitest'
import { teamSeeker } from '../../src/main/team-places.ts'
import { isOwn } from '../../src/mobilisation/eligibility.ts'
import { NOWHERE } from '../../src/mobilisation/precedence.ts'
import { NO_HISTORY } from '../../src/mobilisation/prospect.ts'
import type { TeamSite } from '../../src/mobilisation/team-forming.ts'
import { tierOf } from '../../src/mobilisation/tier.ts'
import type { Kind } from '../../src/roster/responder.ts'
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
  standIns: readonly Kind[] = [],
) => {
  const last = new Map(committed.map((id) => [id, 'A2A2']))
  const seeker = teamSeeker(
    {
      sites: [SITE],
      standIns,
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
      need: { tagana: 1, pendamping_desa: 1, tksk: 1 },
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
        minutesOf: ({ home }) => stepsTo(home),
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

test('with a few of a kind nobody walks past hundreds for more; where it is rare they do', () => {
  const away = { kind: 'pendamping_desa', unavailableUntil: new Date(NOW.getTime() + 86_400_000) } as const
  const crowd = Array.from({ length: 300 }, (_, nth) => aResponder(`A${nth}`, { ...away, home: at(2 + nth / 100) }))
  const few = [1, 1.1, 1.2].map((steps, nth) => aResponder(`P${nth}`, { kind: 'pendamping_desa', home: at(steps) }))
  const last = aResponder('P9', { kind: 'pendamping_desa', home: at(9) })
  const looked: string[] = []
  soughtOf([...crowd, ...few, last], [], (id) => looked.push(id))
  expect(looked).toContain('P2')
  expect(looked).not.toContain('P9')
  soughtOf([...crowd, ...few.slice(1), last], [], (id) => looked.push(id))
  expect(looked).toContain('P9')
})

test('whoever may stand in is taken as far away as the others were looked for, and no farther', () => {
  const standIn = aResponder('S1', { kind: 'tksk', home: at(7) })
  const taganas = (away: number) =>
    Array.from({ length: 5 }, (_, nth) => aResponder(`R${nth}`, { home: at(away + nth / 100) }))
  const near = [aResponder('P1', { kind: 'pendamping_desa', home: at(1) })]
  const lookedAt = (people: readonly ReturnType<typeof aResponder>[]) => {
    const looked: string[] = []
    soughtOf([...people, standIn], [], (id) => looked.push(id), ['tksk'])
    return looked
  }
  // One villager alone: more are looked for as far as anybody is, and whoever stands in is met on the way.
  expect(lookedAt([...taganas(1), ...near])).toContain('S1')
  const villagers = Array.from({ length: 5 }, (_, nth) =>
    aResponder(`P${nth}`, { kind: 'pendamping_desa', home: at(2 + nth / 100) }),
  )
  expect(lookedAt([...taganas(1), ...villagers])).not.toContain('S1')
  expect(lookedAt([...taganas(8), ...villagers])).toContain('S1')
})
