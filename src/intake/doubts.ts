import type { Restraint } from '../mobilisation/event-message.ts'
import type { HazardEvent } from '../mobilisation/hazard-event.ts'
import { ends } from '../mobilisation/threads.ts'
import { saysEnded } from './ending-words.ts'
import { saysExercise } from './exercise-words.ts'
import { hazardsIn, mayDeny } from './hazard-words.ts'

// What the words of a message say against the message itself: a person must look before anybody is called.

export const SAYS_EXERCISE: Restraint = {
  decision: 'propose',
  reason: 'says-exercise',
  warning: 'it comes as actual, but its text says that it is an exercise or a test: an operator must confirm',
}

export const SAYS_ENDED: Restraint = {
  decision: 'propose',
  reason: 'says-ended',
  warning:
    'it comes as an alert or update, but its text says that it has ended or was called off: an operator must confirm; ' +
    'send Cancel or AllClear to stand people down',
}

export const SAYS_NONE: Restraint = {
  decision: 'propose',
  reason: 'says-none',
  warning: 'its text denies the hazard that it warns of: an operator must confirm',
}

/** What a message of fields says in its headline against its own fields, as a restraint; null where nothing. */
export const headlineRestraint = ({ mode, messageType, headline }: HazardEvent): Restraint | null =>
  mode === 'actual' && !ends(messageType) && saysExercise(headline) ? SAYS_EXERCISE : null

/** The same, as warnings: the hazard is the one in its field, whatever its headline says. */
export const headlineWarnings = ({ hazard, messageType, headline }: HazardEvent): readonly string[] => {
  if (hazard === null || ends(messageType)) return []
  return [
    ...(mayDeny(headline) && hazardsIn(headline).denied.includes(hazard)
      ? [`the headline denies the hazard that the message names, ${hazard}: the field counts`]
      : []),
    ...(saysEnded(headline)
      ? [`the headline says that it has ended, but the messageType is ${messageType}: people stay called`]
      : []),
  ]
}
