import type { Database } from '../../src/store/database.ts'

/** What a scenario writes. */
export const VILLAGE_TABLES = [
  'answer',
  'audit_entry',
  'campaign_recipient',
  'campaign_turn',
  'education_opt_out',
  'call_out',
  'call_out_responder',
  'choice_round',
  'considered',
  'certificate',
  'competency',
  'contact_flag',
  'delivery',
  'drill_attendance',
  'drill_code',
  'drill_code_miss',
  'drill_invitee',
  'drill_occurrence',
  'drill_presence',
  'drill_programme',
  'emergency_phase',
  'event_link',
  'feed_item',
  'feed_request',
  'feed_state',
  'hazard_event',
  'incident',
  'improvement',
  'inbound_message',
  'notice',
  'operator',
  'readiness',
  'receipt',
  'responder',
  'site',
  'site_alert',
  'timeline_entry',
  'village_report',
]

/**
 * Empties tables of a few rows: a TRUNCATE makes new files for each table and index, which takes thirty times as long. The
 * trail alone is truncated, for nothing may be deleted from it.
 */
export const emptyTables = async (database: Database, tables: readonly string[]): Promise<void> => {
  const deletions = tables
    .filter((table) => table !== 'audit_entry')
    .map((table) => `d_${table} AS (DELETE FROM ${table})`)
  await database.run({ text: `WITH ${deletions.join(', ')} SELECT 1`, values: [] })
  if (tables.includes('audit_entry')) await database.run({ text: 'TRUNCATE audit_entry', values: [] })
}
