import { expect, test } from 'vitest'
import { LEAST_EVENT, WHOLE_EVENT } from '../../../src/intake/openapi/event-body.ts'
import { signed } from '../stand-ins.ts'
import { app, exampleRequest, judge, named, record } from './described.ts'

const posted = named.filter(([, { requestBody }]) => requestBody?.content['application/json'] !== undefined)

test.each(posted)(
  '%s takes each field that is described and asks for each that is required',
  async (_name, operation) => {
    const { schema = {}, example = null } = operation.requestBody?.content['application/json'] ?? {}
    const whole: Record<string, unknown> = operation.path === '/v1/events' ? LEAST_EVENT : record.parse(example)
    const fits = await judge(schema)
    const agree = async (body: unknown) => {
      const request = exampleRequest(operation)
      const { statusCode } = await app.inject(
        operation.path === '/v1/events' ? signed(JSON.stringify(body)) : { ...request, payload: JSON.stringify(body) },
      )
      return [await fits(body), statusCode < 300]
    }
    expect(await agree(whole)).toEqual([true, true])
    expect(await agree({ ...whole, strange: 1 })).toEqual([false, false])
    expect(await agree([])).toEqual([false, false])
    for (const name of Object.keys(whole)) {
      for (const odd of [{ strange: 1 }, ['x'], true])
        expect(await agree({ ...whole, [name]: odd })).toEqual([false, false])
      const { [name]: _left, ...rest } = whole
      const [fitting, taken] = await agree(rest)
      // An alert's hazard and area are asked for by a rule over fields, which the description says in words.
      if (!['hazard', 'area'].includes(name)) expect(fitting).toBe(taken)
    }
  },
)

test('the whole event fits the schema and is taken', async () => {
  const fits = await judge({ $ref: '#/components/schemas/Event' })
  expect(await fits(WHOLE_EVENT)).toBe(true)
  expect((await app.inject(signed(JSON.stringify(WHOLE_EVENT)))).statusCode).toBe(202)
})

const geometries = [
  ['Point', [107.5, -7.1]],
  [
    'Polygon',
    [
      [
        [107, -7],
        [107.1, -7],
        [107.1, -7.1],
        [107, -7],
      ],
    ],
  ],
  [
    'MultiPolygon',
    [
      [
        [
          [107, -7],
          [107.1, -7],
          [107.1, -7.1],
          [107, -7],
        ],
      ],
    ],
  ],
] as const

test.each(geometries)('a %s is described as it is taken', async (type, coordinates) => {
  const fits = await judge({ $ref: '#/components/schemas/Event' })
  const eventOf = (geometry: unknown) => ({ ...LEAST_EVENT, area: { geometry } })
  for (const [geometry, good] of [
    [{ type, coordinates }, true],
    [{ type, coordinates: [coordinates] }, false],
    [{ type, coordinates: 'x' }, false],
    [{ type: 'LineString', coordinates }, false],
    [{ type, coordinates, bbox: [] }, false],
  ] as const) {
    expect(await fits(eventOf(geometry))).toBe(good)
    expect((await app.inject(signed(JSON.stringify(eventOf(geometry))))).statusCode < 300).toBe(good)
  }
})
