// `node dist/test/fault/drill-year-run.js [--sites 2] [--days 366] [--seed 1] [--sabotage lose|double] [--json]`: a year of
// drills in three zones with the clock moved by hand, ticks that are missed, late or doubled, processes that die before
// or after a commit, outages and a clock that jumps; then the verdict of an oracle that shares no code with the program.
// Exit status 1 when a drill or a message was lost or doubled, 2 for wrong arguments. `--sabotage` spoils what it judges.
import { parseArgs } from 'node:util'
import { runOn, startDatabase, urlOfDatabase } from '../support/database-server.ts'
import { isCleanYear } from './drill-oracle.ts'
import { drillYear, type YearPlan, type YearRun } from './drill-year.ts'

const { values } = parseArgs({
  options: {
    sites: { type: 'string', default: '2' },
    days: { type: 'string', default: '366' },
    seed: { type: 'string', default: '1' },
    sabotage: { type: 'string' },
    json: { type: 'boolean', default: false },
  },
})

const stop = (message: string): never => {
  console.error(message)
  process.exit(2)
}

const whole = (name: 'sites' | 'days' | 'seed', least: number, most: number): number => {
  const value = Number(values[name])
  return Number.isInteger(value) && value >= least && value <= most ? value : stop(`--${name}: ${least} to ${most}`)
}

const sabotageOf = (given: string | undefined): YearPlan['sabotage'] =>
  given === undefined || given === 'lose' || given === 'double' ? given : stop('--sabotage: lose or double')

const plan = {
  perZone: whole('sites', 1, 20),
  days: whole('days', 30, 366),
  seed: whole('seed', 1, 2 ** 31),
  sabotage: sabotageOf(values.sabotage),
}

const table = ({ verdict, faults, looks, exercises }: YearRun): string =>
  [
    ['sites in each of three zones, days', `${plan.perZone}, ${plan.days}`],
    ['occurrences owed', `${verdict.drillsOwed}`],
    ['occurrences missed', `${verdict.drillsMissed}`],
    ['occurrences doubled', `${verdict.drillsDoubled}`],
    ['moved by closed days, fallen out', `${verdict.moved}, ${verdict.fellOut}`],
    ['not held, nobody was there, a row says so', `${verdict.drillsLate}`],
    ['exercises posted', `${exercises}`],
    ['invitations and reminders owed', `${verdict.messagesOwed}`],
    ['missed', `${verdict.messagesMissed}`],
    ['doubled', `${verdict.messagesDoubled}`],
    ['too late after an outage, a row says so', `${verdict.messagesLate}`],
    ['looks', `${looks}`],
    ['outages (hours)', `${faults.outages} (${faults.outageHours})`],
    ['wakes dropped, late, doubled', `${faults.droppedWakes}, ${faults.lateWakes}, ${faults.doubledWakes}`],
    ['killed before, after a commit', `${faults.rolledBack}, ${faults.killedAfterCommit}`],
    ['clock jumps', `${faults.clockJumps}`],
    ['seed', `${plan.seed}`],
  ]
    .map(([name, value]) => `${name?.padEnd(44)}${value}`)
    .join('\n')

const server = await startDatabase()
try {
  await runOn(server.url, `CREATE DATABASE drill_year TEMPLATE ${server.template}`)
  const run = await drillYear(urlOfDatabase(server.url, 'drill_year'), plan, (line) => console.error(line))
  const clean = isCleanYear(run.verdict)
  for (const fault of run.verdict.faults.slice(0, 20)) console.error(fault)
  if (values.json) console.log(JSON.stringify({ ...plan, clean, ...run }))
  else console.log(`${table(run)}\n${clean ? 'clean' : 'NOT CLEAN'}`)
  process.exitCode = clean ? 0 : 1
} finally {
  await runOn(server.url, 'DROP DATABASE IF EXISTS drill_year WITH (FORCE)')
  await server.stop()
}
