import { type CallOutPolicy, type CallOutStatus, comingByKind } from '../mobilisation/call-out.ts'
import { type NextStep, stillMissing } from '../mobilisation/escalation.ts'
import { skillsMissing } from '../mobilisation/skills-filled.ts'
import type { Kind } from '../roster/responder.ts'
import { describe, describeNeed } from './call-rounds.ts'
import type { Connection } from './database.ts'
import { tellExpired } from './expired-calls.ts'
import { tellOperators } from './operator-notices.ts'
import { reasonFields, shortfallAfter } from './shortfalls.ts'
import { skillsNoted } from './skill-shortfall.ts'
import { note } from './timeline.ts'

/** What a review found, with what is said of it. */
type Outcome = Parameters<typeof tellExpired>[1] &
  Parameters<typeof shortfallAfter>[1] & {
    readonly status: CallOutStatus
    readonly policy: Pick<CallOutPolicy, 'answersOnly'>
    readonly step: NextStep
    readonly now: Date
  }

/** Writes down how a review changed a call-out, and tells the operators what it could not do. */
export const tellOutcome = async (db: Connection, review: Outcome): Promise<void> => {
  const { step, need, skills, people, now, fields } = review
  const coming = comingByKind(need, people)
  const missing = stillMissing(need, people)
  const lacking = skillsMissing(skills, people)
  if (step.withheld.length > 0) await tellExpired(db, review, { kinds: step.withheld, need, coming, missing }, now)
  if (step.status === review.status) return
  await note(db, review, now, step.status, { coming, missing, ...skillsNoted(review) })
  // Of what was withheld they have heard: it is not that everybody in reach was called.
  const isShort =
    Object.keys(missing).some((kind) => !step.withheld.includes(kind as Kind)) || Object.keys(lacking).length > 0
  // What too few could have come to is in the report of the test: nobody has to act on it.
  if (step.status === 'exhausted' && isShort && review.policy.answersOnly !== true)
    await tellOperators(
      db,
      {
        ...review,
        fields: {
          ...fields,
          needed: describeNeed(need, skills),
          coming: describe(coming),
          missing: describeNeed(missing, lacking),
          ...reasonFields(await shortfallAfter(db, review)),
        },
      },
      'operator-exhausted',
      now,
    )
}
