import type { CallOutPolicy } from '../mobilisation/call-out.ts'
import { statusAfter } from '../mobilisation/call-out.ts'
import type { CallOutId, EventId, HazardEvent, HeadCount } from '../mobilisation/hazard-event.ts'
import type { Picked, Selection } from '../mobilisation/selection.ts'
import { KIND_NAMES, type Kind } from '../roster/responder.ts'
import type { Mode } from '../wording/mode.ts'
import { changeCallOut, type Destination, markAssessed } from './call-outs.ts'
import { type Call, type CallContext, insertCalls, tellOperators } from './calls.ts'
import type { Connection, Database } from './database.ts'
import { note } from './timeline.ts'

/** A plan on its way into the rows. */
export interface PlanToSave {
  readonly callOutId: CallOutId
  readonly eventId: EventId
  readonly mode: Mode
  readonly version: number
  readonly event: HazardEvent
  readonly need: HeadCount
  readonly policy: CallOutPolicy
  readonly regencyCode: string
  readonly senderId: string | null
  readonly impactArea: unknown
  readonly destination: Destination
  readonly selection: Selection
  readonly chooseOthers: (want: HeadCount, without: ReadonlySet<string>) => readonly Picked[]
  readonly fields: Readonly<Record<string, string>>
  readonly now: Date
}

/** Each round replaces those whom the rows refused; the index is only seconds old, so that two or three are plenty. */
const ROUNDS = 5

const countByKind = (people: readonly { readonly kind: Kind }[]): Map<Kind, number> => {
  const counts = new Map<Kind, number>()
  for (const { kind } of people) counts.set(kind, (counts.get(kind) ?? 0) + 1)
  return counts
}

/**
 * Writes calls, and for those whom the rows refuse, calls of others. `places` says which wave a person belongs to and
 * whom they replace, and gets back the places of those who were refused. Gives who was called and who was not, and
 * whether it ended because nobody else could be chosen.
 */
export const callUntilTaken = async (
  db: Connection,
  context: CallContext,
  first: readonly Picked[],
  chooseOthers: (want: HeadCount, without: ReadonlySet<string>) => readonly Picked[],
  places: {
    readonly take: (person: Picked) => Pick<Call, 'rank' | 'wave' | 'replaces'> | undefined
    readonly putBack: (people: readonly Picked[]) => void
  },
  now: Date,
): Promise<{ called: readonly Picked[]; refused: readonly Picked[]; nobodyElse: boolean }> => {
  const called: Picked[] = []
  const refused: Picked[] = []
  let picked = first
  for (let round = 0; round < ROUNDS && picked.length > 0; round += 1) {
    const calls = picked.flatMap((person): Call[] => {
      const place = places.take(person)
      return place === undefined ? [] : [{ ...person, ...place }]
    })
    const taken = await insertCalls(db, context, calls, now)
    called.push(...picked.filter(({ responderId }) => taken.has(responderId)))
    const turnedAway = picked.filter(({ responderId }) => !taken.has(responderId))
    refused.push(...turnedAway)
    places.putBack(turnedAway)
    if (turnedAway.length === 0) break
    const without = new Set([...called, ...refused].map(({ responderId }) => responderId))
    picked = chooseOthers(Object.fromEntries(countByKind(turnedAway)), without)
  }
  return { called, refused, nobodyElse: picked.length === 0 }
}

/** Kinds of which fewer were found than are needed: a shortfall whatever they answer. */
const shortOf = (need: HeadCount, called: readonly Picked[]): readonly Kind[] => {
  const counts = countByKind(called)
  return (Object.entries(need) as [Kind, number][])
    .filter(([kind, count]) => (counts.get(kind) ?? 0) < count)
    .map(([kind]) => kind)
}

/** Saves a plan once: people, notices, status, area and timeline together. */
export const savePlan = (db: Database, plan: PlanToSave): Promise<'saved' | 'already-saved'> =>
  db.transact(async (connection) => {
    const { callOutId, eventId, now, mode } = plan
    const about = { callOutId, eventId }
    const calling = statusAfter('planning', 'planned')
    // Review at once: it finds out whether too few were found, and sets the next deadline.
    const change = { wave: 1, reviewDueAt: now, closesAt: null, destination: plan.destination }
    const mine = await changeCallOut(
      connection,
      callOutId,
      plan.version,
      { ...change, status: calling, shortfall: [] },
      now,
    )
    if (!mine) return 'already-saved'
    const context: CallContext = {
      callOutId,
      mode,
      fields: plan.fields,
      ackDeadlineMs: plan.policy.ackDeadlineMs,
      eventExpiresAt: plan.event.expiresAt,
    }
    let rank = 0
    const take = () => {
      rank += 1
      return { rank, wave: 1, replaces: null }
    }
    const { called, refused } = await callUntilTaken(
      connection,
      context,
      plan.selection.picked,
      plan.chooseOthers,
      { take, putBack: () => undefined },
      now,
    )
    const short = shortOf(plan.need, called)
    const shortfall = short.map((kind) => `none-in-reach:${kind}`)
    await note(connection, about, now, 'planned', {
      called: Object.fromEntries(countByKind(called)),
      considered: plan.selection.considered,
      skipped: plan.selection.skipped.slice(0, 200),
      refusedByRows: refused.map(({ responderId }) => responderId),
      destination: plan.destination.name,
    })
    if (short.length > 0) {
      await note(connection, about, now, 'nobody-in-reach', { kinds: short, radiusKm: plan.policy.searchRadiusKm })
      await tellOperators(
        connection,
        {
          ...plan,
          fields: {
            ...plan.fields,
            missing: short.map((kind) => KIND_NAMES[kind]).join(', '),
            needed: describe(plan.need),
          },
        },
        'operator-nobody-in-reach',
        now,
      )
    }
    if (mode === 'test') {
      const over = statusAfter(calling, 'stood-down')
      await note(connection, about, now, 'stood-down', { reason: 'mode-test' })
      await changeCallOut(
        connection,
        callOutId,
        plan.version + 1,
        { ...change, status: over, shortfall, reviewDueAt: null, reason: 'mode-test' },
        now,
      )
    } else if (shortfall.length > 0)
      await changeCallOut(connection, callOutId, plan.version + 1, { ...change, status: calling, shortfall }, now)
    await markAssessed(connection, eventId, plan.impactArea, now)
    return 'saved'
  })

/** `6 Tagana, 2 Pendamping Desa` */
export const describe = (count: HeadCount): string =>
  (Object.entries(count) as [Kind, number][]).map(([kind, people]) => `${people} ${KIND_NAMES[kind]}`).join(', ')
