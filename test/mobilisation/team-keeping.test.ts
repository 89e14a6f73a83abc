import { expect, test } from 'vitest'
import type { CallOutView } from '../../src/mobilisation/call-out.ts'
import { nextStep } from '../../src/mobilisation/escalation.ts'
import type { TeamMate, TeamSite } from '../../src/mobilisation/team-forming.ts'
import { noTeams, spareForTeams } from '../../src/mobilisation/team-keeping.ts'
import type { Kind } from '../../src/roster/responder.ts'
import { aView, called, later, MIN, POLICY, said } from './sample.ts'

const aSite = (siteCode: string): TeamSite => ({
  siteCode,
  name: siteCode,
  position: [0, 0],
  landmass: 1,
  kinds: ['tagana', 'pendamping_desa'],
  inKelurahan: false,
  threadId: 'T1',
})

/** KSB by one letter, which somebody whose name has it can reach. */
const teamsOf = (
  letters: string,
  need: Partial<Record<Kind, number>> = { tagana: 2 },
  standIns: readonly Kind[] = [],
) =>
  spareForTeams<TeamMate>(
    need,
    {
      sites: letters.split('').map(aSite),
      standIns,
      kmTo: () => 1,
      minutesTo: ({ siteCode }, { responderId }) => (responderId.includes(siteCode) ? 1 : null),
    },
    (mate) => mate,
  )
const step = (people: CallOutView['people'], min: number, more: Partial<CallOutView> = {}) =>
  nextStep(aView(people, { spareForTeams: teamsOf('AB'), ...more }), POLICY, later(min * MIN))

test('with enough coming whoever alone can take a place in a team stays, and of those after them only the first', () => {
  const coming = [said('1A', 'yes', 1), said('2A', 'yes', 2), said('3A', 'yes', 3), said('4B', 'yes', 5)]
  expect(step([...coming, said('5B', 'yes', 4)], 5)).toMatchObject({ status: 'filled', standDown: ['3A', '4B'] })
  expect(step([said('1A', 'yes', 1), said('2B', 'yes', 2), said('3AB', 'yes', 3)], 5).standDown).toEqual(['3AB'])
  // Who reaches both makes room for whoever reaches one.
  expect(step([said('1AB', 'yes', 1), said('2C', 'yes', 2), said('3A', 'yes', 3)], 5).standDown).toEqual([])
})

test('those who have not answered and may still complete a team are waited for, until their deadline and no longer', () => {
  const enough = [said('1A', 'yes', 1), said('2A', 'yes', 2)]
  const people = [...enough, called('3A'), called('4B'), called('5B', { deadlineAt: later(12 * MIN) })]
  expect(step(people, 2)).toMatchObject({ status: 'filled', standDown: ['3A'], reviewAt: later(10 * MIN) })
  expect(step(people, 10)).toMatchObject({ silent: ['3A', '4B'], standDown: ['3A', '4B'], reviewAt: later(12 * MIN) })
  const came = [...enough, called('4B'), said('5B', 'yes', 3)]
  expect(step(came, 3).standDown).toEqual(['4B'])
})

test('nobody is kept beyond the heads that are wanted of their kind, nor where no teams are', () => {
  const people = [said('1A', 'yes', 1), said('2B', 'yes', 2)]
  expect(step(people, 2, { need: { tagana: 1 }, spareForTeams: teamsOf('AB', { tagana: 1 }) }).standDown).toEqual([
    '2B',
  ])
  expect(step(people, 2, { need: { tagana: 1 }, spareForTeams: teamsOf('AB', {}) }).standDown).toEqual(['2B'])
  expect(step(people, 2, { need: { tagana: 1 }, spareForTeams: noTeams }).standDown).toEqual(['2B'])
})

test('somebody who stands in for a kind that nobody has is kept like any other', () => {
  const tksk = { kind: 'tksk' } as const
  const people = [said('1A', 'yes', 1), said('2', 'yes', 2, tksk), said('3A', 'yes', 3, tksk)]
  const need = { tagana: 1, tksk: 1 }
  const found = step(people, 3, { need, spareForTeams: teamsOf('A', need, ['tksk']) })
  expect(found.standDown).toEqual([])
})
