import type { CallOutPolicy, CallOutStatus, Lapsed } from '../mobilisation/call-out.ts'
import type { Look } from '../mobilisation/considered.ts'
import { type NextStep, nextStep } from '../mobilisation/escalation.ts'
import type { CallOutId, EventId, HazardEvent, HeadCount } from '../mobilisation/hazard-event.ts'
import type { Picked } from '../mobilisation/selection.ts'
import type { Team } from '../mobilisation/team-forming.ts'
import type { SpareForTeams } from '../mobilisation/team-keeping.ts'
import type { FreePlace } from '../mobilisation/top-up.ts'
import type { Kind } from '../roster/responder.ts'
import type { SkillCount } from '../roster/skill.ts'
import type { Mode } from '../wording/mode.ts'
import type { Taking } from './call-guards.ts'
import { changeCallOut, markSilent } from './call-out-change.ts'
import { type Demand, fieldsByThread, type PersonLoaded } from './call-outs.ts'
import { callUntilTaken } from './call-rounds.ts'
import { type CallContext, deadlinesOf } from './calls.ts'
import { keepReplacements } from './considered.ts'
import type { Connection, Database } from './database.ts'
import type { EndingLoaded } from './expired-calls.ts'
import { freedPlaces } from './freed-places.ts'
import { tellOutcome } from './review-outcome.ts'
import { noteRound, prospectsShown, type Round } from './rounds.ts'
import { shortfallAfter } from './shortfalls.ts'
import { sql } from './sql.ts'
import { standDownPeople } from './standing-down.ts'
import { type Touched, takingFor } from './taken-people.ts'
import { noteTeams } from './teams.ts'
import { note } from './timeline.ts'
import { noteWidened } from './widening.ts'

/** What a review found, on its way into the rows. */
export interface ReviewToSave {
  readonly callOutId: CallOutId
  readonly eventId: EventId
  readonly mode: Mode
  readonly status: CallOutStatus
  readonly version: number
  readonly wave: number
  readonly shortfall: readonly string[]
  readonly need: HeadCount
  readonly skills: SkillCount
  /** As they were, and as they are now. */
  readonly teams: readonly Team[]
  readonly teamsNow: readonly Team[]
  readonly policy: CallOutPolicy
  readonly event: HazardEvent
  readonly regencyCode: string
  readonly senderId: string | null
  readonly closesAt: Date | null
  readonly people: readonly PersonLoaded[]
  readonly demands: readonly Demand[]
  readonly fieldsOfShift: CallContext['fieldsOfShift']
  readonly asksFirst: CallContext['asksFirst']
  readonly endings: readonly EndingLoaded[]
  readonly lapsed: Lapsed
  readonly spareForTeams: SpareForTeams
  readonly step: NextStep
  readonly picked: readonly Picked[]
  /** For those who are picked. */
  readonly places: readonly FreePlace[]
  /** Null where one is called for each who fell out. */
  readonly round: Round | null
  readonly usedUp: ReadonlySet<Kind>
  readonly usedUpSkills?: ReadonlySet<string>
  readonly chooseOthers: (want: HeadCount, without: ReadonlySet<string>) => readonly Picked[]
  readonly fields: Readonly<Record<string, string>>
  /** What the choices looked at; those of `chooseOthers` are added as they are asked. */
  readonly looks: readonly Look[]
  readonly precedence: number
  /** Set within the transaction that saves it, where it calls anybody. */
  readonly taking?: Taking
  /** Other call-outs that saving it changed are added here. */
  readonly touched: Touched[]
  readonly now: Date
}

