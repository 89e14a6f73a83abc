import { beforeEach, describe, expect, test } from 'vitest'
import { aFlood, theCancel } from '../support/hazards.ts'
import { aTagana, PANGALENGAN, placeFrom } from '../support/people.ts'
import { BEGIN, openVillage } from '../support/village.ts'

const kentongan = await openVillage()
const { phone } = kentongan

const GO = /MOBILISASI/

type Body = Readonly<Record<string, unknown>>

const told = (pattern: RegExp, ...ids: readonly string[]): void => {
  for (const id of ids) phone(id).received(pattern)
}

const around = (kmNorth: number): Body => ({
  area: { geometry: { type: 'Point', coordinates: placeFrom(PANGALENGAN, { kmNorth }) }, radiusKm: 5 },
})

const post = (id: string, changes: Body = {}) => kentongan.receive(aFlood(BEGIN, { id, ...changes }))
const end = (id: string, messageType: 'cancel' | 'all-clear' = 'cancel') =>
  kentongan.receive(theCancel(BEGIN, { id, messageType }))

/** Seven Tagana in a row to the north, two kilometres from one to the next. */
beforeEach(() =>
  kentongan.enrol(...[1, 2, 3, 4, 5, 6, 7].map((nth) => aTagana(`R-000${nth}`, { kmNorth: 2 * nth - 2 }))),
)

/**
 * Two offices report one flood: R-0001 and R-0002 are nearest to the first, R-0002 and R-0003 to the second. R-0002 is
 * nearer to the second, and is told so.
 */
const twoAlerts = async () => {
  const first = await post('banjir-1')
  told(GO, 'R-0001', 'R-0002')
  const second = await post('banjir-2', around(3))
  told(/RALAT/, 'R-0002')
  told(GO, 'R-0003')
  return { first, second }
}

