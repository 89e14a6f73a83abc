import { expect, test } from 'vitest'
import { handOverOf, handOverOfAll, type Outgoing } from '../../src/mobilisation/hand-over.ts'

const NOTHING: Outgoing = { left: 0, later: 0, ahead: 0, perSecond: 10, paid: [], leftLots: [], laterLots: [] }

test('the last is handed over after all that goes before it, at the rate of the gateways', () => {
  expect(handOverOf({ ...NOTHING, left: 3, ahead: 28 }).seconds).toBe(4)
  expect(handOverOf({ ...NOTHING, left: 1, perSecond: 0.5 }).seconds).toBe(2)
  expect(handOverOf({ ...NOTHING, ahead: 28 }).seconds).toBe(0)
  expect(handOverOf({ ...NOTHING, left: 1, perSecond: null }).seconds).toBeNull()
  expect(handOverOf({ ...NOTHING, perSecond: null }).seconds).toBe(0)
})

test('what each gateway took costs what it asks, and an unknown price is unknown and not nothing', () => {
  const lots = {
    paid: [
      { parts: 3, costRupiah: 400 },
      { parts: 1, costRupiah: 250.4 },
    ],
    leftLots: [{ parts: 2, costRupiah: 400 }],
    laterLots: [{ parts: 1, costRupiah: null }],
  }
  expect(handOverOf({ ...NOTHING, ...lots }).rupiah).toEqual({ soFar: 1_450, expected: 2_250, atMost: null })
  expect(handOverOf({ ...NOTHING, paid: [{ parts: 0, costRupiah: null }] }).rupiah.soFar).toBe(0)
})

test('channels work side by side: their messages and costs add up, and the slowest says when it is done', () => {
  const sms = handOverOf({ ...NOTHING, left: 20, later: 1, ahead: 10, paid: [{ parts: 2, costRupiah: 400 }] })
  const email = handOverOf({ ...NOTHING, left: 1, later: 2 })
  expect(handOverOfAll([sms, email])).toEqual({
    left: 21,
    later: 3,
    ahead: 10,
    seconds: 3,
    rupiah: { soFar: 800, expected: 800, atMost: 800 },
  })
  const unpriced = handOverOf({ ...NOTHING, left: 1, perSecond: null, paid: [{ parts: 1, costRupiah: null }] })
  expect(handOverOfAll([sms, unpriced])).toMatchObject({ seconds: null, rupiah: { soFar: null } })
  expect(handOverOfAll([unpriced, sms])).toMatchObject({ seconds: null, rupiah: { soFar: null } })
  expect(handOverOfAll([])).toMatchObject({ left: 0, seconds: 0, rupiah: { soFar: 0 } })
})
