import type { Clock } from '../src/clock.ts'
import { invitationFor, remindedOf, type TeamPlan } from '../src/drills/assignment.ts'
import { modulesAt } from '../src/drills/curriculum.ts'
import { drillFields, type VillageNames } from '../src/drills/drill-fields.ts'
import type { Rehearsed } from '../src/drills/drill-plan.ts'
import { type ExerciseMessage, exerciseMessage } from '../src/drills/exercise.ts'
import type { DrillTerms } from '../src/drills/occurrence.ts'
import { channelOf, type DrillPurpose, type OccurrenceView, type Turn, turnOf } from '../src/drills/reminder.ts'
import { type InvitedFacilitator, type Substitution, silentFrom, substitutions } from '../src/drills/substitutes.ts'
import { hazardNames } from '../src/mobilisation/hazard.ts'
import type { TimeZone } from '../src/roster/region.ts'
import type { ChannelName, Responder } from '../src/roster/responder.ts'
import type { Site } from '../src/roster/site.ts'

interface Occurrence extends OccurrenceView {
  readonly id: string
  readonly programmeId: string
  readonly siteCode: string
  readonly zone: TimeZone
  readonly terms: Omit<DrillTerms, 'when'>
  readonly substitutesDueAt: Date | null
  readonly toldAt: Date | null
  readonly teamPlan: TeamPlan | null
}

type Counts = Readonly<Partial<Record<string, number>>>

interface Work {
  readonly invitees?: readonly { readonly responderId: Responder['id']; readonly role: 'member' | 'facilitator' }[]
  readonly messages?: {
    readonly purpose: DrillPurpose
    readonly to: readonly string[]
    /** The one that it goes by, for whoever has it; null: each of theirs. */
    readonly by: ChannelName | null
    readonly notAsked: Counts
    readonly fields: Readonly<Record<string, string>>
  }
  readonly eventId?: string
  readonly detail?: Readonly<Record<string, unknown>>
}

export interface Needs {
  loadOccurrence(id: string): Promise<Occurrence | null>
  roster(): Promise<{ readonly responders: readonly Responder[]; readonly sites: readonly Site[] }>
  villageNames(villageCode: string): VillageNames
  /** What the village is to practise and mend, as sentences, the newest first; left out: nothing is known of it. */
  openImprovements?(siteCode: string): Promise<readonly string[]>
  invitedIds(occurrenceId: string): Promise<readonly { readonly responderId: string; readonly saidNo: boolean }[]>
  /** Takes the event in as if an operator had posted it; the same message again gives the same event. */
  postExercise(message: ExerciseMessage, site: Site, rehearsed: Rehearsed): Promise<{ readonly eventId: string }>
  saveTurn(
    taken: Occurrence,
    turn: Turn,
    work: Work,
    now: Date,
  ): Promise<{ readonly kind: 'saved'; readonly notices: number } | { readonly kind: 'already-done' | 'people-taken' }>
  /** Who helps at other drills in the hours of this one. */
  helpingElsewhere(occurrence: Occurrence): Promise<ReadonlySet<string>>
  invitedPeople(occurrenceId: string): Promise<{
    readonly facilitators: readonly InvitedFacilitator[]
    readonly everybody: ReadonlySet<string>
  }>
  /** Null where another process came first, else how many messages were planned. */
  saveSubstitutes(
    taken: Occurrence,
    found: readonly Substitution[],
    fields: Readonly<Record<string, string>>,
    nextDueAt: Date | null,
    now: Date,
  ): Promise<number | null>
  cancelForLostSite(taken: Occurrence, now: Date): Promise<boolean>
  /** Takes a drill off that is due or going on where something real goes on in its area; false where nothing does. */
  giveWay(occurrenceId: string, now: Date): Promise<boolean>
  /** Wakes whoever sends notices. */
  noticesPlanned(): Promise<void>
  /** Asks for another run at `at`; losing the request costs nothing, for the sweep finds the row. */
  lookAgain(occurrenceId: string, at: Date): Promise<void>
}

export type OccurrenceRun =
  | Turn['action']['kind']
  | 'substitutes'
  | 'no-such-occurrence'
  | 'nothing-due'
  | 'site-lost'
  | 'already-done'
  | 'people-taken'
  | 'gave-way'

const fieldsOf = (needs: Needs, occurrence: Occurrence, site: Site): Readonly<Record<string, string>> => {
  const { type, hazard, alsoHazards = [], curriculum } = occurrence.terms
  const modules = modulesAt(curriculum, site.villageCode)
  return drillFields(
    occurrence,
    type,
    hazardNames([hazard, ...alsoHazards]),
    site,
    needs.villageNames(site.villageCode),
    modules,
  )
}

/** Ours: more of them nobody reads in an invitation; the report of the drill has all. */
const MOST_IMPROVEMENTS = 3

/** The same, with what earlier drills of the village showed. */
const invitationFields = async (
  needs: Needs,
  occurrence: Occurrence,
  site: Site,
): Promise<Readonly<Record<string, string>>> => {
  const open = (await needs.openImprovements?.(site.siteCode)) ?? []
  const fields = fieldsOf(needs, occurrence, site)
  return open.length === 0 ? fields : { ...fields, improve: open.slice(0, MOST_IMPROVEMENTS).join(' ') }
}

