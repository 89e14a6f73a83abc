import { expect, test } from 'vitest'
import { aFlood } from '../support/hazards.ts'
import { aPendamping, aTagana } from '../support/people.ts'
import { openVillage } from '../support/village.ts'

const kentongan = await openVillage()
const { phone, mail, clock } = kentongan

const CALL = /MOBILISASI TAGANA: Banjir/
const ENOUGH = /^\nCUKUP Ref/

/** Seven Tagana in a row, a kilometre from one to the next. */
const aRow = () => [1, 2, 3, 4, 5, 6, 7].map((km) => aTagana(`R-000${km}`, { kmNorth: km }))

test('a flood calls the nearest people by SMS and e-mail, and nobody farther', async () => {
  await kentongan.enrol(
    aTagana('R-0001', { kmNorth: 1, mail: true }),
    aTagana('R-0002', { kmNorth: -2, mail: true }),
    aTagana('R-0003', { kmNorth: 3, mail: true }),
    aPendamping('R-0004', { kmEast: 9 }),
    aPendamping('R-0005', { kmEast: 20 }),
  )
  const answer = await kentongan.receive(aFlood(clock.now(), { need: { tagana: 2, pendamping_desa: 1 } }))
  expect(answer).toMatchObject({ httpStatus: 202, decision: 'mobilise', reason: 'alert', revision: 1 })
  for (const id of ['R-0001', 'R-0002']) {
    phone(id).received(CALL)
    mail(id).received(/MOBILISASI Tagana: Banjir.*\nYth\. Warga R-000[12],/)
  }
  phone('R-0004').received(/banjir.*Balas 1/i)
  expect(await kentongan.callOut()).toMatchObject({ status: 'calling', called: 3, wave: 1, notices: { accepted: 5 } })
})

test('a no calls the next nearest at once', async () => {
  await kentongan.enrol(...aRow())
  await kentongan.receive(aFlood(clock.now()))
  phone('R-0001').received(CALL)
  phone('R-0002').received(CALL)
  expect(await kentongan.replies('R-0001', 'Tidak bisa, ndan')).toMatchObject({ outcome: 'answered' })
  phone('R-0003').received(CALL)
  const shown = await kentongan.callOut()
  expect(shown).toMatchObject({ status: 'calling', wave: 1, called: 3, answers: { no: 1, awaited: 2 } })
})

test('ten silent minutes call others, and one millisecond less does not', async () => {
  await kentongan.enrol(...aRow())
  await kentongan.receive(aFlood(clock.now()))
  phone('R-0001').received(CALL)
  phone('R-0002').received(CALL)
  await kentongan.advance({ min: 9, s: 59, ms: 999 })
  expect(phone('R-0003').waiting()).toBe(0)
  await kentongan.advance({ ms: 1 })
  phone('R-0003').received(CALL)
  phone('R-0004').received(CALL)
  expect(await kentongan.callOut()).toMatchObject({ status: 'calling', wave: 2, answers: { silent: 2, awaited: 2 } })
})

test('a call-out is filled when enough said yes, and only those called and not needed are stood down', async () => {
  await kentongan.enrol(...aRow())
  await kentongan.receive(aFlood(clock.now()))
  phone('R-0001').received(CALL)
  phone('R-0002').received(CALL)
  await kentongan.replies('R-0002', '2')
  phone('R-0003').received(CALL)
  await kentongan.advance({ min: 10 })
  phone('R-0004').received(CALL)
  phone('R-0005').received(CALL)
  await kentongan.replies('R-0004', '1')
  expect((await kentongan.callOut()).status).toBe('calling')
  await kentongan.replies('R-0001', 'siap')
  // R-0003 and R-0005 were asked and are free; R-0002 said no; R-0006 and R-0007 never heard of it.
  phone('R-0003').received(ENOUGH)
  phone('R-0005').received(ENOUGH)
  expect(await kentongan.callOut()).toMatchObject({ status: 'filled', filled: { tagana: 2 }, shortfall: [] })
  await kentongan.advance({ h: 1 })
})

