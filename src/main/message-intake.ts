import { sameQuake } from '../mobilisation/quake-match.ts'
import type { Queues } from '../queue/queues.ts'
import type { Received } from '../store/arrivals.ts'
import { type Intake, openIntake } from '../store/intake.ts'
import { intakeInto } from './event-intake.ts'
import type { Installation } from './installation.ts'
import { assessWake, endWake, gathered, laneOf, quietly } from './wakes.ts'

const intakes = new WeakMap<Installation, Intake>()

/** One intake for an installation: messages that come by different ways are written together. */
const intakeOf = (installation: Installation): Intake => {
  const open = intakes.get(installation) ?? openIntake(installation.database, installation.seal, sameQuake)
  intakes.set(installation, open)
  return open
}

/** Takes messages in, from operators, feeds, villages and the program's own drills: one way for all. */
export const messageIntake = (installation: Installation, queues: Pick<Queues, 'wake'>) => {
  const { log } = installation
  const wake = gathered(quietly(queues, log))
  const intake = intakeOf(installation)
  return intakeInto<Received>(installation, {
    keeps: true,
    take: async (arrival) => {
      const received = await intake.receive(arrival)
      if (received.kind === 'new') {
        const { eventId, mode, decision, reason, callOutId } = received.answer
        log.info('event kept', { eventId, mode, decision, reason, callOutId, actor: arrival.actor })
        if (received.nobodyDecides)
          log.warn('nobody who can be reached may decide about a proposal', { eventId, callOutId, reason })
      }
      return received
    },
    followUp: (received) => (received.kind === 'new' ? received : null),
    wakeAssess: (eventId, mode) => wake([assessWake(eventId, mode)]),
    wakeEnd: (callOutId, mode) => wake([endWake(callOutId, laneOf(mode))]),
  })
}
