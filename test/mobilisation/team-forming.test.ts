import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { emptyPlaces, fillPlaces, type TeamMate, type TeamSite, teamsOf } from '../../src/mobilisation/team-forming.ts'
import type { Kind } from '../../src/roster/responder.ts'
import { idOf } from './sample.ts'

/** KSB and people on one road, a minute for each kilometre; nobody crosses the river at 100. */
interface Mate extends TeamMate {
  readonly at: number
}
const aSite = (siteCode: string, at: number, more: Partial<TeamSite> = {}): TeamSite => ({
  siteCode,
  name: `KSB ${siteCode}`,
  position: [at, 0],
  landmass: 1,
  kinds: ['tagana', 'pendamping_desa'],
  inKelurahan: false,
  threadId: 'T1',
  ...more,
})
const mates = (kind: Kind, ...places: readonly number[]): readonly Mate[] =>
  places.map((at, n) => ({ responderId: idOf(`${kind}${String(n).padStart(3, '0')}`), kind, at }))
const km = ({ position: [there] }: TeamSite, { at }: Mate): number => Math.abs(there - at)
const groundOf = (sites: readonly TeamSite[], standIns: readonly Kind[] = []) => ({
  sites,
  standIns,
  kmTo: km,
  minutesTo: (site: TeamSite, mate: Mate) => (site.position[0] < 100 === mate.at < 100 ? km(site, mate) : null),
})
const formed = (sites: readonly TeamSite[], groups: readonly (readonly Mate[])[], standIns: readonly Kind[] = []) =>
  fillPlaces(emptyPlaces(sites), groups, groundOf(sites, standIns))
const shown = (places: ReturnType<typeof formed>): readonly string[] =>
  places.map(({ site, mate }) => `${site.siteCode} ${mate === null ? '-' : `${mate.responderId} ${mate.minutes}`}`)

describe('the places of teams', () => {
  test('get the people with the shortest longest way, each in one team, whatever order they come in', () => {
    const sites = [aSite('A', 0), aSite('B', 10)]
    const people = [...mates('tagana', 9, 30), ...mates('pendamping_desa', 11, 1, 50)]
    const found = ['A tagana000 9', 'B tagana001 20', 'A pendamping_desa001 1', 'B pendamping_desa000 1']
    expect(shown(formed(sites, [people]))).toEqual(found)
    expect(shown(formed(sites, [people.toReversed()]))).toEqual(found)
  })

  test('with too few people the first KSB are served, and nobody is sent where no way leads', () => {
    const sites = [aSite('A', 110), aSite('B', 20), aSite('C', 0)]
    expect(shown(formed(sites, [mates('tagana', 1, 2)]))).toEqual([
      'A -',
      'B tagana001 18',
      'C tagana000 1',
      'A -',
      'B -',
      'C -',
    ])
    expect(shown(formed(sites, [mates('tagana', 1)])).slice(0, 3)).toEqual(['A -', 'B tagana000 19', 'C -'])
    expect(formed([], [mates('tagana', 1)])).toEqual([])
  })

  test('an earlier group of people goes before a nearer later one', () => {
    const [coming, others] = [mates('tagana', 40), [{ ...mates('tagana', 1)[0], responderId: idOf('near') }]]
    const sites = [aSite('A', 0), aSite('B', 5)]
    expect(shown(formed(sites, [coming, others as readonly Mate[]])).slice(0, 2)).toEqual([
      'A tagana000 40',
      'B near 4',
    ])
  })

  test('others stand in where nobody of a kind is left, but two of one kind are no team', () => {
    const sites = [aSite('A', 0), aSite('B', 10, { kinds: ['tagana', 'psm'], inKelurahan: true })]
    const people = [...mates('tagana', 1, 12), ...mates('tksk', 3), ...mates('ksb_member', 5, 6)]
    expect(shown(formed(sites, [people], ['tksk', 'ksb_member']))).toEqual([
      'A tagana000 1',
      'B tagana001 2',
      'A tksk000 3',
      'B ksb_member001 4',
    ])
    expect(shown(formed([aSite('A', 0)], [mates('ksb_member', 1, 2)], ['ksb_member']))).toEqual([
      'A ksb_member000 1',
      'A -',
    ])
  })

  test('of very many only the nearest to each KSB are looked at', () => {
    let looked = 0
    const sites = [aSite('A', 0), aSite('B', 90)]
    const many = mates('tagana', ...Array.from({ length: 2_000 }, (_, n) => (n * 99) / 2_000))
    const ground = groundOf(sites)
    const found = fillPlaces(emptyPlaces(sites), [many], {
      ...ground,
      minutesTo: (site, mate) => {
        looked += 1
        return ground.minutesTo(site, mate)
      },
    })
    expect(shown(found).slice(0, 2)).toEqual(['A tagana000 0', expect.stringMatching(/^B tagana\d+ 0/)])
    expect(looked).toBeLessThan(250)
  })

  test('no other teams have a shorter longest way', () => {
    const places = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 4 })
    fc.assert(
      fc.property(places, places, places, (ksb, tagana, pendamping) => {
        const sites = ksb.map((at, n) => aSite(String(n), at))
        const people = [...mates('tagana', ...tagana), ...mates('pendamping_desa', ...pendamping)]
        const found = formed(sites, [people])
        for (const [kind, homes] of [
          ['tagana', tagana],
          ['pendamping_desa', pendamping],
        ] as const) {
          const mine = found.filter((place) => place.kind === kind)
          const served = Math.min(sites.length, homes.length)
          expect(mine.filter(({ mate }) => mate !== null)).toHaveLength(served)
          expect(mine.slice(0, served).every(({ mate }) => mate !== null)).toBe(true)
          const ways = (left: readonly number[], rest: readonly number[]): number =>
            left[0] === undefined
              ? 0
              : Math.min(
                  ...rest.map((home, at) =>
                    Math.max(Math.abs(home - (left[0] ?? 0)), ways(left.slice(1), rest.toSpliced(at, 1))),
                  ),
                )
          expect(Math.max(0, ...mine.map(({ mate }) => mate?.minutes ?? 0))).toBe(ways(ksb.slice(0, served), homes))
        }
      }),
      { numRuns: 300 },
    )
  })
})

test('a team is shown with who makes it, the longer of their ways, and what it lacks', () => {
  const sites = [aSite('A', 0), aSite('B', 50), aSite('C', 70, { kinds: ['tagana', 'psm'] }), aSite('D', 80)]
  const people = [...mates('tagana', 1.2, 50, 70), ...mates('pendamping_desa', 4, 52), ...mates('psm', 71)]
  const places = formed(sites, [people])
  const coming = new Set<string>(['tagana000', 'pendamping_desa000', 'psm000'])
  const teams = teamsOf(places, ['tagana', 'pendamping_desa'], (id) => coming.has(id))
  expect(teams).toMatchObject([
    { siteCode: 'A', state: 'formed', jointMinutes: 4 },
    { siteCode: 'B', state: 'awaited', jointMinutes: 2 },
    { siteCode: 'C', state: 'awaited', jointMinutes: 1, fallback: ['psm'] },
    { siteCode: 'D', state: 'incomplete', jointMinutes: null, members: [], lacks: ['tagana', 'pendamping_desa'] },
  ])
  expect(teams[0]?.members).toEqual([
    { responderId: 'tagana000', kind: 'tagana', minutes: 2, coming: true },
    { responderId: 'pendamping_desa000', kind: 'pendamping_desa', minutes: 4, coming: true },
  ])
  expect(teams[0]).not.toHaveProperty('fallback')
  expect(teams[0]).not.toHaveProperty('lacks')
})
