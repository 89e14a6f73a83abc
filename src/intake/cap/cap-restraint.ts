import type { Restraint } from '../../mobilisation/event-message.ts'
import type { MessageType } from '../../mobilisation/hazard-event.ts'
import { SAYS_ENDED, SAYS_EXERCISE, SAYS_NONE } from '../doubts.ts'
import { saysEnded } from '../ending-words.ts'
import { saysExercise } from '../exercise-words.ts'
import type { CapAlert, CapInfo } from './cap-alert.ts'

/** BMKG's senders: short warnings of weather come several times a day from its offices. */
const BMKG = /(?:^|[@./])bmkg\.go\.id$/i

const record = (reason: Restraint['reason'], warning: string): Restraint => ({ decision: 'record', reason, warning })

/** Whether an alert, in whatever language, calls itself a drill at the beginning of a text. */
const callsItselfExercise = ({ note, info }: CapAlert): boolean =>
  [note, ...info.flatMap(({ event, headline, description }) => [event, headline, description])].some((text) =>
    saysExercise(text ?? ''),
  )

/**
 * Why an alert may call nobody by itself: what kind of message it is, its status, a weather nowcast, a certainty of
 * Unlikely, an urgency of Past, words that contradict it (`denied`: it denies its own hazard), a scope that is not public.
 * Null where nothing holds it back; the strictest reason first.
 */
export const restraintOf = (
  alert: CapAlert,
  infos: readonly CapInfo[],
  messageType: MessageType,
  denied: boolean,
): Restraint | null => {
  const { msgType, status, sender, scope } = alert
  if (msgType === 'Ack' || msgType === 'Error')
    return record('acknowledgement', `msgType ${msgType} speaks of another message: it is kept, and calls nobody`)
  if (status === 'System') return record('status-system', 'status System is for machines: kept, nobody is called')
  if (status === 'Draft') return record('status-draft', 'status Draft is not to be acted upon: kept, nobody is called')
  if (messageType !== 'alert' && messageType !== 'update') return null
  if (BMKG.test(sender) && infos.some(({ category }) => category.includes('Met')))
    return record('nowcast', 'a weather nowcast is kept for the map: nowcasts never mobilise')
  if (infos.length > 0 && infos.every(({ certainty }) => certainty === 'Unlikely'))
    return record('unlikely', 'certainty Unlikely is about 0 %: kept, nobody is called')
  if (infos.length > 0 && infos.every(({ urgency }) => urgency === 'Past'))
    return record(
      'past',
      'urgency Past: no action is required any more; kept, nobody is called; a Cancel or AllClear ends what people were called for',
    )
  if (status === 'Actual' && callsItselfExercise(alert)) return SAYS_EXERCISE
  if (infos.some(({ event, headline }) => saysEnded(event) || saysEnded(headline ?? ''))) return SAYS_ENDED
  if (denied) return SAYS_NONE
  if (scope !== 'Public')
    return {
      decision: 'propose',
      reason: 'scope-not-public',
      warning: `scope ${scope} is not for everybody: a person must approve the call-out`,
    }
  return null
}
