import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { afterAll, beforeEach, expect, test } from 'vitest'
import { type Answers, addUp, type PastCall, type PastInvite } from '../../src/mobilisation/answer-history.ts'
import { SERVICE_WORDS } from '../../src/mobilisation/progress.ts'
import { timeZoneOf } from '../../src/roster/region.ts'
import { KINDS, type Kind, type ResponderId } from '../../src/roster/responder.ts'
import { openDatabase } from '../../src/store/database.ts'
import { groupAnswers } from '../../src/store/group-answers.ts'
import { historiesOf } from '../../src/store/histories.ts'
import { sql } from '../../src/store/sql.ts'
import { freshDatabase } from '../support/database.ts'

const NOW = new Date('2026-11-22T06:30:00.000Z')
const MIN = 60_000
const HOUR = 60 * MIN
const DAY = 24 * HOUR
const OWN = randomUUID()
const PRIOR = Object.fromEntries(KINDS.map((kind) => [kind, kind === 'tagana' ? 0.5 : 0.3])) as Record<Kind, number>
const TERMS = {
  at: NOW,
  prior: PRIOR,
  halfLifeMs: 30 * DAY,
  inviteWeight: 0.25,
  callOutId: OWN,
  callsWithinMs: 7 * DAY,
}

const db = openDatabase({ url: await freshDatabase(), max: 2, name: 'histories', onError: () => undefined })
afterAll(() => db.close())
beforeEach(() =>
  db.run(
    sql`TRUNCATE answer, call_out, call_out_responder, drill_invitee, drill_occurrence, hazard_event, notice, responder`,
  ),
)

const before = (ms: number): Date => new Date(NOW.getTime() - ms)

const addPerson = async (kind: Kind, regencyCode: string): Promise<ResponderId> => {
  const id = randomUUID() as ResponderId
  await db.run(sql`
    INSERT INTO responder (id, source, external_id, name, kind, regency_code, lng, lat, accuracy_m, language, synthetic,
                           updated_at, channels, serves_codes, skills)
    VALUES (${id}, 'test', ${id}, 'Warga', ${kind}, ${regencyCode}, 107.5, -7.2, 100, 'id', true, ${NOW}, '{sms}', '{}', '{}')`)
  return id
}

interface Call extends PastCall {
  readonly mode?: string
  readonly callOutId?: string
  readonly closedAt?: Date | null
  readonly doneAt?: Date | null
  /** How the message is: gone, waiting, or cancelled before it left. */
  readonly sent?: 'left' | 'waits' | 'never'
  /** Asked first whether they were safe. */
  readonly inDanger?: boolean
}

const keepCall = async (id: ResponderId, kind: Kind, call: Call): Promise<void> => {
  const {
    calledAt,
    deadlineAt,
    stoodDownAt,
    heard,
    mode = 'actual',
    closedAt = null,
    doneAt = null,
    sent = 'left',
    inDanger = false,
  } = call
  const callOutId = call.callOutId ?? randomUUID()
  const last = heard
    .filter(({ weak }) => !weak)
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .at(-1)
  const answer = { yes: 'yes', no: 'no', 'en-route': 'yes', arrived: 'arrived', done: 'arrived', none: null }[
    doneAt === null ? (last?.answer ?? 'none') : 'done'
  ]
  await db.run(sql`
    INSERT INTO call_out (id, incident_id, event_id, code, mode, status, need, policy, shortfall, opened_at, closed_at)
    VALUES (${callOutId}, ${randomUUID()}, ${randomUUID()}, 'A7K2', ${mode}, 'calling', '{}', '{}', '{}', ${calledAt},
            ${closedAt}) ON CONFLICT DO NOTHING`)
  await db.run(sql`
    INSERT INTO call_out_responder (call_out_id, responder_id, kind, wave, rank, distance_km, called_at, deadline_at,
                                    answer, answered_at, stood_down_at, done_at)
    VALUES (${callOutId}, ${id}, ${kind}, 1, 1, 1, ${calledAt}, ${deadlineAt}, ${answer}, ${last?.at ?? null},
            ${stoodDownAt}, ${doneAt})`)
  await db.run(sql`
    INSERT INTO notice (id, call_out_id, responder_id, channel, purpose, wave, mode, priority, state, ref, fields, due_at,
                        planned_at, accepted_at, ended_at)
    VALUES (${randomUUID()}, ${callOutId}, ${id}, 'sms', ${inDanger ? 'safety-check' : 'call-out'}, 1, ${mode}, 0, 'planned', ${randomUUID()}, '{}',
            ${calledAt}, ${calledAt}, ${sent === 'left' ? calledAt : null}, ${sent === 'never' ? calledAt : null})`)
  for (const { answer, at, weak } of heard)
    await db.run(sql`
      INSERT INTO answer (id, call_out_id, responder_id, meaning, via, weak, at)
      VALUES (${randomUUID()}, ${callOutId}, ${id}, ${answer}, 'sms', ${weak}, ${at})`)
}

