import { randomBytes } from 'node:crypto'
import type { Connection } from './database.ts'
import type { Seal } from './seal.ts'
import { sql } from './sql.ts'

export const ROLES = ['sender', 'approver', 'admin', 'viewer'] as const
export type Role = (typeof ROLES)[number]

/** An officer as the rest of the program sees one. */
export interface Operator {
  readonly operatorId: string
  readonly name: string
  readonly organisation: string
  readonly jurisdiction: string
  readonly role: Role
}

interface OperatorRow {
  id: string
  name: string
  organisation: string
  jurisdiction: string
  role: string
}

const operatorOf = (row: OperatorRow): Operator => ({
  operatorId: row.id,
  name: row.name,
  organisation: row.organisation,
  jurisdiction: row.jurisdiction,
  role: row.role as Role,
})

const newId = (): string => `op_${randomBytes(9).toString('hex')}`

/** Keeps an operator and gives the two secrets, which are shown this once: nobody can read the token back. */
export const addOperator = async (
  db: Connection,
  seal: Seal,
  operator: {
    name: string
    organisation: string
    jurisdiction: string
    role: Role
    email: string | null
    phone: string | null
  },
  now: Date,
): Promise<{ operatorId: string; secret: string; token: string }> => {
  const operatorId = newId()
  // Standard Webhooks asks for 24 to 64 bytes.
  const secret = `whsec_${randomBytes(32).toString('base64')}`
  const token = `kt_${randomBytes(32).toString('base64url')}`
  await db.run(sql`
    INSERT INTO operator (id, name, organisation, jurisdiction, role, secret_sealed, token_index,
                          email_sealed, phone_sealed, created_at)
    VALUES (${operatorId}, ${operator.name}, ${operator.organisation}, ${operator.jurisdiction}, ${operator.role},
            ${seal.seal(secret)}, ${seal.index(token)},
            ${operator.email === null ? null : seal.seal(operator.email)},
            ${operator.phone === null ? null : seal.seal(operator.phone)}, ${now})`)
  return { operatorId, secret, token }
}

export const operatorByToken = async (db: Connection, seal: Seal, token: string): Promise<Operator | null> => {
  const [row] = await db.rows<OperatorRow>(sql`
    SELECT id, name, organisation, jurisdiction, role FROM operator
     WHERE token_index = ${seal.index(token)} AND revoked_at IS NULL`)
  return row === undefined ? null : operatorOf(row)
}

/** The operator with its signing secrets (several while they are rotated), or null when unknown or revoked. */
export const operatorWithSecrets = async (
  db: Connection,
  seal: Seal,
  operatorId: string,
): Promise<{ operator: Operator; secrets: readonly string[] } | null> => {
  const [row] = await db.rows<OperatorRow & { secret_sealed: Buffer }>(sql`
    SELECT id, name, organisation, jurisdiction, role, secret_sealed FROM operator
     WHERE id = ${operatorId} AND revoked_at IS NULL`)
  return row === undefined ? null : { operator: operatorOf(row), secrets: [seal.open(row.secret_sealed)] }
}

export interface OperatorListed extends Operator {
  readonly hasEmail: boolean
  readonly hasPhone: boolean
  readonly createdAt: Date
  readonly revokedAt: Date | null
}

export const listOperators = async (db: Connection): Promise<readonly OperatorListed[]> => {
  const rows = await db.rows<
    OperatorRow & { has_email: boolean; has_phone: boolean; created_at: Date; revoked_at: Date | null }
  >(sql`
    SELECT id, name, organisation, jurisdiction, role, email_sealed IS NOT NULL AS has_email,
           phone_sealed IS NOT NULL AS has_phone, created_at, revoked_at
      FROM operator ORDER BY created_at, id`)
  return rows.map((row) => ({
    ...operatorOf(row),
    hasEmail: row.has_email,
    hasPhone: row.has_phone,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  }))
}

/** From now on nothing signed or asked by this operator is accepted. False when there is no such operator. */
export const revokeOperator = async (db: Connection, operatorId: string, now: Date): Promise<boolean> =>
  (await db.run(sql`
    UPDATE operator SET revoked_at = coalesce(revoked_at, ${now}) WHERE id = ${operatorId}`)) === 1
