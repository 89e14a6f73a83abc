import { type Attendee, cameTo } from './attendance.ts'

/** Ours: within a week lists of who came are brought in. */
export const REVIEW_AFTER_MS = 7 * 86_400_000

/** Fewer than half of those asked: stated, not measured. */
const HALF = 0.5

/** What the operator says in own words bears this code. */
export const OPERATOR_CODE = 'operator'

const REHEARSED = 'rehearsal-'

type Figures = Readonly<Record<string, number | string>>

/** What a drill showed to be improved: a finding of ours, or `rehearsal-` and one of the call-out that it rehearsed. */
export interface Improvement {
  readonly code: string
  /** One for each time that the rule held, as for two kinds of people. */
  readonly figures: readonly Figures[]
}

/** A drill that is over, as its rows say it. */
export interface DrillOutcome {
  readonly state: 'done' | 'missed'
  readonly people: readonly Attendee[]
  /** How many members have to come; null: half of those invited. */
  readonly attendanceLeast: number | null
  /** Facilitators that the programme asks for. */
  readonly teamWanted: number
  /** What the report of the rehearsed call-out finds wanting; null where none was rehearsed. */
  readonly rehearsed: readonly { readonly code: string; readonly figures: Figures }[] | null
}

export interface DrillReview {
  readonly found: readonly Improvement[]
  /** Codes that this drill could show: what is open of them and was not found is mended. */
  judges(code: string): boolean
}

const grouped = (findings: readonly { readonly code: string; readonly figures: Figures }[]): readonly Improvement[] =>
  [...new Set(findings.map(({ code }) => code))].map((code) => ({
    code: `${REHEARSED}${code}`,
    figures: findings.filter((one) => one.code === code).map(({ figures }) => figures),
  }))

/**
 * What is to be improved after a drill: it was not held; fewer than half of the invited members
 * answered; fewer of them came than the programme asks for, or than half; fewer
 * facilitators came than were asked for; and what the rehearsed call-out showed. Of what nobody recorded nothing is said.
 */
export const reviewOf = ({ state, people, attendanceLeast, teamWanted, rehearsed }: DrillOutcome): DrillReview => {
  if (state === 'missed') return { found: [{ code: 'not-held', figures: [{}] }], judges: () => false }
  const members = people.filter(({ role }) => role === 'member')
  const facilitators = people.filter(({ role }) => role === 'facilitator')
  const cameOf = (some: readonly Attendee[]): number => some.filter((one) => cameTo(one) === true).length
  const isRecorded = (some: readonly Attendee[]): boolean => some.some((one) => cameTo(one) !== null)
  const [invited, answered] = [members.length, members.filter(({ answer }) => answer !== null).length]
  const [came, helped] = [cameOf(members), cameOf(facilitators)]
  const judged = new Set([
    'not-held',
    ...(invited > 0 ? ['invitations-unanswered'] : []),
    ...(isRecorded(members) ? ['members-absent'] : []),
    ...(teamWanted > 0 && isRecorded(facilitators) ? ['facilitators-missing'] : []),
  ])
  const found = (code: string, holds: boolean, figures: Figures): readonly Improvement[] =>
    holds && judged.has(code) ? [{ code, figures: [figures] }] : []
  return {
    found: [
      ...found('invitations-unanswered', answered < HALF * invited, { answered, invited }),
      ...found('members-absent', came < (attendanceLeast ?? HALF * invited), {
        ...{ came, invited },
        ...(attendanceLeast === null ? {} : { least: attendanceLeast }),
      }),
      ...found('facilitators-missing', helped < teamWanted, { came: helped, wanted: teamWanted }),
      ...grouped(rehearsed ?? []),
    ],
    judges: (code) => judged.has(code) || (rehearsed !== null && code.startsWith(REHEARSED)),
  }
}
