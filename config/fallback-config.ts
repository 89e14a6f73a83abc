import { z } from 'zod'
import type { FallbackPolicy } from '../src/mobilisation/fallback.ts'
import { HAZARDS } from '../src/mobilisation/hazard.ts'
import { SEVERITIES, URGENCIES } from '../src/mobilisation/hazard-event.ts'
import { duration } from './quantities.ts'

// Ours: a message that leaves out its urgency does not say that there is time.
export const fallbackSchema = z
  .strictObject({
    order: z
      .enum(['one-after-another', 'at-once'])
      .default('one-after-another')
      .describe('one-after-another: in the order of the register · at-once: all channels of everybody, always'),
    after: duration('1s', '1h')
      .prefault('90s')
      .describe('how long a channel has before the next is tried, never more than a quarter of ackDeadline'),
    atOnce: z
      .strictObject({
        severities: z.array(z.enum(SEVERITIES)).default(['extreme', 'severe']),
        urgencies: z.array(z.enum(URGENCIES)).default(['immediate', 'unknown']),
        hazards: z.array(z.enum(HAZARDS)).default(['tsunami', 'flash_flood']),
      })
      .prefault({})
      .describe(
        'events that threaten life: such a severity with such an urgency, or such a hazard; all channels at once',
      ),
  })
  .describe('how the channels of one person follow each other')

/** Null: all at once, always. */
export const fallbackPolicy = ({ order, after, atOnce }: z.output<typeof fallbackSchema>): FallbackPolicy | null =>
  order === 'at-once' ? null : { afterMs: after, atOnce }
