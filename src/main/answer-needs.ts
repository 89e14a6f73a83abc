import { reasonOf } from '../errors.ts'
import type { AnswerResult, LinkView } from '../intake/answer-page.ts'
import type { AnswerNeeds } from '../intake/answer-routes.ts'
import type { InboundNeeds } from '../intake/inbound-routes.ts'
import { readLinkToken } from '../intake/token.ts'
import type { CallOutId } from '../mobilisation/hazard-event.ts'
import type { Queues } from '../queue/queues.ts'
import { type PresenceByLink, type PresenceShown, presenceShown, presentByLink } from '../store/drill-presence.ts'
import { keepUnread, receiveText, type TextReceived } from '../store/inbound.ts'
import { answerByLink, type LinkedNotice, linkedNotice } from '../store/links.ts'
import type { Installation } from './installation.ts'
import { regencyOffice } from './regency-office.ts'
import { orUnread } from './unread.ts'
import { laneOf, quietly, reportWake, reviewWake, senderWakes } from './wakes.ts'

const stateOf = ({ callOutStatus, occurrenceOver, stoodDown }: LinkedNotice): LinkView['state'] => {
  if (callOutStatus === 'closed' || callOutStatus === 'stood-down' || occurrenceOver) return 'over'
  return stoodDown ? 'enough' : 'open'
}

const viewOf = (notice: LinkedNotice, presence: PresenceShown | null): LinkView => {
  const { fields, callOutId } = notice
  const isDrill = callOutId === null
  const isAlarmTest = fields['reason'] === 'alarm-test'
  const muster = fields['muster'] ?? ''
  return {
    mode: notice.mode,
    purpose: isDrill ? 'drill' : isAlarmTest ? 'alarm-test' : 'call-out',
    safety: isDrill ? null : notice.safety,
    state: stateOf(notice),
    movedTo: notice.movedTo,
    office: fields['office'] ?? 'Kentongan',
    subject: isDrill
      ? { id: fields['drillType'] ?? 'Latihan', en: 'Drill' }
      : { id: fields['hazard'] ?? '', en: fields['hazardEn'] ?? '' },
    place: [fields['place'] ?? '', fields['regency'] ?? ''].filter((part) => part !== '').join(', '),
    when: isDrill ? (fields['startsAt'] ?? '') : `${fields['date'] ?? ''} ${fields['time'] ?? ''}`.trim(),
    muster: muster === '' || isAlarmTest ? null : muster,
    code: fields['code'] ?? null,
    answer: notice.answer,
    presence,
  }
}

const PRESENCE_RESULTS: Readonly<Record<PresenceByLink, AnswerResult>> = {
  present: 'present',
  'said-before': 'present',
  absent: 'marked-absent',
  weak: 'code-again',
  'wrong-code': 'wrong-code',
  closed: 'code-closed',
  over: 'no-presence',
}

/** What the page behind a link needs. */
export const answerNeeds = (installation: Installation, queues: Pick<Queues, 'wake'>): AnswerNeeds => {
  const { database, seal, clock, log } = installation
  const linkKey = seal.key('links')
  const wake = quietly(queues, log)
  return {
    nonceKey: seal.key('page nonces'),
    openLink: async (token) => {
      const serial = readLinkToken(token, linkKey)
      const notice = serial === null ? undefined : await linkedNotice(database, serial, clock.now())
      if (serial === null || notice === undefined) return null
      return viewOf(notice, await presenceShown(database, serial, clock.now()))
    },
    recordLinkAnswer: async ({ token, answer, nonceValid, at }) => {
      const serial = readLinkToken(token, linkKey)
      if (serial === null) return null
      const answered = await answerByLink(database, { serial, answer, nonceValid, at })
      const notice = await linkedNotice(database, serial, at)
      if (answered === undefined || notice === undefined) return null
      if (answered.callOutId !== null)
        await wake([reviewWake(answered.callOutId as CallOutId, at, laneOf(notice.mode))])
      return { result: answered.result, view: viewOf(notice, await presenceShown(database, serial, at)) }
    },
    recordPresence: async ({ token, code, nonceValid, at }) => {
      const serial = readLinkToken(token, linkKey)
      if (serial === null) return null
      const kept = await presentByLink(database, { serial, code, nonceValid, at })
      const notice = await linkedNotice(database, serial, at)
      if (kept === undefined || notice === undefined) return null
      return { result: PRESENCE_RESULTS[kept], view: viewOf(notice, await presenceShown(database, serial, at)) }
    },
  }
}

/** What gateways bring. Without a token in the environment, one that only this installation's own commands know. */
export const inboundToken = ({ configuration, seal }: Installation): string =>
  configuration.environment.smsInboundToken ?? seal.key('inbound texts').toString('base64url')

/** What the route of incoming texts needs. */
export const inboundNeeds = (installation: Installation, queues: Pick<Queues, 'wake'>): InboundNeeds => {
  const { database, seal, clock, log } = installation
  const officeOf = regencyOffice(installation)
  const wake = quietly(queues, log)
  const keep = (received: TextReceived) =>
    orUnread(
      () => receiveText(database, seal, received, officeOf),
      (failed) => {
        const { gateway, gatewayId } = received
        const reason = reasonOf(failed)
        log.error('a text could not be handled: an operator has to read it', { gateway, id: gatewayId, reason })
        return keepUnread(database, seal, received)
      },
    )
  return {
    token: inboundToken(installation),
    receiveText: async (text) => {
      // A gateway's clock decides nothing: what counts is when it came to us.
      const now = clock.now()
      const kept = await keep({ ...text, receivedAt: now })
      if (kept.callOut !== null) await wake([reviewWake(kept.callOut.id, now, laneOf(kept.callOut.mode))])
      if (kept.reportId !== null) await wake([reportWake(kept.reportId)])
      if (kept.tells === true) await wake(senderWakes('exercise', 1, now))
      return { outcome: kept.outcome, reason: kept.reason }
    },
  }
}
