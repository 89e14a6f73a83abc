import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { type Answers, addUp } from '../../src/mobilisation/answer-history.ts'
import { timeZoneOf } from '../../src/roster/region.ts'
import type { Kind, ResponderId } from '../../src/roster/responder.ts'
import { openDatabase } from '../../src/store/database.ts'
import { groupAnswers } from '../../src/store/group-answers.ts'
import { historiesOf } from '../../src/store/histories.ts'
import { sql } from '../../src/store/sql.ts'
import { freshDatabase } from '../support/database.ts'
import {
  before,
  type Call,
  DAY,
  HOUR,
  MIN,
  NOW,
  OWN,
  PRIOR,
  pastCall,
  pastIn,
  pastInvite,
  silent,
  TERMS,
  yes,
} from './sample-past.ts'

const db = openDatabase({ url: await freshDatabase(), max: 2, name: 'histories', onError: () => undefined })
afterAll(() => db.close())
beforeEach(() =>
  db.run(
    sql`TRUNCATE answer, call_out, call_out_responder, drill_invitee, drill_occurrence, hazard_event, notice, responder`,
  ),
)

const { addPerson, keepCall, keepInvite } = pastIn(db)

const expectSame = (found: Answers | undefined, meant: Answers): void => {
  for (const [band, { asked, yes }] of Object.entries(meant)) {
    const got = Object.entries(found ?? {}).find(([name]) => name === band)?.[1] ?? { asked: 0, yes: 0 }
    expect(got.asked).toBeCloseTo(asked, 9)
    expect(got.yes).toBeCloseTo(yes, 9)
  }
}

test('the rows add up to what the definition says, for a person and for their kind', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(pastCall, { minLength: 1, maxLength: 6 }),
      fc.array(pastInvite, { maxLength: 3 }),
      fc.constantFrom('32.04', '51.03', '91.01'),
      fc.constantFrom<Kind>('tagana', 'pkh'),
      async (calls, invites, regencyCode, kind) => {
        await db.run(sql`
          TRUNCATE answer, call_out, call_out_responder, drill_invitee, drill_occurrence, notice, responder`)
        const id = await addPerson(kind, regencyCode)
        for (const call of calls) await keepCall(id, kind, call)
        for (const invite of invites) await keepInvite(id, invite)
        const meant = addUp(calls, {
          zone: timeZoneOf(regencyCode),
          usual: PRIOR[kind],
          halfLifeMs: 30 * DAY,
          now: NOW,
          invites,
          inviteWeight: 0.25,
        })
        expectSame((await historiesOf(db, [id], TERMS)).get(id)?.answers, meant)
        const groups = await groupAnswers(db, TERMS)
        expectSame(groups.of(kind), meant)
        expectSame(groups.in(kind, regencyCode), meant)
      },
    ),
    { numRuns: 60 },
  )
})

const historyAfter = async (...calls: readonly Call[]) => {
  const id = await addPerson('tagana', '32.04')
  for (const call of calls) await keepCall(id, 'tagana', call)
  return (await historiesOf(db, [id], TERMS)).get(id)
}

test('calls of this call-out, of a test, yet to come and whose message never left tell nothing', async () => {
  const never = silent(2, { sent: 'never' })
  const history = await historyAfter(silent(1, { callOutId: OWN }), silent(2, { mode: 'test' }), silent(-1), never)
  expect(history).toEqual({ answers: {}, marks: { callsLately: 0, lastCalledAt: null, lastServedAt: null } })
  expect(await historiesOf(db, [], TERMS)).toEqual(new Map())
})

test('invitations that never left and those to cancelled drills tell nothing, and none counts as a call', async () => {
  const id = await addPerson('tagana', '32.04')
  const invite = {
    invitedAt: before(DAY),
    startsAt: before(HOUR),
    answer: 'yes' as const,
    answeredAt: before(2 * HOUR),
  }
  await keepInvite(id, invite, false)
  await keepInvite(id, invite, true, 'cancelled')
  expect(await historiesOf(db, [id], TERMS)).toEqual(new Map())
  await keepInvite(id, invite)
  const history = (await historiesOf(db, [id], TERMS)).get(id)
  expect(history?.marks).toEqual({ callsLately: 0, lastCalledAt: null, lastServedAt: null })
  expect(Object.values(history?.answers ?? {})).toMatchObject([{ asked: expect.closeTo(0.244, 2) }])
})

test('calls are counted as far back as the policy looks, rehearsed ones too, and whose message waits', async () => {
  const history = await historyAfter(
    silent(24 * 8),
    silent(24 * 7),
    silent(30, { mode: 'exercise' }),
    silent(3, { sent: 'waits' }),
  )
  expect(history?.marks).toEqual({ callsLately: 3, lastCalledAt: before(3 * HOUR), lastServedAt: null })
})

test.each([
  [
    'who arrived and was sent home at once',
    yes(9, { stoodDownAt: before(8.9 * HOUR), heard: [{ answer: 'arrived', at: before(8.95 * HOUR), weak: false }] }),
    8.9,
  ],
  ['who came for two hours', yes(9, { stoodDownAt: before(7 * HOUR - MIN) }), 7 - 1 / 60],
  ['who came until the end', yes(9, { closedAt: before(2 * HOUR) }), 2],
  ['who said that they are done, before the end', yes(9, { doneAt: before(4 * HOUR), closedAt: before(2 * HOUR) }), 4],
  ['who is still there', yes(9), 0],
  ['who was sent home on the way', yes(9, { stoodDownAt: before(8.5 * HOUR) }), null],
  ['who rehearsed', yes(9, { mode: 'exercise' }), null],
  ['who said nothing', silent(9), null],
])('%s has served as long as they did', async (_who, call, hoursAgo) => {
  const history = await historyAfter(call)
  expect(history?.marks.lastServedAt ?? null).toEqual(hoursAgo === null ? null : before(hoursAgo * HOUR))
})

test('whoever was never called has no row, among some hundred who are asked for', async () => {
  const ids = [await addPerson('tagana', '32.04'), await addPerson('pkh', '32.04')]
  for (const id of ids) await keepCall(id, 'tagana', yes(30))
  const found = await historiesOf(
    db,
    [...ids, ...Array.from({ length: 400 }, () => randomUUID() as ResponderId)],
    TERMS,
  )
  expect([...found.keys()].sort()).toEqual([...ids].sort())
})

test('who was asked whether they were safe was called, and neither their silence nor their yes tells of their odds', async () => {
  const history = await historyAfter(silent(30, { inDanger: true }), yes(28, { inDanger: true }), yes(50))
  const alone = await historyAfter(yes(50))
  expect(history?.answers).toEqual(alone?.answers)
  expect(history?.marks).toMatchObject({ callsLately: 3, lastCalledAt: before(28 * HOUR) })
})
