import { attendanceByRole, attendanceByWay, cameTo, isContradicted, memberAttendance } from '../drills/attendance.ts'
import { drillTypeName } from '../drills/drill-words.ts'
import { afterActionFigures, outcomeOf } from '../mobilisation/after-action.ts'
import { loggedAnswers } from '../mobilisation/after-action-curve.ts'
import { findingsOf } from '../mobilisation/after-action-findings.ts'
import { storyOf } from '../mobilisation/after-action-story.ts'
import { HAZARD_NAMES, HAZARDS, hazardNames } from '../mobilisation/hazard.ts'
import { timeZoneOf } from '../roster/region.ts'
import { calledForReport, drillForReport, passedOverFor } from '../store/after-action.ts'
import { attendanceOf } from '../store/drill-attendance.ts'
import { improvementsAbout } from '../store/improvements.ts'
import type { Reader } from '../store/reader.ts'
import { afterActionPage } from '../wording/after-action.ts'
import type { AfterAction, DrillReported } from '../wording/after-action-figures.ts'
import { csvOf } from '../wording/csv-rows.ts'
import { drillPage } from '../wording/drill-report.ts'
import { MODES } from '../wording/mode.ts'
import { reportHtml } from '../wording/report-html.ts'
import { reportMarkdown } from '../wording/report-markdown.ts'
import type { ReportPage } from '../wording/report-page.ts'
import { callOutWithHandOver } from './hand-over-progress.ts'
import { improvementShown } from './improvements.ts'
import type { Installation } from './installation.ts'

export type ReportFormat = 'md' | 'html' | 'json' | 'csv'

const hazardName = (hazard: string | null): string => {
  const known = HAZARDS.find((one) => one === hazard)
  return known === undefined ? (hazard ?? '-') : HAZARD_NAMES[known].id
}

const officeOf = (authority: unknown): string | null =>
  typeof authority === 'object' && authority !== null && 'office' in authority && typeof authority.office === 'string'
    ? authority.office
    : null

const COLUMNS = [
  'part',
  'responderId',
  'name',
  'kind',
  'role',
  'wave',
  'distanceKm',
  'channels',
  'states',
  'calledAt',
  'deadlineAt',
  'outcome',
  'answer',
  'answeredAt',
  'answeredVia',
  'arrivedAt',
  'silentAt',
  'stoodDownAt',
  'came',
] as const

type Row = Partial<Readonly<Record<(typeof COLUMNS)[number], unknown>>>

const csv = (rows: readonly Row[]): string =>
  csvOf(
    COLUMNS,
    rows.map((row) => ({ ...(Object.fromEntries(COLUMNS.map((name) => [name, null])) as Required<Row>), ...row })),
  )

/** A report in each form; none has a contact. */
export interface Report {
  readonly json: object
  readonly page: ReportPage
  readonly rows: readonly Row[]
}

/** The report as the text of a format: `json` and `csv` keep codes, the others are for people. */
export const written = ({ json, page, rows }: Report, format: ReportFormat): string => {
  switch (format) {
    case 'md':
      return reportMarkdown(page)
    case 'html':
      return reportHtml(page)
    case 'csv':
      return csv(rows)
    case 'json':
      return `${JSON.stringify(json, undefined, 2)}\n`
  }
}

