import { beforeEach, describe, expect, test } from 'vitest'
import { aFlood, theCancel } from '../support/hazards.ts'
import { aTagana, PANGALENGAN, placeFrom } from '../support/people.ts'
import { BEGIN, openVillage } from '../support/village.ts'

const kentongan = await openVillage()
const { phone, mail } = kentongan

type Body = Readonly<Record<string, unknown>>

const GO = /MOBILISASI/
const EXPIRED = /KEDALUWARSA/
const EXHAUSTED = /KURANG/

const until = (min: number): Body => ({ expiresAt: new Date(BEGIN.getTime() + min * 60_000).toISOString() })
const flood = (changes: Body = {}) => kentongan.receive(aFlood(BEGIN, changes))
const told = (pattern: RegExp, ...ids: readonly string[]): void => {
  for (const id of ids) phone(id).received(pattern)
}
const operatorsTold = (pattern: RegExp): void => {
  phone('O-9001').received(pattern)
  mail('O-9001').received(pattern)
}
const timeline = async (kind: string) => (await kentongan.callOut()).timeline.filter((entry) => entry.kind === kind)

beforeEach(() => kentongan.enrol(...[1, 2, 3, 4, 5, 6].map((nth) => aTagana(`R-000${nth}`, { kmNorth: 2 * nth - 2 }))))

describe('once a message has expired', () => {
  test('no silence opens a wave; a row says why, the operators hear it once, and whoever comes stays called', async () => {
    await flood({ need: { tagana: 3 }, ...until(5) })
    told(GO, 'R-0001', 'R-0002', 'R-0003')
    await kentongan.replies('R-0001', '1')
    await kentongan.advance({ min: 10 })
    operatorsTold(EXPIRED)
    expect(await kentongan.callOut()).toMatchObject({
      status: 'exhausted',
      called: 3,
      filled: { tagana: 1 },
      shortfall: ['expired:tagana'],
    })
    expect(await timeline('message-expired')).toMatchObject([{ detail: { kinds: ['tagana'], missing: { tagana: 2 } } }])
    // Somebody who is late is still welcome, and a no moves nothing: nobody is told a second time.
    await kentongan.replies('R-0002', '1')
    await kentongan.replies('R-0003', '2')
    await kentongan.advance({ min: 30 })
    expect(await kentongan.callOut()).toMatchObject({ called: 3, filled: { tagana: 2 } })
    await kentongan.receive(theCancel(BEGIN))
    told(/BATAL/, 'R-0001', 'R-0002')
  })

  test('a no is not replaced any more, and those who may still answer are waited for', async () => {
    await flood({ need: { tagana: 2 }, ...until(5) })
    told(GO, 'R-0001', 'R-0002')
    await kentongan.advance({ min: 4 })
    await kentongan.replies('R-0001', '2')
    told(GO, 'R-0003')
    await kentongan.advance({ min: 1 })
    await kentongan.replies('R-0002', '2')
    operatorsTold(EXPIRED)
    expect(await kentongan.callOut()).toMatchObject({ status: 'calling', called: 3 })
    await kentongan.replies('R-0003', '1')
    await kentongan.advance({ min: 30 })
    expect(await kentongan.callOut()).toMatchObject({ status: 'exhausted', shortfall: ['expired:tagana'] })
  })

  test('a yes that becomes a no calls nobody in its place', async () => {
    await flood({ need: { tagana: 1 }, ...until(60) })
    told(GO, 'R-0001')
    await kentongan.replies('R-0001', '1')
    await kentongan.advance({ min: 61 })
    expect(await kentongan.callOut()).toMatchObject({ status: 'filled' })
    await kentongan.replies('R-0001', '2')
    operatorsTold(EXPIRED)
    expect(await kentongan.callOut()).toMatchObject({ status: 'exhausted', called: 1 })
  })

  test('an update with a later end goes on, with as many as are missing; when that ends it is told anew', async () => {
    await flood({ need: { tagana: 2 }, ...until(5) })
    told(GO, 'R-0001', 'R-0002')
    await kentongan.replies('R-0001', '1')
    await kentongan.advance({ min: 10 })
    operatorsTold(EXPIRED)
    const longer = await flood({ messageType: 'update', need: { tagana: 2 }, ...until(25) })
    expect(longer).toMatchObject({ decision: 'mobilise', reason: 'update' })
    told(GO, 'R-0003')
    expect(await kentongan.callOut()).toMatchObject({ status: 'calling', called: 3, shortfall: [] })
    await kentongan.advance({ min: 10 })
    told(GO, 'R-0004')
    await kentongan.advance({ min: 10 })
    operatorsTold(EXPIRED)
    expect(await timeline('message-expired')).toHaveLength(2)
    expect(await kentongan.callOut()).toMatchObject({ status: 'exhausted', called: 4 })
  })

  test('a plan made anew for its neighbour calls nobody for it, and stands nobody of it down', async () => {
    await flood({ need: { tagana: 3 }, ...until(5) })
    told(GO, 'R-0001', 'R-0002', 'R-0003')
    await kentongan.replies('R-0001', '1')
    await kentongan.replies('R-0002', '1')
    await kentongan.advance({ min: 6 })
    await kentongan.replies('R-0003', '2')
    operatorsTold(EXPIRED)
    const north = { geometry: { type: 'Point', coordinates: placeFrom(PANGALENGAN, { kmNorth: 5 }) }, radiusKm: 5 }
    const joined = await flood({ id: 'banjir-2', area: north, need: { tagana: 1 } })
    expect(joined).toMatchObject({ reason: 'joined' })
    // The nearest to 5 km north; R-0003 said no. Nobody is called for the third of the first.
    told(GO, 'R-0004')
    await kentongan.replies('R-0004', '1')
    expect(await kentongan.callOut()).toMatchObject({ called: 4, filled: { tagana: 3 } })
    await kentongan.replies('R-0004', '2')
    told(GO, 'R-0005')
  })
})

test('who was used up before it expired is told as such', async () => {
  await flood({ need: { tagana: 7 }, ...until(60) })
  told(GO, 'R-0001', 'R-0002', 'R-0003', 'R-0004', 'R-0005', 'R-0006')
  operatorsTold(/TIDAK ADA ORANG/)
  await kentongan.advance({ min: 10 })
  operatorsTold(EXHAUSTED)
  await kentongan.advance({ min: 60 })
  expect(await timeline('message-expired')).toEqual([])
})
