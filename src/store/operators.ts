import { randomBytes } from 'node:crypto'
import { type Area, type AreaGeometry, polygonArea } from '../geo/area.ts'
import type { Connection } from './database.ts'
import { newOperatorId } from './ids.ts'
import type { Seal } from './seal.ts'
import { prepared, sql } from './sql.ts'

export const ROLES = ['sender', 'approver', 'admin', 'viewer'] as const
export type Role = (typeof ROLES)[number]

/** An officer as the rest of the program sees one. */
export interface Operator {
  readonly operatorId: string
  readonly name: string
  readonly organisation: string
  /** Prefix of a Kemendagri code; empty is the whole country. */
  readonly jurisdiction: string
  /** Where it answers for part of its region only; null: for all of it. */
  readonly jurisdictionArea: Area | null
  readonly role: Role
}

interface OperatorRow {
  id: string
  name: string
  organisation: string
  jurisdiction: string
  jurisdiction_area: AreaGeometry | null
  role: string
}

/** What opens the door: the secret signs messages, the token is the bearer for everything else. */
export interface Keys {
  readonly operatorId: string
  readonly secret: string
  readonly token: string
}

const operatorOf = (row: OperatorRow): Operator => ({
  operatorId: row.id,
  name: row.name,
  organisation: row.organisation,
  jurisdiction: row.jurisdiction,
  jurisdictionArea: row.jurisdiction_area === null ? null : polygonArea(row.jurisdiction_area),
  role: row.role as Role,
})

const newKeys = (operatorId: string): Keys => ({
  operatorId,
  // Standard Webhooks asks for 24 to 64 bytes.
  secret: `whsec_${randomBytes(32).toString('base64')}`,
  token: `kt_${randomBytes(32).toString('base64url')}`,
})

/** Keeps an operator and gives its keys, which are shown this once: nobody can read the token back. */
export const addOperator = async (
  db: Connection,
  seal: Seal,
  operator: {
    name: string
    organisation: string
    jurisdiction: string
    jurisdictionArea?: Area | null
    role: Role
    email: string | null
    phone: string | null
  },
  now: Date,
): Promise<Keys> => {
  const keys = newKeys(newOperatorId())
  const area = operator.jurisdictionArea ?? null
  await db.run(sql`
    INSERT INTO operator (id, name, organisation, jurisdiction, jurisdiction_area, role, secret_sealed, token_index,
                          email_sealed, phone_sealed, created_at)
    VALUES (${keys.operatorId}, ${operator.name}, ${operator.organisation}, ${operator.jurisdiction},
            ${area === null ? null : JSON.stringify(area.geometry)}, ${operator.role},
            ${seal.seal(keys.secret)}, ${seal.index(keys.token)},
            ${operator.email === null ? null : seal.seal(operator.email)},
            ${operator.phone === null ? null : seal.seal(operator.phone)}, ${now})`)
  return keys
}

/** Former keys hold for so long at most after a rotation: a key that leaked must not stay good for a season. */
export const MAX_OVERLAP_MS = 30 * 86_400_000

export type Rotated =
  | {
      readonly kind: 'rotated'
      readonly keys: Keys
      /** Until then the former keys hold beside the new ones. */
      readonly previousUntil: Date
      /** Where a rotation was still under way: when the keys before those would have ended. They ended now. */
      readonly cutShort: Date | null
    }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'revoked' }

/**
 * Gives an operator new keys. The former ones hold until `now` + `overlapMs`, so that nobody is locked out while they
 * are changed; with an overlap of 0 they end at once. Only one pair of former keys is kept. Throws RangeError unless
 * 0 <= overlapMs <= 30 days.
 */
export const rotateOperator = async (
  db: Connection,
  seal: Seal,
  operatorId: string,
  overlapMs: number,
  now: Date,
): Promise<Rotated> => {
  if (!(overlapMs >= 0 && overlapMs <= MAX_OVERLAP_MS))
    throw new RangeError(`overlapMs: expected 0 to ${MAX_OVERLAP_MS}, got ${overlapMs}`)
  const keys = newKeys(operatorId)
  const previousUntil = new Date(now.getTime() + overlapMs)
  const [row] = await db.rows<{ cut_short: Date | null }>(sql`
    WITH former AS (
      SELECT id, previous_until FROM operator WHERE id = ${operatorId} AND revoked_at IS NULL FOR UPDATE
    )
    UPDATE operator o
       SET previous_secret_sealed = o.secret_sealed, previous_token_index = o.token_index,
           previous_until = ${previousUntil},
           secret_sealed = ${seal.seal(keys.secret)}, token_index = ${seal.index(keys.token)}
      FROM former WHERE o.id = former.id
    RETURNING CASE WHEN former.previous_until > ${now} THEN former.previous_until END AS cut_short`)
  if (row !== undefined) return { kind: 'rotated', keys, previousUntil, cutShort: row.cut_short }
  const [known] = await db.rows(sql`SELECT 1 FROM operator WHERE id = ${operatorId}`)
  return { kind: known === undefined ? 'unknown' : 'revoked' }
}