/** Ours: as many drills as one process begins at once. */
const MOST_TRIES = 10

/** Looks for others in the stead of facilitators who do not come; null where that is not due. */
const substitute = async (
  needs: Needs,
  occurrence: Occurrence,
  site: Site,
  now: Date,
): Promise<'substitutes' | 'already-done' | null> => {
  const { id, state, startsAt, terms, substitutesDueAt: due, toldAt } = occurrence
  if (state !== 'invited' || due === null || due > now || startsAt <= now || toldAt === null) return null
  const silentAt = silentFrom(startsAt, terms, toldAt)
  const { facilitators, everybody } = await needs.invitedPeople(id)
  const { responders } = await needs.roster()
  const notFree = new Set([...everybody, ...(await needs.helpingElsewhere(occurrence))])
  const found = substitutions(site, terms, facilitators, notFree, responders, { startsAt, now, silentAt })
  const nextDueAt = silentAt !== null && silentAt > now ? silentAt : null
  const notices = await needs.saveSubstitutes(
    occurrence,
    found,
    await invitationFields(needs, occurrence, site),
    nextDueAt,
    now,
  )
  if (notices === null) return 'already-done'
  if (notices > 0) await needs.noticesPlanned()
  return 'substitutes'
}

const workFor = async (needs: Needs, occurrence: Occurrence, turn: Turn, site: Site, now: Date): Promise<Work> => {
  const { id, startsAt, terms, teamPlan } = occurrence
  const fields = (): Readonly<Record<string, string>> => fieldsOf(needs, occurrence, site)
  switch (turn.action.kind) {
    case 'invite': {
      const { responders } = await needs.roster()
      const elsewhere = await needs.helpingElsewhere(occurrence)
      const invitation = invitationFor(site, terms, responders, startsAt, now, teamPlan ?? {}, elsewhere)
      const { invitees, missing, missingBecause, notAsked, replaced } = invitation
      const to = invitees.map(({ responderId }) => responderId)
      return {
        invitees,
        messages: {
          ...({ purpose: 'drill-invite', to, by: null, notAsked } as const),
          fields: await invitationFields(needs, occurrence, site),
        },
        detail: {
          ...{ invited: to.length, facilitatorsMissing: missing },
          ...(Object.keys(missing).length === 0 ? {} : { facilitatorsMissingBecause: missingBecause }),
          ...(Object.keys(replaced).length === 0 ? {} : { facilitatorsReplaced: replaced }),
        },
      }
    }
    case 'remind': {
      const { responders } = await needs.roster()
      const { asked, notAsked } = remindedOf(await needs.invitedIds(id), responders, startsAt, now)
      const { purpose } = turn.action
      return { messages: { purpose, to: asked, by: channelOf(terms, purpose), notAsked, fields: fields() } }
    }
    case 'start': {
      if (terms.rehearse === 'none') return {}
      // Posted before the start is saved: if we die in between, the same message is posted again and is the same event.
      const { eventId } = await needs.postExercise(exerciseMessage(occurrence, terms, site), site, terms.rehearse)
      return { eventId, detail: { rehearse: terms.rehearse, eventId } }
    }
    case 'finish':
    case 'missed':
      return {}
  }
}

/**
 * Does what is due for one occurrence, and only that. Two workers may run it at once: one saves, the other learns that
 * it is done.
 */
export const runOccurrence =
  (needs: Needs, clock: Clock) =>
  async ({ occurrenceId }: { readonly occurrenceId: string }): Promise<OccurrenceRun> => {
    const now = clock.now()
    const occurrence = await needs.loadOccurrence(occurrenceId)
    if (occurrence === null) return 'no-such-occurrence'
    const turn = turnOf(occurrence, occurrence.terms, now)
    const { substitutesDueAt } = occurrence
    if (turn === null && (substitutesDueAt === null || substitutesDueAt > now)) return 'nothing-due'
    const site = (await needs.roster()).sites.find(({ siteCode }) => siteCode === occurrence.siteCode)
    if (site === undefined) {
      if (await needs.cancelForLostSite(occurrence, now)) await needs.noticesPlanned()
      return 'site-lost'
    }
    const substituted = await substitute(needs, occurrence, site, now)
    if (turn === null) return substituted ?? 'nothing-due'

    const begins = turn.action.kind === 'start'
    const gaveWay = async (): Promise<boolean> => {
      if (!begins || !(await needs.giveWay(occurrenceId, now))) return false
      await needs.noticesPlanned()
      return true
    }
    if (await gaveWay()) return 'gave-way'
    const save = async () => needs.saveTurn(occurrence, turn, await workFor(needs, occurrence, turn, site, now), now)
    let saved = await save()
    // Another drill of these hours took somebody in between: others are looked for; in the end the sweep comes again.
    for (let tries = 1; saved.kind === 'people-taken' && tries < MOST_TRIES; tries += 1) saved = await save()
    // Once more: what is real may have been planned since, and seen no drill going on nor its exercise.
    if (await gaveWay()) return 'gave-way'
    if (saved.kind !== 'saved') return saved.kind
    if (saved.notices > 0) await needs.noticesPlanned()
    if (turn.nextActionAt !== null) await needs.lookAgain(occurrenceId, turn.nextActionAt)
    return turn.action.kind
  }
