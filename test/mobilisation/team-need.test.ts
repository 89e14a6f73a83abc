import { expect, test } from 'vitest'
import { hasTeams, teamNeed } from '../../src/mobilisation/team-need.ts'
import type { TeamPolicy } from '../../src/mobilisation/team-policy.ts'

const POLICY: TeamPolicy = {
  most: 3,
  kinds: ['tagana', 'pendamping_desa'],
  kelurahan: ['tagana', 'psm'],
  orElse: ['tksk', 'ksb_member'],
}
const [DESA, KELURAHAN] = ['32.04.15.2003', '31.71.01.1001']
const USUAL = { tagana: 2, pendamping_desa: 1, ksb_member: 4 }

test('heads of both kinds are raised to the affected KSB, as many as get a team, and that is said', () => {
  expect(teamNeed(USUAL, POLICY, [DESA])).toEqual({ need: USUAL, warnings: [] })
  expect(teamNeed(USUAL, POLICY, [])).toEqual({ need: USUAL, warnings: [] })
  expect(teamNeed(USUAL, POLICY, [DESA, DESA, DESA, DESA, KELURAHAN])).toEqual({
    need: { tagana: 3, pendamping_desa: 3, ksb_member: 4 },
    warnings: [
      'Tagana raised from 2 to 3: one for the team of each affected KSB',
      'Pendamping Desa raised from 1 to 3: one for the team of each affected KSB',
      '2 of 5 affected KSB get no team: at most 3 do',
    ],
  })
})

test('a kelurahan has somebody else in place of a Pendamping Desa', () => {
  expect(teamNeed(USUAL, POLICY, [DESA, KELURAHAN])).toEqual({
    need: { ...USUAL, psm: 1 },
    warnings: ['PSM raised from 0 to 1: one for the team of each affected KSB'],
  })
  expect(teamNeed({ ...USUAL, pendamping_desa: 2, psm: 1 }, POLICY, [KELURAHAN])).toEqual({
    need: { tagana: 2, ksb_member: 4, psm: 2 },
    warnings: ['the affected KSB lie in kelurahan, which have no Pendamping Desa: 2 PSM are sought in their place'],
  })
  expect(teamNeed(USUAL, POLICY, [KELURAHAN]).need).toEqual({ tagana: 2, ksb_member: 4, psm: 1 })
})

test('a need without one of the kinds is left as it is', () => {
  expect(teamNeed({ tagana: 2 }, POLICY, [DESA, DESA, DESA])).toEqual({ need: { tagana: 2 }, warnings: [] })
  expect(teamNeed({ tagana: 2, pendamping_desa: 0 }, POLICY, [DESA]).need).toEqual({ tagana: 2, pendamping_desa: 0 })
})

test.each([
  [{ tagana: 1, pendamping_desa: 1 }, true],
  [{ tagana: 1, ksb_member: 1 }, true],
  [{ pendamping_desa: 1, tksk: 1 }, true],
  [{ tagana: 1 }, false],
  [{ ksb_member: 4, tksk: 1 }, false],
  [{}, false],
])('a need of %j has a team: %s', (need, has) => expect(hasTeams(need, POLICY, POLICY.kinds)).toBe(has))
