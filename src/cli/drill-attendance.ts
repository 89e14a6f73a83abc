import type { Command } from 'commander'
import { attendanceRefusalWords } from '../drills/attendance.ts'
import { drillTypeName } from '../drills/drill-words.ts'
import { InvalidInput } from '../errors.ts'
import type { Rejection } from '../intake/csv-table.ts'
import { showText } from '../intake/shown.ts'
import {
  type AttendanceShown,
  attendanceShown,
  markAttendance,
  peopleMeant,
  takeAttendanceList,
} from '../main/drill-attendance.ts'
import type { Installation } from '../main/installation.ts'
import type { Recorded } from '../store/drill-attendance.ts'
import { attendanceSheetCommand } from './attendance-sheet.ts'
import { COMMAND_LINE } from './call-out-acts.ts'
import { drillCertificateCommand } from './drill-certificate.ts'
import { bytesFrom, isUuid, unknownId, uuid } from './given.ts'
import type { Run } from './run.ts'
import { table } from './table.ts'

interface Given {
  readonly came?: readonly string[]
  readonly absent?: readonly string[]
  readonly csv?: string
}

const ATTEND_HELP = `
A list has the columns external_id (and source, where several lists use the same ids) or phone, and came: ya or tidak, ya
where it is empty; a column name is for your own eyes. Rows that name nobody, or several people, are told and left out.
The last word on somebody holds. A list can be taken from two hours before the start on, also of a drill that the program
missed, and not of one that was cancelled.

Examples:
  kentongan drills attend ID --csv daftar-hadir.csv
  kentongan drills attend ID --came T-0017 T-0021 --absent PD-0003`

const SHOW_HELP = `
Who came: what a list says goes before what somebody said on site (by SMS or link) and answered (3, sampai). Of whom none
says it is left open. Who said on site that they came and whom a list calls absent is counted as absent, and told.

Example:
  kentongan drills attendance ID --json`

const BY = { operatorId: COMMAND_LINE.operatorId, address: 'cli' } as const

/** The ids of the people that options name. Throws InvalidInput for a word that means nobody, or several. */
const meant = async (
  installation: Installation,
  occurrenceId: string,
  option: string,
  words: readonly string[],
): Promise<readonly string[]> => {
  const external = words.filter((word) => !isUuid(word))
  const found = await peopleMeant(installation, occurrenceId, external)
  const ids = new Map(external.map((word, nth) => [word, found[nth] ?? []]))
  return words.map((word) => {
    if (isUuid(word)) return word.trim().toLowerCase()
    const [id, ...others] = ids.get(word) ?? []
    if (id !== undefined && others.length === 0) return id
    const got = `${showText(word)}, which ${id === undefined ? 'nobody on the register has' : 'people of several lists have'}`
    const expected = 'the id of a person, as drills attendance --json or their own list shows it'
    throw new InvalidInput('It is not clear who is meant', [{ path: option, got, expected }])
  })
}

/** Throws what a list that was not taken is told. */
const requireRecorded = (id: string, recorded: Recorded): Extract<Recorded, { kind: 'recorded' }> => {
  switch (recorded.kind) {
    case 'recorded':
      return recorded
    case 'no-such-drill':
      throw unknownId('drill', id)
    case 'unknown-people':
      throw new InvalidInput('Somebody is not on the register', [
        { path: '--came', got: recorded.ids.join(', '), expected: 'ids of people on the register' },
      ])
    case 'too-early':
    case 'cancelled':
      throw new Error(attendanceRefusalWords(recorded.kind))
  }
}

const COLUMNS = ['line', 'column', 'value', 'why', 'remedy'] as const

const rejected = (rejections: readonly Rejection[]): string =>
  rejections.length === 0
    ? ''
    : `${table(
        COLUMNS,
        rejections.map((one) => COLUMNS.map((column) => one[column])),
      )}\n\n`

