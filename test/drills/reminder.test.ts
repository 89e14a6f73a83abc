import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  channelOf,
  type DrillLeads,
  nextAction,
  type OccurrenceView,
  type SkippedNotice,
  START_GRACE_MS,
  turnOf,
} from '../../src/drills/reminder.ts'

const MIN = 60_000
const HOUR = 3_600_000
const DAY = 86_400_000
const START = Date.UTC(2027, 3, 26, 2)
const LEADS: DrillLeads = { inviteBeforeMs: 7 * DAY, remindBeforeMs: [DAY, 2 * HOUR] }

/** So long after (before, if negative) the start. */
const at = (ms: number): Date => new Date(START + ms)

const view = (more: Partial<OccurrenceView> = {}): OccurrenceView => ({
  state: 'planned',
  startsAt: at(0),
  endsAt: at(2 * HOUR),
  invitedAt: null,
  nextActionAt: at(-7 * DAY),
  ...more,
})

const invited = (nextMs: number, more: Partial<OccurrenceView> = {}): OccurrenceView =>
  view({ state: 'invited', invitedAt: at(-7 * DAY), nextActionAt: at(nextMs), ...more })

test('nothing happens before the invitation is due, and then it goes out', () => {
  expect(nextAction(view(), LEADS, at(-30 * DAY))).toEqual({
    action: { kind: 'invite' },
    dueAt: at(-7 * DAY),
    skipped: [],
  })
  expect(turnOf(view(), LEADS, at(-7 * DAY - 1))).toBeNull()
  expect(turnOf(view(), LEADS, at(-7 * DAY))).toEqual({
    action: { kind: 'invite' },
    state: 'invited',
    nextActionAt: at(-DAY),
    skipped: [],
  })
})

test('reminders follow in their order, then the start, then the end', () => {
  expect(turnOf(invited(-DAY), LEADS, at(-DAY))).toEqual({
    action: { kind: 'remind', purpose: 'drill-reminder-1' },
    state: 'invited',
    nextActionAt: at(-2 * HOUR),
    skipped: [],
  })
  expect(turnOf(invited(-2 * HOUR), LEADS, at(-HOUR))).toEqual({
    action: { kind: 'remind', purpose: 'drill-reminder-2' },
    state: 'invited',
    nextActionAt: at(0),
    skipped: [],
  })
  expect(turnOf(invited(0), LEADS, at(-1))).toBeNull()
  expect(turnOf(invited(0), LEADS, at(0))).toEqual({
    action: { kind: 'start' },
    state: 'started',
    nextActionAt: at(2 * HOUR),
    skipped: [],
  })
  const started = invited(2 * HOUR, { state: 'started' })
  expect(turnOf(started, LEADS, at(2 * HOUR - 1))).toBeNull()
  expect(turnOf(started, LEADS, at(9 * DAY))).toEqual({
    action: { kind: 'finish' },
    state: 'done',
    nextActionAt: null,
    skipped: [],
  })
})

test('a late invitation skips the reminders that were due before it, with the reason', () => {
  expect(turnOf(view({ nextActionAt: at(-5 * HOUR) }), LEADS, at(-5 * HOUR))).toEqual({
    action: { kind: 'invite' },
    state: 'invited',
    nextActionAt: at(-2 * HOUR),
    skipped: [{ purpose: 'drill-reminder-1', dueAt: at(-DAY), reason: 'due-before-the-invitation' }],
  })
  const lastMinute = turnOf(view({ nextActionAt: at(-MIN) }), LEADS, at(-MIN))
  expect(lastMinute?.nextActionAt).toEqual(at(0))
  expect(lastMinute?.skipped.map(({ purpose }) => purpose)).toEqual(['drill-reminder-1', 'drill-reminder-2'])
})

test('of reminders that are all overdue only the last goes out', () => {
  expect(turnOf(invited(-DAY), LEADS, at(-HOUR))).toEqual({
    action: { kind: 'remind', purpose: 'drill-reminder-2' },
    state: 'invited',
    nextActionAt: at(0),
    skipped: [{ purpose: 'drill-reminder-1', dueAt: at(-DAY), reason: 'found-too-late' }],
  })
})

