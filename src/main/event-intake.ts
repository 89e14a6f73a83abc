import type { Configuration } from '../../config/load.ts'
import { type Belongs, type Incoming, type Needs, type Placed, receiveEvent } from '../../jobs/receive-event.ts'
import type { Fault } from '../errors.ts'
import type { Landmasses } from '../geo/landmass.ts'
import { distanceKm } from '../geo/position.ts'
import { soundArea } from '../geo/sound-area.ts'
import type { Approval } from '../mobilisation/arrival.ts'
import { musterDoubt } from '../mobilisation/gathering.ts'
import type { HazardEvent, HeadCount } from '../mobilisation/hazard-event.ts'
import { growthFactor, usualAreaKm2 } from '../mobilisation/impact/growth.ts'
import { type DeclaredPhase, needUnder, type PhaseRules, phaseAt, phaseRules } from '../mobilisation/phase.ts'
import { teamNeed } from '../mobilisation/team-need.ts'
import { type WantedSkills, wantedSkills } from '../mobilisation/wanted-skills.ts'
import type { Actor, Arrival } from '../store/arrivals.ts'
import { gatheringOne } from '../store/gather.ts'
import { placeOfEvent, regencyOfEvent } from '../store/incidents.ts'
import { phasesAt } from '../store/phases.ts'
import { codedPlaces } from './coded-places.ts'
import { type Extent, extentOf, fieldsOf, impactOf } from './event-places.ts'
import { frozenPolicies } from './frozen-policy.ts'
import type { Installation } from './installation.ts'
import { isTrial, orderedBy } from './ordering.ts'

/** Everything that a message brings along on its way into the rows. */
export interface Message extends Incoming {
  readonly actor: Actor
  readonly actorId: string | null
  readonly address: string | null
  readonly webhookId: string
  readonly bodyHash: string
  readonly rawBody: Buffer
  readonly contentHash: string
  readonly receivedAt: Date
  /** Whether it may join an incident by place and time. */
  readonly joins: boolean
  /** What its reading left in doubt. */
  readonly warnings?: readonly string[]
  /** A test of the alarm: people are asked whether they could come, and for nothing else. */
  readonly answersOnly?: boolean
  /** For a proposal that has a time of its own. */
  readonly approvalWithinMs?: number
}

/** Of an alert as large as a country somebody must say that it is meant (research: a million square km). */
const HUGE_KM2 = 1_000_000

const HUGE: Approval = {
  reason: 'awaiting-approval',
  warning: `its area is larger than ${HUGE_KM2.toLocaleString('en')} km²: a second operator must approve`,
}

const SOCIAL: Approval = {
  reason: 'awaiting-approval',
  warning: 'people are sent into a social disaster only when a second operator approves',
}

/** Makes the event's outline sound, or says why it cannot be. */
const place = (
  event: HazardEvent,
  landmasses: Landmasses,
): Placed | { readonly kind: 'unsound'; readonly faults: readonly Fault[] } => {
  const { geometry } = event
  if (geometry === null) return { kind: 'placed', event, point: null, area: null, notes: [] }
  if (geometry.type === 'Point') return { kind: 'placed', event, point: geometry.coordinates, area: null, notes: [] }
  const sound = soundArea(geometry, landmasses)
  if (sound.kind === 'unsound')
    return {
      kind: 'unsound',
      faults: [{ path: 'area.geometry', got: sound.reason, expected: 'an outline of a place', hint: sound.hint }],
    }
  const { area } = sound
  return {
    kind: 'placed',
    event: { ...event, geometry: area.geometry },
    point: area.centre,
    area,
    notes: sound.notes,
  }
}

/**
 * Whose people a feed's message may call: an agency speaks of the whole country and commands nobody, so they are those
 * of the regency where it happens, or, where it names several, of the region that holds them all.
 */
const reachOfFeed = ({ regions, villageCodes }: HazardEvent, regencyCode: string): string => {
  const codes = new Set([...regions.map(({ code }) => code), ...villageCodes].map((code) => code.slice(0, 5)))
  if (codes.size < 2) return regencyCode
  const provinces = new Set([...codes].map((code) => code.slice(0, 2)))
  return provinces.size === 1 ? regencyCode.slice(0, 2) : ''
}

/** The sender's own need, its skills among its people; else the policy's for the hazard and severity, more of it where the area is wider than usual. */
const wantedOf = async (
  { policy, hazards }: Configuration,
  event: HazardEvent,
  extent: Extent | null,
  rules: PhaseRules,
  affected: () => Promise<readonly string[]>,
): Promise<WantedSkills & { readonly need: HeadCount }> => {
  const own = event.need?.kinds ?? {}
  if (Object.keys(own).length > 0) return { need: own, ...wantedSkills(event.need, {}, 1, own) }
  if (event.hazard === null) return { need: {}, skills: {}, warnings: [] }
  const usual = policy.need[event.hazard][event.severity]
  const times =
    extent === null ? 1 : growthFactor(extent.km2, usualAreaKm2(event, hazards), hazards[event.hazard].growsAtMost)
  const perTurn = needUnder(rules, usual)
  const turns = rules.rota?.shifts ?? 1
  const heads = Object.fromEntries(Object.entries(perTurn).map(([kind, count]) => [kind, count * times * turns]))
  const { teams } = policy.callOut
  const { need, warnings } =
    teams == null || rules.style === 'rota' ? { need: heads, warnings: [] } : teamNeed(heads, teams, await affected())
  const bySkill = wantedSkills(event.need, policy.skills[event.hazard][event.severity], times * turns, need)
  return { need, skills: bySkill.skills, warnings: [...warnings, ...bySkill.warnings] }
}

