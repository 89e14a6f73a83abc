import type { Chooser } from '../../jobs/assess-event.ts'
import { type Choice, choiceAlong } from '../mobilisation/choice.ts'
import type { AskedFirst } from '../mobilisation/danger-zone.ts'
import type { HeadCount } from '../mobilisation/hazard-event.ts'
import { selectOwnFirst } from '../mobilisation/own-first.ts'
import { codeElsewhere, type Elsewhere } from '../mobilisation/precedence.ts'
import { prospects } from '../mobilisation/prospect.ts'
import { type Choose, overcalling } from '../mobilisation/replan.ts'
import { type Nearby, type Selection, selectResponders } from '../mobilisation/selection.ts'
import { selectSkilled } from '../mobilisation/skilled-selection.ts'
import type { SufficientPolicy } from '../mobilisation/sufficient-policy.ts'
import { withBeyond, withTeams } from '../mobilisation/team-choice.ts'
import type { TeamMate, TeamSite } from '../mobilisation/team-forming.ts'
import type { RosterIndex } from '../roster/roster-index.ts'
import type { SkillCount } from '../roster/skill.ts'
import { type LineGround, type LineRound, openLine } from './call-lines.ts'
import type { Installation } from './installation.ts'
import type { KnownPeople } from './known-people.ts'
import { atHome, teamGround } from './team-ground.ts'
import { type TeamSeeker, teamSeeker } from './team-places.ts'

/** Who may be chosen, and from where. */
export interface Round extends LineGround {
  /** How many of them with a skill; left out: not known, or nobody. */
  readonly skills?: SkillCount
  /** The line to it, where it was begun before this was known. */
  readonly line?: Promise<LineRound>
  readonly blocked: ReadonlySet<string>
  /** Who is asked first whether they are safe. */
  readonly askedFirst: AskedFirst
  /** Whom other call-outs hold. */
  readonly elsewhere: Elsewhere
  readonly now: Date
  /** Affected KSB that get a team each; left out: none. */
  readonly teams?: readonly TeamSite[]
  /** Those who are coming already. */
  readonly coming?: readonly TeamMate[]
}

/** How the smallest sufficient set is sought for a call-out; null for a rota, and where the policy chooses otherwise. */
export const sufficientPolicyOf = ({ policy, style }: Round['callOut']): SufficientPolicy | null =>
  style === 'rota' ? null : (policy.wave ?? null)

function* onlyThose<Near extends { readonly responder: { readonly id: string } }>(
  nearby: Iterable<Near, unknown, unknown>,
  among: ReadonlySet<string>,
): Generator<Near, void, unknown> {
  for (const near of nearby) if (among.has(near.responder.id)) yield near
}

/** Chooses; those who said yes to a less urgent call-out only for what is still missing without them. */
const lastOfAll = (
  nearest: (want: HeadCount, calledElsewhere: ReadonlySet<string>, without: readonly string[]) => Selection,
  want: HeadCount,
  elsewhere: Elsewhere,
): Selection => {
  const shown = <One extends { readonly responderId: string }>(people: readonly One[]): readonly One[] =>
    people.map((one) => ({ ...one, ...codeElsewhere(elsewhere, one.responderId) }))
  const first = nearest(want, new Set([...elsewhere.keep.keys(), ...elsewhere.last.keys()]), [])
  const picked = first.picked.map(({ responderId }) => responderId)
  const isShort = Object.keys(first.missing).length > 0 && elsewhere.last.size > 0
  const second = isShort ? nearest(first.missing, new Set(elsewhere.keep.keys()), picked) : null
  const instead = new Set(second?.picked.map(({ responderId }) => responderId))
  return {
    ...first,
    picked: shown([...first.picked, ...(second?.picked ?? [])]),
    missing: second?.missing ?? first.missing,
    skipped: shown(first.skipped.filter(({ responderId }) => !instead.has(responderId))),
  }
}

