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

/** Writes down the teams of the affected KSB, where they stand otherwise than before. */
export const noteTeams = async (
  db: Connection,
  about: About,
  before: readonly Team[],
  teams: readonly Team[],
  now: Date,
): Promise<void> => {
  // Who of them comes is in the answers: what is news is whether there is a team.
  const standing = ({ siteCode, state, fallback, lacks }: Team) => [siteCode, state, fallback, lacks]
  if (JSON.stringify(before.map(standing)) === JSON.stringify(teams.map(standing))) return
  await note(db, about, now, 'teams', { teams: teams.map(summaryOf) })
}