/** What the report of a call-out says, before it is laid out; null where there is none within the reader's jurisdiction. */
export const actionOf = async (installation: Installation, reader: Reader, callOutId: string) => {
  const { database, clock, places } = installation
  const callOut = await callOutWithHandOver(installation, reader, callOutId)
  if (callOut === null) return null
  const called = await calledForReport(database, callOutId)
  const passedOver = await passedOverFor(database, callOutId)
  const { mode, status, timeline, shortfall, openedAt, handOver } = callOut
  const isOver = status === 'closed' || status === 'stood-down'
  const figures = afterActionFigures({
    need: callOut.need,
    openedAt,
    approvedAt: callOut.approvedAt,
    isOver,
    people: called,
    answers: loggedAnswers(timeline),
  })
  const action: AfterAction = {
    callOutId,
    eventId: callOut.eventId,
    code: callOut.code,
    // A mode that nobody knows is marked as what must not be mistaken for the real thing.
    mode: MODES.find((one) => one === mode) ?? 'test',
    status,
    alarmTest: callOut.alarmTest,
    provisional: !isOver,
    preparedAt: clock.now(),
    zone: timeZoneOf(callOut.regencyCode),
    hazard: hazardName(callOut.hazard),
    headline: callOut.headline,
    region: places.gazetteer().fullName(callOut.regencyCode),
    office: officeOf(callOut.authority),
    openedAt,
    endedAt: callOut.stoodDownAt ?? callOut.closedAt,
    figures,
    shortfall,
    passedOver,
    costs: { soFar: handOver.rupiah.soFar, expected: handOver.rupiah.expected },
    story: storyOf(timeline),
    findings: findingsOf(figures, { shortfall, passedOver }),
  }
  const people = called.map(({ wasAskedFirst: _asked, firstAcceptedAt: _first, doneAt: _done, ...person }) => ({
    ...person,
    outcome: outcomeOf({ ...person, wasAskedFirst: _asked, firstAcceptedAt: _first, doneAt: _done }, isOver),
  }))
  const rows = people.map(
    ({ channels, states, safety: _safety, ...person }): Row => ({
      part: 'called',
      ...person,
      channels: channels.join(';'),
      states: states.join(';'),
    }),
  )
  return { action, rows, json: { ...action, hazard: callOut.hazard, regencyCode: callOut.regencyCode, people } }
}

/** The report of a call-out as it stands; null where there is none within the reader's jurisdiction. */
export const callOutReport = async (
  installation: Installation,
  reader: Reader,
  callOutId: string,
): Promise<Report | null> => {
  const found = await actionOf(installation, reader, callOutId)
  return found === null ? null : { json: found.json, page: afterActionPage(found.action), rows: found.rows }
}

/** The report of a drill and of the call-out that it rehearsed; null where there is no such drill within the jurisdiction. */
export const drillReport = async (
  installation: Installation,
  reader: Reader,
  occurrenceId: string,
): Promise<Report | null> => {
  const { database } = installation
  const drill = await drillForReport(database, occurrenceId)
  const attendance = await attendanceOf(database, reader, occurrenceId)
  if (drill === null || attendance === null) return null
  const { callOutId, ...shown } = drill
  const people = attendance.people.map(({ via: _via, at: _at, saidAt: _saidAt, marked, ...person }) => ({
    ...person,
    came: cameTo({ ...person, marked }),
  }))
  const invited = people.filter(({ role }) => role !== 'guest')
  const roles = [...new Set(invited.map(({ role }) => role))]
  const said = (role: string, answer: string | null): number =>
    invited.filter((one) => one.role === role && one.answer === answer).length
  const rehearsed = callOutId === null ? null : await actionOf(installation, reader, callOutId)
  const invitees = roles.map((name) => {
    const count = invited.filter(({ role }) => role === name).length
    // Who is there said so, and had come.
    const [yes, no] = [said(name, 'yes') + said(name, 'arrived'), said(name, 'no')]
    return { name, people: count, yes, no, none: count - yes - no }
  })
  const about = await improvementsAbout(database, drill.siteCode, occurrenceId)
  const reported: DrillReported = {
    ...shown,
    improvements: about.map(improvementShown),
    type: drillTypeName(drill.type),
    hazard: hazardNames(drill.hazards).id,
    invited: invited.length,
    invitees,
    attendance: attendanceByRole(attendance.people),
    byWay: attendanceByWay(attendance.people),
    contradicted: attendance.people.filter(isContradicted).length,
    memberShare: memberAttendance(attendance.people),
  }
  return {
    json: {
      ...reported,
      type: drill.type,
      hazard: drill.hazard,
      people,
      callOut: rehearsed?.json ?? null,
    },
    page: drillPage(reported, rehearsed?.action ?? null),
    rows: [
      ...people.map((one): Row => ({ part: one.role === 'guest' ? 'guest' : 'invited', ...one })),
      ...(rehearsed?.rows ?? []),
    ],
  }
}
