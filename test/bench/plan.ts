import { mobilisationRuns } from '../../src/main/mobilisation-runs.ts'
import { raiseRosterVersion, saveResponders, saveSites } from '../../src/store/register.ts'
import { sql } from '../../src/store/sql.ts'
import { type Figure, percentile, stopwatch } from './figure.ts'
import { addOfficer, aFlood, arrive, openGround } from './ground.ts'
import { sampleRegister } from './sample-register.ts'
import type { Stage } from './stage.ts'

/** Bandung: the middle of Java, where thousands live within reach. */
const BANDUNG = [107.6, -6.92] as const

const CASES = [
  { people: 500, rounds: 7 },
  { people: 5_000, rounds: 3 },
] as const

/** From the row of an event to the rows of all its notices, over the whole sample register. */
export const plan = async (stage: Stage): Promise<readonly Figure[]> => {
  const installation = await openGround(stage)
  const { database, seal, clock } = installation
  const officer = await addOfficer(installation)
  const { sites, people } = sampleRegister()
  const loading = await stopwatch(() =>
    database.transact(async (db) => {
      await raiseRosterVersion(db)
      await saveSites(db, seal, sites, clock.now())
      await saveResponders(db, seal, people, clock.now())
    }),
  )
  stage.tell(`${people.length} people in ${Math.round(loading.ms)} ms`)
  const { assessEvent } = mobilisationRuns(installation, async () => undefined)

  let nth = 0
  const assess = async (need: number) => {
    nth += 1
    const { eventId, callOutId } = await arrive(
      installation,
      officer,
      aFlood(`plan-${nth}`, clock.now(), BANDUNG, { tagana: need }),
    )
    const { ms } = await stopwatch(() => assessEvent({ eventId }))
    const [row] = await database.rows<{ people: number; notices: number }>(sql`
      SELECT count(DISTINCT responder_id)::int AS people, count(*)::int AS notices
        FROM notice WHERE call_out_id = ${callOutId} AND state = 'planned'`)
    if (row?.people !== need) throw new Error(`of ${need} people ${row?.people ?? 0} have a notice`)
    return { ms, notices: row.notices, callOutId }
  }

  /** The same rows once more, copied by one statement: what the table and its indexes cost by themselves. */
  const copy = async (callOutId: string): Promise<number> => {
    const { ms } = await stopwatch(() =>
      database.run(sql`
        INSERT INTO notice (id, call_out_id, responder_id, channel, purpose, wave, mode, priority, state, ref, fields,
                            due_at, expires_at, planned_at)
        SELECT gen_random_uuid(), call_out_id, responder_id, channel, purpose, wave + 100, mode, priority, state,
               'kn-' || gen_random_uuid(), fields, due_at, expires_at, planned_at
          FROM notice WHERE call_out_id = ${callOutId}`),
    )
    return ms
  }

  // The first plan after a change of the register loads it and builds the index; the wake of a village has to wait.
  const first = await assess(1)
  const figures: Figure[] = [
    { what: `first plan after an import (loads ${people.length} people), 1 needed`, value: first.ms, unit: 'ms' },
  ]
  for (const { people: need, rounds } of CASES) {
    await assess(need)
    const runs: { ms: number; rawMs: number; notices: number }[] = []
    for (let round = 0; round < rounds; round += 1) {
      const done = await assess(need)
      runs.push({ ...done, rawMs: await copy(done.callOutId) })
    }
    figures.push({
      what: `${need} people needed, ${runs[0]?.notices ?? 0} notices, p50`,
      value: percentile(
        runs.map(({ ms }) => ms),
        0.5,
      ),
      unit: 'ms',
      ceiling: {
        what: 'copying the notices by one INSERT',
        value: percentile(
          runs.map(({ rawMs }) => rawMs),
          0.5,
        ),
      },
    })
  }
  return figures
}
