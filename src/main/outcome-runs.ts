import type { Configuration } from '../../config/load.ts'
import { reasonOf } from '../errors.ts'
import type { SendOutcome } from '../mobilisation/notice.ts'
import { namesBadContact } from '../mobilisation/receipt.ts'
import { unknownRules } from '../mobilisation/unknown-rule.ts'
import { flagContacts } from '../store/contact-flags.ts'
import { passOnFailures } from '../store/fallback.ts'
import { settleReceipts } from '../store/receipts.ts'
import { applyUnknownRules } from '../store/unknown-outcomes.ts'
import type { Installation } from './installation.ts'

/**
 * The rule of each channel for outcomes that nobody knows. A second SMS must go by the gateway of the first: with several
 * of them none may be said to honour idempotency here, and what left by another, before channels.yaml was changed, is left.
 * Rows of Gammu's outbox are known by our name.
 */
const rulesOf = ({ channels: { sms } }: Configuration) => {
  const [only, ...others] = sms
  const isSure = only?.kind === 'gammu' || (only?.kind === 'http' && only.honoursIdempotency)
  return unknownRules({ onceByKey: isSure && others.length === 0 ? only.name : null })
}

/** What a sweep does about outcomes; `ask` asks gateways about those that are not known. */
export const outcomeSteps = ({ database, log, configuration }: Installation, ask: (now: Date) => Promise<void>) => {
  const rules = rulesOf(configuration)
  return {
    settleReceipts: async (now: Date) => {
      await ask(now)
      return settleReceipts(database, now)
    },
    applyUnknownRules: async (now: Date): Promise<void> => {
      const { repeated, onNextChannel } = await applyUnknownRules(database, rules, now)
      if (repeated + onNextChannel > 0) log.warn('unknown outcomes, by their rules', { repeated, onNextChannel })
    },
    passOnFailures: async (now: Date): Promise<void> => {
      const onNextChannel = await passOnFailures(database, now)
      if (onNextChannel > 0) log.warn('messages that failed, on the next channel', { onNextChannel })
    },
  }
}

/**
 * Flags, for the roster's owner, a contact that a refusal names as bad. Nobody waits for it; where it cannot be written
 * the next refusal says it again.
 */
export const flaggingRefusals =
  ({ database, clock, log }: Installation) =>
  (noticeId: string, outcome: SendOutcome): void => {
    if (outcome.kind !== 'refused' || !namesBadContact(outcome.reason)) return
    flagContacts(database, [{ noticeId, reason: outcome.reason }], clock.now()).catch((thrown: unknown) =>
      log.warn('a bad contact could not be flagged', { notice: noticeId, reason: reasonOf(thrown) }),
    )
  }