test('the stand-down takes the way of the call', async () => {
  await kentongan.enrol(
    aTagana('R-0001', { kmNorth: 1, mail: true }),
    aTagana('R-0002', { kmNorth: 2 }),
    aTagana('R-0003', { kmNorth: 3, mail: true }),
  )
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('R-0001').received(CALL)
  mail('R-0001').received(/MOBILISASI/)
  await kentongan.advance({ min: 10 })
  phone('R-0002').received(CALL)
  await kentongan.replies('R-0002', 'ya')
  phone('R-0001').received(ENOUGH)
  mail('R-0001').received(/^CUKUP: Banjir/)
})

test('a late yes after it was filled is kept, and the person is stood down once', async () => {
  await kentongan.enrol(...aRow())
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('R-0001').received(CALL)
  await kentongan.advance({ min: 10 })
  phone('R-0002').received(CALL)
  await kentongan.replies('R-0002', '1')
  phone('R-0001').received(ENOUGH)
  await kentongan.advance({ min: 3 })
  expect(await kentongan.replies('R-0001', '1 berangkat')).toMatchObject({ outcome: 'answered', reason: 'counted' })
  expect(await kentongan.callOut()).toMatchObject({ status: 'filled', filled: { tagana: 1 }, answers: { yes: 2 } })
})

test('somebody who takes a yes back is replaced', async () => {
  await kentongan.enrol(...aRow())
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('R-0001').received(CALL)
  await kentongan.replies('R-0001', '1')
  expect((await kentongan.callOut()).status).toBe('filled')
  await kentongan.replies('R-0001', '2 maaf')
  phone('R-0002').received(CALL)
  expect((await kentongan.callOut()).status).toBe('calling')
})

test('a call-out is exhausted when its waves run out, and operators hear what is missing', async () => {
  await kentongan.enrol(...aRow())
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('R-0001').received(CALL)
  await kentongan.advance({ min: 10 })
  phone('R-0002').received(CALL)
  await kentongan.advance({ min: 10 })
  phone('R-0003').received(CALL)
  await kentongan.advance({ min: 9, s: 59 })
  expect((await kentongan.callOut()).status).toBe('calling')
  await kentongan.advance({ s: 1 })
  phone('O-9001').received(/^\nKURANG ORANG Ref \w+: Banjir/)
  mail('O-9001').received(/KURANG/)
  expect(await kentongan.callOut()).toMatchObject({
    status: 'exhausted',
    wave: 3,
    shortfall: ['waves-exhausted:tagana'],
  })
  await kentongan.replies('R-0002', '1')
  phone('R-0001').received(ENOUGH)
  phone('R-0003').received(ENOUGH)
  expect(await kentongan.callOut()).toMatchObject({ status: 'filled', shortfall: [] })
})

test('a call-out is exhausted when nobody is left in reach', async () => {
  await kentongan.enrol(aTagana('R-0001'))
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('R-0001').received(CALL)
  await kentongan.replies('R-0001', 'tidak')
  phone('O-9001').received(/KURANG ORANG/)
  mail('O-9001').received(/KURANG/)
  expect(await kentongan.callOut()).toMatchObject({ status: 'exhausted', shortfall: ['all-declined:tagana'] })
})

test('nobody in reach is recorded and told', async () => {
  await kentongan.enrol(aTagana('R-0001', { kmNorth: 51 }))
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('O-9001').received(/TIDAK ADA ORANG Ref \w+: Banjir/)
  mail('O-9001').received(/TIDAK ADA ORANG/)
  phone('O-9001').received(/KURANG ORANG/)
  mail('O-9001').received(/KURANG/)
  const shown = await kentongan.callOut()
  expect(shown).toMatchObject({ status: 'exhausted', called: 0, shortfall: ['none-in-reach:tagana'] })
  expect(shown.timeline.map(({ kind }) => kind)).toContain('nobody-in-reach')
})

test('a call-out closes twelve hours later, and its late answers are kept', async () => {
  await kentongan.enrol(aTagana('R-0001'))
  await kentongan.receive(aFlood(clock.now(), { need: { tagana: 1 } }))
  phone('R-0001').received(CALL)
  await kentongan.replies('R-0001', '1')
  await kentongan.advance({ h: 12 })
  const { code, status } = await kentongan.callOut()
  expect(status).toBe('closed')
  expect(await kentongan.replies('R-0001', `3 ${code}`)).toMatchObject({ outcome: 'answered' })
  expect((await kentongan.callOut()).status).toBe('closed')
})
