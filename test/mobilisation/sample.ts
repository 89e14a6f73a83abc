import type { CalledPerson, CallOutPolicy, CallOutView } from '../../src/mobilisation/call-out.ts'
import type { EventMessage } from '../../src/mobilisation/event-message.ts'
import type { EventId, HazardEvent } from '../../src/mobilisation/hazard-event.ts'
import type { ThreadMessage } from '../../src/mobilisation/threads.ts'
import type { Kind, Responder, ResponderId } from '../../src/roster/responder.ts'

export const NOW = new Date('2026-11-22T06:30:00Z')
export const MIN = 60_000

/** So long after NOW (before, if negative). */
export const later = (ms: number): Date => new Date(NOW.getTime() + ms)

export const idOf = (text: string): ResponderId => text as ResponderId

export const anEvent = (more: Partial<HazardEvent> = {}): HazardEvent => ({
  messageType: 'alert',
  mode: 'actual',
  hazard: 'flood',
  severity: 'severe',
  urgency: 'immediate',
  certainty: 'observed',
  occurredAt: later(-9 * MIN),
  expiresAt: null,
  headline: 'Banjir Kec. Pangalengan',
  description: '',
  geometry: { type: 'Point', coordinates: [107.5161, -7.1908] },
  radiusKm: null,
  villageCodes: [],
  regions: [],
  sectors: [],
  felt: [],
  magnitude: null,
  depthKm: null,
  level: null,
  need: null,
  musterPoint: null,
  safeToApproach: null,
  authorisedBy: null,
  ...more,
})

export const aResponder = (id: string, more: Partial<Responder> = {}): Responder => ({
  id: idOf(id),
  kind: 'tagana',
  home: [107.52, -7.19],
  accuracyM: 100,
  landmass: 1,
  regencyCode: '32.04',
  siteCode: null,
  servesCodes: [],
  skills: [],
  channels: ['sms'],
  optedOutAt: null,
  optedOutUntil: null,
  unavailableUntil: null,
  ...more,
})

export const ACK_MS = 10 * MIN

/** Somebody called at NOW, with ten minutes to answer. */
export const called = (id: string, more: Partial<CalledPerson> = {}): CalledPerson => ({
  responderId: idOf(id),
  kind: 'tagana',
  threadId: null,
  wave: 1,
  calledAt: NOW,
  deadlineAt: later(ACK_MS),
  replaced: false,
  answer: null,
  answeredAt: null,
  silentAt: null,
  stoodDownAt: null,
  ...more,
})

/** Somebody who answered so many minutes after NOW. */
export const said = (
  id: string,
  answer: 'yes' | 'no' | 'arrived',
  min: number,
  more: Partial<CalledPerson> = {},
): CalledPerson => called(id, { answer, answeredAt: later(min * MIN), ...more })

export const POLICY: CallOutPolicy = {
  ackDeadlineMs: ACK_MS,
  maxWaves: 3,
  searchRadiusKm: 50,
  overcall: 1.5,
  closeAfterMs: 720 * MIN,
}

export const aView = (people: readonly CalledPerson[], more: Partial<CallOutView> = {}): CallOutView => ({
  status: 'calling',
  need: { tagana: 2 },
  people,
  usedUp: new Set<Kind>(),
  lapsed: { people: new Set(), kinds: new Set() },
  closesAt: null,
  ...more,
})

/** A message that asks for six people, as it is kept. */
export const aThreadMessage = (id: string, sequence: number, more: Partial<ThreadMessage> = {}): ThreadMessage => ({
  eventId: id as EventId,
  threadId: 'T1',
  sequence,
  standing: 'active',
  messageType: 'alert',
  heads: 6,
  ...more,
})

/** A message of an operator who numbers. */
export const aMessage = (event: Partial<HazardEvent> = {}, more: Partial<EventMessage> = {}): EventMessage => ({
  source: 'BPBD Kabupaten Bandung',
  sourceId: 'x-1',
  aliases: [],
  revision: null,
  sentAt: null,
  references: [],
  language: null,
  contact: null,
  event: anEvent(event),
  restraint: null,
  ...more,
})
