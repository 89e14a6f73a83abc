import { type Chance, chanceOf, type MayCome } from '../mobilisation/chance.ts'
import type { Replacement } from '../mobilisation/escalation.ts'
import type { CallOutId, EventId, HeadCount } from '../mobilisation/hazard-event.ts'
import type { Picked } from '../mobilisation/selection.ts'
import type { FreePlace } from '../mobilisation/top-up.ts'
import type { SkillCount } from '../roster/skill.ts'
import { countByKind } from './call-rounds.ts'
import type { Connection } from './database.ts'
import { sql } from './sql.ts'
import { note } from './timeline.ts'

/** How a review found whom to call by the chance that the policy wants. */
export interface Round {
  readonly target: number
  /** People who fell out. */
  readonly because: readonly Replacement[]
  readonly places: readonly FreePlace[]
  /** Those called before who come or may still. */
  readonly mayCome: readonly MayCome[]
}

interface RoundOf {
  readonly callOutId: CallOutId
  readonly eventId: EventId
  readonly need: HeadCount
  readonly skills: SkillCount
  readonly round: Round | null
  readonly now: Date
}

const thousandth = (figure: number): number => Math.round(figure * 1_000) / 1_000

/** Minutes and odds of somebody in figures that can be read. */
export const prospectsShown = ({
  minutes,
  fromMinutes,
  toMinutes,
  via,
  odds,
  aid,
  stale,
}: Omit<Picked, 'responderId' | 'kind' | 'km'>) => ({
  ...(minutes === undefined ? {} : { minutes: Math.round(minutes) }),
  ...(fromMinutes === undefined ? {} : { fromMinutes: Math.round(fromMinutes) }),
  ...(toMinutes === undefined ? {} : { toMinutes: Math.round(toMinutes) }),
  ...(via === undefined ? {} : { via }),
  ...(odds === undefined ? {} : { odds: thousandth(odds) }),
  ...(aid === undefined ? {} : { aid }),
  ...(stale === undefined ? {} : { stale }),
})

/** Chances to a tenth of a percent, rounded down: 95 % is not shown before it is reached. */
export const chanceShown = ({ chance, parts, expectedComing, ...rest }: Chance) => {
  const down = (figure: number): number => Math.floor(Number((figure * 1_000).toFixed(6))) / 1_000
  return {
    ...rest,
    chance: down(chance),
    parts: parts.map((part) => ({ ...part, chance: down(part.chance) })),
    expectedComing: Math.round(expectedComing * 10) / 10,
  }
}

/**
 * Writes down what a round did about people who fell out, with the chance after it: called others, had nobody to call,
 * or called nobody because the target is still reached. What was said of the same people before is not said again.
 */
export const noteRound = async (
  db: Connection,
  { callOutId, eventId, need, skills, round, now }: RoundOf,
  called: readonly Picked[],
): Promise<void> => {
  if (round === null) return
  const people = [
    ...round.mayCome,
    ...called.map(({ kind, skills: own, odds }) => ({ kind, skills: own, odds: odds ?? 0 })),
  ]
  const chance = chanceOf(need, round.target, people, skills)
  const nobody = round.places.length === 0 && chance.reached ? 'still-sufficient' : 'nobody-left-in-reach'
  const kind = called.length > 0 ? 'topped-up' : nobody
  const because = round.because.map(({ replaces, because: why }) => ({ responderId: replaces, because: why }))
  const [last] = await db.rows<{ same: boolean }>(sql`
    SELECT kind = ${kind} AND detail->'because' = ${JSON.stringify(because)}::jsonb AS same FROM timeline_entry
     WHERE call_out_id = ${callOutId} AND kind IN ('topped-up', 'still-sufficient', 'nobody-left-in-reach')
     ORDER BY id DESC LIMIT 1`)
  if (last?.same === true && called.length === 0) return
  const counts = Object.fromEntries(countByKind(called))
  await note(db, { callOutId, eventId }, now, kind, { called: counts, because, chance: chanceShown(chance) })
}
