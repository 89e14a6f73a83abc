import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { PastCall, PastInvite } from '../../src/mobilisation/answer-history.ts'
import { SERVICE_WORDS } from '../../src/mobilisation/progress.ts'
import { KINDS, type Kind, type ResponderId } from '../../src/roster/responder.ts'
import type { Database } from '../../src/store/database.ts'
import { sql } from '../../src/store/sql.ts'

export const NOW = new Date('2026-11-22T06:30:00.000Z')
export const MIN = 60_000
export const HOUR = 60 * MIN
export const DAY = 24 * HOUR
export const OWN = randomUUID()
export const PRIOR = Object.fromEntries(KINDS.map((kind) => [kind, kind === 'tagana' ? 0.5 : 0.3])) as Record<
  Kind,
  number
>
export const TERMS = {
  at: NOW,
  prior: PRIOR,
  halfLifeMs: 30 * DAY,
  inviteWeight: 0.25,
  callOutId: OWN,
  callsWithinMs: 7 * DAY,
}

export const before = (ms: number): Date => new Date(NOW.getTime() - ms)

export interface Call extends PastCall {
  readonly mode?: string
  readonly callOutId?: string
  readonly closedAt?: Date | null
  readonly doneAt?: Date | null
  /** How the message is: gone, waiting, or cancelled before it left. */
  readonly sent?: 'left' | 'waits' | 'never'
  /** Asked first whether they were safe. */
  readonly inDanger?: boolean
}

/** Puts people and their past into the rows. */
export const pastIn = (db: Database) => {
  const addPerson = async (kind: Kind, regencyCode: string): Promise<ResponderId> => {
    const id = randomUUID() as ResponderId
    await db.run(sql`
      INSERT INTO responder (id, source, external_id, name, kind, regency_code, lng, lat, accuracy_m, language, synthetic,
                             updated_at, channels, serves_codes, skills)
      VALUES (${id}, 'test', ${id}, 'Warga', ${kind}, ${regencyCode}, 107.5, -7.2, 100, 'id', true, ${NOW}, '{sms}', '{}', '{}')`)
    return id
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
      INSERT INTO drill_occurrence (id, programme_id, site_code, slot_at, starts_at, ends_at, zone, programme, state, created_at,
                                    invited_at)
      VALUES (${occurrenceId}, ${ref}, 'S1', ${startsAt}, ${startsAt}, ${new Date(startsAt.getTime() + HOUR)}, 'WIB', '{}', ${state},
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
  return { addPerson, keepCall, keepInvite }
}

export const pastInvite = fc
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
export const pastCall = fc
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

export const silent = (hoursAgo: number, more: Partial<Call> = {}): Call => {
  const calledAt = before(hoursAgo * HOUR)
  return { calledAt, deadlineAt: new Date(calledAt.getTime() + 10 * MIN), stoodDownAt: null, heard: [], ...more }
}
export const yes = (hoursAgo: number, more: Partial<Call> = {}): Call =>
  silent(hoursAgo, { heard: [{ answer: 'yes', at: before(hoursAgo * HOUR - MIN), weak: false }], ...more })
