import { beforeEach, expect, test } from 'vitest'
import { aFlood } from '../support/hazards.ts'
import { aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const village = await openVillage()
const { phone, clock } = village

const anEruption = (changes: object = {}) =>
  aFlood(clock.now(), { id: 'erupsi-1', hazard: 'volcano', need: { tagana: 1 }, ...changes })

beforeEach(() => village.enrol(aTagana('R-0001', { kmNorth: 8 })))

test.each([
  ['Level IV (Awas)', 'IV'],
  ['level 4', 'IV'],
  ['awas', 'IV'],
])('a volcano at %j stands at level %s, and people read its number and word', async (level, kept) => {
  expect(await village.receive(anEruption({ level }))).toMatchObject({ httpStatus: 202 })
  phone('R-0001').received(/MOBILISASI.*Erupsi/)
  expect(await village.rows`SELECT level FROM hazard_event`).toEqual([{ level: kept }])
  const [notice] = await village.rows<{ level: string }>`SELECT fields ->> 'level' AS level FROM notice`
  expect(notice?.level).toBe('Level IV (Awas)')
})

test.each(['merah', 5, 'Level III (Awas)'])(
  'a volcano at %j is refused with the levels that there are',
  async (level) => {
    expect(await village.receive(anEruption({ level }))).toMatchObject({
      httpStatus: 422,
      errors: [{ path: 'level', expected: 'I (Normal), II (Waspada), III (Siaga) or IV (Awas), or null' }],
    })
  },
)

test('what is past is only kept; an all-clear that says so still ends what people were called for', async () => {
  expect(await village.receive(anEruption({ id: 'old', urgency: 'past' }))).toMatchObject({
    decision: 'record',
    reason: 'past',
    callOutId: null,
  })
  await village.receive(anEruption({ level: 'III' }))
  phone('R-0001').received(/MOBILISASI.*Erupsi/)
  const over = { messageType: 'all-clear', urgency: 'past', certainty: 'unlikely' }
  expect(await village.receive(anEruption({ ...over, level: null }))).toMatchObject({ reason: 'stood-down' })
  phone('R-0001').received(/SELESAI/)
})
