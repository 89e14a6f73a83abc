import {
  type Approval,
  type Asking,
  type Decided,
  decideOnArrival,
  type IncidentSoFar,
} from '../../src/mobilisation/arrival.ts'
import type { Restraint } from '../../src/mobilisation/event-message.ts'
import type { HazardEvent, HeadCount } from '../../src/mobilisation/hazard-event.ts'
import type { ThreadState } from '../../src/mobilisation/threads.ts'
import { anEvent, aThreadMessage, NOW } from './sample.ts'

export const NEED: HeadCount = { tagana: 6, pendamping_desa: 2 }

export const UNKNOWN: ThreadState = { newestSequence: null, ended: false, active: null }
/** A thread that speaks, by its newest message with so many heads. */
export const speaks = (heads: number, newestSequence = 1): ThreadState => ({
  newestSequence,
  ended: false,
  active: aThreadMessage('E1', newestSequence, { heads }),
})
/** A thread of which everything waits, was declined, or was only kept. */
const MUTE: ThreadState = { newestSequence: 1, ended: false, active: null }
export const OVER: ThreadState = { newestSequence: 2, ended: true, active: null }

export const NEW: IncidentSoFar = { thread: UNKNOWN, callOut: null, othersActive: 0, othersHeads: 0 }
export const CALLING: IncidentSoFar = { thread: speaks(8), callOut: 'calling', othersActive: 0, othersHeads: 0 }
export const ENDED: IncidentSoFar = { thread: OVER, callOut: 'stood-down', othersActive: 0, othersHeads: 0 }
export const KEPT: IncidentSoFar = { thread: MUTE, callOut: null, othersActive: 0, othersHeads: 0 }
export const JOINED: IncidentSoFar = { thread: UNKNOWN, callOut: 'calling', othersActive: 1, othersHeads: 8 }

export const BORDER: Approval = { reason: 'awaiting-approval', warning: 'near the border' }
export const UNSIGNED: Approval = { reason: 'authority-missing', warning: 'nobody signed' }
export const PROPOSED: Restraint = { decision: 'propose', reason: 'feed-proposes', warning: 'this feed proposes' }
export const DRAFT: Restraint = { decision: 'record', reason: 'status-draft', warning: 'a draft' }

export interface Case {
  readonly event?: Partial<HazardEvent>
  readonly sequence?: number
  readonly asking?: Partial<Asking>
  readonly so?: IncidentSoFar
}

export const decide = ({ event = {}, sequence = 2, asking = {}, so = NEW }: Case): Decided => {
  const all: Asking = { need: NEED, approvalAbove: 200, approvals: [], restraint: null, ...asking }
  return decideOnArrival(anEvent(event), sequence, all, so, NOW)
}

export const UPDATE = { messageType: 'update' } as const
export const CANCEL = { messageType: 'cancel', hazard: null, geometry: null } as const
export const ALL_CLEAR = { messageType: 'all-clear', hazard: null, geometry: null } as const
export const wants = (tagana: number): Partial<Asking> => ({ need: { tagana } })