const attend = async (run: Run, id: string, given: Given): Promise<void> => {
  const { came = [], absent = [], csv } = given
  const single = came.length + absent.length > 0
  if (single === (csv !== undefined))
    throw new InvalidInput('It is not clear who came', [
      { path: '--csv', got: single ? 'both' : 'nothing', expected: 'either --csv FILE, or --came and --absent' },
    ])
  if (csv !== undefined) {
    const content = await bytesFrom(csv)
    const taken = await run.withInstallation('drills', (installation) =>
      takeAttendanceList(installation, COMMAND_LINE, id, content, BY),
    )
    const { came: there, absent: away, changed } = requireRecorded(id, taken.recorded)
    const said = { read: taken.read, came: there, absent: away, changed, rejected: taken.rejected }
    return run.print({ ...said, rejections: taken.rejections }, () => {
      const counts = Object.entries(said).map(([name, count]) => `${name} ${count}`)
      return `${rejected(taken.rejections)}${counts.join(', ')}`
    })
  }
  const recorded = await run.withInstallation('drills', async (installation) => {
    const there = await meant(installation, id, '--came', came)
    const away = await meant(installation, id, '--absent', absent)
    const both = there.find((person) => away.includes(person))
    if (both !== undefined)
      throw new InvalidInput('Somebody came and did not', [
        { path: '--absent', got: both, expected: 'people who are not among --came' },
      ])
    const marks = new Map([...there.map((one) => [one, true] as const), ...away.map((one) => [one, false] as const)])
    const list = [...marks].map(([responderId, isThere]) => ({ responderId, came: isThere }))
    return requireRecorded(id, await markAttendance(installation, COMMAND_LINE, id, list, BY))
  })
  const { kind: _kind, ...counts } = recorded
  run.print(counts, () =>
    Object.entries(counts)
      .map(([name, count]) => `${name} ${count}`)
      .join(', '),
  )
}

const word = (came: boolean | null): string => (came === null ? '-' : came ? 'ya' : 'tidak')

const listOf = ({ drill, byRole, byWay, contradicted, people }: AttendanceShown): string =>
  [
    `${drillTypeName(drill.type)} ${drill.siteName ?? drill.siteCode}, ${drill.startsAt.toISOString()}, ${drill.state}`,
    ...byRole.map(
      (one) => `${one.role}: ${one.came} of ${one.people} came, ${one.absent} absent, ${one.unknown} unknown`,
    ),
    ...(byWay.length === 0 ? [] : [`came by: ${byWay.map(({ way, came }) => `${way} ${came}`).join(', ')}`]),
    ...(contradicted === 0 ? [] : [`said on site that they came, but a list says absent and holds: ${contradicted}`]),
    '',
    table(
      ['role', 'name', 'kind', 'answer', 'came', 'by', 'id'],
      people.map((one) => [one.role, one.name, one.kind, one.answer, word(one.came), one.via, one.responderId]),
      '(nobody was invited)',
    ),
  ].join('\n')

const show = async (run: Run, id: string): Promise<void> => {
  const shown = await run.withInstallation('drills', (installation) => attendanceShown(installation, COMMAND_LINE, id))
  if (shown === null) throw unknownId('drill', id)
  run.print(shown, () => listOf(shown))
}

export const drillAttendanceCommands = (drills: Command, run: Run): void => {
  drills
    .command('attend')
    .description('record who came to a drill')
    .argument('<id>', 'the occurrence of the drill', uuid)
    .option('--csv <file>', 'a list of who came, or - for standard input')
    .option('--came <ids...>', 'people who came: their id here, or of their own list')
    .option('--absent <ids...>', 'people who did not')
    .addHelpText('after', ATTEND_HELP)
    .action((id: string, given: Given) => attend(run, id, given))
  drills
    .command('attendance')
    .description('who came to a drill, by role')
    .argument('<id>', 'the occurrence of the drill', uuid)
    .addHelpText('after', SHOW_HELP)
    .action((id: string) => show(run, id))
  drillCertificateCommand(drills, run)
  attendanceSheetCommand(drills, run)
}