/** The nearest people round a destination on its own land, as the index has them now. */
export const nearestRound = (roster: RosterIndex, round: Round): Choose => {
  const { callOut, destination, blocked, elsewhere } = round
  return (want, without, among, skills = {}) => {
    const nearby = (): Iterable<Nearby, unknown, unknown> => {
      const all: Iterable<Nearby, unknown, unknown> = roster.nearby(destination.position, callOut.policy.searchRadiusKm)
      return among === undefined ? all : onlyThose(all, among)
    }
    const nearest = (wanted: HeadCount, calledElsewhere: ReadonlySet<string>, others: readonly string[]): Selection => {
      const asked = {
        jurisdiction: round.jurisdiction,
        mutualAid: round.mutualAid,
        landmass: destination.landmass,
        alreadyCalled: new Set([...blocked, ...without, ...others]),
        calledElsewhere,
        needsPhone: callOut.mode === 'actual',
        now: round.now,
      }
      if (Object.keys(skills).length > 0) return selectSkilled(nearby, wanted, skills, asked)
      return among === undefined ? selectOwnFirst(nearby, wanted, asked) : selectResponders(nearby(), wanted, asked)
    }
    return lastOfAll(nearest, want, elsewhere)
  }
}

/** A choice and its teams go by the same line. */
const lines = new WeakMap<Round, Promise<LineRound>>()

const lineOf = (
  installation: Installation,
  roster: RosterIndex,
  round: Round,
  policy: SufficientPolicy,
): Promise<LineRound> => {
  const found = lines.get(round) ?? round.line ?? openLine(installation, roster, round, policy)
  lines.set(round, found)
  return found
}

/** Seeks people for the teams of a round's KSB; null where it has none. */
export const seekerRound = async (
  installation: Installation,
  roster: RosterIndex,
  round: Round,
  policy: SufficientPolicy,
  { prospectOf }: Pick<Choice, 'prospectOf'>,
): Promise<TeamSeeker | null> => {
  const { teams = [] } = round
  if (teams.length === 0) return null
  const { ways } = await lineOf(installation, roster, round, policy)
  const within = { ways, withinMin: policy.searchWithinMin }
  return teamSeeker(await teamGround(installation, round, teams), roster, round, within, prospectOf)
}

/** A choice along the line of reach to a destination, by what is known of people. */
export const choiceRound = async (
  installation: Installation,
  roster: RosterIndex,
  round: Round,
  policy: SufficientPolicy,
  known: KnownPeople,
): Promise<Choice> => {
  const { callOut, blocked, elsewhere, jurisdiction, mutualAid, now } = round
  const { line, reach } = await lineOf(installation, roster, round, policy)
  return choiceAlong({
    line,
    prospects: prospects(known, policy.odds, policy.fairness, round.askedFirst),
    policy,
    asked: { jurisdiction, mutualAid, needsPhone: callOut.mode === 'actual', now },
    blocked,
    elsewhere,
    positions: reach.positions,
  })
}

/** Reads of whom a choice must know; false when it knew everybody. */
export const learning =
  (choice: Pick<Choice, 'unread'>, known: KnownPeople): Chooser['learn'] =>
  async () => {
    const unread = choice.unread()
    if (unread.length > 0) await known.read(unread)
    return unread.length > 0
  }

/** The ways of choosing round one place of a plan, by the call-out's own policy. */
export const chooserFor = async (
  installation: Installation,
  roster: RosterIndex,
  round: Round,
  known: KnownPeople | null,
): Promise<Chooser> => {
  const policy = sufficientPolicyOf(round.callOut)
  if (policy === null || known === null) {
    const choose = nearestRound(roster, round)
    return { choose, callFor: overcalling(choose, round.callOut.policy.overcall), learn: async () => false }
  }
  const choice = await choiceRound(installation, roster, round, policy, known)
  const seeker = await seekerRound(installation, roster, round, policy, choice)
  const coming = (round.coming ?? []).map(atHome(roster))
  const learn = learning(choice, known)
  // Else the first choice would be made in vain.
  if (!known.ofAll && choice.readAhead(round.need, round.skills ?? {})) {
    seeker?.readAhead()
    await learn()
  }
  return {
    choose: (want, without, among, skills) => {
      const found = choice.inTurn(want, without, among, skills)
      return among === undefined ? found : withBeyond(found, choice, seeker?.beyond(among) ?? [])
    },
    callFor: (need, without, among, skills = {}) => {
      const counted = coming.filter(({ responderId }) => without.has(responderId))
      return withTeams(choice, { need, skills, without, among }, seeker?.seek([counted], need, without, among) ?? [])
    },
    learn,
  }
}
