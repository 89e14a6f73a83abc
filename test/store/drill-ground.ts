import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach } from 'vitest'
import { planDrills } from '../../jobs/plan-drills.ts'
import type { Needs } from '../../jobs/run-occurrence.ts'
import type { Calendar } from '../../src/drills/calendar.ts'
import type { DrillProgramme } from '../../src/drills/drill-plan.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { cancelByProgram } from '../../src/store/drill-changes.ts'
import { knownPlan, retireProgrammes, savePlan } from '../../src/store/drill-plans.ts'
import { invitedPeople, saveSubstitutes } from '../../src/store/drill-substitutes.ts'
import { helpingElsewhere, invitedIds, listOccurrences, loadOccurrence, saveTurn } from '../../src/store/drills.ts'
import { loadSites, openRoster } from '../../src/store/roster.ts'
import { loadSiteFacts } from '../../src/store/site-facts.ts'
import { sql } from '../../src/store/sql.ts'
import { giveWay } from '../../src/store/stopped-drills.ts'
import { NO_CALENDAR } from '../drills/sample.ts'
import { freshDatabase } from '../support/database.ts'
import { emptyTables } from '../support/empty-tables.ts'

export const HOUR = 3_600_000
export const DAY = 24 * HOUR
export const BEGIN = new Date('2027-01-01T00:00Z')

export const clockAt = (now: Date) => ({ now: () => now })

interface Given {
  kind?: string
  site?: string | null
  channels?: readonly string[]
  phone?: boolean
  email?: boolean
  optedOutAt?: Date | null
}

/** A database of their own for the tests of one file, called at its top: each test finds it without drills. */
export const openDrills = async () => {
  const db: Database = openDatabase({
    url: await freshDatabase(),
    max: 4,
    name: 'drills',
    onError: () => undefined,
  })
  afterAll(() => db.close())

  const addSite = (code: string, village: string): Promise<number> =>
    db.run(sql`
      INSERT INTO site (site_code, name, village_code, lng, lat, accuracy_m, landmass, hazards, synthetic, updated_at)
      VALUES (${code}, ${`KSB ${code}`}, ${village}, 107.5, -7.2, 100, 1, ARRAY['flood'], true, ${BEGIN})`)

  const addPerson = async (name: string, given: Given = {}): Promise<string> => {
    const { kind = 'ksb_member', site = null, channels = ['sms', 'email'], phone = true, email = true } = given
    const id = randomUUID()
    const sealed = Buffer.from('sealed')
    await db.run(sql`
      INSERT INTO responder (id, source, external_id, name, kind, regency_code, site_code, lng, lat, accuracy_m, landmass,
                             language, synthetic, updated_at, channels, serves_codes, skills, phone_sealed, phone_index,
                             email_sealed, email_index, opted_out_at)
      VALUES (${id}, 'test', ${name}, ${name}, ${kind}, '32.04', ${site}, 107.5, -7.2, 100, 1, 'id', true, ${BEGIN},
              ${channels}, '{}', '{}', ${phone ? sealed : null}, ${phone ? name : null}, ${email ? sealed : null},
              ${email ? name : null}, ${given.optedOutAt ?? null})`)
    return id
  }

  beforeEach(async () => {
    await emptyTables(db, [
      'drill_occurrence',
      'drill_invitee',
      'drill_attendance',
      'drill_code',
      'drill_code_miss',
      'drill_presence',
      'competency',
      'certificate',
      'drill_programme',
      'notice',
      'timeline_entry',
      'site',
      'responder',
    ])
    await db.run(sql`UPDATE roster_version SET version = version + 1`)
  })

  const plan = (programmes: readonly DrillProgramme[], now: Date, calendar: Calendar = NO_CALENDAR) =>
    planDrills(
      {
        plans: async () => ({ programmes, calendar }),
        sites: () => loadSites(db),
        siteFacts: (at) => loadSiteFacts(db, at),
        retireProgrammes: (keep, at) => retireProgrammes(db, keep, at),
        knownPlan: (programme, at) => knownPlan(db, programme, at),
        savePlan: (programme, change, at) => savePlan(db, programme, change, at),
      },
      clockAt(now),
    )()

  const roster = openRoster(db)

  /** Where a rehearsal is posted: the same id gives the same event, as the real intake does. */
  const exercises = new Map<string, string>()

  const needs: Needs = {
    loadOccurrence: (id) => loadOccurrence(db, id),
    roster,
    villageNames: () => ({ place: 'Pangalengan', regency: 'Kab. Bandung', office: 'Dinsos Kab. Bandung' }),
    invitedIds: (id) => invitedIds(db, id),
    postExercise: async ({ id }) => {
      const eventId = exercises.get(id) ?? randomUUID()
      exercises.set(id, eventId)
      return { eventId }
    },
    helpingElsewhere: (occurrence) => helpingElsewhere(db, occurrence),
    saveTurn: (taken, turn, work, now) => saveTurn(db, taken, turn, work, now),
    giveWay: (id, now) => giveWay(db, id, now),
    cancelForLostSite: (taken, now) => cancelByProgram(db, taken, 'site-not-on-register', now),
    invitedPeople: (id) => invitedPeople(db, id),
    saveSubstitutes: (taken, ...rest) => saveSubstitutes(db, taken, ...rest),
    noticesPlanned: async () => undefined,
    lookAgain: async () => undefined,
  }

  const everyOccurrence = () =>
    listOccurrences(db, { from: new Date(0), to: new Date('2100-01-01T00:00Z'), limit: 100_000 })

  const only = async () => {
    const [first, ...others] = await everyOccurrence()
    if (first === undefined || others.length > 0) throw new Error(`expected one occurrence, got ${others.length + 1}`)
    return first
  }

  const timeline = (occurrenceId: string) =>
    db.rows<{ kind: string; detail: Record<string, unknown> }>(sql`
      SELECT kind, detail FROM timeline_entry WHERE occurrence_id = ${occurrenceId} ORDER BY id`)

  return { addPerson, addSite, db, everyOccurrence, exercises, needs, only, plan, timeline }
}
