import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { calendarSchema, calendarYearSchema } from '../../config/calendars-config.ts'
import { callOutSchema } from '../../config/call-out-config.ts'
import { campaignSchema } from '../../config/campaigns-config.ts'
import { channelsSchema } from '../../config/channels-config.ts'
import { authoritiesSchema, mutualAidSchema } from '../../config/command-config.ts'
import { crossingsSchema } from '../../config/crossings-config.ts'
import { curriculumSchema } from '../../config/curriculum-config.ts'
import { drillSchema } from '../../config/drills-config.ts'
import { feedsSchema } from '../../config/feeds-config.ts'
import { hazardsSchema } from '../../config/hazards-config.ts'
import { phasesSchema } from '../../config/phases-config.ts'
import { reachSchema } from '../../config/reach-config.ts'
import { reportsSchema } from '../../config/reports-config.ts'
import { simulationSchema } from '../../config/simulation-config.ts'

const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  authorities: authoritiesSchema,
  calendar: calendarSchema,
  'calendar-year': calendarYearSchema,
  'call-out': callOutSchema,
  campaign: campaignSchema,
  channels: channelsSchema,
  crossings: crossingsSchema,
  curriculum: curriculumSchema,
  drill: drillSchema,
  feeds: feedsSchema,
  hazards: hazardsSchema,
  'mutual-aid': mutualAidSchema,
  phases: phasesSchema,
  reach: reachSchema,
  reports: reportsSchema,
  simulation: simulationSchema,
}

const fileOf = (name: string): URL => new URL(`../../config/schemas/${name}.schema.json`, import.meta.url)

// After a change of a schema: UPDATE_SCHEMAS=1 npx vitest run test/config/schemas.test.ts
test.each(Object.entries(SCHEMAS))('the JSON Schema of %s is what the code checks', (name, schema) => {
  const written = `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`
  if (process.env['UPDATE_SCHEMAS'] === '1') writeFileSync(fileOf(name), written)
  expect(readFileSync(fileOf(name), 'utf8')).toBe(written)
})

test.each([
  ['authorities.yaml', 'schemas/authorities'],
  ['calendar.yaml', 'schemas/calendar'],
  ['calendars/2026.yaml', '../schemas/calendar-year'],
  ['calendars/2027.yaml', '../schemas/calendar-year'],
  ['call-out.yaml', 'schemas/call-out'],
  ['channels.yaml', 'schemas/channels'],
  ['crossings.yaml', 'schemas/crossings'],
  ['feeds.yaml', 'schemas/feeds'],
  ['hazards.yaml', 'schemas/hazards'],
  ['mutual-aid.yaml', 'schemas/mutual-aid'],
  ['phases.yaml', 'schemas/phases'],
  ['reach.yaml', 'schemas/reach'],
  ['reports.yaml', 'schemas/reports'],
  ['campaigns/info-kesiapsiagaan.yaml', '../schemas/campaign'],
  ['campaigns/tes-kontak.yaml', '../schemas/campaign'],
  ['curriculum/smong.yaml', '../schemas/curriculum'],
  ['drills/hari-kesiapsiagaan-bencana.yaml', '../schemas/drill'],
  ['drills/panggilan-berkala.yaml', '../schemas/drill'],
])('%s names its schema in the first line', (name, schema) => {
  const text = readFileSync(new URL(`../../config/${name}`, import.meta.url), 'utf8')
  expect(text.split('\n')[0]).toBe(`# yaml-language-server: $schema=${schema}.schema.json`)
})
