import { z } from 'zod'
import type { JsonSchema } from './operation.ts'

/** The schemas of fields that code checks, by their place in words: `area.villageCodes[]`, `need.{}` for any name. */
type ByPlace = Readonly<Record<string, JsonSchema>>

const placeOf = (path: readonly (string | number)[]): string => {
  let place = ''
  for (let at = 0; at < path.length; at += 1) {
    const step = path[at]
    if (step === 'items') place += '[]'
    else if (step === 'additionalProperties') place += '.{}'
    else if (step === 'properties') {
      at += 1
      place += `${place === '' ? '' : '.'}${path[at]}`
    } else if (step === 'oneOf') {
      at += 1
      place += `(${path[at]})`
    }
  }
  return place
}

/**
 * What a Zod schema takes in, as JSON Schema. Fields that a function of ours checks say nothing of themselves: theirs
 * are given by place.
 */
export const schemaOf = (schema: z.ZodType, byPlace: ByPlace = {}): JsonSchema => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema, path }) => {
      const given = byPlace[placeOf(path)]
      if (given !== undefined && Object.keys(jsonSchema).length === 0) Object.assign(jsonSchema, given)
    },
  })
  return rest
}
