import { expect, test } from 'vitest'
import { mobilisationRuns } from '../../src/main/mobilisation-runs.ts'
import type { CallOutId } from '../../src/mobilisation/hazard-event.ts'
import { keepAnswer } from '../../src/store/answers.ts'
import { aFlood } from '../support/hazards.ts'
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
