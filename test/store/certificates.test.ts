import { expect, test } from 'vitest'
import {
  certificateByNumber,
  drillToCertify,
  issueCertificates,
  peopleToCertify,
} from '../../src/store/certificates.ts'
import { sql } from '../../src/store/sql.ts'
import { BY, ENDS, openCompetencies } from './competency-ground.ts'

const { aDrill, db, endingsOf, held, listed } = await openCompetencies()

test('a certificate keeps its number, and its worth follows the list and the register', async () => {
  const { id, ani, budi, record } = await aDrill()
  await record([
    [ani, true],
    [budi, true],
  ])
  const by = { ...BY, at: ENDS }
  const offered = [{ responderId: ani, number: 'KTG-7Q2M4-XKD92' }]
  expect(await issueCertificates(db, id, offered, by)).toEqual([
    { responderId: ani, number: 'KTG-7Q2M4-XKD92', issuedAt: ENDS },
  ])
  const again = await issueCertificates(db, id, [{ responderId: ani, number: 'KTG-00000-00000' }], by)
  expect(again.map(({ number }) => number)).toEqual(['KTG-7Q2M4-XKD92'])
  const trail = await db.rows(sql`
    SELECT detail FROM audit_entry WHERE action = 'certificates-issued' AND subject_id = ${id}`)
  expect(trail).toEqual([{ detail: { issued: 1 } }])

  expect((await peopleToCertify(db, id, null)).map(({ name }) => name)).toEqual(['Ani', 'Budi'])
  expect(await peopleToCertify(db, id, budi)).toMatchObject([
    { learned: [{ module: 'first-aid', expiresAt: new Date('2029-01-20T04:00Z') }, { module: 'kohkol' }, {}] },
  ])
  expect(await drillToCertify(db, { jurisdiction: '32.05' }, id)).toBeNull()
  const found = await certificateByNumber(db, 'KTG-7Q2M4-XKD92')
  expect(found).toMatchObject({ name: 'Ani', issuedAt: ENDS, drill: { id, siteName: 'KSB S1' }, learned: [{}, {}, {}] })

  await record([[ani, false]])
  expect(await certificateByNumber(db, 'KTG-7Q2M4-XKD92')).toMatchObject({ name: 'Ani', learned: [] })
  expect(await certificateByNumber(db, 'KTG-00000-00000')).toBeNull()
})

test('who is erased, a village that left and a programme of long ago break nothing', async () => {
  const { id, ani, budi, record } = await aDrill()
  await record([
    [ani, true],
    [budi, true],
  ])
  await issueCertificates(db, id, [{ responderId: ani, number: 'KTG-7Q2M4-XKD92' }], { ...BY, at: ENDS })
  await db.run(sql`DELETE FROM responder WHERE id = ${ani}`)
  expect(await certificateByNumber(db, 'KTG-7Q2M4-XKD92')).toMatchObject({
    name: null,
    kind: null,
    learned: [{}, {}, {}],
  })
  expect((await listed()).competencies.map(({ name }) => name)).toEqual(['Budi', 'Budi', 'Budi'])
  expect((await peopleToCertify(db, id, null)).map(({ name }) => name)).toEqual(['Budi'])
  // Said again after the village left: what is only its region's own stays.
  await db.run(sql`DELETE FROM site`)
  await record([[budi, true]])
  expect(await held()).toEqual(['- first-aid', '- kohkol', '- tents', 'Budi first-aid', 'Budi kohkol', 'Budi tents'])
  expect(await endingsOf('S1')).toMatchObject({ 'first-aid': expect.any(Date) })
  await db.run(sql`DELETE FROM drill_occurrence`)
  expect(await certificateByNumber(db, 'KTG-7Q2M4-XKD92')).toMatchObject({ drill: null })
  expect((await listed()).competencies[0]?.title).toBeNull()
})
