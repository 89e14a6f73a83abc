import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { type Phase, phaseAt } from '../../src/mobilisation/phase.ts'
import { openDatabase } from '../../src/store/database.ts'
import { declarePhase, endPhase, listPhases, type PhaseGiven, phasesAt, regionOfPhase } from '../../src/store/phases.ts'
import { sql } from '../../src/store/sql.ts'
import { freshDatabase } from '../support/database.ts'

const DAY = 86_400_000
const NOW = new Date('2026-11-22T06:00:00Z')
const day = (n: number): Date => new Date(NOW.getTime() + n * DAY)
const db = openDatabase({ url: await freshDatabase(), max: 4, name: 'phases', onError: () => undefined })
afterAll(() => db.close())
beforeEach(() => db.run(sql`TRUNCATE emergency_phase`))

const BY = { operatorId: 'op_1', address: '10.0.0.1' }

const declare = (phase: Phase, from: number, until: number, more: Partial<PhaseGiven> = {}, now = NOW) =>
  declarePhase(
    db,
    { regionCode: '32.04', hazard: null, phase, fromAt: day(from), untilAt: day(until), decree: '360/1', ...more },
    BY,
    now,
  )

const declared = async (...given: Parameters<typeof declare>): Promise<string> => {
  const outcome = await declare(...given)
  if (outcome.kind !== 'declared') throw new Error(outcome.kind)
  return outcome.phaseId
}

const trail = (id: string) =>
  db.rows<Record<string, unknown>>(sql`
    SELECT actor, actor_id AS by, action, address, at, detail FROM audit_entry
     WHERE subject = 'phase' AND subject_id = ${id} ORDER BY id`)

test('a phase is kept with who declared it, and stands in the audit trail', async () => {
  const phaseId = await declared('tanggap-darurat', 0, 14, { hazard: 'flood' })
  const [shown, ...others] = await listPhases(db, { jurisdiction: '' }, { past: false, limit: 10 }, NOW)
  expect(others).toEqual([])
  expect(shown).toEqual({
    phaseId,
    region: '32.04',
    hazard: 'flood',
    phase: 'tanggap-darurat',
    from: NOW,
    until: day(14),
    decree: '360/1',
    declaredBy: 'op_1',
    declaredAt: NOW,
    endedAt: null,
    state: 'holds',
  })
  expect(await trail(phaseId)).toMatchObject([
    {
      actor: 'operator',
      by: 'op_1',
      action: 'phase-declared',
      address: '10.0.0.1',
      detail: { regionCode: '32.04', ended: [] },
    },
  ])
  expect(await regionOfPhase(db, phaseId)).toBe('32.04')
  expect(await regionOfPhase(db, randomUUID())).toBeNull()
})

test('the next phase ends the one before where it begins; its prolongation too', async () => {
  const first = await declared('tanggap-darurat', 0, 14)
  const second = await declare('tanggap-darurat', 7, 21, { decree: '360/2' })
  expect(second).toMatchObject({ kind: 'declared', ended: [first] })
  const third = await declare('transisi-darurat', 20, 80)
  expect(third).toMatchObject({ kind: 'declared', ended: [second.kind === 'declared' ? second.phaseId : ''] })
  const shown = await listPhases(db, { jurisdiction: '32.04' }, { past: true, limit: 10 }, day(30))
  expect(shown.map(({ phase, endedAt, state }) => [phase, endedAt, state])).toEqual([
    ['transisi-darurat', null, 'holds'],
    ['tanggap-darurat', day(20), 'over'],
    ['tanggap-darurat', day(7), 'over'],
  ])
  for (const [at, phase] of [
    [6.9, 'tanggap-darurat'],
    [7, 'tanggap-darurat'],
    [20, 'transisi-darurat'],
    [80, null],
  ] as const) {
    const found = phaseAt('32.04', 'flood', await phasesAt(db, day(at)), day(at))
    expect(found?.phase ?? null).toBe(phase)
  }
})

test('the same declaration again, and two at once, are one phase', async () => {
  const outcomes = await Promise.all([1, 2, 3].map(() => declare('tanggap-darurat', 0, 14)))
  expect(outcomes.map(({ kind }) => kind).toSorted()).toEqual(['declared', 'repeated', 'repeated'])
  expect(new Set(outcomes.map((outcome) => ('phaseId' in outcome ? outcome.phaseId : ''))).size).toBe(1)
})

test('recovery before an emergency, or an alert after one, is out of order; other hazards do not count', async () => {
  expect(await declare('transisi-darurat', 0, 14)).toEqual({
    kind: 'out-of-order',
    before: null,
    allowed: ['siaga-darurat', 'tanggap-darurat'],
  })
  await declared('tanggap-darurat', 0, 14, { hazard: 'flood' })
  expect(await declare('siaga-darurat', 7, 21, { hazard: 'flood' })).toMatchObject({ before: 'tanggap-darurat' })
  expect(await declare('siaga-darurat', 7, 21, { hazard: 'volcano' })).toMatchObject({ kind: 'declared' })
  expect(await declare('transisi-darurat', 7, 21, { regionCode: '32', hazard: 'flood' })).toMatchObject({
    kind: 'out-of-order',
  })
})

test('a phase is ended once, from then on', async () => {
  const phaseId = await declared('siaga-darurat', 0, 14)
  expect(await endPhase(db, phaseId, BY, day(3))).toBe(true)
  expect(await endPhase(db, phaseId, BY, day(4))).toBe(false)
  expect(await endPhase(db, randomUUID(), BY, day(4))).toBe(false)
  expect(await phasesAt(db, day(2))).toHaveLength(1)
  expect(await phasesAt(db, day(3))).toEqual([])
  expect((await trail(phaseId)).map(({ action }) => action)).toEqual(['phase-declared', 'phase-ended'])
  const over = await declared('siaga-darurat', 20, 21)
  expect(await endPhase(db, over, BY, day(21))).toBe(false)
})

test('one that is ended before it begins never holds', async () => {
  const phaseId = await declared('siaga-darurat', 5, 14)
  expect(await endPhase(db, phaseId, BY, day(1))).toBe(true)
  expect(await phasesAt(db, day(6))).toEqual([])
  expect(await listPhases(db, { jurisdiction: '' }, { past: false, limit: 10 }, day(1))).toEqual([])
})

test.each([
  ['', ['32', '32.04', '33']],
  ['32', ['32', '32.04']],
  ['32.04.15', ['32', '32.04']],
  ['32.05', ['32']],
  ['33.01', ['33']],
  ['3', []],
])('an operator of %j sees the phases that concern it', async (jurisdiction, regions) => {
  for (const regionCode of ['32', '32.04', '33']) await declared('siaga-darurat', 0, 14, { regionCode })
  const shown = await listPhases(db, { jurisdiction }, { past: false, limit: 10 }, NOW)
  expect(shown.map(({ region }) => region).toSorted()).toEqual(regions)
})

test('what is ahead and what is over is said, and what is over is left out unless it is asked for', async () => {
  await declared('siaga-darurat', -20, -10)
  await declared('siaga-darurat', 3, 4)
  expect(
    (await listPhases(db, { jurisdiction: '' }, { past: false, limit: 10 }, NOW)).map(({ state }) => state),
  ).toEqual(['ahead'])
  expect(
    (await listPhases(db, { jurisdiction: '' }, { past: true, limit: 10 }, NOW)).map(({ state }) => state),
  ).toEqual(['ahead', 'over'])
})
