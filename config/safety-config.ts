import { z } from 'zod'
import { HAZARDS, type Hazard } from '../src/mobilisation/hazard.ts'
import { share } from './wave-config.ts'

/** Ours: slow or spread by people, so that nobody is in danger by where they live. */
const HARMLESS_AT_HOME: readonly Hazard[] = ['drought', 'non_natural']

export const safetySchema = z
  .strictObject({
    hazards: z
      .array(z.enum(HAZARDS))
      .default(HAZARDS.filter((hazard) => !HARMLESS_AT_HOME.includes(hazard)))
      .describe('in whose area people are asked whether they are safe before they are ordered; none: []'),
    odds: share(0.1, 1).prefault('80%').describe('what the odds of a yes of somebody who is asked are multiplied by'),
  })
  .describe('who is asked first whether they are safe')
