import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { sufficientPolicyOf } from '../../src/main/choosing.ts'
import { knownPeople, readKnownAhead } from '../../src/main/known-people.ts'
import type { CallOutId } from '../../src/mobilisation/hazard-event.ts'
import type { ResponderId } from '../../src/roster/responder.ts'
import { sql } from '../../src/store/sql.ts'
import { before, DAY, HOUR, pastIn, silent, yes } from '../store/sample-past.ts'
import { BEGAN, openIncidentGround } from '../support/incident-ground.ts'

const CALL_OUT_YAML = `
ackDeadline: 10m
maxWaves: 3
searchRadiusKm: 50
wave: { odds: { prior: 50% }, fairness: {} }
closeAfter: 12h
approvalAbove: 200
need:
  default:
    moderate: { tagana: 2 }
`

const { clock, database, installation } = await openIncidentGround([], { 'call-out.yaml': CALL_OUT_YAML })
const { addPerson, keepCall } = pastIn(database)
const policy = sufficientPolicyOf({ policy: installation.configuration.policy.callOut, mode: 'actual', style: 'wave' })
if (policy === null) throw new Error('the shipped policy chooses otherwise')
const CALL_OUT = randomUUID() as CallOutId

const known = () => knownPeople(installation, CALL_OUT, clock.now(), policy, 'hour')
const marksOf = async (ids: readonly ResponderId[]) => {
  const one = await known()
  await one.read(ids)
  return { ofAll: one.ofAll, marks: ids.map((id) => one.historyOf(id)?.marks) }
}

const ids: ResponderId[] = []
beforeAll(async () => {
  const pasts = [
    [yes(80, { closedAt: before(70 * HOUR) })],
    [silent(24 * 20, { closedAt: before(24 * 19 * HOUR) }), yes(2)],
    [silent(3)],
    [],
  ]
  for (const calls of pasts) {
    const id = await addPerson('tagana', '32.04')
    ids.push(id)
    for (const call of calls) await keepCall(id, 'tagana', call)
  }
})

test('with the past in memory the same is known of everybody, whether they are asked for or not', async () => {
  const meant = await marksOf(ids)
  expect(meant.ofAll).toBe(false)
  expect(meant.marks.map((one) => one?.lastCalledAt !== null)).toEqual([true, true, true, false])

  await readKnownAhead(installation)
  const all = await known()
  expect(all.ofAll).toBe(true)
  expect(ids.map((id) => all.historyOf(id)?.marks)).toEqual(meant.marks)

  clock.setTo(new Date(BEGAN.getTime() - 3 * DAY))
  expect((await known()).ofAll).toBe(false)
  clock.setTo(new Date(BEGAN.getTime() + 3 * DAY))
  // What it has serves on until the next is read.
  const serving = await known()
  expect(serving.ofAll).toBe(true)
  await readKnownAhead(installation)
  const anew = await known()
  expect(ids.map((id) => anew.historyOf(id)?.marks)).toEqual(ids.map((id) => serving.historyOf(id)?.marks))

  clock.setTo(new Date(BEGAN.getTime() + 2 * DAY))
  // Many whom a call-out called that still goes on: those who are looked at are asked for.
  await database.run(sql`
    WITH running AS (SELECT id FROM call_out WHERE closed_at IS NULL LIMIT 1)
    INSERT INTO call_out_responder (call_out_id, responder_id, kind, wave, rank, distance_km, called_at, deadline_at)
    SELECT running.id, gen_random_uuid(), 'tagana', 1, 1, 1, ${before(HOUR)}, ${before(HOUR)}
      FROM running, generate_series(1, 301)`)
  clock.setTo(new Date(BEGAN.getTime() + 3 * DAY))
  expect((await marksOf(ids)).ofAll).toBe(false)
  expect((await marksOf(ids)).marks).toEqual(ids.map((id) => anew.historyOf(id)?.marks))
})
