import { randomUUID } from 'node:crypto'
import type { Hazard } from '../mobilisation/hazard.ts'
import { type DeclaredPhase, endOf, holdsAt, mayFollow, type Phase, phaseBefore } from '../mobilisation/phase.ts'
import { audit } from './audit.ts'
import type { Connection, Database } from './database.ts'
import type { Reader } from './reader.ts'
import { prepared, sql } from './sql.ts'

/** A phase that somebody declares. */
export interface PhaseGiven {
  readonly regionCode: string
  readonly hazard: Hazard | null
  readonly phase: Phase
  readonly fromAt: Date
  readonly untilAt: Date
  /** Number of the decree. */
  readonly decree: string
}

/** Who does it, and from where. */
export interface PhaseActor {
  readonly operatorId: string
  readonly address: string | null
}

interface PhaseRow extends DeclaredPhase {
  readonly decree: string
  readonly declaredBy: string
}

const phaseRows = (db: Connection, regionCode: string, hazard: Hazard | null): Promise<PhaseRow[]> =>
  db.rows<PhaseRow>(sql`
    SELECT id, region_code AS "regionCode", hazard, phase, from_at AS "fromAt", until_at AS "untilAt", decree,
           declared_by AS "declaredBy", declared_at AS "declaredAt", ended_at AS "endedAt"
      FROM emergency_phase WHERE region_code = ${regionCode} AND hazard IS NOT DISTINCT FROM ${hazard}::text
     ORDER BY declared_at, id`)

export type Declared =
  | {
      readonly kind: 'declared'
      readonly phaseId: string
      /** Phases of the same region and hazard that now end where this one begins. */
      readonly ended: readonly string[]
    }
  /** The same phase of the same period and decree is there already. */
  | { readonly kind: 'repeated'; readonly phaseId: string }
  | { readonly kind: 'out-of-order'; readonly before: Phase | null; readonly allowed: readonly Phase[] }

/**
 * Keeps a phase, ends those of the same region and hazard that would still hold when it begins, and writes both in the
 * audit trail. Refuses one that may not follow the phase before it.
 */
export const declarePhase = (db: Database, given: PhaseGiven, by: PhaseActor, now: Date): Promise<Declared> =>
  db.transact(async (connection) => {
    const { regionCode, hazard, phase, fromAt, untilAt, decree } = given
    // Two that declare at once for one place see each other.
    const lock = `phase ${regionCode} ${hazard ?? ''}`
    await connection.run(sql`SELECT pg_advisory_xact_lock(hashtextextended(${lock}, 0))`)
    const known = await phaseRows(connection, regionCode, hazard)
    const same = known.find(
      (one) =>
        one.phase === phase &&
        one.decree === decree &&
        one.endedAt === null &&
        one.fromAt.getTime() === fromAt.getTime() &&
        one.untilAt.getTime() === untilAt.getTime(),
    )
    if (same !== undefined) return { kind: 'repeated', phaseId: same.id }
    const before = phaseBefore(known, fromAt)?.phase ?? null
    const allowed = mayFollow(before)
    if (!allowed.includes(phase)) return { kind: 'out-of-order', before, allowed }

    const phaseId = randomUUID()
    await connection.run(sql`
      INSERT INTO emergency_phase (id, region_code, hazard, phase, from_at, until_at, decree, declared_by, declared_at)
      VALUES (${phaseId}, ${regionCode}, ${hazard}, ${phase}, ${fromAt}, ${untilAt}, ${decree}, ${by.operatorId}, ${now})`)
    const ended = known.filter((one) => holdsAt(one, fromAt)).map(({ id }) => id)
    await connection.run(sql`UPDATE emergency_phase SET ended_at = ${fromAt} WHERE id = ANY(${ended}::uuid[])`)
    const detail = { regionCode, hazard, phase, fromAt, untilAt, decree, ended }
    await audit(connection, { ...trail(by, now), action: 'phase-declared', subjectId: phaseId, detail })
    return { kind: 'declared', phaseId, ended }
  })

