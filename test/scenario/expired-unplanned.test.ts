import { expect, test } from 'vitest'
import { aFlood, theCancel } from '../support/hazards.ts'
import { aTagana } from '../support/people.ts'
import { BEGIN, openVillage } from '../support/village.ts'

const kentongan = await openVillage({ role: 'api' })
const { phone, mail } = kentongan

test('what expired while no worker ran calls nobody, and the operators are told that and nothing else', async () => {
  await kentongan.enrol(aTagana('R-0001'))
  const expiresAt = new Date(BEGIN.getTime() + 5 * 60_000).toISOString()
  await kentongan.post(aFlood(BEGIN, { need: { tagana: 1 }, expiresAt }))
  kentongan.clock.moveBy({ min: 6 })
  const worker = await kentongan.start('worker')
  await kentongan.settle()
  phone('O-9001').received(/KEDALUWARSA/)
  mail('O-9001').received(/KEDALUWARSA/)
  expect(await kentongan.callOut()).toMatchObject({ status: 'exhausted', called: 0, shortfall: ['expired:tagana'] })
  await kentongan.stop(worker)
})

test('a cancel that is answered before anybody was called leaves nobody to be called', async () => {
  await kentongan.enrol(aTagana('R-0001'))
  await kentongan.post(aFlood(BEGIN, { need: { tagana: 1 } }))
  expect((await kentongan.post(theCancel(BEGIN))).httpStatus).toBe(202)
  const worker = await kentongan.start('worker')
  await kentongan.settle()
  await kentongan.advance({ min: 30 })
  expect(await kentongan.callOut()).toMatchObject({ status: 'stood-down', called: 0 })
  await kentongan.stop(worker)
})
