import { z } from 'zod'

/** What the route of events answers, as far as the scenarios look at it. */
export const eventAnswered = z.looseObject({
  httpStatus: z.number(),
  isRepeat: z.boolean().optional(),
  eventId: z.string().optional(),
  incidentId: z.string().optional(),
  callOutId: z.string().nullable().optional(),
  decision: z.string().optional(),
  reason: z.string().optional(),
  warnings: z.array(z.string()).optional(),
  revision: z.number().optional(),
  detail: z.string().optional(),
  errors: z.array(z.looseObject({ path: z.string() })).optional(),
})
export type EventAnswered = z.output<typeof eventAnswered>

const counts = z.record(z.string(), z.number())

/** A call-out as its route shows it, as far as the scenarios look at it. */
export const callOutShown = z.looseObject({
  callOutId: z.string(),
  code: z.string(),
  status: z.string(),
  need: counts,
  filled: counts,
  called: z.number(),
  answers: counts,
  wave: z.number(),
  notices: counts,
  shortfall: z.array(z.string()),
  reason: z.string().nullable(),
  waves: z.array(z.looseObject({ wave: z.number(), called: z.number() })),
  timeline: z.array(z.looseObject({ at: z.string(), kind: z.string(), detail: z.record(z.string(), z.unknown()) })),
})
export type CallOutShown = z.output<typeof callOutShown>