test('nobody is invited or reminded once it has begun', () => {
  const late = turnOf(view(), LEADS, at(0))
  expect(late?.action).toEqual({ kind: 'start' })
  expect(late?.skipped).toEqual([
    { purpose: 'drill-invite', dueAt: at(-7 * DAY), reason: 'found-too-late' },
    { purpose: 'drill-reminder-1', dueAt: at(-DAY), reason: 'found-too-late' },
    { purpose: 'drill-reminder-2', dueAt: at(-2 * HOUR), reason: 'found-too-late' },
  ])
  expect(turnOf(invited(-2 * HOUR), LEADS, at(MIN))?.skipped.map(({ purpose }) => purpose)).toEqual([
    'drill-reminder-2',
  ])
})

test('an hour late it may still begin, a millisecond more and it was missed', () => {
  expect(turnOf(invited(0), LEADS, at(START_GRACE_MS))?.action).toEqual({ kind: 'start' })
  expect(turnOf(invited(0), LEADS, at(START_GRACE_MS + 1))).toEqual({
    action: { kind: 'missed' },
    state: 'missed',
    nextActionAt: null,
    skipped: [],
  })
  expect(turnOf(view(), LEADS, at(DAY))?.state).toBe('missed')
})

test('what is over has nothing due', () => {
  for (const state of ['done', 'missed', 'cancelled'] as const)
    expect(nextAction(view({ state }), LEADS, at(0))).toBeNull()
})

test('an invited one without any instants is reminded of everything still ahead', () => {
  const bare = view({ state: 'invited', nextActionAt: null })
  expect(nextAction(bare, LEADS, at(-2 * DAY))?.action).toEqual({ kind: 'remind', purpose: 'drill-reminder-1' })
})

test('whatever the leads and however long nobody looked, each message is sent once or skipped once', () => {
  const leads = fc.record({
    inviteBeforeMs: fc.integer({ min: 0, max: 20 * DAY }),
    remindBeforeMs: fc
      .uniqueArray(fc.integer({ min: 1, max: 10 * DAY }), { maxLength: 3 })
      .map((list) => list.sort((left, right) => right - left)),
  })
  const looks = fc.uniqueArray(fc.integer({ min: -21 * DAY, max: 3 * DAY }), { minLength: 1, maxLength: 40 })
  fc.assert(
    fc.property(leads, looks, (leads, looks) => {
      let row = view({ nextActionAt: at(-leads.inviteBeforeMs) })
      const sent: string[] = []
      const skipped: SkippedNotice[] = []
      for (const look of [...looks, 4 * DAY, 4 * DAY + 1].sort((left, right) => left - right)) {
        // A sweep runs what it woke until nothing is due.
        for (let turn = turnOf(row, leads, at(look)); turn !== null; turn = turnOf(row, leads, at(look))) {
          if (turn.action.kind === 'invite') sent.push('drill-invite')
          if (turn.action.kind === 'remind') sent.push(turn.action.purpose)
          if (turn.action.kind === 'invite' || turn.action.kind === 'remind') expect(look).toBeLessThan(0)
          skipped.push(...turn.skipped)
          const invitedAt = turn.action.kind === 'invite' ? at(look) : row.invitedAt
          row = { ...row, state: turn.state, nextActionAt: turn.nextActionAt, invitedAt }
        }
      }
      const wanted = ['drill-invite', ...leads.remindBeforeMs.map((_, nth) => `drill-reminder-${nth + 1}`)]
      expect([...sent, ...skipped.map(({ purpose }) => purpose)].sort()).toEqual(wanted.sort())
      expect(['done', 'missed']).toContain(row.state)
      expect(row.nextActionAt).toBeNull()
    }),
    { numRuns: 500, seed: 11 },
  )
})

test('a reminder goes by the channel that its lead names, every other message by all', () => {
  const terms = { remindBy: ['email', null] } as const
  expect(channelOf(terms, 'drill-reminder-1')).toBe('email')
  expect(channelOf(terms, 'drill-reminder-2')).toBeNull()
  expect(channelOf(terms, 'drill-reminder-3')).toBeNull()
  expect(channelOf(terms, 'drill-invite')).toBeNull()
  expect(channelOf({}, 'drill-reminder-1')).toBeNull()
})
