import type { ActOutcome, CallOutNeeds, Deciding } from '../intake/call-out-routes.ts'
import { mayActAs, type Operator } from '../intake/operator.ts'
import { commandsTagana } from '../mobilisation/authority.ts'
import type { CodedPlaces } from '../mobilisation/coded-places.ts'
import type { CallOutId } from '../mobilisation/hazard-event.ts'
import type { Queues } from '../queue/queues.ts'
import { keepAnswer } from '../store/answers.ts'
import { type Approved, approve, type Decider, decline } from '../store/approvals.ts'
import { audit } from '../store/audit.ts'
import { listCallOuts, mayAnswerFor, mayCommand, mayRead } from '../store/call-out-views.ts'
import { consideredOf } from '../store/considered-views.ts'
import { type NoticeShown, noticesOf } from '../store/notice-views.ts'
import { keepingRefusals } from './act-refusals.ts'
import { codedPlaces } from './coded-places.ts'
import { callOutWithHandOver } from './hand-over-progress.ts'
import type { Installation } from './installation.ts'
import { isTrial, orderedBy } from './ordering.ts'
import { linkOf, withLink } from './post-office.ts'
import { standDown } from './stand-down.ts'
import { assessWake, laneOf, quietly, reviewWake, senderWakes } from './wakes.ts'

/**
 * A notice as it is shown; its text with the working link only to those who may answer for others. A proposal's link
 * decides in its reader's name, so it is shown to nobody.
 */
export const noticeShown = (notice: NoticeShown, link: string | null) => {
  const { body, subject, serial: _serial, ...shown } = notice
  const isProposal = notice.purpose === 'operator-approval'
  const given = link === null || body === null ? {} : { subject, text: isProposal ? body : withLink(body, link) }
  return { ...shown, ...given }
}

/** What the routes of call-outs need. */
export const callOutNeeds = (
  installation: Installation,
  queues: Pick<Queues, 'wake'>,
  publicUrl: () => string,
): CallOutNeeds => {
  const { database, seal, log } = installation
  const wake = quietly(queues, log)
  const linkKey = seal.key('links')
  const needs: CallOutNeeds = {
    list: ({ operator, ...query }) => listCallOuts(database, operator, query),
    byId: ({ operator, callOutId }) => callOutWithHandOver(installation, operator, callOutId),
    notices: async ({ operator, callOutId, limit, after, withText }) => {
      if (!(await mayRead(database, operator, callOutId))) return null
      const notices = await noticesOf(database, { callOutId }, { limit, after })
      const linkFor = (notice: NoticeShown): string | null =>
        withText ? linkOf(publicUrl(), linkKey, BigInt(notice.serial)) : null
      return {
        notices: notices.map((notice) => noticeShown(notice, linkFor(notice))),
        next: notices.length === limit ? (notices.at(-1)?.serial ?? null) : null,
      }
    },
    responders: async ({ operator, callOutId, ...query }) =>
      (await mayRead(database, operator, callOutId)) ? consideredOf(database, callOutId, query) : null,
    standDown: async ({ operator, callOutId, reason, address, at }): Promise<ActOutcome> => {
      if (!(await mayRead(database, operator, callOutId))) return { kind: 'not-found' }
      if (!(await mayCommand(database, operator, callOutId, await codedPlaces(installation))))
        return {
          kind: 'refused',
          status: 403,
          detail: 'This call-out is led by another area: cancel your own event, or ask the office there.',
        }
      const mode = await standDown(installation, callOutId as CallOutId, {
        reason: 'operator',
        by: operator.operatorId,
        address,
        words: reason,
        now: at,
      })
      if (mode === undefined) return { kind: 'refused', status: 409, detail: 'This call-out is over already.' }
      await wake(senderWakes(laneOf(mode), 200, at))
      return { kind: 'done', body: { callOutId, status: 'stood-down' } }
    },
    answer: async ({ operator, callOutId, responderId, answer, address, at }): Promise<ActOutcome> => {
      if (!(await mayRead(database, operator, callOutId))) return { kind: 'not-found' }
      if (!(await mayAnswerFor(database, operator, callOutId, await codedPlaces(installation))))
        return {
          kind: 'refused',
          status: 403,
          detail: 'This call-out lies outside your part of the regency: the office of the regency enters answers.',
        }
      const kept = await database.transact(async (connection) => {
        const answered = await keepAnswer(connection, {
          callOutId,
          responderId,
          noticeId: null,
          answer,
          via: 'operator',
          weakBecause: null,
          at,
        })
        if (answered.kind !== 'not-called')
          await audit(connection, {
            at,
            actor: 'operator',
            actorId: operator.operatorId,
            action: 'answered-for',
            subject: 'call-out',
            subjectId: callOutId,
            detail: { responderId, answer },
            address,
          })
        return answered
      })
      if (kept.kind === 'not-called')
        return { kind: 'refused', status: 422, detail: 'This person was not called for this call-out.' }
      await wake([reviewWake(callOutId as CallOutId, at, laneOf(kept.mode))])
      return { kind: 'done', body: { callOutId, responderId, answer, result: kept.kind, status: kept.status } }
    },
    approve: async ({ operator, callOutId, authorisedBy, at, ...how }): Promise<ActOutcome> => {
      if (!(await mayRead(database, operator, callOutId))) return { kind: 'not-found' }
      if (authorisedBy !== null && !commandsTagana(authorisedBy.office))
        return {
          kind: 'refused',
          status: 422,
          because: 'other-office',
          detail: 'authorisedBy.office does not command Tagana: name a Dinas Sosial.',
        }
      const approved = await approve(
        database,
        callOutId as CallOutId,
        deciderOf(installation, operator, { ...how, authorisedBy, ...(await groundFor(installation)), at }),
        at,
      )
      if (approved.kind !== 'approved') return refusalOf(approved)
      await wake([assessWake(approved.eventId, approved.mode)])
      return { kind: 'done', body: { callOutId, status: approved.status } }
    },
    decline: async ({ operator, callOutId, reason, at, ...how }): Promise<ActOutcome> => {
      if (!(await mayRead(database, operator, callOutId))) return { kind: 'not-found' }
      const declined = await decline(
        database,
        callOutId as CallOutId,
        deciderOf(installation, operator, { ...how, authorisedBy: null, ...(await groundFor(installation)), at }),
        reason,
        at,
      )
      if (declined.kind !== 'declined') return refusalOf(declined)
      return { kind: 'done', body: { callOutId, status: declined.status } }
    },
  }
  const kept = keepingRefusals(database)
  return {
    ...needs,
    standDown: kept('stand-down', needs.standDown),
    answer: kept('answer', needs.answer),
    approve: kept('approve', needs.approve),
    decline: kept('decline', needs.decline),
  }
}

