import { z } from 'zod'
import type { Fault } from '../src/errors.ts'
import type { Phase, PhaseRules } from '../src/mobilisation/phase.ts'
import type { RotaRules } from '../src/mobilisation/rota.ts'
import { duration, durationMs } from './quantities.ts'
import { checkYaml, readYaml } from './yaml-file.ts'

const DAY_MS = durationMs('1d')

const TIME_OF_DAY = /^([01]\d|2[0-3]):([0-5]\d)$/

const timeOfDay = z
  .string({ error: 'a time of day in quotes, such as "07:00"' })
  .regex(TIME_OF_DAY, { error: 'a time of day from "00:00" to "23:59"' })
  .transform((text) => {
    const [hours = 0, minutes = 0] = text.split(':').map(Number)
    return hours * durationMs('1h') + minutes * durationMs('1m')
  })

const rota = z
  .strictObject({
    shift: duration('1h', '24h')
      .refine((ms) => DAY_MS % ms === 0, { error: 'a whole part of a day, such as 6h, 8h, 12h or 24h' })
      .describe('how long one turn lasts'),
    shifts: z.int().min(1).max(60).describe('how many turns one call-out fills'),
    startsAt: timeOfDay.describe('when the first turn of a day begins, by the clocks of the place'),
  })
  .meta({ id: 'rota' })

const rules = z
  .strictObject({
    style: z.enum(['wave', 'rota']).describe('wave: all at once, the silent replaced; rota: in turns'),
    wording: z.enum(['call-out', 'stand-by', 'rota']).optional().describe('which message; left out, that of the style'),
    needTimes: z.number().gt(0).max(5).default(1).describe('what each head count is multiplied by, in a rota per turn'),
    ackDeadline: duration('1s', '24h').optional().describe('left out: as in call-out.yaml'),
    overcall: z.number().min(1).max(5).optional().describe('left out: as in call-out.yaml'),
    maxWaves: z.int().min(1).max(20).optional().describe('left out: as in call-out.yaml'),
    rota: rota.optional().describe('the turns, with style rota'),
    note: z.string().max(200).default('').describe('for operators, shown beside the call-out'),
  })
  .refine(({ style, rota: turns }) => (style === 'rota') === (turns !== undefined), {
    error: 'rota with style rota, and with no other',
  })
  .meta({ id: 'rules' })

export const phasesSchema = z
  .strictObject({ 'siaga-darurat': rules, 'tanggap-darurat': rules, 'transisi-darurat': rules })
  .meta({ title: 'How people are called in each phase of an emergency' })

const toRota = ({ shift, shifts, startsAt }: z.output<typeof rota>): RotaRules => ({
  shiftMs: shift,
  shifts,
  startsAtMs: startsAt,
})

const toRules = (given: z.output<typeof rules>): PhaseRules => ({
  style: given.style,
  wording: given.wording ?? (given.style === 'rota' ? 'rota' : 'call-out'),
  needTimes: given.needTimes,
  ackDeadlineMs: given.ackDeadline ?? null,
  overcall: given.overcall ?? null,
  maxWaves: given.maxWaves ?? null,
  rota: given.rota === undefined ? null : toRota(given.rota),
  note: given.note,
})

/** Reads phases.yaml; adds every fault and answers undefined. */
export const readPhases = (file: string, faults: Fault[]): Readonly<Record<Phase, PhaseRules>> | undefined => {
  const yaml = readYaml(file, faults)
  const given = yaml === undefined ? undefined : checkYaml(yaml, phasesSchema, faults)
  if (given === undefined) return undefined
  return {
    'siaga-darurat': toRules(given['siaga-darurat']),
    'tanggap-darurat': toRules(given['tanggap-darurat']),
    'transisi-darurat': toRules(given['transisi-darurat']),
  }
}
