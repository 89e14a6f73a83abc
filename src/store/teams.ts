import type { Team } from '../mobilisation/team-forming.ts'
import type { Connection } from './database.ts'
import { type About, note } from './timeline.ts'

const summaryOf = ({ siteCode, state, members, jointMinutes, fallback, lacks }: Team) => ({
  siteCode,
  state,
  members: members.map(({ responderId }) => responderId),
  jointMinutes,
  ...(fallback === undefined ? {} : { fallback }),
  ...(lacks === undefined ? {} : { lacks }),
})

/** Codes of the affected KSB without a whole team. */
export const teamsShort = (teams: readonly Team[]): readonly string[] =>
  teams.filter(({ state }) => state === 'incomplete').map(({ siteCode }) => `no-team:${siteCode}`)

/** Writes down the teams of the affected KSB, where they are others than before. */
export const noteTeams = async (
  db: Connection,
  about: About,
  before: readonly Team[],
  teams: readonly Team[],
  now: Date,
): Promise<void> => {
  const [was, is] = [before.map(summaryOf), teams.map(summaryOf)]
  if (JSON.stringify(was) !== JSON.stringify(is)) await note(db, about, now, 'teams', { teams: is })
}
