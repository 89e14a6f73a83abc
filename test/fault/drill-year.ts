import { randomUUID } from 'node:crypto'
import { planDrills } from '../../jobs/plan-drills.ts'
import { type Needs, runOccurrence } from '../../jobs/run-occurrence.ts'
import { seededChance } from '../../src/roster/chance.ts'
import { type Database, openDatabase } from '../../src/store/database.ts'
import { cancelByProgram } from '../../src/store/drill-changes.ts'
import { knownPlan, retireProgrammes, savePlan } from '../../src/store/drill-plans.ts'
import { invitedPeople, saveSubstitutes } from '../../src/store/drill-substitutes.ts'
import { helpingElsewhere, invitedIds, loadOccurrence, saveTurn } from '../../src/store/drills.ts'
import { findDue } from '../../src/store/due.ts'
import { loadSites, openRoster } from '../../src/store/roster.ts'
import { loadSiteFacts } from '../../src/store/site-facts.ts'
import { sql } from '../../src/store/sql.ts'
import { giveWay } from '../../src/store/stopped-drills.ts'
import { judgeYear, type YearVerdict } from './drill-oracle.ts'
import { CALENDAR, CLOSED, FROM, ORACLE, PROGRAMMES, people, readLeft, sitesFor, spoil } from './drill-year-ground.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR
const PLAN_EVERY = 6 * HOUR

export interface YearPlan {
  readonly perZone: number
  readonly days: number
  readonly seed: number
  /** Spoils what the year left behind, to show that the verdict can fail. */
  readonly sabotage?: 'lose' | 'double' | undefined
}

/** How often each fault struck. */
export interface YearFaults {
  outages: number
  outageHours: number
  droppedWakes: number
  lateWakes: number
  doubledWakes: number
  rolledBack: number
  killedAfterCommit: number
  clockJumps: number
}

export interface YearRun {
  readonly verdict: YearVerdict
  readonly faults: YearFaults
  readonly looks: number
  readonly exercises: number
}

