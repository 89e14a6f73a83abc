import type { CallOutNeeds } from '../intake/call-out-routes.ts'
import { mayActAs, type Operator, type OperatorNeeds } from '../intake/operator.ts'
import type { ProposalMatter, ProposalState } from '../intake/proposal-page.ts'
import type { ProposalNeeds, ProposalOpened } from '../intake/proposal-routes.ts'
import { readLinkToken } from '../intake/token.ts'
import { commandsTagana } from '../mobilisation/authority.ts'
import { mayDecideAbout } from '../mobilisation/concerned.ts'
import { linkEndsAt } from '../mobilisation/proposal-link.ts'
import { timeZoneOf } from '../roster/region.ts'
import { mayRead } from '../store/call-out-views.ts'
import { describe } from '../store/call-rounds.ts'
import {
  decisionsAbout,
  type LinkedProposal,
  linkedProposal,
  type WaitingMessage,
  waitingMessages,
} from '../store/proposal-links.ts'
import { localDate, localTime } from '../wording/time.ts'
import { codedPlaces } from './coded-places.ts'
import { fieldsOf } from './event-places.ts'
import type { Installation } from './installation.ts'
import { isTrial, orderedBy } from './ordering.ts'
import { linkKeys } from './post-office.ts'

/** An answer sooner after hand-over than a person can read is a mail scanner's, as with answers by a link. */
const SOONEST_ANSWER_MS = 3_000

const isTooSoon = ({ channel, handedOverAt }: LinkedProposal, at: Date): boolean =>
  channel === 'email' && at.getTime() - (handedOverAt?.getTime() ?? at.getTime()) < SOONEST_ANSWER_MS

const inWords = (at: Date, regencyCode: string): string => {
  const zone = timeZoneOf(regencyCode)
  return `${localDate(at, zone)} ${localTime(at, zone)}`
}

