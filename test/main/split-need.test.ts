import { beforeEach, expect, test } from 'vitest'
import type { HazardEvent } from '../../src/mobilisation/hazard-event.ts'
import { sql } from '../../src/store/sql.ts'
import { aMessage, openIncidentGround } from '../support/incident-ground.ts'
import { aTagana, PANGALENGAN, placeFrom } from '../support/people.ts'

/** More than 4 people of one incident need a second operator. */
const CALL_OUT = `
ackDeadline: 10m
maxWaves: 3
searchRadiusKm: 50
overcall: 1
wave: { method: overcall }
closeAfter: 12h
approvalAbove: 4
need:
  default:
    moderate: { tagana: 2 }
`

const ground = await openIncidentGround(
  Array.from({ length: 12 }, (_, nth) => aTagana(`R-00${nth + 10}`, { kmNorth: nth - 4 })),
  { 'call-out.yaml': CALL_OUT },
)

const alert = (
  id: string,
  tagana: number,
  kmNorth = 0,
  more: Partial<HazardEvent> = {},
  revision: number | null = null,
) =>
  ground.post(
    aMessage(
      id,
      {
        need: { kinds: { tagana }, skills: {} },
        geometry: { type: 'Point', coordinates: [...placeFrom(PANGALENGAN, { kmNorth })] },
        ...more,
      },
      { revision },
    ),
  )

const answered = async (received: Awaited<ReturnType<typeof alert>>) => {
  if (!('answer' in received)) throw new Error(`expected an answer, got ${received.kind}`)
  const { decision, reason, warnings, incidentId } = received.answer
  return { decision, reason, incidentId, last: warnings.at(-1) ?? '' }
}

const approve = () => ground.database.run(sql`UPDATE hazard_event SET standing = 'active' WHERE standing = 'waiting'`)

const called = async (): Promise<number> => Object.keys(await ground.told()).length

beforeEach(() => ground.forget())

test('an alarm cut into two ids at one place waits as if it were one, and the warning names the whole', async () => {
  const first = await answered(await alert('banjir-1', 3))
  expect(first).toMatchObject({ decision: 'mobilise', reason: 'alert' })
  const second = await answered(await alert('banjir-2', 3))
  expect(second).toEqual({
    decision: 'propose',
    reason: 'awaiting-approval',
    incidentId: first.incidentId,
    last: '6 people needed by the whole incident, 3 of them by this message, more than 4: a second operator must approve',
  })
  expect(await called()).toBe(3)
})

test('however many ids it is cut into, and though each reaches only its neighbour', async () => {
  const decisions = []
  for (let nth = 0; nth < 6; nth += 1)
    decisions.push((await answered(await alert(`banjir-${nth}`, 1, 3 * nth))).decision)
  expect(decisions).toEqual(['mobilise', 'mobilise', 'mobilise', 'mobilise', 'propose', 'propose'])
  expect(await ground.database.rows(sql`SELECT 1 FROM incident`)).toHaveLength(1)
})

test('an update that grows its own thread is weighed with the other threads', async () => {
  await alert('banjir-1', 2)
  await alert('banjir-2', 2, 3)
  expect(await answered(await alert('banjir-1', 2, 0, { messageType: 'update' }))).toMatchObject({ reason: 'update' })
  expect(await answered(await alert('banjir-1', 3, 0, { messageType: 'update' }))).toMatchObject({
    decision: 'propose',
    last: expect.stringMatching(/^5 people needed by the whole incident, 3 of them by this message, more than 4/),
  })
})

test('what was approved for the incident stays approved, and no more than that', async () => {
  await alert('banjir-1', 3)
  await alert('banjir-2', 3, 3)
  await approve()
  const update = { messageType: 'update' } as const
  expect(await answered(await alert('banjir-1', 3, 1, update))).toMatchObject({
    decision: 'mobilise',
    reason: 'update',
  })
  expect(await answered(await alert('banjir-3', 1, 1))).toMatchObject({
    decision: 'propose',
    last: expect.stringMatching(/^7 people .* more than 6:/),
  })
})

test('what was withdrawn, or waits, is not counted', async () => {
  await alert('banjir-1', 3)
  await alert('banjir-2', 9)
  expect(await answered(await alert('banjir-3', 1))).toMatchObject({ decision: 'mobilise', reason: 'joined' })
  await ground.post(aMessage('banjir-1', { messageType: 'cancel', hazard: null, geometry: null, need: null }))
  expect(await answered(await alert('banjir-4', 3))).toMatchObject({ decision: 'mobilise', reason: 'joined' })
})

test('behind a thousand messages nobody can hide what is asked for already', async () => {
  await alert('banjir-1', 3, 0, {}, 1)
  await alert('banjir-2', 0, 0, {}, 2)
  // The second a thousand times: posted one by one they would take minutes.
  await ground.database.run(sql`
    INSERT INTO hazard_event
    SELECT (jsonb_populate_record(e, jsonb_build_object('id', gen_random_uuid(), 'revision', n, 'sequence', n))).*
      FROM hazard_event e, generate_series(3, 1002) AS n WHERE e.source_id = 'banjir-2'`)
  expect(await answered(await alert('banjir-3', 3))).toMatchObject({
    decision: 'propose',
    last: expect.stringMatching(/too many messages of this incident/),
  })
})
