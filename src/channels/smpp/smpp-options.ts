import type { Clock } from '../../clock.ts'
import type { Log } from '../../log.ts'
import type { Hearing } from '../hearing.ts'
import type { Alphabet } from './alphabet.ts'
import type { LongForm } from './compose.ts'
import type { ReceiptId } from './receipt.ts'
import type { Timers } from './timers.ts'
import type { SmscAddress } from './wire.ts'

export interface SmppOptions {
  /** The gateway's name in channels.yaml. */
  readonly name: string
  readonly smsc: SmscAddress
  readonly systemId: string
  readonly password: string
  readonly systemType: string
  readonly serviceType: string
  /** Who messages come from: letters, a number or a short code; of exercises another one where the operator gave one. */
  readonly source: string
  readonly exerciseSource: string | null
  /** Null: as the source's shape has it. */
  readonly sourceTon: number | null
  readonly sourceNpi: number | null
  readonly destinationTon: number
  readonly destinationNpi: number
  /** One session that sends and hears, or one for each. */
  readonly bind: 'transceiver' | 'pair'
  /** Sessions, or pairs of them. */
  readonly sessions: number
  /** Messages that may be unanswered on one session. */
  readonly window: number
  readonly alphabet: Alphabet
  readonly long: LongForm
  readonly receiptId: ReceiptId
  /** Error codes in receipts that say: nobody has this number. */
  readonly deadNumbers: readonly string[]
  /** Whether our 16 bits go with a message. */
  readonly reference: boolean
  readonly connectMs: number
  readonly answerMs: number
  readonly enquireEveryMs: number
  readonly hearing: Hearing
  readonly log: Log
  /** The time of day that others are told; deadlines run by `timers` (whose clock it is, too, without this). */
  readonly clock?: Clock
  readonly timers?: Timers
}