const named = (...parts: readonly (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(', ')

/** What the notice itself said, for when nothing waits any more. */
const matterAsked = ({ fields, plannedAt, regencyCode }: LinkedProposal): ProposalMatter => ({
  subject: { id: fields['hazard'] ?? 'Kejadian', en: fields['hazardEn'] ?? 'Event' },
  headline: fields['headline'] ?? '',
  place: named(fields['place'], fields['regency']),
  when: `${fields['date'] ?? ''} ${fields['time'] ?? ''}`.trim(),
  need: fields['needed'] ?? '',
  sender: '',
  reason: '',
  isOwn: false,
  since: inWords(plannedAt, regencyCode),
})

/** The source of village reports, in words; every other source is a name already. */
const VILLAGE_REPORTS = 'laporan-desa'

const matterOf = (
  installation: Installation,
  { code, operatorId }: LinkedProposal,
  waiting: WaitingMessage,
): ProposalMatter => {
  const { event, source, reason, need, regencyCode, receivedAt } = waiting
  const fields = fieldsOf(installation, { event, code, office: source, regencyCode }, null)
  return {
    subject: { id: fields['hazard'] ?? 'Kejadian', en: fields['hazardEn'] ?? 'Event' },
    headline: event.headline,
    place: named(fields['place'], fields['regency']),
    when: inWords(event.occurredAt, regencyCode),
    need: describe(need),
    sender: source === VILLAGE_REPORTS ? 'laporan desa' : source,
    reason,
    isOwn: waiting.operatorId === operatorId,
    since: inWords(receivedAt, regencyCode),
  }
}

/** Until when those who were asked may decide: the rest of their time, or the end of what may be approved at all. */
const deadlineOf = (
  { dueAt, remindedAt, withinMs, level }: LinkedProposal,
  waiting: readonly WaitingMessage[],
): { readonly at: Date; readonly next: 'asks-further-up' | 'lapses' } => {
  const goodUntil = new Date(Math.max(...waiting.map((one) => one.goodUntil.getTime())))
  // A reminder comes at half of the time.
  const left = remindedAt === null ? Math.floor(withinMs / 2) : 0
  const turn = dueAt === null ? goodUntil : new Date(dueAt.getTime() + left)
  return turn < goodUntil
    ? { at: turn, next: level < 2 ? 'asks-further-up' : 'lapses' }
    : { at: goodUntil, next: 'lapses' }
}

/** What the page of a proposal needs; it decides by the very acts of the API. */
export const proposalNeeds = (
  installation: Installation,
  callOuts: Pick<CallOutNeeds, 'approve' | 'decline'>,
  operators: Pick<OperatorNeeds, 'byId'>,
): ProposalNeeds => {
  const { database, seal } = installation
  const { proposals: linkKey } = linkKeys(seal)

  const readLink = async (
    token: string,
    at: Date,
  ): Promise<{ readonly linked: LinkedProposal; readonly operator: Operator } | 'expired' | null> => {
    const serial = readLinkToken(token, linkKey)
    const linked = serial === null ? undefined : await linkedProposal(database, serial)
    if (linked === undefined) return null
    if (at >= linkEndsAt(linked.plannedAt, linked.withinMs)) return 'expired'
    const operator = await operators.byId(linked.operatorId)
    return operator === null ? null : { linked, operator }
  }

  const asksAuthority = async (operator: Operator, waiting: readonly WaitingMessage[], at: Date): Promise<boolean> => {
    const trial = await isTrial(installation)
    return (
      !commandsTagana(operator.organisation) &&
      waiting.some((one) => one.inTime && orderedBy(installation, one, trial, at).kind === 'missing')
    )
  }

  const stateOf = async (
    linked: LinkedProposal,
    operator: Operator,
    waiting: readonly WaitingMessage[],
    at: Date,
  ): Promise<ProposalState> => {
    const { callOutId, plannedAt, regencyCode } = linked
    const [decided] = await decisionsAbout(database, callOutId, plannedAt, operator.jurisdiction)
    // A link is for what was asked with it: what came after the decision has links of its own.
    if (decided !== undefined && !waiting.some((one) => one.inTime && one.receivedAt <= plannedAt))
      return {
        kind: 'decided',
        what: decided.what,
        when: inWords(decided.at, regencyCode),
        role: decided.role,
        office: decided.organisation,
      }
    if (waiting.length === 0) return { kind: 'gone' }
    const deadline = deadlineOf(linked, waiting)
    return {
      kind: 'waiting',
      until: inWords(deadline.at, regencyCode),
      next: deadline.next,
      asksAuthority: await asksAuthority(operator, waiting, at),
    }
  }

  const opened = async (linked: LinkedProposal, operator: Operator, at: Date): Promise<ProposalOpened> => {
    const { callOutId, mode, code, status } = linked
    const asked = matterAsked(linked)
    const tooSoon = isTooSoon(linked, at)
    if (!(await mayRead(database, operator, callOutId)))
      return { view: { mode, code, status, matters: [asked], state: { kind: 'outside' } }, stamp: '', tooSoon }
    const all = await waitingMessages(database, callOutId, at)
    const places = await codedPlaces(installation)
    const waiting = all.filter(
      ({ event, regencyCode, operatorId }) =>
        operatorId === operator.operatorId || mayDecideAbout({ ...event, regencyCode }, operator, places),
    )
    const found = await stateOf(linked, operator, waiting, at)
    const state: ProposalState = found.kind === 'gone' && all.length > 0 ? { kind: 'outside' } : found
    const [first, ...others] =
      state.kind === 'waiting' ? waiting.map((one) => matterOf(installation, linked, one)) : [asked]
    return {
      view: { mode, code, status, matters: [first ?? asked, ...others], state },
      stamp: waiting.map(({ eventId }) => eventId).join(' '),
      tooSoon,
    }
  }

  return {
    nonceKey: seal.key('proposal page nonces'),
    open: async (token, at) => {
      const link = await readLink(token, at)
      return link === null || link === 'expired' ? link : opened(link.linked, link.operator, at)
    },
    decide: async ({ token, decision, seen, authorisedBy, address, at }) => {
      const link = await readLink(token, at)
      if (link === null || link === 'expired') return null
      const { operator } = link
      // As the routes of the API ask for it: a viewer is told, and decides nothing.
      if (!mayActAs(operator, 'sender')) return 'role-missing'
      const { callOutId, noticeId } = link.linked
      const act = {
        operator,
        callOutId,
        address,
        at,
        by: { via: 'link' as const, noticeId },
        eventIds: seen.split(' '),
      }
      const outcome =
        decision === 'approve'
          ? await callOuts.approve({ ...act, authorisedBy })
          : await callOuts.decline({ ...act, reason: 'ditolak oleh operator lewat tautan' })
      switch (outcome.kind) {
        case 'done':
          return 'recorded'
        case 'not-found':
          return 'outside'
        case 'refused':
          return outcome.because ?? 'not-waiting'
      }
    },
  }
}