const callReplacements = async (
  db: Connection,
  review: ReviewToSave,
): Promise<{ wave: number; deadlines: readonly Date[]; nobodyElse: boolean }> => {
  // The whole goes on as long as any of its messages does, whichever speaks for it.
  const [row] = await db.rows<{ until: Date | null }>(sql`
    SELECT CASE WHEN bool_and(expires_at IS NOT NULL) THEN max(expires_at) END AS until FROM hazard_event
     WHERE id = ANY(${[review.eventId, ...review.demands.map(({ eventId }) => eventId)]}::uuid[])`)
  const context: CallContext = {
    ...review,
    fieldsByThread: fieldsByThread(review.demands),
    ackDeadlineMs: review.policy.ackDeadlineMs,
    eventExpiresAt: row?.until ?? null,
  }
  const places = freedPlaces(review.places, review.people)
  const { called, refused, nobodyElse } = await callUntilTaken(
    db,
    context,
    review.picked,
    review.chooseOthers,
    places,
    review.now,
  )
  for (const { responderId, kind, km: _km, ...prospects } of called) {
    const place = places.heldBy(responderId)
    await note(db, review, review.now, 'called', { responderId, kind, ...place, ...prospectsShown(prospects) })
  }
  const wave = Math.max(review.wave, ...called.map(({ responderId }) => places.heldBy(responderId)?.wave ?? 1))
  await noteWidened(db, { ...review, wave }, called)
  await noteRound(db, review, called)
  if (refused.length > 0)
    await note(db, review, review.now, 'refused-by-rows', {
      responderIds: refused.map(({ responderId }) => responderId),
    })
  await keepReplacements(db, review, called, refused, (id) => places.heldBy(id)?.replaces ?? undefined)
  const turns = called.map(({ responderId }) => ({ shiftAt: places.shiftOf(responderId) }))
  return {
    deadlines: deadlinesOf(context, turns, review.now),
    nobodyElse,
    wave,
  }
}

/** The same review when the rows refused everybody who could be chosen: what the index still believes in is used up. */
const withNobodyElse = (review: ReviewToSave): ReviewToSave => {
  const usedUp = new Set([...review.usedUp, ...review.places.map(({ kind }) => kind)])
  const usedUpSkills = new Set(Object.keys(review.skills))
  const step = nextStep({ ...review, usedUp, usedUpSkills }, review.policy, review.now)
  return { ...review, usedUp, usedUpSkills, step }
}

/** By then the index has been built anew. */
const LOOK_AGAIN_MS = 1_000

/** Saves a review and everything that follows from it, or nothing when the call-out changed since it was read. */
export const saveReview = (db: Database, given: ReviewToSave): Promise<'saved' | 'changed-meanwhile'> =>
  db.transact(async (connection) => {
    const { callOutId, now, version } = given
    const mayCall = given.picked.map(({ responderId }) => responderId)
    const review =
      mayCall.length === 0
        ? given
        : { ...given, taking: await takingFor(connection, given, mayCall, given.touched, now) }
    const save = async ({ step, ...found }: ReviewToSave, as: number, wave: number, reviewDueAt: Date | null) =>
      changeCallOut(
        connection,
        callOutId,
        as,
        {
          status: step.status,
          shortfall: await shortfallAfter(connection, { step, ...found }),
          closesAt: step.closesAt,
          wave,
          reviewDueAt,
          teams: found.teamsNow,
        },
        now,
      )
    const sooner = (at: Date): Date =>
      review.step.reviewAt !== null && review.step.reviewAt < at ? review.step.reviewAt : at
    if (!(await save(review, version, review.wave, review.step.reviewAt))) return 'changed-meanwhile'
    await markSilent(connection, callOutId, review.step.silent, now)
    const { deadlines, wave, nobodyElse } = await callReplacements(connection, review)
    const [deadline] = deadlines.toSorted((left, right) => left.getTime() - right.getTime())
    let settled = review
    // Their deadline is the next thing that can fall due, unless another comes first.
    if (deadline !== undefined) await save(review, version + 1, wave, sooner(deadline))
    else if (review.places.length > 0 && nobodyElse) {
      settled = withNobodyElse(review)
      await save(settled, version + 1, wave, settled.step.reviewAt)
    } else if (review.places.length > 0)
      await save(review, version + 1, wave, sooner(new Date(now.getTime() + LOOK_AGAIN_MS)))
    const context = { ...review, fieldsByThread: fieldsByThread(review.demands) }
    const stood = await standDownPeople(connection, context, review.step.standDown, 'filled', now)
    if (stood > 0)
      await note(connection, review, now, 'stood-down-people', { people: stood, because: 'enough are coming' })
    await noteTeams(connection, review, review.teams, review.teamsNow, now)
    await tellOutcome(connection, settled)
    return 'saved'
  })
