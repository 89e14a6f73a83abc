import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { callOutSchema } from '../../config/call-out-config.ts'
import { channelsSchema } from '../../config/channels-config.ts'
import { drillSchema } from '../../config/drills-config.ts'
import { hazardsSchema } from '../../config/hazards-config.ts'

const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  'call-out': callOutSchema,
  channels: channelsSchema,
  drill: drillSchema,
  hazards: hazardsSchema,
}

const fileOf = (name: string): URL => new URL(`../../config/schemas/${name}.schema.json`, import.meta.url)

// After a change of a schema: UPDATE_SCHEMAS=1 npx vitest run test/config/schemas.test.ts
test.each(Object.entries(SCHEMAS))('the JSON Schema of %s is what the code checks', (name, schema) => {
  const written = `${JSON.stringify(z.toJSONSchema(schema, { io: 'input' }), null, 2)}\n`
  if (process.env['UPDATE_SCHEMAS'] === '1') writeFileSync(fileOf(name), written)
  expect(readFileSync(fileOf(name), 'utf8')).toBe(written)
})

test.each([
  ['call-out.yaml', 'schemas/call-out'],
  ['channels.yaml', 'schemas/channels'],
  ['hazards.yaml', 'schemas/hazards'],
  ['drills/hari-kesiapsiagaan-bencana.yaml', '../schemas/drill'],
  ['drills/panggilan-berkala.yaml', '../schemas/drill'],
])('%s names its schema in the first line', (name, schema) => {
  const text = readFileSync(new URL(`../../config/${name}`, import.meta.url), 'utf8')
  expect(text.split('\n')[0]).toBe(`# yaml-language-server: $schema=${schema}.schema.json`)
})
