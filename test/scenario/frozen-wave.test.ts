import { expect, test } from 'vitest'
import { mobilisationRuns } from '../../src/main/mobilisation-runs.ts'
import type { CallOutId } from '../../src/mobilisation/hazard-event.ts'
import { keepAnswer } from '../../src/store/answers.ts'
import { aFlood } from '../support/hazards.ts'
import { aTagana, placeFrom } from '../support/people.ts'
import { aRow, names, openWaveVillage } from '../support/wave-village.ts'

const kentongan = await openWaveVillage()
const { clock, heard, entries } = kentongan

const CALL = /MOBILISASI TAGANA: Banjir/

const saysNo = async (id: string, installation = kentongan.installation): Promise<void> => {
  const { callOutId } = await kentongan.callOut()
  const responderId = await kentongan.idOf(id)
  const via = { noticeId: null, answer: 'no' as const, via: 'sms', weakBecause: null, at: clock.now() }
  await keepAnswer(kentongan.installation.database, { callOutId, responderId, ...via })
  await mobilisationRuns(installation, async () => undefined).reviewCallOut({ callOutId: callOutId as CallOutId })
}

test('the policy of a running call-out stays as it was, whatever call-out.yaml says by now', async () => {
  await kentongan.enrol(...aRow(20))
  await kentongan.receive(aFlood(clock.now()))
  heard(names(1, 8), CALL)
  await kentongan.replies('R-0001', '1')
  const { configuration } = kentongan.installation
  const callOut = { ...configuration.policy.callOut, wave: null, overcall: 1 }
  const policy = { ...configuration.policy, callOut }
  await saysNo('R-0002', { ...kentongan.installation, configuration: { ...configuration, policy } })
  await kentongan.settle()
  expect(await entries('still-sufficient')).toHaveLength(1)
  expect((await kentongan.callOut()).called).toBe(8)
})

test('the policy of an older row without a wave calls one for each who says no', async () => {
  await kentongan.enrol(...aRow(20))
  await kentongan.receive(aFlood(clock.now()))
  heard(names(1, 8), CALL)
  await kentongan.replies('R-0001', '1')
  await kentongan.rows`UPDATE call_out SET policy = policy - 'wave'`
  await saysNo('R-0002')
  await kentongan.settle()
  heard(['R-0009'], CALL)
})

test('speeds and crossings of a running call-out stay as they were, whatever their files say by now', async () => {
  const gilimanuk = [114.46, -8.19] as const
  const ketapang = (id: string, kmNorth: number) =>
    aTagana(id, { position: placeFrom([114.385, -8.15], { kmNorth }), villageCode: '35.10.01.2001' })
  await kentongan.enrol(
    aTagana('R-0001', { position: placeFrom([...gilimanuk], { kmEast: 2 }), villageCode: '51.01.01.2001' }),
    ...names(2, 7).map((id, n) => ketapang(id, -n)),
  )
  const area = { geometry: { type: 'Point', coordinates: [...gilimanuk] }, radiusKm: 3 }
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 }, area }), { by: kentongan.admin() })
  heard(names(1, 5), CALL)
  const { configuration } = kentongan.installation
  const reach = { ...configuration.reach, readyMin: 600, positions: { staleAfterMs: null, vagueBeyondM: 1 } }
  // The ferry is struck off the list, and everybody takes ten hours to get ready.
  const edited = { ...kentongan.installation, configuration: { ...configuration, reach, crossings: [] } }
  await saysNo('R-0001', edited)
  await kentongan.settle()
  heard(['R-0006'], CALL)
  const { callOutId } = await kentongan.callOut()
  const [row] = await kentongan.rows<{ minutes: number; stale: unknown }>`
    SELECT (c.detail->>'minutes')::float8 AS minutes, c.detail->'stale' AS stale
      FROM considered c JOIN responder r ON r.id = c.responder_id
     WHERE c.call_out_id = ${callOutId} AND r.external_id = 'R-0006'
     ORDER BY c.round DESC LIMIT 1`
  expect(row?.minutes).toBeLessThan(300)
  expect(row?.stale).toBeNull()
})
