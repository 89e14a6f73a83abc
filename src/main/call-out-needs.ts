import type { ActOutcome, CallOutNeeds } from '../intake/call-out-routes.ts'
import type { CallOutId } from '../mobilisation/hazard-event.ts'
import type { Queues } from '../queue/queues.ts'
import { keepAnswer } from '../store/answers.ts'
import { approve } from '../store/approvals.ts'
import { callOutById, listCallOuts, mayRead } from '../store/call-out-views.ts'
import { type NoticeShown, noticesOf, respondersOf } from '../store/notice-views.ts'
import type { Installation } from './installation.ts'
import { standDown } from './mobilisation-runs.ts'
import { linkOf, withLink } from './post-office.ts'
import { assessWake, laneOf, quietly, reviewWake, senderWakes } from './wakes.ts'

/** A notice as it is shown; its text with the working link only to those who may answer for others. */
export const noticeShown = (notice: NoticeShown, link: string | null) => {
  const { body, subject, serial: _serial, ...shown } = notice
  const given = link === null || body === null ? {} : { subject, text: withLink(body, link) }
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
  return {
    list: ({ operator, ...query }) => listCallOuts(database, operator, query),
    byId: ({ operator, callOutId }) => callOutById(database, operator, callOutId),
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
    responders: async ({ operator, callOutId, limit, after }) =>
      (await mayRead(database, operator, callOutId)) ? respondersOf(database, callOutId, { limit, after }) : null,
    standDown: async ({ operator, callOutId, reason, at }): Promise<ActOutcome> => {
      if (!(await mayRead(database, operator, callOutId))) return { kind: 'not-found' }
      const mode = await standDown(installation, callOutId as CallOutId, {
        reason: 'operator',
        by: operator.operatorId,
        words: reason,
        now: at,
      })
      if (mode === undefined) return { kind: 'refused', status: 409, detail: 'This call-out is over already.' }
      await wake(senderWakes(laneOf(mode), 200, at))
      return { kind: 'done', body: { callOutId, status: 'stood-down' } }
    },
    answer: async ({ operator, callOutId, responderId, answer, at }): Promise<ActOutcome> => {
      if (!(await mayRead(database, operator, callOutId))) return { kind: 'not-found' }
      const kept = await database.transact((connection) =>
        keepAnswer(connection, {
          callOutId,
          responderId,
          noticeId: null,
          answer,
          via: 'operator',
          weakBecause: null,
          at,
        }),
      )
      if (kept.kind === 'not-called')
        return { kind: 'refused', status: 422, detail: 'This person was not called for this call-out.' }
      await wake([reviewWake(callOutId as CallOutId, at, 'live')])
      return { kind: 'done', body: { callOutId, responderId, answer, result: kept.kind, status: kept.status } }
    },
    approve: async ({ operator, callOutId, at }): Promise<ActOutcome> => {
      if (!(await mayRead(database, operator, callOutId))) return { kind: 'not-found' }
      const approved = await approve(database, callOutId as CallOutId, operator.operatorId, at)
      switch (approved.kind) {
        case 'approved':
          await wake([assessWake(approved.eventId, approved.mode)])
          return { kind: 'done', body: { callOutId, status: 'planning' } }
        case 'own-event':
          return {
            kind: 'refused',
            status: 403,
            detail: 'Whoever posted the event cannot approve it: ask a second operator.',
          }
        case 'too-late':
          return {
            kind: 'refused',
            status: 409,
            detail: 'The event was cancelled, has expired or began over a day ago: nobody is called for it any more.',
          }
        case 'not-waiting':
          return {
            kind: 'refused',
            status: 409,
            detail: `This call-out is ${approved.status}: nothing waits for approval.`,
          }
      }
    },
  }
}
