import { z } from 'zod'
import { isPlainText } from './plain-text.ts'
import { uuidField } from './request-reading.ts'
import { wants } from './zod-faults.ts'

/** What the records say where the operator gave no reason. */
const NO_REASON = 'dihentikan oleh operator'

const reasonField = (why: string, none: string) =>
  z
    .string({ error: wants(`text: ${why}`) })
    .trim()
    .min(1, { error: wants('a reason of 1 to 500 characters') })
    .max(500, { error: wants('a reason of 1 to 500 characters') })
    .refine(isPlainText, { error: wants('text without control characters') })
    .nullish()
    .transform((reason) => reason ?? none)

const REASON_OBJECT = { error: wants('an object with reason, an empty one, or no body') }

/** Why a call-out is called off. */
export const reasonBody = z.strictObject(
  { reason: reasonField('why nobody is needed any more', NO_REASON) },
  REASON_OBJECT,
)

const EVENTS = wants('the ids of the events that wait, 1 to 100')

const eventsField = z
  .array(uuidField, { error: EVENTS })
  .min(1, { error: EVENTS })
  .max(100, { error: EVENTS })
  .nullish()
  .transform((ids) => ids?.map((id) => id.toLowerCase()) ?? null)

/** Why a proposal is declined, and which one the decider was shown. */
export const declineBody = z.strictObject(
  { reason: reasonField('why nobody is to be called', 'ditolak oleh operator'), eventIds: eventsField },
  { error: wants('an object with reason and eventIds, an empty one, or no body') },
)

const words = z
  .string({ error: wants('text of 1 to 200 characters') })
  .trim()
  .min(1, { error: wants('text of 1 to 200 characters') })
  .max(200, { error: wants('text of 1 to 200 characters') })
  .refine(isPlainText, { error: wants('text without control characters') })

/** Who orders the Tagana, and which proposal the decider was shown. */
export const approvalBody = z.strictObject(
  {
    authorisedBy: z
      .strictObject({ name: words, office: words }, { error: wants('an object with name and office') })
      .nullish()
      .transform((given) => given ?? null),
    eventIds: eventsField,
  },
  { error: wants('an object with authorisedBy and eventIds, an empty one, or no body') },
)