describe('two alerts about one flood', () => {
  test('join: one call-out, and the sender is told why; only the new people are called', async () => {
    const { first, second } = await twoAlerts()
    expect(first).toMatchObject({ decision: 'mobilise', reason: 'alert', warnings: [] })
    expect(second).toMatchObject({ httpStatus: 202, decision: 'mobilise', reason: 'joined' })
    expect([second.callOutId, second.incidentId]).toEqual([first.callOutId, first.incidentId])
    expect(second.eventId).not.toBe(first.eventId)
    expect(second.warnings?.join(' ')).toMatch(/incident that is known already: same hazard, same time, and \d+ %/)
    expect(await kentongan.callOut()).toMatchObject({ called: 3, need: { tagana: 3 } })
  })

  test('a flash flood is the same happening as the flood; the same alert by another sender too', async () => {
    const first = await post('banjir-1')
    told(GO, 'R-0001', 'R-0002')
    const other = await kentongan.addOfficer({
      role: 'sender',
      jurisdiction: '32',
      organisation: 'BPBD Provinsi Jawa Barat',
    })
    const flash = await post('bandang-1', { hazard: 'flash_flood' })
    const again = await kentongan.receive(aFlood(BEGIN), { by: other })
    for (const joined of [flash, again])
      expect(joined).toMatchObject({ httpStatus: 202, reason: 'joined', callOutId: first.callOutId })
    expect(await kentongan.callOut()).toMatchObject({ called: 2, need: { tagana: 2 } })
  })

  test.each(['cancel', 'all-clear'] as const)(
    'a %s of one stands down only those whom the other does not need',
    async (how) => {
      const { first } = await twoAlerts()
      const withdrawn = await end('banjir-1', how)
      expect(withdrawn).toMatchObject({ httpStatus: 202, decision: 'record', reason: 'withdrawn' })
      expect(withdrawn.callOutId).toBe(first.callOutId)
      expect(withdrawn.warnings?.join(' ')).toMatch(/1 other message asks for people in the same incident/)
      told(/TIDAK PERLU BERANGKAT/, 'R-0001')
      expect(await kentongan.callOut()).toMatchObject({ status: 'calling', need: { tagana: 2 } })
      // What was withdrawn stays so; what is left goes on.
      expect(await post('banjir-1', { revision: 9, need: { tagana: 5 } })).toMatchObject({
        decision: 'record',
        reason: 'incident-ended',
      })
      await kentongan.replies('R-0002', '1')
      await kentongan.replies('R-0003', '1')
      expect(await kentongan.callOut()).toMatchObject({ status: 'filled' })
    },
  )

  test.each([
    ['cancel', /BATAL/, 'cancelled'],
    ['all-clear', /SELESAI/, 'ended'],
  ] as const)('a %s of the last ends the whole', async (how, words, reason) => {
    const { first } = await twoAlerts()
    await end('banjir-1')
    told(/TIDAK PERLU BERANGKAT/, 'R-0001')
    await kentongan.advance({ s: 1 })
    expect(await end('banjir-2', how)).toMatchObject({
      decision: 'record',
      reason: 'stood-down',
      callOutId: first.callOutId,
      warnings: [],
    })
    told(words, 'R-0002', 'R-0003')
    expect(await kentongan.callOut()).toMatchObject({ status: 'stood-down', reason })
  })

  test('a third alert after both were cancelled is a new happening', async () => {
    const { first } = await twoAlerts()
    await end('banjir-1')
    await end('banjir-2')
    told(/TIDAK PERLU BERANGKAT/, 'R-0001')
    told(/BATAL/, 'R-0002', 'R-0003')
    const third = await post('banjir-3')
    expect(third).toMatchObject({ decision: 'mobilise', reason: 'alert', warnings: [] })
    expect(third.callOutId).not.toBe(first.callOutId)
    told(GO, 'R-0001', 'R-0002')
  })

  test('an update of the second that moves away keeps it in the incident, and its people follow', async () => {
    await twoAlerts()
    await post('banjir-2', { ...around(8), messageType: 'update', need: { tagana: 1 }, revision: 2 })
    told(/TIDAK PERLU BERANGKAT/, 'R-0003')
    told(/RALAT/, 'R-0002') // back to the first
    told(GO, 'R-0005')
    expect(await kentongan.callOut()).toMatchObject({ need: { tagana: 3 } })
  })
})

describe('what is no second message about it', () => {
  const apart = async (id: string, changes: Body): Promise<void> => {
    const first = await post('banjir-1')
    told(GO, 'R-0001', 'R-0002')
    const second = await post(id, { need: { tagana: 1 }, ...changes })
    expect(second).toMatchObject({ httpStatus: 202, decision: 'mobilise', reason: 'alert', warnings: [] })
    expect(second.callOutId).not.toBe(first.callOutId)
    expect(second.incidentId).not.toBe(first.incidentId)
  }

  test('a flood far away', async () => {
    await apart('banjir-2', around(12))
    told(GO, 'R-0007')
  })

  test('another hazard at the same place', async () => {
    await apart('longsor-1', { hazard: 'landslide' })
    told(GO, 'R-0003') // the nearest whom the flood does not hold
  })

  test('a drill of it: neither joins nor is joined', async () => {
    await apart('latihan-1', { mode: 'exercise' })
    told(/LATIHAN/, 'R-0003')
  })

  test('a flood that began 14 hours later', async () => {
    await post('banjir-1')
    told(GO, 'R-0001', 'R-0002')
    await kentongan.advance({ h: 14 })
    told(GO, 'R-0003', 'R-0004') // for those who were silent
    const second = await kentongan.receive(aFlood(kentongan.clock.now(), { id: 'banjir-2' }))
    expect(second).toMatchObject({ decision: 'mobilise', reason: 'alert' })
    // Each hears that the old order is off and the new one holds.
    for (const words of [/DIALIHKAN|MOBILISASI/, /DIALIHKAN|MOBILISASI/]) told(words, 'R-0001', 'R-0002')
  })
})