type Refusal = Exclude<Approved, { readonly kind: 'approved' }>

const refusalOf = (refusal: Refusal): Extract<ActOutcome, { kind: 'refused' }> => {
  switch (refusal.kind) {
    case 'own-event':
      return {
        kind: 'refused',
        status: 403,
        because: refusal.kind,
        detail: 'Whoever posted the event cannot approve it: ask a second operator.',
      }
    case 'role-missing':
      return {
        kind: 'refused',
        status: 403,
        because: refusal.kind,
        detail: 'What an operator posted is approved by one with the role approver or admin.',
      }
    case 'authority-missing':
      return {
        kind: 'refused',
        status: 422,
        because: refusal.kind,
        detail: 'Tagana are ordered by a Dinas Sosial: name who orders them in authorisedBy (name and office).',
      }
    case 'outside':
      return {
        kind: 'refused',
        status: 403,
        because: refusal.kind,
        detail: 'What waits lies outside your jurisdiction: the office there decides.',
      }
    case 'changed':
      return {
        kind: 'refused',
        status: 409,
        because: refusal.kind,
        detail: 'Something else waits by now than you were shown: look again, then decide.',
      }
    case 'too-late':
      return {
        kind: 'refused',
        status: 409,
        because: refusal.kind,
        detail: 'The event was cancelled, has expired or began over a day ago: nobody is called for it any more.',
      }
    case 'not-waiting':
      return {
        kind: 'refused',
        status: 409,
        because: refusal.kind,
        detail: `This call-out is ${refusal.status}: nothing waits for approval.`,
      }
  }
}

/** What a decision goes by beside the message and the office. */
const groundFor = async (installation: Installation) => ({
  trial: await isTrial(installation),
  places: await codedPlaces(installation),
})

/** Somebody of a Dinas Sosial who approves is the authority; others must name it. */
const deciderOf = (
  installation: Installation,
  operator: Operator,
  {
    authorisedBy,
    by,
    eventIds,
    address,
    trial,
    places,
    at,
  }: Deciding & {
    readonly trial: boolean
    readonly places: CodedPlaces
    readonly authorisedBy: { readonly name: string; readonly office: string } | null
    readonly address: string
    readonly at: Date
  },
): Decider => ({
  operatorId: operator.operatorId,
  office: operator,
  places,
  by,
  seen: eventIds,
  mayApprove: mayActAs(operator, 'approver'),
  authority:
    authorisedBy !== null
      ? { ...authorisedBy, basis: `persetujuan ${operator.operatorId}` }
      : commandsTagana(operator.organisation)
        ? { name: operator.operatorId, office: operator.organisation, basis: `persetujuan ${operator.operatorId}` }
        : null,
  authorityOf: (message) => {
    const ordered = orderedBy(installation, message, trial, at)
    return ordered.kind === 'missing' ? 'missing' : ordered.authority
  },
  address,
})
