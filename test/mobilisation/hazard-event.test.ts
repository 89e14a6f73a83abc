import { expect, test } from 'vitest'
import { CERTAINTIES, MESSAGE_TYPES, SEVERITIES, URGENCIES } from '../../src/mobilisation/hazard-event.ts'

// CAP 1.2 as the OASIS schema lists them, in lower case; operators script against these words.
test.each([
  ['severity', SEVERITIES, ['extreme', 'severe', 'moderate', 'minor', 'unknown']],
  ['urgency', URGENCIES, ['immediate', 'expected', 'future', 'past', 'unknown']],
  ['certainty', CERTAINTIES, ['observed', 'likely', 'possible', 'unlikely', 'unknown']],
  ['message type', MESSAGE_TYPES, ['alert', 'update', 'cancel', 'all-clear']],
])('the words of %s are those that were promised', (_name, words, promised) => {
  expect(words).toEqual(promised)
})
