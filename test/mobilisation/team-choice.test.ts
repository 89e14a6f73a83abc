import { expect, test } from 'vitest'
import { withBeyond, withTeams } from '../../src/mobilisation/team-choice.ts'
import type { Responder } from '../../src/roster/responder.ts'
import { awayFrom, choiceIn } from './sample-choice.ts'

const row = (length: number) => Array.from({ length }, (_, n) => awayFrom(`R00${n + 1}`, n + 1))
const forTeam = (responder: Responder, team: string) => ({
  team,
  person: { responder, km: 30, reach: { minutes: 70, fromMinutes: 70, toMinutes: 70, via: [] } },
})
const FAR = awayFrom('T001', 30, { skills: ['dapur_umum'] })
const NOBODY: ReadonlySet<string> = new Set()
const ids = (people: readonly { readonly responderId: string }[]): string =>
  people.map(({ responderId }) => responderId).join(' ')

test('whoever is called for a team counts for the need, and spares others', () => {
  const choice = choiceIn({ people: [...row(9), FAR] })
  const sought = { need: { tagana: 1 }, without: NOBODY }
  const alone = withTeams(choice, sought, [])
  expect(ids(alone.picked)).toBe('R001 R002 R003 R004 R005')
  const found = withTeams(choice, sought, [forTeam(FAR, 'KSB-1')])
  expect(ids(found.picked)).toBe('T001 R001 R002 R003 R004')
  expect(found.picked[0]).toMatchObject({ because: 'team', team: 'KSB-1', minutes: 70, odds: 0.5 })
  expect(found.wave.chance).toBe(alone.wave.chance)
  expect(found.considered).toBe(found.picked.length + found.skipped.length)
  expect(found).not.toHaveProperty('missingSkills')
})

test('people and skills that only teams bring are not missing, and not used up', () => {
  const choice = choiceIn({ people: [FAR] })
  const sought = { need: { tagana: 3, pkh: 1 }, skills: { dapur_umum: 1, shelter: 1 }, without: NOBODY }
  const found = withTeams(choice, sought, [forTeam(FAR, 'KSB-1')])
  expect(ids(found.picked)).toBe('T001')
  expect(found).toMatchObject({ missing: { tagana: 2, pkh: 1 }, missingSkills: { shelter: 1 }, skipped: [] })
  expect(found.usedUp).toEqual(new Set(['pkh']))
  expect(found.usedUpSkills).toEqual(new Set(['shelter']))
  const enough = withTeams(choice, { need: { tagana: 1 }, without: NOBODY, awaited: [] }, [forTeam(FAR, 'KSB-1')])
  expect(enough.missing).toEqual({})
})

test('those whom the line of a choice does not reach come after it, each once', () => {
  const choice = choiceIn({ people: row(2) })
  const found = choice.inTurn({ tagana: 2 }, NOBODY)
  expect(withBeyond(found, choice, [])).toBe(found)
  const { person } = forTeam(FAR, 'KSB-1')
  const both = withBeyond(found, choice, [person])
  expect(ids(both.picked)).toBe('R001 R002 T001')
  expect(both.picked[2]).toMatchObject({ kind: 'tagana', minutes: 70 })
  expect(withBeyond(both, choice, [person])).toBe(both)
})
