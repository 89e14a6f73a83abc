import type { Installation } from '../../src/main/installation.ts'
import { mobilisationRuns } from '../../src/main/mobilisation-runs.ts'
import type { HeadCount } from '../../src/mobilisation/hazard-event.ts'
import { sql } from '../../src/store/sql.ts'
import { claimFor } from '../support/leaving.ts'
import { type Figure, percentile, stopwatch } from './figure.ts'
import { addOfficer, aFlood, arrive, loadSample, openGround, reachingOut, shippedCallOut } from './ground.ts'
import type { Stage } from './stage.ts'

/** Bandung: the middle of Java, where thousands live within reach. */
const BANDUNG = [107.6, -6.92] as const
const WITHIN_KM = 300
/** As many as a sender takes at once. */
const CLAIMED_AT_ONCE = 200
const LEASE_MS = 10_000

/** By the shipped policy; nobody has a past, so that at odds of 60 and 50 % two or three are called for each one needed. */
const CASES: readonly { readonly need: HeadCount; readonly least: number; readonly rounds: number }[] = [
  { need: { tagana: 200 }, least: 300, rounds: 7 },
  { need: { tagana: 2_000, pendamping_desa: 1_350 }, least: 6_000, rounds: 5 },
]

interface Planned {
  readonly claimedMs: number
  readonly processorMs: number
  readonly people: number
  readonly notices: number
  readonly callOutId: string
}

/** From the row of an event to the rows of all its notices, over the whole sample register. */
export const plan = async (stage: Stage): Promise<readonly Figure[]> => {
  const ground = await openGround(stage, {}, shippedCallOut())
  const installation: Installation = reachingOut(ground, WITHIN_KM)
  const { database, seal, clock } = installation
  const officer = await addOfficer(installation)
  stage.tell(`register in after ${Math.round(await loadSample(installation))} ms`)

  /** What the first sender that is woken does: the queue's way there is not in it (bench dispatch). */
  let claimed: { readonly atMs: number; readonly notices: number } | undefined
  const wake = async (): Promise<void> => {
    if (claimed !== undefined) return
    const now = clock.now()
    const lease = new Date(now.getTime() + LEASE_MS)
    const { notices } = await claimFor(database, seal, { lane: 'live', channel: 'sms' }, CLAIMED_AT_ONCE, now, lease)
    claimed = { atMs: performance.now(), notices: notices.length }
  }
  const { assessEvent } = mobilisationRuns(installation, wake)

  let nth = 0
  const assess = async (need: HeadCount, least: number): Promise<Planned> => {
    nth += 1
    const body = aFlood(`plan-${nth}`, clock.now(), BANDUNG, need)
    const { eventId, callOutId } = await arrive(installation, officer, body)
    claimed = undefined
    const before = process.cpuUsage()
    const since = performance.now()
    await assessEvent({ eventId })
    const { user, system } = process.cpuUsage(before)
    const [row] = await database.rows<{ people: number; notices: number }>(sql`
      SELECT count(DISTINCT responder_id)::int AS people, count(*)::int AS notices
        FROM notice WHERE call_out_id = ${callOutId} AND responder_id IS NOT NULL`)
    const taken = claimed as { readonly atMs: number; readonly notices: number } | undefined
    if (row === undefined || taken === undefined || row.people < least || taken.notices === 0)
      throw new Error(`of ${least} people ${row?.people ?? 0} have a notice, ${taken?.notices ?? 0} were claimed`)
    // Out of the way of the next one, which takes nobody from a call-out that goes on and is as urgent.
    await database.run(sql`UPDATE notice SET state = 'cancelled' WHERE call_out_id = ${callOutId}`)
    await database.run(sql`UPDATE call_out SET status = 'closed', review_due_at = NULL WHERE id = ${callOutId}`)
    return {
      claimedMs: taken.atMs - since,
      processorMs: (user + system) / 1_000,
      people: row.people,
      notices: row.notices,
      callOutId,
    }
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
  const first = await assess({ tagana: 1 }, 1)
  const figures: Figure[] = [
    { what: 'first plan after an import (loads the register), 1 needed', value: first.claimedMs, unit: 'ms' },
  ]
  for (const { need, least, rounds } of CASES) {
    await assess(need, least)
    const runs: (Planned & { readonly rawMs: number })[] = []
    for (let round = 0; round < rounds; round += 1) {
      const done = await assess(need, least)
      runs.push({ ...done, rawMs: await copy(done.callOutId) })
    }
    const middle = (of: 'claimedMs' | 'processorMs' | 'rawMs'): number =>
      percentile(
        runs.map((run) => run[of]),
        0.5,
      )
    const what = `${runs[0]?.people ?? 0} people called, ${runs[0]?.notices ?? 0} notices`
    figures.push(
      {
        // All are written by one transaction: when the first can be claimed, all are there.
        what: `${what}: from the event's row to all written and the first ${CLAIMED_AT_ONCE} SMS claimed, p50`,
        value: middle('claimedMs'),
        unit: 'ms',
        ceiling: { what: 'copying the notices by one INSERT', value: middle('rawMs') },
      },
      { what: `${what}: processor time of this process, p50`, value: middle('processorMs'), unit: 'ms' },
    )
  }
  return figures
}