/** `told`: whether the invitation left. */
const keepInvite = async (id: ResponderId, invite: PastInvite, told = true, state = 'invited'): Promise<void> => {
  const [occurrenceId, ref] = [randomUUID(), randomUUID()]
  const { invitedAt, startsAt, answer, answeredAt } = invite
  await db.run(sql`
    INSERT INTO drill_occurrence (id, programme_id, site_code, starts_at, ends_at, zone, programme, state, created_at, invited_at)
    VALUES (${occurrenceId}, ${ref}, 'S1', ${startsAt}, ${new Date(startsAt.getTime() + HOUR)}, 'WIB', '{}', ${state},
            ${invitedAt}, ${invitedAt})`)
  await db.run(sql`
    INSERT INTO drill_invitee (occurrence_id, responder_id, role, answer, answered_at)
    VALUES (${occurrenceId}, ${id}, 'member', ${answer}, ${answeredAt})`)
  await db.run(sql`
    INSERT INTO notice (id, occurrence_id, responder_id, channel, purpose, wave, mode, priority, state, ref, fields, due_at,
                        planned_at, accepted_at)
    VALUES (${randomUUID()}, ${occurrenceId}, ${id}, 'sms', 'drill-invite', 1, 'exercise', 7, 'planned', ${ref}, '{}',
            ${invitedAt}, ${invitedAt}, ${told ? invitedAt : null})`)
}

const pastInvite = fc
  .record({
    hoursAgo: fc.integer({ min: 1, max: 24 * 60 }),
    startsInHours: fc.integer({ min: 1, max: 24 * 14 }),
    answer: fc.constantFrom('yes' as const, 'no' as const, 'arrived' as const, null),
    afterHours: fc.integer({ min: 0, max: 24 * 14 }),
  })
  .map(({ hoursAgo, startsInHours, answer, afterHours }): PastInvite => {
    const after = (hours: number): Date => before((hoursAgo - hours) * HOUR)
    return {
      invitedAt: after(0),
      startsAt: after(startsInHours),
      answer,
      answeredAt: answer === null ? null : after(afterHours),
    }
  })

const word = fc.record({
  answer: fc.constantFrom(...SERVICE_WORDS),
  afterMin: fc.integer({ min: 0, max: 29 }),
  weak: fc.constantFrom(false, false, true),
})
const pastCall = fc
  .record({
    hoursAgo: fc.integer({ min: 0, max: 24 * 60 }),
    deadlineMin: fc.constantFrom(0, 10, 20),
    stoodMin: fc.option(fc.integer({ min: 0, max: 29 })),
    words: fc.uniqueArray(word, { maxLength: 3, selector: ({ afterMin }) => afterMin }),
  })
  .map(({ hoursAgo, deadlineMin, stoodMin, words }): PastCall => {
    const calledAt = before(hoursAgo * HOUR + 5 * MIN)
    const after = (min: number): Date => new Date(calledAt.getTime() + min * MIN)
    return {
      calledAt,
      deadlineAt: after(deadlineMin),
      stoodDownAt: stoodMin === null ? null : after(stoodMin),
      heard: words.map(({ answer, afterMin, weak }) => ({ answer, at: after(afterMin), weak })),
    }
  })

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

const silent = (hoursAgo: number, more: Partial<Call> = {}): Call => {
  const calledAt = before(hoursAgo * HOUR)
  return { calledAt, deadlineAt: new Date(calledAt.getTime() + 10 * MIN), stoodDownAt: null, heard: [], ...more }
}
const yes = (hoursAgo: number, more: Partial<Call> = {}): Call =>
  silent(hoursAgo, { heard: [{ answer: 'yes', at: before(hoursAgo * HOUR - MIN), weak: false }], ...more })

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
