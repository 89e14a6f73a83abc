import type { CallOutStatus } from '../mobilisation/call-out.ts'
import type { RowOf } from './columns.ts'

export const INCIDENT = {
  id: 'uuid',
  hazard: 'text',
  mode: 'text',
  opened_at: 'timestamptz',
  ended_at: 'timestamptz',
} as const

export const EVENT = {
  id: 'uuid',
  incident_id: 'uuid',
  thread_id: 'uuid',
  sequence: 'bigint',
  standing: 'text',
  joined_because: 'text',
  source: 'text',
  source_id: 'text',
  revision: 'int',
  content_hash: 'text',
  operator_id: 'text',
  jurisdiction: 'text',
  mode: 'text',
  message_type: 'text',
  hazard: 'text',
  severity: 'text',
  urgency: 'text',
  certainty: 'text',
  occurred_at: 'timestamptz',
  expires_at: 'timestamptz',
  received_at: 'timestamptz',
  sent_at: 'timestamptz',
  language: 'text',
  headline: 'text',
  description: 'text',
  geometry: 'jsonb',
  radius_km: 'float8',
  village_codes: 'text[]',
  regions: 'jsonb',
  sectors: 'jsonb',
  felt: 'jsonb',
  west: 'float8',
  south: 'float8',
  east: 'float8',
  north: 'float8',
  regency_code: 'text',
  magnitude: 'float8',
  depth_km: 'float8',
  level: 'text',
  need: 'jsonb',
  wanted: 'jsonb',
  wanted_skills: 'jsonb',
  muster_point: 'jsonb',
  safe_to_approach: 'boolean',
  contact_sealed: 'bytea',
  authorised_by: 'jsonb',
  decision: 'text',
  reason: 'text',
  warnings: 'text[]',
  assessed_at: 'timestamptz',
} as const

export const LINK = {
  event_id: 'uuid',
  kind: 'text',
  source: 'text',
  source_id: 'text',
  sent_at: 'timestamptz',
} as const

export const CALL_OUT = {
  id: 'uuid',
  incident_id: 'uuid',
  event_id: 'uuid',
  code: 'text',
  mode: 'text',
  status: 'text',
  need: 'jsonb',
  skills: 'jsonb',
  /** Where its policy stands among those of the batch. */
  policy_at: 'int',
  opened_at: 'timestamptz',
  authority: 'jsonb',
  phase: 'text',
  style: 'text',
  approval_due_at: 'timestamptz',
} as const

export const NOTE = {
  call_out_id: 'uuid',
  event_id: 'uuid',
  at: 'timestamptz',
  kind: 'text',
  detail: 'jsonb',
} as const

export const AUDIT = {
  at: 'timestamptz',
  actor: 'text',
  actor_id: 'text',
  action: 'text',
  subject: 'text',
  subject_id: 'text',
  detail: 'jsonb',
  address: 'text',
} as const

export const DELIVERY = {
  operator_id: 'text',
  webhook_id: 'text',
  body_hash: 'text',
  body_sealed: 'bytea',
  received_at: 'timestamptz',
  http_status: 'int',
  answer: 'jsonb',
  event_id: 'uuid',
} as const

/** Everything that a batch of messages writes, by table. */
export interface IntakeRows {
  readonly incidents: RowOf<typeof INCIDENT>[]
  readonly ended: { id: string; at: Date }[]
  readonly threads: { from: string; into: string; incident: string }[]
  /** Threads with a newer message that counts: what waited before it waits no more. */
  readonly superseded: { thread: string }[]
  readonly events: RowOf<typeof EVENT>[]
  readonly links: RowOf<typeof LINK>[]
  readonly callOuts: RowOf<typeof CALL_OUT>[]
  /** What call-outs are made under, each once: most of a batch share one. */
  readonly policies: unknown[]
  readonly callOutChanges: {
    id: string
    status: CallOutStatus
    /** Null leaves it as it is. */
    approval_due_at: Date | null
    nothing_waits: boolean
    /** Null leaves it as it is. */
    authority: unknown
  }[]
  readonly notes: RowOf<typeof NOTE>[]
  readonly audits: RowOf<typeof AUDIT>[]
  readonly deliveries: RowOf<typeof DELIVERY>[]
}

export const noRows = (): IntakeRows => ({
  incidents: [],
  ended: [],
  threads: [],
  superseded: [],
  events: [],
  links: [],
  callOuts: [],
  policies: [],
  callOutChanges: [],
  notes: [],
  audits: [],
  deliveries: [],
})

/** Where a policy stands among those of the batch. */
export const policyAt = ({ policies }: IntakeRows, policy: unknown): number => {
  const at = policies.indexOf(policy)
  return at < 0 ? policies.push(policy) - 1 : at
}
