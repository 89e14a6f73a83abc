import type { ChannelName } from '../roster/responder.ts'
import { type DrillTerms, type OccurrenceState, occurrenceAfter } from './occurrence.ts'

/** How late a drill may still begin; found later than this it counts as missed. Our choice: people wait about an hour. */
export const START_GRACE_MS = 3_600_000

export const REMINDER_PURPOSES = ['drill-reminder-1', 'drill-reminder-2', 'drill-reminder-3'] as const
export type ReminderPurpose = (typeof REMINDER_PURPOSES)[number]
export type DrillPurpose = 'drill-invite' | ReminderPurpose

/** What the schedule of one occurrence depends on. */
export interface OccurrenceView {
  readonly state: OccurrenceState
  readonly startsAt: Date
  readonly endsAt: Date
  readonly invitedAt: Date | null
  /** When the next thing is to be done. For an invited one: reminders due before it are settled. */
  readonly nextActionAt: Date | null
}

export type DrillLeads = Pick<DrillTerms, 'inviteBeforeMs' | 'remindBeforeMs'>

/** A message that never went out, and why. */
export interface SkippedNotice {
  readonly purpose: DrillPurpose
  readonly dueAt: Date
  readonly reason: 'due-before-the-invitation' | 'found-too-late'
}

export type DrillAction =
  | { readonly kind: 'invite' }
  | { readonly kind: 'remind'; readonly purpose: ReminderPurpose }
  | { readonly kind: 'start' }
  | { readonly kind: 'finish' }
  | { readonly kind: 'missed' }

export interface NextAction {
  readonly action: DrillAction
  readonly dueAt: Date
  /** Messages that this action leaves behind it, in the order in which they were due. */
  readonly skipped: readonly SkippedNotice[]
}

const before = (instant: Date, ms: number): Date => new Date(instant.getTime() - ms)

interface DueReminder {
  readonly purpose: ReminderPurpose
  readonly dueAt: Date
}

/** Reminders that are neither sent nor skipped; before the invitation that is all of them. */
const openReminders = (view: OccurrenceView, { remindBeforeMs }: DrillLeads): readonly DueReminder[] =>
  REMINDER_PURPOSES.flatMap((purpose, nth) => {
    const leadMs = remindBeforeMs[nth]
    return leadMs === undefined ? [] : [{ purpose, dueAt: before(view.startsAt, leadMs) }]
  }).filter(({ dueAt }) => view.state === 'planned' || view.nextActionAt === null || dueAt >= view.nextActionAt)

const tooLate = ({ purpose, dueAt }: { purpose: DrillPurpose; dueAt: Date }): SkippedNotice => ({
  purpose,
  dueAt,
  reason: 'found-too-late',
})

const whileWaiting = (view: OccurrenceView, leads: DrillLeads, now: Date): NextAction => {
  const { startsAt, invitedAt } = view
  const invitation = { purpose: 'drill-invite', dueAt: before(startsAt, leads.inviteBeforeMs) } as const
  const reminders = openReminders(view, leads)
  if (now >= startsAt) {
    const skipped = [...(view.state === 'planned' ? [invitation] : []), ...reminders].map(tooLate)
    const missedAt = before(startsAt, -START_GRACE_MS)
    return now > missedAt
      ? { action: { kind: 'missed' }, dueAt: missedAt, skipped }
      : { action: { kind: 'start' }, dueAt: startsAt, skipped }
  }
  if (view.state === 'planned') return { action: { kind: 'invite' }, dueAt: invitation.dueAt, skipped: [] }

  const isEarly = ({ dueAt }: DueReminder): boolean => invitedAt !== null && dueAt <= invitedAt
  const open = reminders.filter((reminder) => !isEarly(reminder))
  // Of several that are overdue only the last is sent: two reminders within a minute help nobody.
  const overdue = open.filter(({ dueAt }) => dueAt <= now)
  const next = overdue.at(-1) ?? open[0]
  const skipped = [
    ...reminders
      .filter(isEarly)
      .map(({ purpose, dueAt }) => ({ purpose, dueAt, reason: 'due-before-the-invitation' }) as const),
    ...overdue.slice(0, -1).map(tooLate),
  ]
  return next === undefined
    ? { action: { kind: 'start' }, dueAt: startsAt, skipped }
    : { action: { kind: 'remind', purpose: next.purpose }, dueAt: next.dueAt, skipped }
}

/**
 * What has to be done next for an occurrence and when; null when nothing ever will.
 *
 * The invitation is due `inviteBeforeMs` before the start (at once if that has passed), each reminder its lead before
 * it, the start at the start and the end at the end. Nobody is invited or reminded once the start has come; reminders
 * that were due before the invitation went out are skipped, and of several overdue ones only the last is sent. A drill
 * found more than an hour after its start is missed, however long it was to last.
 */
export const nextAction = (view: OccurrenceView, leads: DrillLeads, now: Date): NextAction | null => {
  switch (view.state) {
    case 'planned':
    case 'invited':
      return whileWaiting(view, leads, now)
    case 'started':
      return { action: { kind: 'finish' }, dueAt: view.endsAt, skipped: [] }
    case 'done':
    case 'missed':
    case 'cancelled':
      return null
  }
}

/** An action that is due now, and how the occurrence stands once it is done. */
export interface Turn {
  readonly action: DrillAction
  readonly state: OccurrenceState
  readonly nextActionAt: Date | null
  /** What this turn leaves behind for good: each skipped message appears in one turn only. */
  readonly skipped: readonly SkippedNotice[]
}

const FACTS = { invite: 'invited', start: 'started', finish: 'finished', missed: 'missed' } as const

/** The turn that is due at `now`, or null where nothing is (yet). */
export const turnOf = (view: OccurrenceView, leads: DrillLeads, now: Date): Turn | null => {
  const due = nextAction(view, leads, now)
  if (due === null || due.dueAt > now) return null
  const { action, dueAt } = due
  const state = action.kind === 'remind' ? view.state : occurrenceAfter(view.state, FACTS[action.kind])
  const settledTo = action.kind === 'invite' ? null : new Date(dueAt.getTime() + 1)
  const invitedAt = action.kind === 'invite' ? now : view.invitedAt
  const following = nextAction({ ...view, state, invitedAt, nextActionAt: settledTo }, leads, now)
  return {
    action,
    state,
    nextActionAt: following === null ? null : following.dueAt,
    skipped: [...due.skipped, ...(following === null ? [] : following.skipped)],
  }
}

/** The channel by which a message of a drill goes alone; null: on each of a person's channels. */
export const channelOf = (
  { remindBy = [] }: Pick<DrillTerms, 'remindBy'>,
  purpose: DrillPurpose,
): ChannelName | null => (purpose === 'drill-invite' ? null : (remindBy[REMINDER_PURPOSES.indexOf(purpose)] ?? null))