/** Whose token it is, by its new or, until the rotation ends, its former one; null for nobody's or a revoked one's. */
export const operatorByToken = async (
  db: Connection,
  seal: Seal,
  token: string,
  now: Date,
): Promise<Operator | null> => {
  const index = seal.index(token)
  const [row] = await db.rows<OperatorRow>(sql`
    SELECT id, name, organisation, jurisdiction, jurisdiction_area, role FROM operator
     WHERE (token_index = ${index} OR (previous_token_index = ${index} AND previous_until > ${now}))
       AND revoked_at IS NULL`)
  return row === undefined ? null : operatorOf(row)
}

export interface OperatorKeyed {
  readonly operator: Operator
  /** Two while they are rotated. */
  readonly secrets: readonly string[]
}

/** The operators of these ids with their signing secrets; unknown and revoked ones are left out. */
export const operatorsWithSecrets = async (
  db: Connection,
  open: (sealed: Buffer) => string,
  operatorIds: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, OperatorKeyed>> => {
  const rows = await db.rows<OperatorRow & { secret_sealed: Buffer; previous_secret_sealed: Buffer | null }>(
    prepared(
      'operators-keyed',
      sql`
    SELECT id, name, organisation, jurisdiction, jurisdiction_area, role, secret_sealed,
           CASE WHEN previous_until > ${now} THEN previous_secret_sealed END AS previous_secret_sealed
      FROM operator WHERE id = ANY(${operatorIds}::text[]) AND revoked_at IS NULL`,
    ),
  )
  return new Map(
    rows.map((row) => {
      const sealed = [row.secret_sealed, ...(row.previous_secret_sealed === null ? [] : [row.previous_secret_sealed])]
      return [row.id, { operator: operatorOf(row), secrets: sealed.map(open) }]
    }),
  )
}

export interface OperatorListed extends Omit<Operator, 'jurisdictionArea'> {
  /** Whether a polygon narrows its jurisdiction. */
  readonly hasArea: boolean
  readonly hasEmail: boolean
  readonly hasPhone: boolean
  readonly createdAt: Date
  /** While a rotation is under way: until when its former keys hold. */
  readonly previousUntil: Date | null
  readonly revokedAt: Date | null
}

/** Every operator, revoked ones too, oldest first. */
export const listOperators = async (db: Connection, now: Date): Promise<readonly OperatorListed[]> => {
  const rows = await db.rows<Omit<OperatorListed, 'role'> & { role: string }>(sql`
    SELECT id AS "operatorId", name, organisation, jurisdiction, role, jurisdiction_area IS NOT NULL AS "hasArea",
           email_sealed IS NOT NULL AS "hasEmail", phone_sealed IS NOT NULL AS "hasPhone", created_at AS "createdAt",
           CASE WHEN previous_until > ${now} AND revoked_at IS NULL THEN previous_until END AS "previousUntil",
           revoked_at AS "revokedAt"
      FROM operator ORDER BY created_at, id`)
  return rows.map((row) => ({ ...row, role: row.role as Role }))
}

/**
 * From now on nothing signed or asked by this operator is accepted, with its new keys or its former ones. Revoking twice
 * changes nothing.
 */
export const revokeOperator = async (
  db: Connection,
  operatorId: string,
  now: Date,
): Promise<'revoked' | 'already-revoked' | 'unknown'> => {
  const revoked = await db.run(sql`
    UPDATE operator
       SET revoked_at = ${now}, previous_secret_sealed = NULL, previous_token_index = NULL, previous_until = NULL
     WHERE id = ${operatorId} AND revoked_at IS NULL`)
  if (revoked === 1) return 'revoked'
  const [known] = await db.rows(sql`SELECT 1 FROM operator WHERE id = ${operatorId}`)
  return known === undefined ? 'unknown' : 'already-revoked'
}