/** A year of ticks with faults by seed, over the real jobs and rows; two processes, each with its own connections. */
export const drillYear = async (url: string, plan: YearPlan, tell: (line: string) => void): Promise<YearRun> => {
  const open = (name: string): Database => openDatabase({ url, max: 3, name, onError: () => undefined })
  const processes = [open('year-1'), open('year-2')] as const
  const [db] = processes
  try {
    const sites = sitesFor(plan.perZone)
    await people(db, sites)
    const chance = seededChance(`drill year ${plan.seed}`)
    const strikes = (share: number): boolean => chance.next() < share
    const faults: YearFaults = {
      ...{ outages: 0, outageHours: 0, droppedWakes: 0, lateWakes: 0, doubledWakes: 0 },
      ...{ rolledBack: 0, killedAfterCommit: 0, clockJumps: 0 },
    }
    const exercises = new Map<string, string>()
    /** Dies now and then before the commit, with all that it wrote, or after it and before anybody is woken. */
    const frail = (whole: Database): Database => ({
      ...whole,
      transact: async (work, begin) => {
        const dies = strikes(0.03)
        const result = await whole.transact(async (connection, last) => {
          const done = await work(connection, last)
          if (!dies) return done
          faults.rolledBack += 1
          throw new Error('killed before the commit')
        }, begin)
        if (!strikes(0.03)) return result
        faults.killedAfterCommit += 1
        throw new Error('killed after the commit')
      },
    })
    const needsOf = (whole: Database): Needs => {
      const one = frail(whole)
      return {
        loadOccurrence: (id) => loadOccurrence(whole, id),
        roster: openRoster(whole),
        villageNames: () => ({ place: 'Desa', regency: 'Kab.', office: 'Dinsos' }),
        invitedIds: (id) => invitedIds(whole, id),
        postExercise: async ({ id }) => {
          const eventId = exercises.get(id) ?? randomUUID()
          exercises.set(id, eventId)
          return { eventId }
        },
        helpingElsewhere: (occurrence) => helpingElsewhere(whole, occurrence),
        saveTurn: (taken, turn, work, at) => saveTurn(one, taken, turn, work, at),
        giveWay: (id, at) => giveWay(whole, id, at),
        cancelForLostSite: (taken, at) => cancelByProgram(one, taken, 'site-not-on-register', at),
        invitedPeople: (id) => invitedPeople(whole, id),
        saveSubstitutes: (taken, ...rest) => saveSubstitutes(one, taken, ...rest),
        noticesPlanned: async () => undefined,
        lookAgain: async () => undefined,
      }
    }
    const workers = processes.map(needsOf)
    const planAt = async (at: Date): Promise<void> => {
      const tick = async (whole: Database): Promise<unknown> => {
        const one = frail(whole)
        return planDrills(
          {
            plans: async () => ({ programmes: PROGRAMMES, calendar: CALENDAR }),
            sites: () => loadSites(whole),
            siteFacts: (now) => loadSiteFacts(whole, now),
            retireProgrammes: (keep, now) => retireProgrammes(one, keep, now),
            knownPlan: (programme, now) => knownPlan(whole, programme, now),
            savePlan: (programme, change, now) => savePlan(one, programme, change, now),
          },
          { now: () => at },
        )()
      }
      await Promise.allSettled((strikes(0.3) ? processes : [db]).map(tick))
    }

    const looks: { at: number; broken: Set<string> }[] = []
    const end = FROM + plan.days * DAY
    let now = FROM
    let plannedAt = 0
    let [jump, jumpLeft] = [0, 0]
    let late: string[] = []
    while (now < end) {
      if (jumpLeft > 0) jumpLeft -= 1
      else jump = 0
      if (jump === 0 && strikes(0.01)) {
        faults.clockJumps += 1
        // Ahead by less than the hour of grace; back by much more.
        jump = strikes(0.5) ? chance.between(MINUTE, 45 * MINUTE) : -chance.between(MINUTE, 6 * HOUR)
        jumpLeft = 1 + chance.below(4)
      }
      const at = new Date(Math.floor(now + jump))
      if (now - plannedAt >= PLAN_EVERY) {
        if (!strikes(0.1)) await planAt(at)
        plannedAt = now
      }
      const due = (await findDue(db, at)).occurrences.map(({ occurrenceId }): string => occurrenceId)
      const broken = new Set<string>()
      const late0 = late
      late = []
      const wakes: { id: string; by: number }[] = late0.map((id) => ({ id, by: 1 }))
      for (const id of due) {
        if (strikes(0.05)) {
          faults.droppedWakes += 1
          broken.add(id)
        } else if (strikes(0.06)) {
          faults.lateWakes += 1
          broken.add(id)
          late.push(id)
        } else if (strikes(0.5)) {
          faults.doubledWakes += 1
          wakes.push({ id, by: 0 }, { id, by: 1 })
        } else wakes.push({ id, by: 0 })
      }
      const died = await Promise.all(
        wakes.map(async ({ id, by }) => {
          const needs = workers[by]
          if (needs === undefined) return
          try {
            await runOccurrence(needs, { now: () => at })({ occurrenceId: id })
          } catch (thrown) {
            if (!(thrown instanceof Error && thrown.message.startsWith('killed'))) throw thrown
            broken.add(id)
          }
        }),
      )
      looks.push({ at: at.getTime(), broken })
      if (died.length > 0 && strikes(0.04)) {
        // Nobody is there: for minutes, hours, or two days.
        const away = chance.next() ** 3 * 2 * DAY
        faults.outages += 1
        faults.outageHours += away / HOUR
        now += away
      } else {
        const [next] = await db.rows<{ at: Date | null }>(sql`SELECT min(next_action_at) AS at FROM drill_occurrence`)
        const wakeAt = Math.min(next?.at?.getTime() ?? end, plannedAt + PLAN_EVERY)
        now = Math.max(now + MINUTE, wakeAt) + chance.below(2 * MINUTE)
      }
    }
    tell(`${looks.length} looks, ${faults.outages} outages`)
    const left = spoil(await readLeft(db), plan.sabotage)
    const verdict = judgeYear(ORACLE, sites, CLOSED, [FROM, end - 3 * DAY], { ...left, looks })
    return {
      verdict,
      faults: { ...faults, outageHours: Math.round(faults.outageHours) },
      looks: looks.length,
      exercises: exercises.size,
    }
  } finally {
    await Promise.all(processes.map((one) => one.close()))
  }
}
