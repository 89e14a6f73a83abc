import { type Statement, sql } from './sql.ts'

/** A jurisdiction as a value, or a column that holds one. */
type Jurisdiction = string | Statement

const touches = (code: Statement, jurisdiction: Jurisdiction): Statement =>
  sql`(${code} = ${jurisdiction}::text OR starts_with(${code}, ${jurisdiction}::text || '.')
       OR starts_with(${jurisdiction}::text, ${code} || '.'))`

/** What `concerns` in mobilisation/concerned.ts says of a message, asked of a row of `hazard_event e`. */
export const eventConcerns = (jurisdiction: Jurisdiction): Statement => sql`
  (${jurisdiction}::text = '' OR ${touches(sql`e.regency_code`, jurisdiction)}
   OR EXISTS (SELECT 1 FROM unnest(e.village_codes) AS village(code) WHERE ${touches(sql`village.code`, jurisdiction)})
   OR EXISTS (SELECT 1 FROM jsonb_array_elements(e.regions) AS region(named)
               WHERE ${touches(sql`(region.named->>'code')`, jurisdiction)}))`

/**
 * Whether a row of `call_out c` is a jurisdiction's matter: the message that leads it is, or another that asks something of
 * the same incident, for what a neighbour's message asks is the neighbour's matter, too.
 */
export const callOutConcerns = (jurisdiction: Jurisdiction): Statement => sql`
  (${jurisdiction}::text = ''
   OR EXISTS (SELECT 1 FROM hazard_event e WHERE e.id = c.event_id AND ${eventConcerns(jurisdiction)})
   OR EXISTS (SELECT 1 FROM hazard_event e
               WHERE e.incident_id = c.incident_id AND e.standing <> 'none' AND ${eventConcerns(jurisdiction)}))`

/** Whether a row of `drill_occurrence d` is held at a village of the jurisdiction; of a village that left the register only the country's. */
export const drillWithin = (jurisdiction: string): Statement => sql`
  (${jurisdiction}::text = ''
   OR EXISTS (SELECT 1 FROM site
               WHERE site.site_code = d.site_code
                 AND (site.village_code = ${jurisdiction}::text
                      OR starts_with(site.village_code, ${jurisdiction}::text || '.'))))`
