import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { operatorCommand } from '../../src/cli/operator.ts'
import { sql } from '../../src/store/sql.ts'
import { command, freshHome } from './commands.ts'

const { home, database } = await freshHome()
const kentongan = command(operatorCommand, home)

type Pair = readonly [number, number]

/** A box round a place, anticlockwise. */
const boxAt = ([longitude, latitude]: Pair, half = 0.05): readonly Pair[] => [
  [longitude - half, latitude - half],
  [longitude + half, latitude - half],
  [longitude + half, latitude + half],
  [longitude - half, latitude + half],
  [longitude - half, latitude - half],
]

const polygon = (...rings: readonly (readonly Pair[])[]) => ({ type: 'Polygon', coordinates: rings })
const featureOf = (geometry: object) => ({ type: 'Feature', properties: { nama: 'Bagian selatan' }, geometry })

/** Near Soreang, the seat of Kab. Bandung. */
const HERE: Pair = [107.53, -7.03]
const BOX = polygon(boxAt(HERE))

let files = 0

const add = async (content: unknown, jurisdiction = '32.04') => {
  files += 1
  const file = join(home, `area-${files}.geojson`)
  await writeFile(file, typeof content === 'string' ? content : JSON.stringify(content))
  const given = ['--name', `UPT ${files}`, '--jurisdiction', jurisdiction, '--role', 'sender', '--area', file]
  const { code, out } = await kentongan('operator', 'add', ...given, '--json')
  return { code, said: JSON.parse(out) as Record<string, unknown> }
}

const faultsOf = async (content: unknown, jurisdiction?: string): Promise<unknown> => {
  const { code, said } = await add(content, jurisdiction)
  expect(code).toBe(2)
  return (said['error'] as { faults: unknown }).faults
}

test.each([
  ['a geometry', BOX],
  ['a feature', featureOf(BOX)],
  [
    'features that overlap',
    { type: 'FeatureCollection', features: [featureOf(BOX), featureOf(polygon(boxAt(HERE, 0.02)))] },
  ],
])('%s of GeoJSON is kept with the operator, and the list says that there is one', async (_words, content) => {
  const { code, said } = await add(content)
  expect(code).toBe(0)
  const [row] = await database.rows<{ area: { type: string; coordinates: Pair[][] } }>(sql`
    SELECT jurisdiction_area AS area FROM operator WHERE id = ${said['operatorId']}`)
  expect(row?.area.type).toBe('Polygon')
  expect(new Set(row?.area.coordinates.flat().map(String))).toEqual(new Set(boxAt(HERE).map(String)))
  expect((await kentongan('operator', 'list')).out).toContain('32.04 (in its polygon)')
})

test('parts that lie apart are one area of several polygons', async () => {
  const parts = [featureOf(BOX), featureOf(polygon(boxAt([107.6, -7.2], 0.01)))]
  const { said } = await add({ type: 'FeatureCollection', features: parts })
  const [row] = await database.rows<{ type: string }>(sql`
    SELECT jurisdiction_area->>'type' AS type FROM operator WHERE id = ${said['operatorId']}`)
  expect(row?.type).toBe('MultiPolygon')
})

test.each<[string, unknown, object]>([
  ['not JSON', '{', { path: '--area', expected: 'JSON' }],
  ['a point', featureOf({ type: 'Point', coordinates: HERE }), { path: '--area geometry', got: 'a Point' }],
  ['a line', { type: 'LineString', coordinates: boxAt(HERE) }, { path: expect.stringMatching(/^--area/) }],
  ['no feature at all', { type: 'FeatureCollection', features: [] }, { got: '0 places' }],
  ['a feature without a place', featureOf({}), { path: expect.stringMatching(/^--area geometry/) }],
  [
    'latitude first',
    polygon(boxAt(HERE).map(([longitude, latitude]): Pair => [latitude, longitude])),
    { path: '--area coordinates[0][0]', hint: expect.stringContaining('swapped') },
  ],
  ['an open ring', polygon(boxAt(HERE).slice(0, 4)), { path: '--area coordinates[0]', expected: 'a closed ring' }],
  [
    'a line there and back',
    polygon([HERE, [107.6, -7.03], [107.7, -7.03], HERE]),
    { got: 'an outline round next to nothing' },
  ],
  ['a polygon abroad', polygon(boxAt([151.2, -33.8])), { path: '--area', expected: 'a polygon in Indonesia' }],
  ['a polygon elsewhere', polygon(boxAt([110.36, -7.88])), { got: expect.stringMatching(/nearest to 34\./) }],
  [
    'a polygon over the border',
    polygon(boxAt(HERE, 0.4)),
    { got: expect.stringMatching(/^it holds places of 32\.\d\d/) },
  ],
])('%s is refused with its place and what belongs there', async (_words, content, fault) => {
  expect(await faultsOf(content)).toContainEqual(expect.objectContaining(fault))
})

test('an outline of more than 5,000 places is to be simplified', async () => {
  const ring = Array.from({ length: 5_001 }, (_, at): Pair => {
    const turn = (at / 5_000) * 2 * Math.PI
    return [HERE[0] + Math.cos(turn) / 50, HERE[1] + Math.sin(turn) / 50]
  })
  const closed = [...ring.slice(0, 5_000), ring[0] ?? HERE]
  expect(await faultsOf(polygon(closed))).toEqual([expect.objectContaining({ got: '5001 places' })])
})

test('faults of the polygon are listed with all the others', async () => {
  expect(await faultsOf({ type: 'Polygon', coordinates: [] }, '99.99')).toEqual([
    expect.objectContaining({ path: '--jurisdiction' }),
    expect.objectContaining({ path: '--area coordinates' }),
  ])
})

test('a file that is not there is bad input', async () => {
  const given = ['--name', 'x', '--jurisdiction', '32.04', '--role', 'sender', '--area', join(home, 'nowhere.geojson')]
  expect((await kentongan('operator', 'add', ...given)).code).toBe(2)
})
