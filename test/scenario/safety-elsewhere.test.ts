import { beforeEach, expect, test } from 'vitest'
import { aFlood } from '../support/hazards.ts'
import { aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

/** Only floods ask first: their areas of 5 km reach the home of R-0001 and not that of R-0006. */
const kentongan = await openVillage({
  files: {
    'call-out.yaml': `
ackDeadline: 10m
maxWaves: 3
searchRadiusKm: 50
overcall: 1
wave: { method: overcall }
safety: { hazards: [flood] }
approvalAbove: 200
need:
  default:
    moderate: { tagana: 1 }
`,
  },
})
const { phone, mail, clock } = kentongan

const codeOf = async (callOutId: string | null | undefined): Promise<string> => {
  const [row] = await kentongan.rows<{ code: string }>`SELECT code FROM call_out WHERE id = ${callOutId ?? null}`
  return row?.code ?? ''
}

beforeEach(() => kentongan.enrol(...[1, 6].map((km) => aTagana(`R-000${km}`, { kmNorth: km }))))

const flood = () => kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
const landslide = (severity: string) =>
  kentongan.receive(aFlood(clock.now(), { id: 'longsor-1', hazard: 'landslide', severity, need: { tagana: 1 } }))

test('who is not safe for one call-out is asked by the next before it orders them, and "aman" to the one takes them from no other', async () => {
  const one = await flood()
  phone('R-0001').received(/AMAN\? Banjir/)
  await kentongan.replies('R-0001', 'tidak aman')
  for (const reader of [phone, mail]) reader('O-9001').received(/TIDAK AMAN/)
  phone('R-0006').received(/MOBILISASI TAGANA: Banjir/)

  const two = await landslide('minor')
  phone('R-0001').received(/AMAN\? /)
  await kentongan.replies('R-0001', `1 ${await codeOf(two.callOutId)}`)
  phone('R-0001').received(/MOBILISASI TAGANA: .*Longsor/)
  expect(await kentongan.callOut(two.callOutId ?? '')).toMatchObject({ status: 'filled', filled: { tagana: 1 } })

  // The flood is the more urgent, but this says only that they are safe.
  await kentongan.replies('R-0001', `3 ${await codeOf(one.callOutId)}`)
  expect(await kentongan.callOut(one.callOutId ?? '')).toMatchObject({
    safety: { safe: 1, unsafe: 0 },
    answers: { no: 1 },
  })
  expect(await kentongan.callOut(two.callOutId ?? '')).toMatchObject({ status: 'filled', filled: { tagana: 1 } })
})

test('who was asked and did not say so yet is asked again by the more urgent that takes them', async () => {
  await flood()
  phone('R-0001').received(/AMAN\? Banjir/)
  await landslide('extreme')
  const texts = [phone('R-0001').received(/./), phone('R-0001').received(/./)].map(({ text }) => text)
  expect(texts).toEqual(expect.arrayContaining([expect.stringMatching(/DIALIHKAN/), expect.stringMatching(/AMAN\? /)]))
  phone('R-0006').received(/MOBILISASI TAGANA: Banjir/)
})