/** What becomes of a message whose form and place are sound. */
interface Taker<Taken extends { readonly kind: string }>
  extends Pick<Needs<Message, Taken>, 'followUp' | 'wakeAssess' | 'wakeEnd'> {
  /** Whether the policy's text is kept with what is taken. */
  readonly keeps: boolean
  take(arrival: Arrival): Promise<Taken>
}

/** Reads messages against the register, decides whose matter they are and what they want, and hands them on. */
export const intakeInto = <Taken extends { readonly kind: string }>(
  installation: Installation,
  { keeps, take, ...after }: Taker<Taken>,
) => {
  const { database, configuration, places, sites } = installation
  const { policy } = configuration
  const declared = new WeakMap<Message, Promise<readonly DeclaredPhase[]>>()
  const phases = gatheringOne(() => phasesAt(database, installation.clock.now()))
  const frozen = frozenPolicies(configuration, database)

  const hasPlace = (event: HazardEvent): boolean =>
    event.hazard !== null && (event.geometry !== null || event.villageCodes.length + event.regions.length > 0)
  const groundOf = async (event: HazardEvent) =>
    [event, configuration.hazards, places, event.villageCodes.length === 0 ? [] : await sites()] as const

  /** Village codes of the affected KSB, the nearest to the middle first. */
  const affectedBy = async (extent: Extent | null): Promise<readonly string[]> =>
    extent === null
      ? []
      : (await sites())
          .filter(({ position }) => extent.covers(position))
          .map(({ position, villageCode }) => ({ villageCode, km: distanceKm(extent.centre, position) }))
          .toSorted((one, other) => one.km - other.km)
          .map(({ villageCode }) => villageCode)

  const save = async (incoming: Message, placed: Placed, belongs: Belongs): Promise<Taken> => {
    const { event } = placed
    const { receivedAt, answersOnly = false } = incoming
    const extent = hasPlace(event) ? await extentOf(...(await groundOf(event))) : null
    const holds = await (declared.get(incoming) ?? phases())
    // A test of the alarm asks the first wave of an ordinary call-out.
    const phase = answersOnly ? null : phaseAt(belongs.regencyCode, event.hazard, holds, receivedAt)
    const rules = phaseRules(phase?.phase ?? null, configuration.phases)
    const {
      need,
      skills,
      warnings: doubts,
    } = await wantedOf(configuration, event, extent, rules, () => affectedBy(extent))
    const ordered = orderedBy(
      installation,
      { event, need, regencyCode: belongs.regencyCode },
      await isTrial(installation),
      receivedAt,
    )
    const approvals: readonly Approval[] = [
      ...(event.hazard === 'social' ? [SOCIAL] : []),
      ...belongs.approvals,
      ...(extent !== null && extent.km2 > HUGE_KM2 ? [HUGE] : []),
      ...(ordered.kind === 'missing' ? [{ reason: 'authority-missing' as const, warning: ordered.warning }] : []),
    ]
    const named = ordered.kind === 'ordered' ? ordered.authority : null
    const approvalWithinMs = incoming.approvalWithinMs ?? policy.approvalWithinMs
    const message = { ...incoming.message, event }
    if (keeps) await frozen.keepSource()
    return take({
      actor: incoming.actor,
      actorId: incoming.actorId,
      address: incoming.address,
      webhookId: incoming.webhookId,
      bodyHash: incoming.bodyHash,
      rawBody: incoming.rawBody,
      contentHash: incoming.contentHash,
      receivedAt,
      joins: incoming.joins,
      jurisdiction: incoming.actor === 'feed' ? reachOfFeed(event, belongs.regencyCode) : incoming.jurisdiction,
      message,
      regencyCode: belongs.regencyCode,
      place: extent === null ? null : { centre: extent.centre, box: extent.box, outline: placed.area },
      need,
      skills,
      approvalAbove: policy.approvalAbove,
      approvals,
      approvalWithinMs,
      authority: named,
      phase: phase?.phase ?? null,
      style: rules.style,
      warnings: [...(incoming.warnings ?? []), ...belongs.warnings, ...doubts],
      fields: () =>
        fieldsOf(
          installation,
          {
            event,
            code: '',
            office: named?.office ?? event.authorisedBy?.office ?? message.source,
            regencyCode: belongs.regencyCode,
          },
          null,
        ),
      policy: frozen.under(phase?.phase ?? null, approvalWithinMs, answersOnly),
    })
  }

  const receive = receiveEvent<Message, Taken>({
    villageExists: (code) => places.gazetteer().find(code)?.level === 'village',
    regionExists: (code) => places.gazetteer().find(code) !== undefined,
    places: () => codedPlaces(installation),
    place: (event) => place(event, places.landmasses()),
    placeOfKnown: ({ message, actor, actorId, jurisdiction }) =>
      placeOfEvent(database, message, { operatorId: actor === 'operator' ? actorId : null, jurisdiction }),
    // The program's own drills gather at their gardu, whatever they rehearse.
    musterDoubt: async ({ actor }, event) =>
      event.musterPoint === null || actor === 'program'
        ? null
        : musterDoubt(
            event,
            hasPlace(event) ? await impactOf(...(await groundOf(event))) : null,
            policy.callOut.searchRadiusKm,
          ),
    regencyOfKnown: ({ message, actor, actorId }) =>
      regencyOfEvent(database, [message, ...message.references], actor === 'operator' ? actorId : null),
    save,
    ...after,
  })
  return (incoming: Message) => {
    // Asked for at once, so that the answer is there when the places are.
    const asked = phases()
    asked.catch(() => undefined)
    declared.set(incoming, asked)
    return receive(incoming)
  }
}
