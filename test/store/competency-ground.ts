import type { CurriculumModule } from '../../src/drills/curriculum.ts'
import { keepDrillAnswer } from '../../src/store/answers.ts'
import { listCompetencies } from '../../src/store/competencies.ts'
import { recordAttendance } from '../../src/store/drill-attendance.ts'
import { loadSiteFacts } from '../../src/store/site-facts.ts'
import { sql } from '../../src/store/sql.ts'
import { aProgramme } from '../drills/sample.ts'
import { BEGIN, HOUR, openDrills } from './drill-ground.ts'

const aModule = (id: string, more: Partial<CurriculumModule> = {}): CurriculumModule => ({
  ...{ id, title: { id: `Materi ${id}`, en: id }, summary: { id: 'r', en: 's' }, minutes: 60, ...more },
})
export const FIRST_AID = aModule('first-aid', { validFor: { count: 24, unit: 'months' } })
const KOHKOL = aModule('kohkol', { regions: ['32.04'] })
const CURRICULUM = [FIRST_AID, aModule('tents'), KOHKOL]

export const START = new Date('2027-01-20T02:00Z')
export const ENDS = new Date(START.getTime() + 2 * HOUR)
export const COUNTRY = { jurisdiction: '' }
export const BY = { operatorId: 'op-1', address: null }

/** A database of their own for the tests of one file, with a drill that teaches three modules. Called at its top. */
export const openCompetencies = async () => {
  const opened = await openDrills()
  const { addPerson, addSite, db, only, plan } = opened

  const aDrill = async (village = '32.04.15.2003') => {
    await addSite('S1', village)
    const [ani, budi] = [await addPerson('Ani', { site: 'S1' }), await addPerson('Budi', { site: 'S1' })]
    await plan([aProgramme({ when: { kind: 'local', wall: '2027-01-20T09:00' }, curriculum: CURRICULUM })], BEGIN)
    const { id } = await only()
    for (const person of [ani, budi])
      await db.run(
        sql`INSERT INTO drill_invitee (occurrence_id, responder_id, role) VALUES (${id}, ${person}, 'member')`,
      )
    const record = (marks: readonly (readonly [string, boolean])[]) => {
      const people = marks.map(([responderId, came]) => ({ responderId, came }))
      const at = new Date(START.getTime() + HOUR)
      return recordAttendance(db, COUNTRY, { occurrenceId: id, marks: people, via: 'operator', at, ...BY })
    }
    const say = (responderId: string, answer: 'yes' | 'no' | 'arrived') =>
      db.transact((connection) =>
        keepDrillAnswer(connection, {
          ...{ occurrenceId: id, responderId, noticeId: null },
          ...{ answer, via: 'sms', at: new Date(START.getTime() - HOUR) },
        }),
      )
    return { id, ani, budi, record, say }
  }

  const held = async (): Promise<unknown> =>
    (
      await db.rows<{ name: string; module: string }>(sql`
    SELECT coalesce(r.name, '-') AS name, c.module FROM competency c LEFT JOIN responder r ON r.id = c.responder_id
     ORDER BY 1, 2`)
    ).map(({ name, module }) => `${name} ${module}`)

  const listed = (query: Partial<Parameters<typeof listCompetencies>[2]> = {}, jurisdiction = '') =>
    listCompetencies(db, jurisdiction, { region: '', siteCode: null, endsBy: null, limit: 100, after: null, ...query })

  const endingsOf = async (site: string): Promise<unknown> => {
    const { bySite } = await loadSiteFacts(db, ENDS)
    return Object.fromEntries(bySite.get(site)?.endings ?? [])
  }

  return { ...opened, aDrill, endingsOf, held, listed }
}
