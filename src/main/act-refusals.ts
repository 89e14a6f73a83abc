import type { ActOutcome } from '../intake/call-out-routes.ts'
import { refusalShare } from '../intake/event-refusals.ts'
import type { Operator } from '../intake/operator.ts'
import { audit } from '../store/audit.ts'
import type { Database } from '../store/database.ts'

interface Act {
  readonly operator: Operator
  readonly callOutId: string
  readonly address: string
  readonly at: Date
}

/**
 * Acts on call-outs whose refusals for who asks (403) are kept in the trail before they are answered, as those of events
 * are: 20 a minute for each operator and process at most.
 */
export const keepingRefusals = (database: Database) => {
  const shareOf = refusalShare()
  return <Given extends Act>(name: string, act: (given: Given) => Promise<ActOutcome>) =>
    async (given: Given): Promise<ActOutcome> => {
      const outcome = await act(given)
      if (outcome.kind !== 'refused' || outcome.status !== 403) return outcome
      const { operator, callOutId, address, at } = given
      const share = shareOf(operator.operatorId, at)
      if (share !== null)
        await audit(database, {
          at,
          actor: 'operator',
          actorId: operator.operatorId,
          action: 'act-refused',
          subject: 'call-out',
          subjectId: callOutId,
          detail: {
            act: name,
            reason: outcome.because ?? 'outside',
            ...(share.leftOutBefore === 0 ? {} : { leftOutBefore: share.leftOutBefore }),
            ...(share.isLastOfMinute ? { restOfMinute: 'left-out' } : {}),
          },
          address,
        })
      return outcome
    }
}
