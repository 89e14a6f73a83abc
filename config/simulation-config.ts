import { z } from 'zod'
import { type Fault, InvalidInput } from '../src/errors.ts'
import { BANDS } from '../src/mobilisation/answer-history.ts'
import { KINDS } from '../src/roster/responder.ts'
import { type SimulationModel, USUAL_MODEL } from '../src/simulation/model.ts'
import { hazard } from './quantities.ts'
import { checkYaml, readYaml } from './yaml-file.ts'

const share = z.number().min(0).max(1)
const shift = z.number().min(-10).max(10)
const spread = z.number().min(0).max(5)
const weight = z.number().min(0).max(1_000_000)

const { answers: ANSWERS, events: EVENTS, policies: POLICIES, withinMin: WITHIN_MIN } = USUAL_MODEL

const answers = z.strictObject({
  kinds: z
    .partialRecord(z.enum(KINDS), shift)
    .default({ ...ANSWERS.kinds })
    .describe('what is added to the logit of the rate, by kind; one left out: 0'),
  bands: z
    .record(z.enum(BANDS), shift)
    .default({ ...ANSWERS.bands })
    .describe('what is added by part of the day: night 22 to 5, morning to 11, afternoon to 17, evening'),
  peopleSpread: spread.default(ANSWERS.peopleSpread).describe('how people of a kind differ, on the logit'),
  regencySpread: spread.default(ANSWERS.regencySpread).describe('how regencies differ, on the logit'),
  eventSpread: spread.default(ANSWERS.eventSpread).describe('how events differ for everybody at once, on the logit'),
  deadNumbers: share.default(ANSWERS.deadNumbers).describe('share of people whom no message ever reaches'),
  missedCalls: share.default(ANSWERS.missedCalls).describe('share of messages that are not noticed'),
  saysNo: share.default(ANSWERS.saysNo).describe('share of those not coming who say so'),
  delay: z
    .strictObject({ medianMin: z.number().gt(0).max(1440), spread })
    .default({ ...ANSWERS.delay })
    .describe('minutes to an answer, log-normal'),
  history: z
    .strictObject({ none: share, mostCalls: z.int().min(1).max(1000), withinDays: z.number().gt(0).max(3650) })
    .default({ ...ANSWERS.history })
    .describe('what is known of people: share never asked, most earlier calls of the others, within so many days'),
})

const events = z.strictObject({
  atSites: share.default(EVENTS.atSites).describe('share of events at a site; the others are at a village'),
  offKm: z.number().min(0).max(50).default(EVENTS.offKm).describe('km off it at most'),
  hazards: z
    .partialRecord(hazard, weight)
    .refine((weights) => Object.values(weights).some((one) => one > 0), { error: 'at least one weight above 0' })
    .default({ ...EVENTS.hazards })
    .describe('how often each, against the others'),
  severities: z
    .strictObject({ extreme: weight, severe: weight, moderate: weight, minor: weight })
    .refine((weights) => Object.values(weights).some((one) => one > 0), { error: 'at least one weight above 0' })
    .default({ ...EVENTS.severities })
    .describe('how often each, against the others'),
})

const policies = z.strictObject({
  nearest: z.int().min(1).max(10_000).default(POLICIES.nearest).describe('how many the fixed rule calls'),
  sequenceWaitMin: z
    .number()
    .min(0.5)
    .max(1440)
    .default(POLICIES.sequenceWaitMin)
    .describe('minutes that a sequence waits before it calls on'),
})

export const simulationSchema = z
  .strictObject({
    answers: answers.prefault({}),
    events: events.prefault({}),
    policies: policies.prefault({}),
    withinMin: z
      .number()
      .gt(0)
      .max(1440)
      .default(WITHIN_MIN)
      .describe('a need counts as filled by yeses said within so many minutes'),
  })
  .meta({ title: 'How made-up people answer in kentongan simulate; what is left out is as usual' })

/** Reads a model from a YAML or JSON file; throws InvalidInput with every fault. */
export const readSimulationModel = (file: string): SimulationModel => {
  const faults: Fault[] = []
  const yaml = readYaml(file, faults)
  const given = yaml === undefined ? undefined : checkYaml(yaml, simulationSchema, faults)
  if (given === undefined) throw new InvalidInput('the model cannot be used', faults)
  return given
}
