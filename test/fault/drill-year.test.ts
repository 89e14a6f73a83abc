import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { packageRoot } from '../../src/main/package-root.ts'
import { freshDatabase } from '../support/database.ts'
import { type ClosedDays, isCleanYear, judgeYear, type OracleProgramme, type YearLeft } from './drill-oracle.ts'
import { drillYear } from './drill-year.ts'

const LIMIT_MS = 240_000

test(
  'thirteen weeks of ticks that are missed, late, doubled or die, in three zones: nothing missed, nothing doubled',
  async () => {
    const run = await drillYear(await freshDatabase(), { perZone: 1, days: 92, seed: 7 }, () => undefined)
    console.log(JSON.stringify(run))
    expect(run.verdict).toMatchObject({ faults: [], drillsMissed: 0, drillsDoubled: 0 })
    expect(isCleanYear(run.verdict)).toBe(true)
    expect(run.verdict.moved).toBeGreaterThan(0)
    expect(run.faults.rolledBack).toBeGreaterThan(5)
    expect(run.faults.clockJumps).toBeGreaterThan(0)
  },
  LIMIT_MS,
)

test.each(['lose', 'double'])(
  'what is spoiled on purpose is seen: %s',
  (how) => {
    const program = join(packageRoot(), 'dist', 'test', 'fault', 'drill-year-run.js')
    const args = [program, '--sites', '1', '--days', '40', '--sabotage', how]
    const ran = spawnSync(process.execPath, args, { encoding: 'utf8' })
    expect([ran.status, ran.stdout.trimEnd().split('\n').at(-1)]).toEqual([1, 'NOT CLEAN'])
    const [drills, messages] =
      how === 'lose' ? [/occurrences missed +1\n/, /\nmissed +1\n/] : [/occurrences doubled +1\n/, /\ndoubled +1\n/]
    expect(ran.stdout).toMatch(drills)
    expect(ran.stdout).toMatch(messages)
  },
  LIMIT_MS,
)

const HOUR = 3_600_000
const DAY = 24 * HOUR
const SITE = { code: 'S', regency: '51.03', utcHours: 8 }
const TURN = Date.UTC(2027, 2, 1)
const STARTS = TURN + HOUR
const PROGRAMME: OracleProgramme = {
  ...{ id: 'p', days: [TURN], atMs: 9 * HOUR, inviteMs: DAY, rehearses: false },
  reminders: [{ beforeMs: 2 * HOUR, channel: 'sms' }],
}
const ROW = {
  ...{ id: 'o', programmeId: 'p', siteCode: 'S', slotAt: STARTS, startsAt: STARTS, state: 'done', eventId: null },
}
const told = (purpose: string, responder: string, channel: string) => ({
  occurrenceId: 'o',
  purpose,
  responder,
  channel,
})
const INVITED = [
  told('drill-invite', 'both', 'sms'),
  told('drill-invite', 'both', 'email'),
  told('drill-invite', 'phone', 'sms'),
]
const REMINDED = [told('drill-reminder-1', 'both', 'sms'), told('drill-reminder-1', 'phone', 'sms')]
const LATE = { occurrenceId: 'o', purpose: 'drill-reminder-1' }
const looked = (...at: readonly number[]) => at.map((one) => ({ at: one, broken: new Set<string>() }))
const ALL = looked(STARTS - DAY, STARTS - 2 * HOUR, STARTS)

const judged = (left: Partial<YearLeft>, closed: readonly ClosedDays[] = []) => {
  const whole = { held: [ROW], messages: [...INVITED, ...REMINDED], skipped: [], looks: ALL, ...left }
  const { drillsMissed, drillsDoubled, messagesMissed, messagesDoubled } = judgeYear(
    [PROGRAMME],
    [SITE],
    closed,
    [TURN - 10 * DAY, TURN + 30 * DAY],
    whole,
  )
  return [drillsMissed, drillsDoubled, messagesMissed, messagesDoubled]
}
const MISSED = { ...ROW, state: 'missed' }

test.each<[string, Partial<YearLeft>, readonly number[], (readonly ClosedDays[])?]>([
  ['all as it must be', {}, [0, 0, 0, 0]],
  ['no row', { held: [] }, [1, 0, 0, 0]],
  ['two rows', { held: [ROW, { ...ROW, id: 'o2' }] }, [0, 1, 0, 0]],
  ['a row that nobody owes', { held: [ROW, { ...ROW, slotAt: STARTS + DAY }] }, [0, 1, 0, 0]],
  ['another hour', { held: [{ ...ROW, startsAt: STARTS + HOUR }] }, [1, 0, 0, 0]],
  ['missed though somebody looked', { held: [MISSED] }, [1, 0, 0, 0]],
  ['missed, nobody looked', { held: [MISSED], looks: looked(STARTS - DAY, STARTS - 2 * HOUR) }, [0, 0, 0, 0]],
  ['done, nobody looked', { looks: looked(STARTS - DAY, STARTS - 2 * HOUR) }, [1, 0, 0, 0]],
  ['no reminder, and no word', { messages: INVITED }, [0, 0, 1, 0]],
  ['one person left out', { messages: [...INVITED, ...REMINDED.slice(1)] }, [0, 0, 1, 0]],
  ['left out though somebody looked', { messages: INVITED, skipped: [LATE] }, [0, 0, 1, 0]],
  [
    'left out, nobody looked',
    { messages: INVITED, skipped: [LATE], looks: looked(STARTS - DAY, STARTS) },
    [0, 0, 0, 0],
  ],
  ['sent and left out', { skipped: [LATE] }, [0, 0, 1, 1]],
  ['reminded twice', { messages: [...INVITED, ...REMINDED, ...REMINDED] }, [0, 0, 0, 1]],
  [
    'by a channel that it does not go by',
    { messages: [...INVITED, ...REMINDED, told('drill-reminder-1', 'both', 'email')] },
    [0, 0, 1, 0],
  ],
  ['not moved from a closed day', {}, [1, 0, 0, 0], [{ first: TURN, last: TURN, region: '51' }]],
  ['closed elsewhere', {}, [0, 0, 0, 0], [{ first: TURN, last: TURN, region: '32' }]],
])('the oracle can fail: %s', (_, left, expected, closed) => {
  expect(judged(left, closed)).toEqual(expected)
})