const trail = ({ operatorId, address }: PhaseActor, at: Date) =>
  ({ at, actor: 'operator', actorId: operatorId, subject: 'phase', address }) as const

/** A phase as it is shown. */
export interface PhaseShown {
  readonly phaseId: string
  readonly region: string
  readonly hazard: string | null
  readonly phase: Phase
  readonly from: Date
  readonly until: Date
  readonly decree: string
  readonly declaredBy: string
  readonly declaredAt: Date
  readonly endedAt: Date | null
  /** Whether it is still to come, holds now, or is over. */
  readonly state: 'ahead' | 'holds' | 'over'
}

const shownOf = (row: PhaseRow, now: Date): PhaseShown => ({
  phaseId: row.id,
  region: row.regionCode,
  hazard: row.hazard,
  phase: row.phase,
  from: row.fromAt,
  until: row.untilAt,
  decree: row.decree,
  declaredBy: row.declaredBy,
  declaredAt: row.declaredAt,
  endedAt: row.endedAt,
  state: now >= endOf(row) ? 'over' : row.fromAt > now ? 'ahead' : 'holds',
})

/**
 * Phases that concern a jurisdiction, latest beginning first: those of regions within it, and those of the province or
 * regency that it lies in. Without `past` those that are over are left out.
 */
export const listPhases = async (
  db: Connection,
  { jurisdiction }: Reader,
  { past, limit }: { readonly past: boolean; readonly limit: number },
  now: Date,
): Promise<readonly PhaseShown[]> => {
  const rows = await db.rows<PhaseRow>(sql`
    SELECT id, region_code AS "regionCode", hazard, phase, from_at AS "fromAt", until_at AS "untilAt", decree,
           declared_by AS "declaredBy", declared_at AS "declaredAt", ended_at AS "endedAt"
      FROM emergency_phase
     WHERE (${jurisdiction} = '' OR region_code = ${jurisdiction} OR starts_with(region_code, ${jurisdiction} || '.')
            OR starts_with(${jurisdiction}, region_code || '.'))
       AND (${past} OR least(until_at, coalesce(ended_at, until_at)) > ${now})
     ORDER BY from_at DESC, id LIMIT ${limit}`)
  return rows.map((row) => shownOf(row, now))
}

/** Every phase that holds somewhere at an instant, for `phaseAt` to choose from. */
export const phasesAt = (db: Connection, at: Date): Promise<DeclaredPhase[]> =>
  db.rows<DeclaredPhase>(
    prepared(
      'phases-at',
      sql`
    SELECT id, region_code AS "regionCode", hazard, phase, from_at AS "fromAt", until_at AS "untilAt",
           declared_at AS "declaredAt", ended_at AS "endedAt"
      FROM emergency_phase
     WHERE from_at <= ${at} AND until_at > ${at}
       AND (ended_at IS NULL OR ended_at > ${at})
     ORDER BY declared_at, id`,
    ),
  )

/** The region of a phase; null for an unknown one. */
export const regionOfPhase = async (db: Connection, phaseId: string): Promise<string | null> => {
  const [row] = await db.rows<{ region: string }>(sql`
    SELECT region_code AS region FROM emergency_phase WHERE id = ${phaseId}`)
  return row?.region ?? null
}

/** Ends a phase before its time, and says so in the audit trail. False where it was over already, or is unknown. */
export const endPhase = (db: Database, phaseId: string, by: PhaseActor, now: Date): Promise<boolean> =>
  db.transact(async (connection) => {
    const changed = await connection.run(sql`
      UPDATE emergency_phase SET ended_at = ${now}
       WHERE id = ${phaseId} AND until_at > ${now} AND (ended_at IS NULL OR ended_at > ${now})`)
    if (changed === 0) return false
    await audit(connection, { ...trail(by, now), action: 'phase-ended', subjectId: phaseId, detail: {} })
    return true
  })
